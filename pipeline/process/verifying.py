"""The recount: whether everything that came in is still there, and everything that is there is somebody's."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.delivery import EARLIER
from pipeline.process.documents import Office
from pipeline.process.forgetting import logged_ids
from pipeline.process.placing import is_on_its_way
from pipeline.process.released import FROZEN
from pipeline.register import CASES, CaseRow, DocumentRow
from pipeline.wording import recount as says

ENDS = ("accepted", "returned", "attachment", "duplicate", "waiting")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """How many there are of what; `problems` are what must not be, `remarks` what will mend itself or is
    somebody's own doing. Both are Danish sentences, and name nobody."""

    counts: Mapping[str, int]
    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    trail: tuple[int, str]


def recount(office: Office, known_seal: str = "") -> Recount:
    """Count again. `known_seal` is a seal of the trail that somebody kept elsewhere.

    Raises TemporaryFailure while a run is at work: what is on its way would look lost.
    """
    with office.register.alone(CASES):
        ends = office.register.ends()
        received = office.register.received() - office.register.forgotten()
        counted = Counter(ends.values())
        problems = [*_lost_rows(ends, received, counted), *_archive(office), *_trail(office, known_seal)]
        remarks: list[str] = []
        documents = 0
        for case in office.register.cases():
            for document in office.register.versions(case.number):
                documents += 1
                problem, remark = _document(office, case, document)
                problems += problem
                remarks += remark
        owed = len(office.register.inputs_where(delivered=False))
        if owed:
            remarks.append(says.OWED.format(n=owed))
        back = logged_ids(office.workspace) & office.register.known_ids()
        if back:
            problems.append(says.BACK.format(n=len(back)))
        counts = {
            "received": len(received),
            **{end: counted[end] for end in ENDS},
            "originals": len(office.register.hashes()),
            "documents": documents,
        }
        return Recount(
            counts=counts,
            problems=tuple(problems),
            remarks=tuple(remarks),
            trail=office.register.trail_head(),
        )


def _lost_rows(ends: Mapping[str, str], received: set[str], counted: Counter[str]) -> Iterator[str]:
    """Received = accepted + returned + attachments + duplicates + waiting, one by one."""
    if lost := received - set(ends):
        yield says.LOST_ROWS.format(n=len(lost), ids=_some(lost))
    if unknown := set(ends) - received:
        yield says.UNTOLD_ROWS.format(n=len(unknown), ids=_some(unknown))
    for end in sorted(set(counted) - set(ENDS)):
        yield says.STRANGE_END.format(n=counted[end], end=end)


def _some(names: set[str]) -> str:
    first = sorted(names)[:5]
    return ", ".join(first) + (" …" if len(names) > len(first) else "")


# ── the archive ───────────────────────────────────────────────────────────────────────────────────────


def _archive(office: Office) -> Iterator[str]:
    root = office.workspace.archive
    wanted = office.register.hashes()
    nobodys: list[Path] = []
    seen = set()
    for path in sorted(path for path in root.rglob("*") if path.is_symlink() or not path.is_dir()):
        if path.is_symlink() or path != root / path.name[:2] / path.name or path.name not in wanted:
            nobodys.append(path)
            continue
        seen.add(path.name)
        if hash_of(path) != path.name:
            yield says.CHANGED_ORIGINAL.format(name=path.name)
    for sha256 in sorted(wanted - seen):
        yield says.LOST_ORIGINAL.format(name=sha256)
    on_the_way = _on_the_way(office) if nobodys else set()
    for path in nobodys:
        if path.name not in on_the_way:
            yield says.NOBODYS.format(name=path.relative_to(root).as_posix())


def _on_the_way(office: Office) -> set[str]:
    """The hashes of files in the inbox: a run that was cut off has archived one, and the next goes on."""
    inboxes = [area.workspace.inbox for area in office.everywhere()]
    files = (path for inbox in inboxes for path in inbox.rglob("*"))
    return {hash_of(path) for path in files if path.is_file() and not path.is_symlink()}


def hash_of(path: Path) -> str:
    """The hash of a file's bytes, of which only a little is in memory at a time."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


# ── documents ─────────────────────────────────────────────────────────────────────────────────────────


def _document(office: Office, case: CaseRow, row: DocumentRow) -> tuple[list[str], list[str]]:
    """What is wrong with a document, and what is worth a remark: a draft is made again by the next run, what
    was released must never be another, and what left the outbox was sent."""
    if row.state == "withdrawn" or _was_followed(office, row):
        return [], []
    told = {"case": case.number, "title": row.title}
    office = office.of_case(case.number)
    path = office.workspace.shared / row.path
    if path.is_file() and hash_of(path) == row.sha256:
        return [], []
    if is_on_its_way(office, row):
        return [], [says.ON_ITS_WAY.format(**told)]
    if row.state in FROZEN:
        aside = office.workspace.cases / case.number / EARLIER
        if any(hash_of(one) == row.sha256 for one in aside.glob(f"{path.stem}*")):
            return [], []
        return [(says.CHANGED_LETTER if path.is_file() else says.LOST_LETTER).format(**told)], []
    if path.is_file():
        return [], [says.EDITED.format(**told)]
    return [], [] if row.path.endswith(".eml") else [says.MADE_AGAIN.format(**told)]


def _was_followed(office: Office, row: DocumentRow) -> bool:
    """Whether a draft has a newer version: only what was released stays beside its follower."""
    if row.state in FROZEN:
        return False
    return office.register.versions(row.case_number, row.key)[-1].version != row.version


# ── the trail ─────────────────────────────────────────────────────────────────────────────────────────


def _trail(office: Office, known_seal: str) -> Iterator[str]:
    broken = office.register.trail_broken_at()
    if broken is not None:
        yield says.BROKEN_TRAIL.format(n=broken)
    if known_seal and not office.register.has_seal(known_seal):
        yield says.UNKNOWN_SEAL.format(seal=known_seal)
