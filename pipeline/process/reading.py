"""From the bytes of a file to a submission: read, recognise, interpret, validate, put into words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline import danish, sandbox
from pipeline.catalogue import Catalogue
from pipeline.definitions import Form, text_at
from pipeline.errors import InputRejected
from pipeline.identify import identify
from pipeline.interpret import Interpretation, interpret
from pipeline.interpret.rivals import where_they_differ
from pipeline.process.pages import PAGES
from pipeline.programme import Programme
from pipeline.records import (
    ExtractedForm,
    Finding,
    FindingKind,
    IncomingFile,
    Place,
    Problem,
    Severity,
    Source,
    Status,
    Submission,
)
from pipeline.rules import functions, run_rules
from pipeline.schooldays import SchoolCalendar
from pipeline.validate import LEFT_BLANK, untold, validate, without_errors
from pipeline.wording import notice_sentence, reject_sentence, word_all

_ERROR, _READ = 2.0, 0.5
"""What an error costs and a value that was read is worth, in warnings, where layouts are compared."""
_RIVAL = 5.0
"""A layout that costs no more than so many warnings above the best one is its rival."""

SIGNED_COPY = "file.signed_copy"
"""The notice of a scan that is filed with its case, unread and not read."""


def is_signed_copy(submission: Submission) -> bool:
    """Whether a file is the scan of a form that was printed for a case, and nothing is read from it."""
    return any(finding.code == SIGNED_COPY for finding in submission.findings)


TASK_PAGE = "task.page"
"""The finding of a page that answers an open question: only the workspace it is from knows what it asks."""


def is_task_page(submission: Submission) -> bool:
    """Whether a file is the page of an open question, of this workspace or another."""
    return any(finding.code == TASK_PAGE for finding in submission.findings)


HELD_UP = ("form.stopped", "form.maybe_stopped")
"""The findings of a file that nobody can read while a programme stands still; it isn't to be mended."""


def is_held_up(submission: Submission) -> bool:
    """Whether a file is, or may be, a form of a programme whose own data is wrong just now."""
    return any(finding.code in HELD_UP for finding in submission.findings)


def read_file(file: IncomingFile, catalogue: Catalogue, day: dt.date) -> Submission:
    """What one file says, with every finding. Never raises for what stands in the file."""
    empty = Submission(file=file.name, sha256=file.sha256, status=Status.UNREADABLE)
    try:
        extracted = sandbox.read_document(file.content)
    except InputRejected as rejected:
        return replace(empty, findings=(_about_file(rejected.code, dict(rejected.params)),))
    if extracted.mark is not None and extracted.mark.programme == PAGES:
        return replace(empty, status=Status.UNKNOWN_FORM, findings=(_about_file(TASK_PAGE, {}),))
    stopped = {name: one.names for name, one in catalogue.stopped.items()}
    identified = identify(extracted, catalogue.forms(), stopped)
    form = identified.form
    if form is None:
        about = _about_file(
            identified.code,
            {
                "missing": danish.either(identified.missing),
                "nearest": " eller ".join(f"»{title}«" for title in identified.nearest),
            },
        )
        return replace(empty, status=Status.UNKNOWN_FORM, findings=(about,))
    programme = catalogue.programme(form.programme)
    if SIGNED_COPY in extracted.notices:
        return replace(
            empty,
            status=Status.ACCEPTED,
            programme=form.programme,
            form=form.name,
            version=form.version,
            case=extracted.mark.case if extracted.mark else "",
            findings=_notices(extracted),
        )
    read = _read_best(extracted, form, programme, day)
    findings = (*read.findings, *_notices(extracted))
    return Submission(
        file=file.name,
        sha256=file.sha256,
        status=status_of(findings),
        programme=form.programme,
        form=form.name,
        version=form.version,
        case=_case_number(extracted, read.data, programme),
        data=read.data,
        findings=findings,
        sources=read.said.sources,
        skipped_rules=read.skipped,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a form says when its pages are laid out in one way, and all there is to say of that."""

    said: Interpretation
    data: Any
    findings: tuple[Finding, ...]
    skipped: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Whether anything has to be looked up in the form, or written there."""
        return any(one.severity is not Severity.NOTICE for one in self.said.problems) or any(
            one.severity is Severity.ERROR and one.kind is FindingKind.FORM for one in self.findings
        )

    @property
    def cost(self) -> float:
        """What is left for a person to do, less what has been read.

        What may be left blank counts nothing: of a row that isn't read at all nothing is blank.
        """
        weights = {Severity.ERROR: _ERROR, Severity.WARNING: 1.0, Severity.NOTICE: 0.0}
        asked = sum(weights[one.severity] for one in self.findings if one.code != LEFT_BLANK)
        return asked - _READ * len(self.said.sources)


def _read_best(extracted: ExtractedForm, form: Form, programme: Programme, day: dt.date) -> Reading:
    """What a form says in the layout in which it says the most, and the least is left to ask about.

    The first layout is taken where nothing is to be asked, or no other is better. What one that is nearly as
    good says otherwise is asked about.
    """

    def read(said: Interpretation) -> Reading:
        data, findings, skipped = examine(
            said.data, form, programme, day, said.problems, said.sources, said.spots
        )
        return Reading(said=said, data=data, findings=findings, skipped=skipped)

    first = read(interpret(extracted, form))
    if not first.asks:
        return first
    others = [read(interpret(replace(extracted, layout=layout), form)) for layout in extracted.others]
    best = min((first, *others), key=lambda one: one.cost)
    rivals = [one.said for one in (first, *others) if one is not best and one.cost <= best.cost + _RIVAL]
    doubts = tuple(where_they_differ(best.said, rivals, form))
    return read(replace(best.said, problems=(*best.said.problems, *doubts))) if doubts else best


def examine(
    data: Any,
    form: Form,
    programme: Programme,
    day: dt.date,
    problems: tuple[Problem, ...] = (),
    sources: Mapping[str, Source] | None = None,
    spots: Mapping[str, Place] | None = None,
) -> tuple[Any, tuple[Finding, ...], tuple[str, ...]]:
    """Validate data and run the programme's rules over what is left of it.

    `problems` are those of reading. Gives the data without values that have an error, all findings in the
    order of the form, and the rules that had nothing to look at.
    """
    checked = validate(data, form, phone_exempt=programme.phone_exempt)
    found = (*problems, *untold(checked, problems))
    sound = without_errors(data, found)
    day = _form_day(sound, form, programme, day)
    run = run_rules(
        programme.rules,
        form.name,
        sound,
        terms=programme.terms_on(day.isoformat()),
        day=day,
        calendar=calendar_of(programme),
    )
    # A value that is wrong in itself needs no second finding that rests on it.
    wrong = {problem.pointer for problem in found if problem.severity is Severity.ERROR}
    found = (*found, *(problem for problem in run.problems if problem.pointer not in wrong))
    return sound, word_all(found, form, sources or {}, spots), run.skipped


def status_of(findings: tuple[Finding, ...]) -> Status:
    """Returned only for what the sender can mend: no criterion ever sends a file back."""
    sent_back = any(
        finding.severity is Severity.ERROR and finding.kind is FindingKind.FORM for finding in findings
    )
    return Status.REJECTED if sent_back else Status.ACCEPTED


def calendar_of(programme: Programme) -> SchoolCalendar:
    """The school holidays of the programme's municipality."""
    return SchoolCalendar.from_rows(programme.holidays)


def functions_of(programme: Programme) -> Mapping[str, Any]:
    """The functions that the programme's expressions may call."""
    return functions(calendar_of(programme))


def _form_day(data: Any, form: Form, programme: Programme, day: dt.date) -> dt.date:
    """The day a form speaks of: its own date where it bears one, else today."""
    written = text_at(data, programme.form_dates.get(form.name, ""))
    return dt.date.fromisoformat(written) if written else day


def _case_number(extracted: ExtractedForm, data: Any, programme: Programme) -> str:
    """The case a form was made for, as it bears hidden; else as somebody wrote it on the form."""
    hidden = extracted.mark.case if extracted.mark else extracted.case
    return hidden or text_at(data, programme.case_number)


def _about_file(code: str, params: Mapping[str, str | int]) -> Finding:
    return Finding(
        severity=Severity.ERROR,
        kind=FindingKind.FORM,
        code=code,
        pointer="",
        label="Filen",
        place="",
        message=reject_sentence(code, params),
    )


def _notices(extracted: ExtractedForm) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            severity=Severity.NOTICE,
            kind=FindingKind.FORM,
            code=code,
            pointer="",
            label="Filen",
            place="",
            message=notice_sentence(code),
        )
        for code in extracted.notices
    )
