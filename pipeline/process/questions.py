"""What waits for a person's answer: the tasks of the cases, and files nobody knows the case of.

Each is a page in the folder of open questions for as long as it is open (`pages`); who answers it on the page
or by the command is the same to everything after it (`answering`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline import danish
from pipeline.container import open_package
from pipeline.definitions import get
from pipeline.delivery import EARLIER, safe_name, set_aside, write_file
from pipeline.errors import InputRejected
from pipeline.process.joining import NEW_CASE
from pipeline.process.offices import Office
from pipeline.process.pages import Question, make_page, ticket_of
from pipeline.process.reading import is_signed_copy
from pipeline.process.tasks import came_on, label_of, number_in
from pipeline.programme import Programme
from pipeline.records import Submission
from pipeline.register import InputRow, TaskEntry
from pipeline.wording.tasks import EFFECTS, FILE_HERE

OTHER_CASE, NOT_USED = "other", "drop"
"""The answers that a file belongs to a case whose number stands beside it, and that it belongs to none."""
WHERE = "Hvilken sag hører skemaet til?"
WHOSE_PAPER = "Hvilken sag er filen bilag til?"
PAPER_CAME = "»{file}« kom {day} i en mail. {reason}"
FILE_CAME = "»{form}« kom {day} (»{file}«). {reason}"


def task_line(task: TaskEntry) -> str:
    """An open task in one line, with the page to answer it on; empty once it is no longer open."""
    if task.state != "open":
        return ""
    return f"Opgave {task.name} – {task.title}. Svar på siden »{page_name(task)}« i mappen opgaver."


# ── what is asked ─────────────────────────────────────────────────────────────────────────────────────


def question_of_task(office: Office, task: TaskEntry) -> Question:
    """A task of a case as the question on its page."""
    programme = office.catalogue.programme(office.row(task.case_number).programme)
    own = next((one for one in programme.tasks if task.key.startswith(f"{one.id}:")), None)
    return replace(
        asked_by(task),
        effects=own.effects if own else EFFECTS,
        about=_about_case(office, programme, task.case_number),
        programme=programme.id,
    )


def asked_by(task: TaskEntry) -> Question:
    """What a task itself says of its question: enough to tell it from every other."""
    return Question(
        name=task.name,
        key=task.key,
        title=task.title,
        says=task.says,
        who=task.who,
        by=task.by,
        choices=task.choices,
        case_number=task.case_number,
    )


def question_of_file(office: Office, row: InputRow) -> Question:
    """A file that waits, as the question where it belongs: the cases that its reason names may be chosen."""
    submission = row.submission
    if not submission.programme:
        return _question_of_paper(office, row)
    programme = office.catalogue.programme(submission.programme)
    named = [case.number for case in office.register.cases(programme.id) if case.number in row.reason]
    choices = {number: f"Sag {number}{_whose(office, programme, number)}" for number in named}
    if opens_case(submission, programme):
        choices[NEW_CASE] = "Et nyt forløb – der åbnes en ny sag"
    choices[OTHER_CASE] = "En anden sag – skriv sagsnummeret nedenfor"
    choices[NOT_USED] = "Ingen sag – skemaet skal ikke bruges"
    form = office.catalogue.form_of(submission.programme, submission.form, submission.version)
    return Question(
        name=label_of(row),
        key=row.sha256,
        title=WHERE,
        says=FILE_CAME.format(
            form=form.title,
            day=danish.format_date_long(came_on(row)),
            file=danish.clean_line(danish.mask_cprs(submission.file)),
            reason=row.reason,
        ),
        who="Sekretæren eller sagsbehandleren",
        by="når I ved det – skemaet er gemt imens",
        choices=choices,
        effects={**dict.fromkeys(named, FILE_HERE), **EFFECTS},
        about=_about_child(programme, submission),
        programme=programme.id,
        files=True,
    )


def _question_of_paper(office: Office, row: InputRow) -> Question:
    """A paper that came with forms of several cases, as the question whose it is."""
    choices = {}
    for case in office.register.cases():
        if case.number in row.reason:
            whose = _whose(office, office.catalogue.programme(case.programme), case.number)
            choices[case.number] = f"Sag {case.number}{whose}"
    return Question(
        name=label_of(row),
        key=row.sha256,
        title=WHOSE_PAPER,
        says=PAPER_CAME.format(
            day=danish.format_date_long(came_on(row)),
            file=danish.clean_line(danish.mask_cprs(row.submission.file)),
            reason=row.reason,
        ),
        who="Sekretæren eller sagsbehandleren",
        by="når I ved det – filen er gemt imens",
        choices={**choices, OTHER_CASE: "En anden sag – skriv sagsnummeret nedenfor"},
        effects={**dict.fromkeys(choices, FILE_HERE), **EFFECTS},
        files=True,
    )


def opens_case(submission: Submission, programme: Programme) -> bool:
    """Whether a form may open a case of its own."""
    return not is_signed_copy(submission) and submission.form in (programme.opens, *programme.opens_early)


def _about_case(office: Office, programme: Programme, number: str) -> tuple[str, ...]:
    opening = newest_opening(office, programme, number)
    lines = [f"Sagsnummer: {number}", f"Tilbud: {programme.title}"]
    if opening is None:
        return tuple(lines)
    school = danish.clean_line(str(get(opening.data, programme.place) or ""))
    return (*_about_child(programme, opening), *([f"Skole: {school}"] if school else []), *lines)


def _about_child(programme: Programme, submission: Submission) -> tuple[str, ...]:
    """The child by name, and by a number that tells nobody more than they know."""
    name, cpr = (get(submission.data, at) for at in (programme.child_name, programme.child_cpr))
    masked = danish.mask_cprs(str(cpr)) if cpr else ""
    return (f"Barn: {danish.clean_line(str(name))}{f', {masked}' if masked else ''}",) if name else ()


def _whose(office: Office, programme: Programme, number: str) -> str:
    opening = newest_opening(office, programme, number)
    name = get(opening.data, programme.child_name) if opening else None
    return f" – {danish.clean_line(str(name))}" if name else ""


def newest_opening(office: Office, programme: Programme, number: str) -> Submission | None:
    """The newest form that may open a case, of this one."""
    filed = [one.submission for one in office.register.filed(number)]
    for form in (programme.opens, *reversed(programme.opens_early)):
        found = [submission for submission in filed if submission.form == form]
        if found:
            return found[-1]
    return None


def find_question(office: Office, name: str) -> Question | None:
    """The open question of that name; None where there is none any more."""
    task = find_task(office, name)
    if task is not None:
        return question_of_task(office, task) if task.state == "open" else None
    row = find_waiting(office, name)
    return question_of_file(office, row) if row else None


def find_task(office: Office, name: str) -> TaskEntry | None:
    number, slash, _ = name.partition("/")
    if not slash or office.register.find_case(number) is None:
        return None
    return next((task for task in office.register.tasks(number) if task.name == name), None)


def find_waiting(office: Office, name: str) -> InputRow | None:
    return find_input(office, name, end="waiting")


def find_input(office: Office, name: str, end: str = "") -> InputRow | None:
    """The input with this label."""
    found = office.register.inputs_numbered([number_in(name)])
    return next((row for row in found if label_of(row) == name and end in ("", row.end)), None)


# ── their pages ───────────────────────────────────────────────────────────────────────────────────────


def page_name(task: TaskEntry) -> str:
    return safe_name(f"{task.case_number} Opgave {task.number}.docx")


def task_path(office: Office, task: TaskEntry) -> Path:
    return office.workspace.questions / page_name(task)


def question_path(office: Office, row: InputRow) -> Path:
    came_by = office.at(row.channel.partition(":")[2])
    return came_by.workspace.questions / f"{label_of(row)} Afklares.docx"


def show_tasks(office: Office, tasks: Iterable[TaskEntry]) -> None:
    """A page for each open task, in its words of today; the pages of the others go away."""
    for task in tasks:
        path = task_path(office, task)
        if task.state == "open":
            if not _asks(path, ticket_of(asked_by(task), office.workspace)):
                show_page(office, question_of_task(office, task), path)
        elif path.exists():
            take_away(office, question_of_task(office, task), path, task.case_number)


def show_files(office: Office, rows: Iterable[InputRow]) -> None:
    """A page for each file that waits, unless it lies there."""
    for row in rows:
        if not question_path(office, row).exists():
            show_page(office, question_of_file(office, row), question_path(office, row))


def show_page(office: Office, question: Question, path: Path) -> None:
    """The page of an open question, unless it lies there. One that asks something else is set aside: somebody
    may have written on it."""
    ticket = ticket_of(question, office.workspace)
    if not _asks(path, ticket):
        set_aside(path, _earlier(office, question.case_number))
        write_file(path, make_page(question, ticket, office.catalogue))


def take_away(office: Office, question: Question, path: Path, case_number: str) -> None:
    """The page of a question that is closed: gone where nobody wrote on it, else kept with its case."""
    if not path.exists():
        return
    made = make_page(question, ticket_of(question, office.workspace), office.catalogue)
    if path.read_bytes() == made:
        path.unlink()
    else:
        set_aside(path, _earlier(office, case_number))


def _earlier(office: Office, case_number: str) -> Path:
    home = office.workspace.cases / case_number if case_number else office.workspace.questions
    return home / EARLIER


def _asks(path: Path, ticket: str) -> bool:
    """Whether the page that lies there asks this very question."""
    try:
        return path.exists() and ticket.encode() in open_package(path.read_bytes())["word/document.xml"]
    except (InputRejected, KeyError):
        return False
