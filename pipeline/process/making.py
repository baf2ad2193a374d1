"""From a due document to its bytes, held against its template and its data before anyone sees it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from pipeline import sandbox
from pipeline.assemble import Case, prefilled
from pipeline.assemble.case import date_leaf
from pipeline.catalogue import Catalogue, lacking_parts
from pipeline.definitions import leaves
from pipeline.errors import RenderError
from pipeline.interpret import interpret
from pipeline.programme import Document, Programme
from pipeline.proof import check
from pipeline.records import DueDocument, RenderedDocument, Trace
from pipeline.render.mail import as_eml
from pipeline.views import Leaf

DRAFT = "UDKAST"
DRAFT_UNCHECKED = "UDKAST – hjemmel skal kontrolleres"
ENDINGS = {"word": ".docx", "form": ".docx", "mail": ".eml", "calendar": ".ics"}
HOUR = dt.time(8)
"""The hour on mails and calendars: always the same, so that one day gives the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished document. `says` is a hash of every value it prints and every branch it took; `unchecked`
    names the legal rows it rests on that nobody has checked."""

    due: DueDocument
    document: Document
    content: bytes = field(repr=False)
    traces: tuple[Trace, ...] = field(repr=False)
    unchecked: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return self.due.file + ENDINGS[self.document.kind]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def says(self) -> str:
        return says(self.traces)

    def manifest(self, case: Case) -> list[dict[str, Any]]:
        """Every value with where it came from, and every decision, in the order of the merge."""
        case = case.ahead if self.document.ahead else case
        return [
            {"part": trace.part, "n": trace.n, **_provenance(trace, case)}
            if trace.kind == "hole"
            else {"part": trace.part, "n": trace.n, "kind": trace.kind, "taken": trace.taken}
            for trace in self.traces
        ]


def _provenance(trace: Trace, case: Case) -> dict[str, str]:
    """A value of a document: its text, its origin, and for one from a form the field, form and place."""
    told = {"kind": "hole", "text": trace.text, "origin": trace.origin}
    name, _, pointer = trace.origin.partition(":")
    held = case.parts.get(name)
    field = held.form.find(pointer) if held else None
    source = held.submission.sources.get(pointer) if held else None
    if held and field:
        said = held.submission.says_at(pointer)
        form = case.programme.forms[said.form] if said is not held.submission else held.form
        told |= {"field": field.label, "form": form.title, "sha256": said.sha256}
    if source:
        told |= {"raw": source.raw, "place": source.place}
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What documents are made with: the catalogue, the recipients of mails by role, and whether a named
    official stands behind what is made."""

    catalogue: Catalogue
    recipients: Mapping[str, str] = field(default_factory=dict)
    released: bool = False


def make_document(case: Case, due: DueDocument, workshop: Workshop) -> Made:
    """Make a due document and prove it.

    A letter with legal effect bears the draft mark until it is released, and still then while a legal row it
    rests on is unchecked. Raises RenderError where the template can't be merged or the finished document
    doesn't say exactly what it should.
    """
    document = next(row for row in case.programme.documents if row.id == due.document)
    case = case.ahead if document.ahead else case
    makers = {"word": _word, "form": _form, "mail": _mail, "calendar": _calendar}
    rendered = makers[document.kind](case, document, due, workshop)
    _check_reach(document, due, rendered.traces)
    return Made(
        due=due,
        document=document,
        content=rendered.content,
        traces=rendered.traces,
        unchecked=unchecked_law(case.programme, rendered.traces),
    )


def says(traces: Sequence[Trace]) -> str:
    """A hash of every value a document prints and every branch it took."""
    told = [(trace.part, trace.kind, trace.n, trace.text, trace.taken) for trace in traces]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def unchecked_law(programme: Programme, traces: Sequence[Trace]) -> tuple[str, ...]:
    """The legal rows a document rests on that bear no `checked_on`."""
    return tuple(row for row, checked_on in law_rows(programme, traces).items() if not checked_on)


def law_rows(programme: Programme, traces: Sequence[Trace]) -> dict[str, str]:
    """The legal rows a document rests on, each with the day a person last held it against the law."""
    rows = {f"law:{row.id}": row.checked_on for row in programme.laws}
    rows |= {f"complaint:{row.id}": row.checked_on for row in programme.complaints}
    return {t.origin.partition(":")[2]: rows[t.origin] for t in traces if t.origin in rows}


def template_of(programme: Programme, name: str, catalogue: Catalogue) -> bytes:
    """The programme's own template of that name, else the shared one."""
    content = programme.templates.get(name) or catalogue.templates.get(f"shared/{name}")
    if content is None:
        raise RenderError(f"no template called {name}")
    return content


def make_proved(template: bytes, name: str, context: Mapping[str, Any], title: str) -> RenderedDocument:
    """A Word document from its template, read again and found to say exactly what it should."""
    rendered = sandbox.make_word(template, name, context, title)
    problems = _checked(rendered.content, template, rendered.traces)
    if problems:
        raise RenderError(f"{name}: the finished document failed its check: {problems[0]}")
    return rendered


@lru_cache(maxsize=64)
def _checked(content: bytes, template: bytes, traces: tuple[Trace, ...]) -> tuple[str, ...]:
    """The same document is read again once: a run compares what lies there with what it would make.

    Those of a case or two are kept, no more: each is a whole document with every value in it.
    """
    return tuple(check(content, template, traces))


# ── one maker for each kind of document ───────────────────────────────────────────────────────────────


def _word(case: Case, document: Document, due: DueDocument, workshop: Workshop) -> RenderedDocument:
    """A letter, twice where it must be: which rows of law it rests on is known once it is written.

    A row nobody has checked leaves it a draft that says so; otherwise it tells on what day they were checked.
    """
    template = template_of(case.programme, document.template, workshop.catalogue)
    lacking = lacking_parts(document, case.programme, template)
    if lacking:
        raise RenderError(lacking[0])

    def written(mark: str, **known: Leaf) -> RenderedDocument:
        context = {**due.context, "draft": Leaf(mark, mark, "fixed"), **known}
        return make_proved(template, document.template, context, document.title)

    mark = DRAFT if document.released and not workshop.released else ""
    rendered = written(mark)
    if not document.released:
        return rendered
    rows = law_rows(case.programme, rendered.traces)
    if not all(rows.values()):
        return written(DRAFT_UNCHECKED)
    if not rows:
        return rendered
    oldest = dt.date.fromisoformat(min(rows.values()))
    return written(mark, law_checked=date_leaf(oldest, "law"))


def _form(case: Case, document: Document, due: DueDocument, workshop: Workshop) -> RenderedDocument:
    form = case.programme.forms[document.form]
    held = case.parts.get(document.continues)
    data = held.submission.data if held else prefilled(case, document.form)
    shell = workshop.catalogue.templates["form.docx"]
    content = sandbox.make_form(case.programme, form.name, shell, data, case.number)
    if interpret(sandbox.read_document(content), form).data != data:
        raise RenderError(f"the form {document.form} doesn't read back what was filled in")
    origins = case.programme.prefill.get(document.form, {})
    if held:
        origins = {pointer: f"{document.continues}:{pointer}" for pointer, _ in leaves(data)}
    traces = (
        Trace(part=document.form, kind="hole", n=n, text=str(value), origin=origins.get(pointer, pointer))
        for n, (pointer, value) in enumerate(leaves(data))
    )
    return RenderedDocument(content=content, traces=tuple(traces))


def _mail(case: Case, document: Document, due: DueDocument, workshop: Workshop) -> RenderedDocument:
    template = template_of(case.programme, document.template, workshop.catalogue).decode("utf-8")
    draft = sandbox.make_mail(template, document.template, due.context)
    to = (address for role in document.recipients if (address := workshop.recipients.get(role, "")))
    content = as_eml(
        draft,
        to=", ".join(to),
        message_id=f"<{_identity(case.number, due.key, case.day.isoformat())}@skoleflex.invalid>",
        date=dt.datetime.combine(case.day, HOUR, dt.UTC),
    )
    return RenderedDocument(content=content, traces=draft.traces)


def _identity(*words: str) -> str:
    """A name for a mail that is the same each time it is made, and tells nothing of what stands in it."""
    return hashlib.sha256("/".join(words).encode()).hexdigest()[:32]


def _calendar(case: Case, document: Document, due: DueDocument, workshop: Workshop) -> RenderedDocument:
    meetings = due.context["meetings"]
    about = due.context["case"]
    stamp = dt.datetime.combine(case.day, HOUR, dt.UTC)
    content = sandbox.make_calendar(str(about.number), meetings, stamp, str(about.control_code))
    traces = (
        Trace(part="calendar", kind="hole", n=n, text=f"{row.date} {row.kind}", origin=row.date.origin)
        for n, row in enumerate(meetings)
    )
    return RenderedDocument(content=content, traces=tuple(traces))


def _check_reach(document: Document, due: DueDocument, traces: Sequence[Trace]) -> None:
    """A document carries what it must, nothing it must not, and no other recipient's data.

    `must` and `must_not` are patterns over origins (`application:/budget/*`); what must be carried may be.
    """
    # A text joined from several values has an origin joined likewise.
    origins = {origin for trace in traces if trace.kind == "hole" for origin in trace.origin.split(" + ")}
    for pattern in document.must:
        if not any(fnmatchcase(origin, pattern) for origin in origins):
            raise RenderError(f"{document.id}: must carry {pattern} and doesn't")
    everyone = due.recipient.rpartition("/")[0]
    for origin in origins:
        wanted = any(fnmatchcase(origin, pattern) for pattern in document.must)
        if not wanted and any(fnmatchcase(origin, pattern) for pattern in document.must_not):
            raise RenderError(f"{document.id}: must not carry {origin}")
        if everyone and origin.startswith(f"{everyone}/") and not origin.startswith(f"{due.recipient}/"):
            raise RenderError(f"{document.id}: carries another recipient's data ({origin})")
