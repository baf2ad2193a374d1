"""Which case a submission belongs to; what doesn't fit exactly one is a question to a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline import danish
from pipeline.assemble import fits
from pipeline.definitions import get
from pipeline.process.reading import is_signed_copy
from pipeline.programme import Programme
from pipeline.records import Submission
from pipeline.register import CaseRow, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a submission belongs: a case there is, one it opens, or none for certain and why."""

    case_number: str = ""
    opens: CaseRow | None = None
    question: str = ""


def find_home(submission: Submission, programme: Programme, register: Register, day: dt.date) -> Home:
    """The case a submission joins.

    By the case number the form bears, if the child is the same; else only when cpr and name fit exactly one
    case. A form that opens cases opens one when nothing comes near.
    """
    known = [(row.number, _openers(register, row.number, programme)) for row in register.cases(programme.id)]
    if submission.case:
        return _by_number(submission, programme, dict(known))
    fitting = [
        number for number, held in known if any(fits(programme, submission.data, one.data) for one in held)
    ]
    if len(fitting) == 1:
        return Home(case_number=fitting[0])
    if fitting:
        return Home(
            question=f"Barnet har flere sager: {', '.join(fitting)}. Hent skemaet fra den rigtige sag, "
            "så bærer det sagsnummeret, og læg det i indbakken."
        )
    near = [number for number, held in known if any(_same_number(programme, submission, one) for one in held)]
    if near:
        return Home(
            question=f"Sag {', '.join(near)} har samme cpr-nr., men et andet navn. Kontrollér navn og "
            "cpr-nr., ret skemaet, og læg det i indbakken igen."
        )
    if submission.form == programme.opens:
        prefix = f"{programme.case_prefix}-{day.year}-"
        return Home(opens=CaseRow(number=prefix, programme=programme.id, opened_on=day.isoformat()))
    opener = programme.forms[programme.opens].title
    return Home(
        question=f"Der er ingen sag med dette barn endnu. Skemaet venter, til »{opener}« er modtaget. "
        "Er den modtaget, så kontrollér, at navn og cpr-nr. er skrevet ens."
    )


def _openers(register: Register, number: str, programme: Programme) -> list[Submission]:
    filed = register.filed(number)
    return [entry.submission for entry in filed if entry.submission.form == programme.opens]


def _by_number(submission: Submission, programme: Programme, known: dict[str, list[Submission]]) -> Home:
    number = submission.case
    if number not in known:
        return Home(question=f"Skemaet bærer sagsnummer {number}, men den sag findes ikke her.")
    if is_signed_copy(submission):
        # The number was printed with the form, and nothing else is read from it.
        return Home(case_number=number)
    numbered = get(submission.data, programme.child_cpr) is not None
    same = _same_number if numbered else _same_name
    if any(same(programme, submission, one) for one in known[number]):
        return Home(case_number=number)
    what = "cpr-nr." if numbered else "navn"
    return Home(
        question=f"Skemaet bærer sagsnummer {number}, men barnets {what} er et andet end i sagen. "
        f"Kontrollér {what}, ret skemaet, og læg det i indbakken igen."
    )


def _same_number(programme: Programme, one: Submission, other: Submission) -> bool:
    return _same(programme.child_cpr, one, other)


def _same_name(programme: Programme, one: Submission, other: Submission) -> bool:
    return _same(programme.child_name, one, other)


def _same(pointer: str, one: Submission, other: Submission) -> bool:
    ours, theirs = (get(submission.data, pointer) for submission in (one, other))
    return ours is not None and danish.fold(str(ours)) == danish.fold(str(theirs))
