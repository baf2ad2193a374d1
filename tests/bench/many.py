"""Many different files: whether the ten thousandth costs what the first did, in time and memory.

    python -m tests.bench.many --files 10000

Applications of as many children, and every 500th a file that nobody can read, are worked off as a watcher
does it: so many at a time, then their cases. Each line: time of the processor per file (others may be at
work), memory. `--before 10000` puts as many cases on record first, unread: what a file costs then is what it
costs in a register that is full.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.container import open_package, repack
from pipeline.intake.desk import open_desk
from pipeline.process import Office
from pipeline.process.cases import Memory, Worked, work_cases
from pipeline.process.child import noted_child
from pipeline.process.joining import opened_by
from pipeline.process.run import end_round, take_files
from pipeline.process.troubles import Troubles
from pipeline.records import Status, Submission
from pipeline.register import InputRow
from pipeline.render.overview import CaseLine
from pipeline.service.watching import BATCH
from tests.casebook import good
from tests.filled import filled
from tests.offices import NOW, office_in

MAIN = "word/document.xml"
BAD_EVERY = 500
FIRST_DAY = dt.date(2012, 1, 1)
FAR = 50_000
"""The first of the children who are on record before."""
TODAY = NOW.date()


def different_files(count: int, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """One filled form with other names and numbers in it each time, so that making it costs nothing."""
    child = good("application")["child"]
    whole = filled("application", good("application"))
    text = open_package(whole)[MAIN].decode()
    shown = f"{dt.date.fromisoformat(child['birth_date']):%d-%m-%Y}"
    for n in range(first, first + count):
        if n % BAD_EVERY == BAD_EVERY - 1:
            yield f"{n:05d} skade.docx", whole[: len(whole) // 2] + b"%d" % n
            continue
        mine = _child(n)
        changed = text.replace(child["cpr"], mine["cpr"]).replace(child["name"], mine["name"])
        changed = changed.replace(shown, f"{dt.date.fromisoformat(mine['birth_date']):%d-%m-%Y}")
        changed = changed.replace(child["birth_date"], mine["birth_date"])
        yield f"{n:05d} ansøgning.docx", repack(whole, {MAIN: changed.encode()})


def _letters(n: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{n:05d}")


def have_before(office: Office, count: int) -> None:
    """As many children's applications on record already, each with its case, told of long ago."""
    data = good("application")
    for n in range(FAR, FAR + count):
        mine = data | {"child": data["child"] | _child(n)}
        said = Submission(
            file=f"{n}.docx",
            sha256=f"{n:064x}",
            status=Status.ACCEPTED,
            programme="skoleflexplus",
            form="application",
            version=1,
            data=mine,
        )
        row = InputRow(
            id=f"{n:016x}",
            sha256=said.sha256,
            channel="folder",
            received_at=NOW.isoformat(),
            end="accepted",
            submission=said,
            delivered=True,
            child=noted_child(said, office.catalogue),
        )
        office.register.record(row, opens=opened_by(said, office.catalogue.programme(said.programme), TODAY))


def a_line(number: str) -> CaseLine:
    """A case in the list of cases, as it is remembered from an earlier round."""
    return CaseLine(
        number=number,
        child="Barn Prøvholm",
        school="Eksempelskolen",
        programme="SkoleflexPLUS",
        state="ansøgt",
        on_hold=False,
        step="BEKU: tag stilling",
        by="5. juli 2026",
        due=None,
        tasks=(),
    )


def _child(n: int) -> dict[str, str]:
    born = FIRST_DAY + dt.timedelta(days=n % 1400)
    cpr = f"{born.day + 60:02d}{born:%m%y}-4{n // 1400 % 1000:03d}"
    return {"name": f"Barn{_letters(n)} Prøvholm", "cpr": cpr, "birth_date": born.isoformat()}


def work_off(office: Office, count: int) -> Iterator[tuple[int, float, int]]:
    """Files so far, seconds of the processor for each of the last batch, and memory in MiB at the most."""
    memory, files = Memory(), different_files(count)
    memory.day, done = NOW.date(), 0
    memory.seen, _ = office.register.trail_head()
    memory.lines = {row.number: a_line(row.number) for row in office.register.cases()}
    while batch := [one for _, one in zip(range(BATCH), files, strict=False)]:
        for name, content in batch:
            (office.workspace.inbox / name).write_bytes(content)
        began, troubles = time.process_time(), Troubles()
        with open_desk(office.workspace.claimed) as desk:
            ready = sorted(office.workspace.inbox.glob("*.docx"))
            taken = take_files(office, desk, ready, NOW, NOW.date(), troubles)
        work_cases(office, NOW.date(), troubles, Worked(), memory)
        end_round(office, NOW, NOW.date(), troubles)
        assert len(taken) == len(batch), troubles
        assert (troubles.broken, troubles.later) == ([], []), troubles
        done += len(batch)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        yield done, (time.process_time() - began) / len(batch), most


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.many", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--before", type=int, default=0, help="so many cases are there already")
    parser.add_argument("--every", type=int, default=500, help="files between two lines")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, office_in(Path(folder) / "kontor") as office:
        have_before(office, wanted.before)
        seconds: list[float] = []
        for done, each, most in work_off(office, wanted.files):
            seconds.append(each)
            if done % wanted.every == 0:
                mean = sum(seconds) / len(seconds) * 1000
                print(f"{done:6d} files  {mean:6.0f} ms each  {most} MiB", flush=True)
                seconds.clear()
        print(office.register.count(), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
