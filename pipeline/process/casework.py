"""Files as one case, without a register: what `merge` does, and what a form is filled in with from a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline import danish
from pipeline.assemble import (
    Case,
    Documents,
    Known,
    Looking,
    Outlook,
    assemble_case,
    due_documents,
    next_steps,
)
from pipeline.catalogue import Catalogue
from pipeline.definitions import get, text_at
from pipeline.errors import InputRejected
from pipeline.process.making import Made, Workshop, make_document
from pipeline.process.reading import calendar_of, functions_of, is_signed_copy, read_file
from pipeline.process.receipts import made_row, receipt
from pipeline.programme import Programme
from pipeline.records import Filed, IncomingFile, RenderedDocument, Status, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult:
    """What the given files yield as one case; nothing is made while one of them must be mended."""

    submissions: tuple[Submission, ...]
    case: Case | None = None
    outlook: Outlook | None = None
    steps: tuple[Mapping[str, str], ...] = ()
    made: tuple[Made, ...] = field(default=(), repr=False)
    receipt: RenderedDocument | None = None

    @property
    def accepted(self) -> bool:
        return all(submission.status is Status.ACCEPTED for submission in self.submissions)


def case_of(
    programme: Programme, filed: Sequence[Filed], number: str, day: dt.date, known: Known | None = None
) -> Case:
    """The case that accepted submissions make on a day; `known` is what a register knows beside them."""
    looking = Looking(programme=programme, day=day, functions=functions_of(programme))
    return assemble_case(filed, looking, number=number, calendar=calendar_of(programme), known=known)


def merge_files(
    files: Sequence[IncomingFile],
    catalogue: Catalogue,
    day: dt.date,
    recipients: Mapping[str, str] | None = None,
) -> MergeResult:
    """Read the files as one case and make every document that is due on `day`.

    Signed copies say nothing of their own. Raises InputRejected where the files belong to several programmes
    or children, bear different case numbers, or are nothing but copies.
    """
    submissions = tuple(read_file(file, catalogue, day) for file in files)
    if any(submission.status is not Status.ACCEPTED for submission in submissions):
        return MergeResult(submissions=submissions)
    programmes = {submission.programme for submission in submissions}
    numbers = {submission.case for submission in submissions if submission.case}
    if len(programmes) != 1:
        raise InputRejected("case.several_programmes")
    children = {
        danish.fold(str(get(submission.data, catalogue.programme(submission.programme).child_cpr)))
        for submission in submissions
        if submission.form == catalogue.programme(submission.programme).opens
        and not is_signed_copy(submission)
    }
    if len(children) > 1:
        raise InputRejected("case.several_children")
    if len(numbers) > 1:
        raise InputRejected("case.several_numbers", numbers=", ".join(sorted(numbers)))
    forms = [submission for submission in submissions if not is_signed_copy(submission)]
    if not forms:
        raise InputRejected("case.only_copies")
    programme = catalogue.programme(programmes.pop())
    case = case_of(programme, _in_order(programme, forms), next(iter(numbers), ""), day)
    outlook = due_documents(case)
    workshop = Workshop(catalogue=catalogue, recipients=recipients or {})
    made = tuple(make_document(case, due, workshop) for due in outlook.due)
    steps = next_steps(case, _documents(made, outlook))
    told = receipt(
        case, forms[-1], outlook, steps, [made_row(one) for one in made], catalogue, case.names["today"]
    )
    return MergeResult(
        submissions=submissions, case=case, outlook=outlook, steps=steps, made=made, receipt=told
    )


def _documents(made: Sequence[Made], outlook: Outlook) -> Documents:
    return Documents(
        drafts=sum(one.document.released for one in made),
        mails=sum(one.document.kind == "mail" for one in made),
        tasks=len(outlook.tasks),
    )


def _in_order(programme: Programme, submissions: Sequence[Submission]) -> list[Filed]:
    """The submissions as they would have come in: by the date each form bears, then as they were given."""

    def dated(submission: Submission) -> str:
        return text_at(submission.data, programme.form_dates.get(submission.form, ""))

    ordered = sorted(submissions, key=dated)
    return [Filed(sequence=n, submission=submission) for n, submission in enumerate(ordered, start=1)]
