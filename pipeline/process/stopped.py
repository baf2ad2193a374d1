"""Programmes that stand still because something is wrong in their files: what waits, and who is told.

Nothing of theirs is read, made or sent back; it all goes on by itself once the files are mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from pipeline.delivery import write_file
from pipeline.process.offices import Office
from pipeline.process.pages import PAGES
from pipeline.register import InputRow

PAGE = "Noget står stille.txt"
"""The page for staff in the folder of open questions; there as long as it is true."""

STILL = "»{name}« står stille, fordi der er en fejl i opsætningen ({where})."
GONE = "»{name}« står stille, fordi dens opsætning er væk (schemas/{name}/programme.toml)."
WAITS = "{cases} venter. Intet er tabt, og intet skal sendes igen: det går videre, når fejlen er rettet."
INBOX = (
    "Der ligger filer i indbakken, som ikke kan læses, før fejlen er rettet: {count}. Lad dem ligge. Er en "
    "af dem ikke et skema, så tag den væk."
)
HOW = "Den, der står for opsætningen, kan se fejlen med: skoleflex catalogue check -w ARBEJDSMAPPE"


def is_workable(office: Office, row: InputRow) -> bool:
    """Whether what a file says can be worked with: its programme, if it has one, doesn't stand still."""
    name = row.submission.programme
    return not name or name == PAGES or name in office.catalogue.programmes


def standing_still(office: Office) -> tuple[str, ...]:
    """A Danish sentence for each programme that stands still, with the cases that wait for it."""
    waiting = Counter(office.register.cases_of_each())
    stopped = office.catalogue.stopped
    told = {name: STILL.format(name=one.names[0], where=one.flaws[0].file) for name, one in stopped.items()}
    gone = sorted(set(waiting) - set(office.catalogue.programmes) - set(stopped))
    told |= {name: GONE.format(name=name) for name in gone}
    return tuple(f"{said} {WAITS.format(cases=_cases(waiting[name]))}" for name, said in told.items())


def _cases(count: int) -> str:
    return {0: "Ingen sager", 1: "1 sag"}.get(count, f"{count} sager")


def show_standing_still(office: Office, sentences: Collection[str], files: int) -> None:
    """The page that tells staff what stands still; it goes once nothing does."""
    page = office.workspace.questions / PAGE
    if not sentences:
        page.unlink(missing_ok=True)
        return
    told = [*sentences, *([INBOX.format(count=files)] if files else []), HOW]
    # The mark at the start has every editor show the Danish letters.
    content = "\r\n\r\n".join(told).encode("utf-8-sig")
    if not page.exists() or page.read_bytes() != content:
        write_file(page, content)
