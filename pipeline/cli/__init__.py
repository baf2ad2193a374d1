"""The command `skoleflex`. Results on stdout, talk on stderr; exit codes are those of `errors`.

Nothing but click is imported until a command runs, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
import traceback

import click

from pipeline import __version__
from pipeline.cli.data import catalogue, demo
from pipeline.cli.explaining import explain
from pipeline.cli.forms import blank, check, merge, read
from pipeline.cli.keeping import forget, insight, verify
from pipeline.cli.masking import mask_talk
from pipeline.cli.office import case, cases, init, run
from pipeline.cli.outbox import outbox
from pipeline.cli.reporting import report
from pipeline.cli.service import doctor, status, watch
from pipeline.cli.tasks import resolve
from pipeline.errors import PipelineError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="skoleflex")
def cli() -> None:
    """Filled forms in; validated cases, work plans, letters and notifications out.

    The program prepares, people decide. Start with: skoleflex demo
    """


FORMS = (demo, blank, read, check, merge)
OFFICE = (init, run, watch, status, doctor, cases, case, resolve, explain, report)
KEEPING = (verify, forget, insight, outbox)
for command in (*FORMS, *OFFICE, *KEEPING, catalogue):
    cli.add_command(command)


def main() -> None:
    """Run the command line; the only place that ends the process."""
    mask_talk()
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except PipelineError as error:
        click.echo(f"skoleflex: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback and no value reaches a user
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        click.echo(
            f"skoleflex: internal error ({type(error).__name__} at {where}); please report it", err=True
        )
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
