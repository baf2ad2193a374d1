"""Which case a submission belongs to; what doesn't fit exactly one is a question to a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline import danish
from pipeline.assemble import fits
from pipeline.definitions import get
from pipeline.facts import Facts
from pipeline.process.child import child_of
from pipeline.process.offices import Office
from pipeline.process.reading import is_signed_copy
from pipeline.programme import Programme
from pipeline.records import Submission
from pipeline.register import CaseRow
from pipeline.templating import compile_expression

NEW_CASE = "ny"
"""The answer by which a person opens a case of its own for a form that waits."""
ASKS_FIRST = (
    "Barnet har allerede et forløb i gang i sag {number}. Er skemaet en rettelse til det forløb, så vælg "
    "den sag. Er det et nyt forløb, så vælg det. Skal forløbet forlænges eller ændres, så brug skemaet "
    "til det."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where a submission belongs: a case there is, one it opens, or none for certain and why."""

    case_number: str = ""
    opens: CaseRow | None = None
    question: str = ""


def find_home(submission: Submission, office: Office, day: dt.date) -> Home:
    """The case a submission joins.

    By the case number the form bears, if the child is the same; else only when cpr and name fit exactly one
    open case. A form that opens cases opens one when nothing comes near.
    """
    programme = office.catalogue.programme(submission.programme)
    if submission.case:
        return _by_number(submission, programme, office)
    # Whoever fits, or nearly does, has the same cpr: nobody else's forms need be looked at.
    child, openers = child_of(submission, office.catalogue), (programme.opens, *programme.opens_early)
    theirs = office.register.children.forms(programme.id, openers, child) if child else {}
    known = [(office.row(number), held) for number, held in sorted(theirs.items())]
    opening = submission.form in openers
    fitting = [row for row, held in known if any(fits(programme, submission.data, one.data) for one in held)]
    if opening or len(fitting) > 1:
        fitting = [row for row in fitting if not _says(programme.closed, office, row, day)]
    if len(fitting) == 1:
        number = fitting[0].number
        if opening and _says(programme.asks_first, office, fitting[0], day):
            return Home(question=ASKS_FIRST.format(number=number))
        return Home(case_number=number)
    if fitting:
        return Home(
            question=f"Barnet har flere sager: {', '.join(row.number for row in fitting)}. Hent skemaet fra "
            "den rigtige sag, så bærer det sagsnummeret, og læg det i indbakken."
        )
    near = [row.number for row, held in known if any(_nearly(programme, submission, one) for one in held)]
    if near:
        return Home(
            question=f"Sag {', '.join(near)} har samme cpr-nr., men et andet navn. Kontrollér navn og "
            "cpr-nr., ret skemaet, og læg det i indbakken igen."
        )
    if opening:
        return Home(opens=opened_by(submission, programme, day))
    opener = programme.forms[programme.opens].title
    return Home(
        question=f"Der er ingen sag med dette barn endnu. Skemaet venter, til »{opener}« er modtaget. "
        "Er den modtaget, så kontrollér, at navn og cpr-nr. er skrevet ens."
    )


def opened_by(submission: Submission, programme: Programme, day: dt.date) -> CaseRow:
    """The case that a form opens; the register gives it its number."""
    prefix = f"{programme.case_prefix}-{day.year}-"
    return CaseRow(number=prefix, programme=submission.programme, opened_on=day.isoformat())


def _says(expression: str, office: Office, row: CaseRow, day: dt.date) -> bool:
    return bool(expression) and bool(compile_expression(expression)(office.case(row, day, Facts()).names))


def _nearly(programme: Programme, one: Submission, other: Submission) -> bool:
    """Whether two forms bear the same number and different names."""
    return _same_number(programme, one, other) and not _same_name(programme, one, other)


def _by_number(submission: Submission, programme: Programme, office: Office) -> Home:
    number = submission.case
    row = office.register.find_case(number)
    if row is None or row.programme != programme.id:
        return Home(question=f"Skemaet bærer sagsnummer {number}, men den sag findes ikke her.")
    if is_signed_copy(submission):
        # The number was printed with the form, and nothing else is read from it.
        return Home(case_number=number)
    numbered = get(submission.data, programme.child_cpr) is not None
    same = _same_number if numbered else _same_name
    opening = (programme.opens, *programme.opens_early)
    filed = [one.submission for one in office.register.filed(number)]
    if any(same(programme, submission, one) for one in filed if one.form in opening):
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
