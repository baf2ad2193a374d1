"""`make` for casework: which documents a case makes due today, and what the others wait for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pipeline import danish
from pipeline.assemble.case import Case, task_key
from pipeline.assemble.conflicts import MEND, STANDS
from pipeline.assemble.reasons import lacking_reasons
from pipeline.definitions import get
from pipeline.programme import Complaint, Document, Gate, NextStep
from pipeline.records import DueDocument, Task, Waiting
from pipeline.templating import AbsentValue, compile_expression, compile_text
from pipeline.views import Absent, Leaf, View, leaves_of

NO_COMPLAINT_ROW = (
    "Klagevejledningen kan ikke vælges: ingen række i lovtabellen passer til afgørelsen. "
    "Spørg juristen, og ret tabellen, før brevet laves."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """How a case's documents stand, as far as next steps ask: drafts to be released, letters that are
    released, mails that lie in the outbox, tasks that are open, and approvals that are asked for by mail."""

    drafts: int = 0
    released: int = 0
    mails: int = 0
    tasks: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a case looks like today: documents due, documents waiting, and what people have to decide.

    `periods` names for each document what it is made for now (the year of a course): what was made for
    another is history.
    """

    due: tuple[DueDocument, ...]
    waiting: tuple[Waiting, ...]
    tasks: tuple[Task, ...]
    periods: Mapping[str, str]


def due_documents(case: Case, asks: Collection[str] = ()) -> Outlook:
    """Every document of the programme that applies to the case: due, or waiting and for what.

    A case on hold makes nothing: its conflicts are what everything waits for. Mails that ask for an approval
    are made only where `asks` names them: they are nothing without a mailbox that takes the answer.
    """
    not_asked = {approval.document for approval in case.programme.approvals} - set(asks)
    gates = {gate.id: gate for gate in case.programme.gates}
    due: list[DueDocument] = []
    waiting: list[Waiting] = []
    periods: dict[str, str] = {}
    for document in case.programme.documents:
        if document.id in not_asked:
            continue
        seen = case.ahead if document.ahead else case
        periods[document.id] = _period(seen, document)
        if document.when and not compile_expression(document.when)(seen.names):
            continue
        reasons = [reason for need in document.needs if (reason := _closed(gates[need], seen)) is not None]
        if not reasons and (stopped := lacking_reasons(seen, document)):
            reasons.append(stopped)
        guidance = None if reasons else _complaint(seen, document)
        if document.complaint and not reasons and (guidance is None or guidance.unclear):
            reasons.append(guidance.unclear if guidance else NO_COMPLAINT_ROW)
        if seen.conflicts:
            reasons = [conflict.says for conflict in seen.conflicts]
        if reasons:
            waiting.append(Waiting(document=document.id, title=document.title, reasons=_once(reasons)))
        else:
            due.extend(_each(seen, document, guidance, periods[document.id]))
    tasks = {task.key: task for task in _tasks(case)}
    return Outlook(due=tuple(due), waiting=tuple(waiting), tasks=tuple(tasks.values()), periods=periods)


def _period(case: Case, document: Document) -> str:
    """What a document is made for, where it is made anew for each: empty for the first."""
    if not document.per:
        return ""
    try:
        found = str(compile_expression(document.per)(case.names))
    except AbsentValue:
        return ""
    return "" if found == "1" else found


def _tasks(case: Case) -> Iterator[Task]:
    """What people have to decide today: contradictions, and what the programme asks of them."""
    for seen in (case, case.ahead) if case.ahead_of else (case,):
        for conflict in seen.conflicts:
            yield Task(
                key=conflict.key,
                title=f"Afklar: {conflict.label}",
                says=conflict.says,
                who="Sagsbehandler",
                by="hurtigst muligt – intet sendes, før det er afklaret",
                choices={
                    STANDS: f"{conflict.first} gælder",
                    MEND: f"{conflict.second} gælder – det andet skema rettes",
                },
            )
    for row in case.programme.tasks:
        seen = case.ahead if row.ahead else case
        if compile_expression(row.when)(seen.names):
            yield Task(
                key=task_key(row, seen.names),
                choices=row.choices,
                **{
                    key: compile_text(getattr(row, key))(seen.names).strip()
                    for key in ("title", "says", "who", "by")
                },
            )


def _once(reasons: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))


def _closed(gate: Gate, case: Case) -> str | None:
    """The sentence of a gate that isn't open; None when it is. What can't be judged yet isn't open."""
    try:
        if compile_expression(gate.open)(case.names):
            return None
    except AbsentValue:
        pass
    return compile_text(gate.waits)(case.names).strip()


def _each(case: Case, document: Document, guidance: Complaint | None, period: str) -> list[DueDocument]:
    """The document once, or once for each recipient it goes to."""
    context = {**case.names, "sender": _sender(case, document), "draft": Leaf("", "", "fixed")}
    context["earlier"] = Absent("earlier")
    context["law_checked"] = Absent("law_checked")
    if document.about:
        context["decision"] = case.names[document.about]
    if guidance:
        origin = f"complaint:{guidance.id}"
        context["complaint"] = View(
            {
                key: Leaf(text, text, origin)
                for key in ("body", "send_to", "deadline")
                if (text := getattr(guidance, key))
            }
            | {"text": _text(guidance.text, context, origin)}
        )
    key = f"{document.id}.{period}" if period else document.id
    title, file = (
        (f"{text} – {document.per_shown.format(period)}" if period else text)
        for text in (document.title, document.file)
    )
    if not document.each:
        return [DueDocument(key=key, document=document.id, title=title, file=file, context=context)]
    rows = compile_expression(document.each)(case.names)
    wanted = [
        (_number(case, document, row), row)
        for row in rows
        if not document.where or compile_expression(document.where)({**case.names, "recipient": row})
    ]
    return [
        DueDocument(
            key=f"{key}/{n}",
            document=document.id,
            title=f"{title} (modtager {n})",
            file=f"{file} - modtager {n}",
            context={**context, "recipient": row},
            recipient=_row_of(row),
        )
        for n, row in wanted
    ]


def _number(case: Case, document: Document, row: View) -> int:
    """The number of a recipient: people keep theirs when a later version names them in another order.

    Counted over every version of the form that names them, in the order they first stood there.
    """
    named = compile_expression(document.named)({"recipient": row})
    key = named.origin.removeprefix(_row_of(row))
    part, _, pointer = _row_of(row).partition(":")
    form = case.parts[part].submission.form
    seen: dict[str, int] = {}
    for entry in case.filed:
        if entry.submission.form == form:
            for person in get(entry.submission.data, pointer.rpartition("/")[0]) or ():
                seen.setdefault(danish.fold(str(get(person, key) or "")), len(seen) + 1)
    for person in get(case.parts[part].submission.data, pointer.rpartition("/")[0]) or ():
        seen.setdefault(danish.fold(str(get(person, key) or "")), len(seen) + 1)
    return seen[danish.fold(str(named.value))]


def _row_of(row: View) -> str:
    """Where a recipient's row begins: `application:/guardians/1`."""
    origin = next(leaves_of(row)).origin.split("/")
    last = max(n for n, key in enumerate(origin) if key.isdigit())
    return "/".join(origin[: last + 1])


def _sender(case: Case, document: Document) -> View:
    details = case.programme.senders.get(document.sender, {})
    return View({key: Leaf(value, value, f"sender:{document.sender}") for key, value in details.items()})


def _text(template: str, names: Mapping[str, Any], origin: str) -> Leaf:
    text = compile_text(template)(names).strip()
    return Leaf(text, text, origin)


def _complaint(case: Case, document: Document) -> Complaint | None:
    """The complaint guidance that the law table ties to this decision, if any row does.

    Chosen by kind of decision, outcome, hours granted and asked for, grade and date (FVL § 25, FSL § 51).
    """
    if not document.complaint:
        return None
    day = case.day.isoformat()
    names = {**_facts(case), "date": day}
    if document.outcome:
        names["outcome"] = compile_expression(document.outcome)(case.names)
    for row in case.programme.complaints:
        in_force = row.valid_from <= day and (not row.valid_to or day <= row.valid_to)
        if row.kind == document.complaint and in_force and compile_expression(row.when)(names):
            return row
    return None


def _facts(case: Case) -> dict[str, Any]:
    """What the choice of guidance may ask about; what the case doesn't say is not defined there."""
    facts: dict[str, Any] = {}
    for name, expression in case.programme.complaint_facts.items():
        try:
            value = compile_expression(expression)(case.names)
        except AbsentValue:
            continue
        if not isinstance(value, Absent):
            facts[name] = value.value if isinstance(value, Leaf) else value
    return facts


def next_steps(case: Case, documents: Documents) -> tuple[Mapping[str, str], ...]:
    """The steps whose time it is, first the most urgent: who, what, by when, to whom, how, signed, filed.

    `documents` are those of the case after they were brought up to date.
    """
    there = View({key: Leaf(value, str(value), "register") for key, value in asdict(documents).items()})
    steps = []
    for step in case.programme.next_steps:
        names = {**(case.ahead if step.ahead else case).names, "documents": there}
        if compile_expression(step.when)(names):
            steps.append(_worded(step, names))
    return tuple(steps)


def _worded(step: NextStep, names: Mapping[str, Any]) -> Mapping[str, str]:
    return {
        key: compile_text(getattr(step, key))(names).strip()
        for key in ("who", "what", "by", "to", "how", "signs", "journal")
    }
