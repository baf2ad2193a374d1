"""Released documents are frozen: a change in what they say is a task for a person, never another letter.

What counts is what the document prints of the case's forms, and what its outcome rests on. Another template,
another row of law, another sender or amount of the programme changes nothing that was said.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any

from pipeline.assemble import Case, Outlook
from pipeline.programme import Document, Programme
from pipeline.records import DueDocument, Task
from pipeline.register import DocumentRow, TaskEntry
from pipeline.templating import AbsentValue, compile_expression
from pipeline.views import Leaf, View, leaves_of

FROZEN = ("released", "sent")
"""The states of a document that never changes again."""
SEND, SENT = "send:", "sent"
"""What the key of the task to send a letter begins with, and its answer."""
RELEASE, HOLD, UNDO = "release", "hold", "undo"
"""The answers to the task to release a letter; its key begins with the first. The key of a decision that was
taken back begins with the last."""
RELEASE_CHOICES = {
    RELEASE: "Læst og rigtigt – frigives",
    HOLD: "Ikke endnu – noget skal rettes først",
    UNDO: "Beslutningen, brevet bygger på, trækkes tilbage",
}
KEEP, CORRECTION, NEW_DECISION = "keep", "correction", "new_decision"
CHOICES = {
    KEEP: "Ingen ny afgørelse – brevet gælder, som det er",
    CORRECTION: "Berigtigelse – en fejl rettes, klagefristen er den samme",
    NEW_DECISION: "Ny afgørelse – med ny klagefrist",
}
TITLE = "Frigivet brev: {title}"
STALE = "»{title}« er frigivet {day} af {by}, men sagen siger noget andet nu: {changes}. Tag stilling."
NOT_DUE = (
    "»{title}« er frigivet {day} af {by}, men sagen kan ikke bære brevet længere. {reasons} Tag stilling, "
    "når det er afklaret."
)
RELEASE_IT = (
    "Udkastet er klar i sagens mappe: {listed}. Læs det. Er noget forkert, så ret det skema, det kommer "
    "fra, og "
    "læg skemaet i indbakken."
)
SEND_IT = (
    "»{title}« er frigivet {day} af {by}. Send det til modtageren med Digital Post – på papir til den, der "
    "er fritaget. Programmet sender ikke breve."
)
NOT_FOR = "Modtageren skal ikke have brevet efter det, der står i sagen nu."
WHO = "Den, der har underskrevet brevet"
BY = "inden der sendes mere i sagen"
_ROW = re.compile(r"(?<=/)[0-9]+(?=/)")


def rests_on(case: Case, document: Document) -> list[dict[str, Any]]:
    """What a document with legal effect rests on without printing it, for its manifest."""
    if not document.released:
        return []
    seen = case.ahead if document.ahead else case
    return [
        {"kind": "rests_on", "origin": expression, "text": _text(expression, seen.names)}
        for expression in case.programme.rests_on
    ]


def _text(expression: str, names: Mapping[str, Any]) -> str:
    try:
        return str(compile_expression(expression)(names) or "")
    except AbsentValue:
        return ""


def stale_tasks(
    case: Case,
    document: DocumentRow,
    due: DueDocument | None,
    outlook: Outlook,
    answered: Sequence[TaskEntry],
) -> Iterator[Task]:
    """The task of a released document that no longer says what the case says; none where it does."""
    if remake_wanted(document, answered):
        return
    told = {"title": document.title, "by": document.released_by, "day": document.released_on}
    if due is None and (case.conflicts or case.ahead.conflicts):
        return  # what the case says isn't known before somebody has settled it
    if due is None:
        name = document.key.partition("/")[0].partition(".")[0]
        reasons = [reason for row in outlook.waiting if row.document == name for reason in row.reasons]
        says = NOT_DUE.format(reasons=" ".join(reasons) or NOT_FOR, **told)
        mark = "not due"
    else:
        changes = changed_values(case, document, due)
        if not changes:
            return
        says = STALE.format(changes="; ".join(changes), **told)
        mark = hashlib.sha256("|".join(changes).encode()).hexdigest()[:16]
    yield Task(
        key=f"{_key_of(document)}{mark}",
        title=TITLE.format(title=document.title),
        says=says,
        who=WHO,
        by=BY,
        choices=CHOICES,
    )


def replaced_keys(programme: Programme, outlook: Outlook, frozen: Sequence[DocumentRow]) -> set[str]:
    """The keys of released letters whose place another letter takes: what they said is history, not stale."""
    now = {one.document for one in outlook.due} | {one.document for one in outlook.waiting}
    gone = {name for row in programme.documents if row.id in now for name in row.replaces}
    return {one.key for one in frozen if one.key.partition("/")[0].partition(".")[0] in gone - now}


def send_task(document: DocumentRow) -> Task:
    """The task to send a letter that was just released: the program sends none."""
    return Task(
        key=f"{SEND}{document.key}:{document.version}",
        title=f"Send brevet: {document.title}",
        says=SEND_IT.format(title=document.title, by=document.released_by, day=document.released_on),
        who="Den, der har underskrevet, eller sekretæren",
        by="samme dag",
        choices={SENT: "Brevet er sendt"},
    )


def release_tasks(drafts: Iterable[DocumentRow]) -> Iterator[Task]:
    """One task for each letter that waits for its official, whoever it goes to.

    Its key names the version of each recipient's copy: of a letter that is remade somebody is asked anew.
    """
    letters: dict[str, list[DocumentRow]] = {}
    for draft in drafts:
        letters.setdefault(draft.key.partition("/")[0], []).append(draft)
    for name, copies in letters.items():
        versions = ",".join(f"{copy.key.partition('/')[2]}={copy.version}" for copy in copies)
        title = copies[0].title.partition(" (modtager")[0]
        listed = "; ".join(f"»{PurePosixPath(copy.path).name}«, version {copy.version}" for copy in copies)
        yield Task(
            key=f"{RELEASE}:{name}:{versions}",
            title=f"Frigiv brevet: {title}",
            says=RELEASE_IT.format(listed=listed),
            who="Den, der har truffet afgørelsen og underskriver brevet",
            by="når udkastet er læst",
            choices=RELEASE_CHOICES,
        )


def released_keys(task_key: str) -> dict[str, int]:
    """The letters that a task to release is about, each with the version that lay there to be read."""
    _, name, versions = task_key.split(":")
    pairs = (one.partition("=") for one in versions.split(","))
    return {f"{name}/{number}" if number else name: int(version) for number, _, version in pairs}


def remake_wanted(document: DocumentRow, answered: Sequence[TaskEntry]) -> str:
    """The answer by which a named person asked for a letter that follows this one; empty where nobody did."""
    mine = [task for task in answered if task.key.startswith(_key_of(document)) and task.answer]
    wanted = [task.answer for task in mine if task.answer in (CORRECTION, NEW_DECISION)]
    return wanted[-1] if wanted else ""


def _key_of(document: DocumentRow) -> str:
    return f"released:{document.key}:{document.version}:"


def changed_values(case: Case, document: DocumentRow, due: DueDocument) -> list[str]:
    """What a released document says and the case no longer does, each as `label: before → now`."""
    row = next(row for row in case.programme.documents if row.id == due.document)
    now = _said_now(due.context)
    changes: dict[str, None] = {}
    for told in document.manifest:
        if told["kind"] == "rests_on":
            text = _text(told["origin"], due.context)
            if text != told["text"]:
                changes[f"{told['origin']}: »{told['text']}« → »{text}«"] = None
        elif told["kind"] == "hole" and _is_of_case(told["origin"], case, row):
            origin = _moved(told["origin"], due)
            texts = [now.get(one, "") for one in origin.split(" + ")]
            same = told["text"] in texts if len(texts) == 1 else all(text in told["text"] for text in texts)
            if not same:
                label = told.get("field") or origin.rpartition("/")[2]
                changes[f"{label}: »{told['text']}« → »{' '.join(texts)}«"] = None
    return list(changes)


def _said_now(context: Mapping[str, Any]) -> dict[str, str]:
    """The text of every value the case has now, by its origin."""
    found: dict[str, str] = {}
    for value in context.values():
        if isinstance(value, Leaf):
            found[value.origin] = value.text
        elif isinstance(value, View):
            found |= {leaf.origin: leaf.text for leaf in leaves_of(value)}
    return found


def _is_of_case(origin: str, case: Case, document: Document) -> bool:
    """Whether a value comes from the case's forms or follows from them, and is news when it changes."""
    parts = {part.name for part in case.programme.parts} | {"calculated"}
    for one in origin.split(" + "):
        name, colon, _ = one.partition(":")
        if not colon or name not in parts or any(fnmatchcase(one, p) for p in case.programme.no_news):
            return False
    return True


def _moved(origin: str, due: DueDocument) -> str:
    """The origin by today's numbers: a recipient may stand in another row than at the release."""
    if not due.recipient:
        return origin
    rows, _, number = due.recipient.rpartition("/")
    return " + ".join(
        _ROW.sub(number, one, count=1) if one.startswith(f"{rows}/") else one for one in origin.split(" + ")
    )
