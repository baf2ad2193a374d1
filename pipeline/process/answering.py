"""A named person answers an open question: the one place where an answer takes effect, however it came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.process.approved import BY_MAIL, COUNTS
from pipeline.process.deciding import count_approval
from pipeline.process.documents import TURN
from pipeline.process.joining import NEW_CASE, opened_by
from pipeline.process.offices import Office
from pipeline.process.questions import (
    NOT_USED,
    OTHER_CASE,
    find_input,
    find_task,
    opens_case,
    question_of_file,
    question_path,
    show_tasks,
    take_away,
)
from pipeline.process.reading import is_signed_copy
from pipeline.process.released import RELEASE, SEND, SENT, UNDO, released_keys
from pipeline.process.releasing import Refused as Refused
from pipeline.process.releasing import or_later, place_released, prepare_release
from pipeline.register import CASES, CaseRow, DocumentRow, InputRow, TaskEntry

TAKEN_BACK = "Trukket tilbage: {part}"
SET_ASIDE = (
    "Skemaet er lagt til side af {by} den {day}. Det er ikke lagt på en sag, og det er ikke et afslag."
)
ANSWERED = "Lagt på sagen af {by} den {day}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a person answered to the question of that name. `case_no` is the case they wrote beside it."""

    name: str
    answer: str
    by: str
    day: dt.date
    note: str = ""
    case_no: str = ""


def resolve(office: Office, name: str, answer: str, by: str, day: dt.date, note: str = "") -> str:
    """A named person answers a task (`SF-2026-0001/2`), or says where a waiting file (`2026-06-30-0004`)
    belongs; the case it is about.

    Raises SetupError where there is no such question or no such answer, TemporaryFailure while a run is at
    work.
    """
    with office.register.alone(CASES, TURN), or_later():
        return take_answer(office, Reply(name=name, answer=answer, by=by, day=day, note=note))


def take_answer(office: Office, reply: Reply, also: Callable[[str], object] = lambda _: None) -> str:
    """`resolve` for who holds the workspace already. An answer that was taken before from the same person is
    taken again and changes nothing.

    All that an answer does to the register is done at once, with what the caller has to record `also`, given
    the number of the case; files follow, and a round that is cut off before them leaves them to the next.
    """
    number, slash, _ = reply.name.partition("/")
    if slash:
        office.row(number)
        return _answer_task(office.of_case(number), reply, number, also)
    return _place_file(office, reply, also)


# ── tasks of a case ───────────────────────────────────────────────────────────────────────────────────


def _answer_task(office: Office, reply: Reply, number: str, also: Callable[[str], object]) -> str:
    task = find_task(office, reply.name)
    if task is None or task.state == "gone":
        raise Refused("task.gone", f"there is no open task {reply.name}")
    if task.state == "answered":
        if (task.answer, task.answered_by) == (reply.answer, reply.by) and task.note == reply.note:
            also(number)
            return number
        raise Refused(
            "task.answered",
            f"{reply.name} was answered by {task.answered_by} on {task.answered_on}",
            by=task.answered_by,
            day=task.answered_on,
            answer=task.choices.get(task.answer, task.answer),
        )
    if reply.answer not in task.choices:
        raise Refused(
            "task.no_such_answer",
            f"{reply.name} has no answer {reply.answer!r}; answers: {', '.join(task.choices)}",
        )
    effect = _effect_of(office, task, reply)
    answered = replace(
        task,
        state="answered",
        answer=reply.answer,
        answered_by=reply.by,
        answered_on=reply.day.isoformat(),
        note=reply.note,
    )
    office.touch(number)
    with office.register.together():
        for document in effect.documents:
            office.register.save_document(document)
        for entry in (*effect.tasks, answered):
            office.register.save_task(entry)
        also(number)
    place_released(office, number)
    show_tasks(office, [answered])
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an answer does at once, as rows to put on record; of all else the next run sees what follows."""

    documents: tuple[DocumentRow, ...] = ()
    tasks: tuple[TaskEntry, ...] = ()


def _effect_of(office: Office, task: TaskEntry, reply: Reply) -> Effect:
    effects: dict[tuple[str, str], Callable[[Office, TaskEntry, Reply], Effect]] = {
        (RELEASE, RELEASE): _release,
        (RELEASE, UNDO): _take_back,
        (SEND.rstrip(":"), SENT): _mark_sent,
        (BY_MAIL, COUNTS): _count,
    }
    effect = effects.get((task.key.partition(":")[0], reply.answer))
    return effect(office, task, reply) if effect else Effect()


def _release(office: Office, task: TaskEntry, reply: Reply) -> Effect:
    """Release each letter in the version that lay there to be read, or none of them."""
    wanted = released_keys(task.key)
    held = {document.key: document for document in office.register.documents(task.case_number)}
    # What the same person has released by the command already has the next number.
    todo = [key for key in wanted if not _is_released(held.get(key), wanted[key], reply)]
    if any(key not in held or held[key].version != wanted[key] for key in todo):
        raise Refused("release.remade", "the letter was made anew; read it first, then release it")
    return Effect(documents=prepare_release(office, task.case_number, todo, reply.by, reply.day))


def _take_back(office: Office, task: TaskEntry, reply: Reply) -> Effect:
    """The decision that a letter speaks of counts no more; it stays in the case, with who took it back."""
    case = office.case(office.row(task.case_number), reply.day)
    name = next(iter(released_keys(task.key))).partition("/")[0].partition(".")[0]
    document = next(row for row in case.programme.documents if row.id == name)
    held = (case.ahead if document.ahead else case).parts.get(document.about)
    if held is None or not held.part.approves:
        raise Refused("release.no_decision", "no decision stands behind this letter")
    if any(one.key == f"{UNDO}:{held.sequence}" for one in office.register.tasks(task.case_number)):
        return Effect()
    taken_back = replace(
        task,
        number=0,
        key=f"{UNDO}:{held.sequence}",
        title=TAKEN_BACK.format(part=held.part.label),
        state="answered",
        answer=UNDO,
        answered_by=reply.by,
        answered_on=reply.day.isoformat(),
        note=reply.note,
    )
    return Effect(tasks=(taken_back,))


def _is_released(document: DocumentRow | None, version: int, reply: Reply) -> bool:
    return document is not None and (document.version, document.released_by) == (version + 1, reply.by)


def _count(office: Office, task: TaskEntry, reply: Reply) -> Effect:
    count_approval(office, task.key, reply.by, reply.day)
    return Effect()


def _mark_sent(office: Office, task: TaskEntry, reply: Reply) -> Effect:
    key, _, version = task.key.removeprefix(SEND).rpartition(":")
    released = office.register.versions(task.case_number, key)
    return Effect(
        documents=tuple(replace(one, state="sent") for one in released if one.version == int(version))
    )


# ── files that wait ───────────────────────────────────────────────────────────────────────────────────


def _place_file(office: Office, reply: Reply, also: Callable[[str], object]) -> str:
    row = find_input(office, reply.name)
    told = {"by": reply.by, "day": reply.day.isoformat()}
    reason = ANSWERED.format(**told)
    if row is None or row.end != "waiting":
        if row is not None and row.reason in (reason, SET_ASIDE.format(**told)):
            also(row.case_number)
            return row.case_number
        raise Refused("task.gone", f"no file called {reply.name} waits for an answer")
    question = question_of_file(office, row)
    with office.register.together():
        number = _place(office, row, reply, reason)
        # Before it is on record: the page of a file that still waits is written again.
        take_away(office, question, question_path(office, row), number)
        also(number)
    return number


def _place(office: Office, row: InputRow, reply: Reply, reason: str) -> str:
    if not row.submission.programme:
        case = _named_case(office, reply)
        return office.register.join(row.id, case.number, reason=reason, end="attachment")
    programme = office.catalogue.programme(row.submission.programme)
    if reply.answer == NEW_CASE:
        if not opens_case(row.submission, programme):
            raise Refused(
                "task.opens_none", "a form of this kind opens no case; answer with the number of its case"
            )
        return office.register.join(
            row.id, "", reason=reason, opens=opened_by(row.submission, programme, reply.day)
        )
    if reply.answer == NOT_USED:
        said = SET_ASIDE.format(by=reply.by, day=reply.day.isoformat())
        return office.register.join(row.id, "", reason=said, end="returned")
    case = _named_case(office, reply)
    if case.programme != programme.id:
        raise Refused(
            "task.other_programme", f"{case.number} is a case of another programme", number=case.number
        )
    end = "attachment" if is_signed_copy(row.submission) else "accepted"
    return office.register.join(row.id, case.number, reason=reason, end=end)


def _named_case(office: Office, reply: Reply) -> CaseRow:
    """The case that the answer is, or that is written beside it."""
    number = reply.case_no if reply.answer == OTHER_CASE else reply.answer
    if not number:
        raise Refused("task.case_missing", "which case? give its number")
    case = office.register.find_case(number)
    if case is None:
        raise Refused("task.no_case", "there is no case of that number here", number=number)
    return case
