"""A named official releases a letter: what nobody but a person may do, and what stops it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pipeline.errors import SetupError, TemporaryFailure
from pipeline.process.documents import (
    TURN,
    CaseWork,
    Office,
    bring_up_to_date,
    following_letter,
    last_released,
    row_for,
)
from pipeline.process.making import Made, make_document
from pipeline.process.placing import is_edited, place_documents, stage
from pipeline.process.released import FROZEN, remake_wanted
from pipeline.register import CASES, CaseRow, DocumentRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """Letters an official has released, and the Danish sentence on how to get PDFs where there are none."""

    documents: tuple[DocumentRow, ...]
    note: str = ""


class Refused(SetupError):
    """What a person asked for is not done. `code` and `params` choose the Danish sentence that says why."""

    def __init__(self, code: str, message: str, **params: str) -> None:
        super().__init__(message)
        self.code = code
        self.params = params


def release(office: Office, number: str, key: str, by: str, day: dt.date) -> DocumentRow:
    """A named official stands behind a draft: it is made without the draft mark, and never changes again.
    Errors as `release_letters`."""
    return release_letters(office, number, [key], by, day).documents[0]


def release_letters(office: Office, number: str, keys: Sequence[str], by: str, day: dt.date) -> Releases:
    """`release` of several letters, all or none, and all of them printed at once. A key without its number
    stands for the letters of all recipients; a letter the same official has released already stays as it is.

    Raises SetupError as `prepare_release`, TemporaryFailure while a run is at work, or where the letters are
    released but their files can't be moved to their place yet.
    """
    row = office.row(number)
    office = office.of_case(number)
    with office.register.alone(CASES, TURN), or_later():
        office.touch(number)
        wanted = _named(office, number, keys, by)
        todo = [one.key for one in wanted if one.state == "draft"]
        # What is no draft and not released by this official either is told by its key.
        todo += [key for key in keys if not any(_is_of(one.key, key) for one in wanted)]
        ready = prepare_release(office, number, todo, by, day)
        with office.register.together():
            for document in ready:
                office.register.save_document(document)
        note = place_released(office, number)
        bring_up_to_date(office, row, day)
    done = {document.key: document for document in (*wanted, *ready)}
    return Releases(documents=tuple(done.values()), note=note)


def _named(office: Office, number: str, keys: Sequence[str], by: str) -> list[DocumentRow]:
    """The drafts that the keys name, and what this official has released of them."""
    held = office.register.documents(number)
    mine = [one for one in held if one.state == "draft" or (one.state in FROZEN and one.released_by == by)]
    named = {one.key: one for key in keys for one in mine if _is_of(one.key, key)}
    return list(named.values())


def _is_of(key: str, named: str) -> bool:
    return named in (key, key.partition("/")[0])


def prepare_release(
    office: Office, number: str, keys: Sequence[str], by: str, day: dt.date
) -> tuple[DocumentRow, ...]:
    """The rows of letters as they are released, for who holds the workspace: staged, and nothing on record
    yet. `place_released` ends it once they are.

    Raises SetupError where there is no such draft; Refused where it is not the one that lay there to be read,
    or where it rests on a legal row nobody has checked.
    """
    if not keys:
        return ()
    row = office.row(number)
    work = bring_up_to_date(office, row, day)
    ready = [(_made_for_release(office, row, work, key), key) for key in keys]
    held = {document.key: document for document in work.documents}
    rows = [row_for(office, work.case, made, held[key], day, released_by=by) for made, key in ready]
    for (made, _), released in zip(ready, rows, strict=True):
        stage(office, released, made.content)
    return tuple(rows)


def place_released(office: Office, number: str) -> str:
    """Move what was released to its place and print it; the sentence on PDFs, if there is one to say.

    Raises TemporaryFailure where that can't be done just now: then the next round does it.
    """
    with or_later("it is on record, but its files can't be moved yet: the next run does it"):
        return place_documents(office, number)


@contextmanager
def or_later(says: str = "files can't be read or written") -> Iterator[None]:
    """What the disk refuses is a TemporaryFailure to whoever asked for it by a command."""
    try:
        yield
    except OSError as error:
        raise TemporaryFailure(f"{says} ({error.strerror or type(error).__name__})") from error


def _made_for_release(office: Office, row: CaseRow, work: CaseWork, key: str) -> Made:
    """The letter as it goes out. Errors as `prepare_release`."""
    before = next((document for document in work.documents if document.key == key), None)
    due = next((one for one in work.outlook.due if one.key == key), None)
    if before is None or due is None or before.state != "draft":
        drafts = ", ".join(document.key for document in work.documents if document.state == "draft")
        raise SetupError(f"no draft {key!r} in {row.number}; drafts: {drafts or 'none'}")
    if before in work.new:
        raise Refused("release.remade", f"{key} was made anew just now; read it first, then release it")
    if is_edited(office, before):
        raise Refused(
            "release.edited",
            f"{key} was changed by hand in Word. Put the change in the form it comes from and send that "
            "again; a released letter says exactly what its forms say.",
        )
    if earlier := last_released(office, row, key):
        due = following_letter(due, earlier, remake_wanted(earlier, work.tasks))
    made = make_document(work.case, due, office.workshop(released=True))
    if made.unchecked:
        raise Refused(
            "release.unchecked",
            f"{key} can't be released: nobody has checked the law it rests on "
            f"({', '.join(made.unchecked)}). Hold these rows of law.toml against the law as published, "
            "and give them a checked_on date.",
        )
    return made
