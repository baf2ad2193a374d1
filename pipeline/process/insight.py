"""All about one child, in a folder to look through and hand out (GDPR article 15): originals, what was read
from them, documents, tasks, and who did and read what. Whose it is goes by the cpr number alone."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import danish
from pipeline.assemble.view import shown
from pipeline.definitions import Field, leaves
from pipeline.delivery import make_folder, write_file
from pipeline.errors import SetupError, TemporaryFailure
from pipeline.process.accounts import case_account
from pipeline.process.child import child_of, children_of
from pipeline.process.documents import Office
from pipeline.process.receipts import STATES
from pipeline.process.tasks import DENMARK, came_on, label_of
from pipeline.register import CaseRow, InputRow, MailRow
from pipeline.render.account import AccountPart, render_account
from pipeline.wording import insight as says

PAGE, DATA = "indsigt.html", "data.json"
ORIGINALS, CASES, RETURNED, MAILS = "originaler", "sager", "retur", "mails"
ENDINGS = (".docx", ".doc", ".pdf", ".odt", ".rtf", ".eml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight:
    """What was handed out: the page, the cases, and how many originals."""

    page: Path
    cases: tuple[str, ...]
    originals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Belongings:
    """What there is about a child. `others` came to lie in one of its cases and is another child's."""

    cases: tuple[CaseRow, ...]
    inputs: tuple[InputRow, ...]
    others: tuple[InputRow, ...]


def give_insight(
    office: Office, folder: Path, now: dt.datetime, by: str, *, number: str = "", cpr: str = ""
) -> Insight:
    """Write all about the child of a case, or of a cpr number, into a folder that is new or empty.

    Raises SetupError where there is no such case or child, or something lies in the folder already.
    """
    found = _find(office, number, cpr)
    try:
        if folder.exists() and any(folder.iterdir()):
            raise SetupError("the folder for the insight isn't empty; choose a new one")
        make_folder(folder).chmod(0o700)
        missing = [row for row in found.inputs if not _copy_original(office, row, folder)]
        for case in found.cases:
            home = office.of_case(case.number).workspace
            _copy_tree(home.cases / case.number, folder / CASES / case.number, found.others)
            for mail in sorted(home.outbox.glob(f"{case.number} *")):
                write_file(folder / CASES / case.number / mail.name, mail.read_bytes())
        for row in found.inputs:
            home = office.of_input(row).workspace
            _copy_tree(home.returned / label_of(row), folder / RETURNED / label_of(row))
        for sent in _mails(office, found):
            original = office.workspace.archive / sent.sha256[:2] / sent.sha256
            if original.exists():
                write_file(folder / MAILS / f"{sent.id}.eml", original.read_bytes())
        # What is handed out is on record before the page says so.
        for case in found.cases:
            office.register.note("exported", case.number, by)
        for row in found.inputs:
            if not row.case_number:
                office.register.note_input("exported", row.id, by)
        day = now.date()
        accounts = {case.number: _account(office, case, day) for case in found.cases}
        write_file(folder / DATA, _data(office, found, accounts))
        page = render_account(
            says.TITLE,
            [says.REVIEW, says.MADE.format(day=danish.format_date_long(day), by=by)],
            [*_parts(office, found, accounts), *_remarks(found, missing)],
        )
        return Insight(
            page=write_file(folder / PAGE, page),
            cases=tuple(case.number for case in found.cases),
            originals=len(found.inputs) - len(missing),
        )
    except OSError as error:
        raise TemporaryFailure(f"the insight could not be written ({error.strerror}); try again") from error


def _find(office: Office, number: str, cpr: str) -> _Belongings:
    cases = office.register.cases()
    if number:
        row = office.row(number)
        children = children_of(office, number)
        mine = [case for case in cases if case == row or children & children_of(office, case.number)]
    else:
        children = {cpr}
        mine = [case for case in cases if cpr in children_of(office, case.number)]
    if len(children) > 1:
        raise SetupError(
            f"files of more than one child lie in {number}; ask by cpr number (leave the case out)"
        )
    held = [row for case in mine for row in office.register.inputs_where(case=case.number)]
    told = {row.id: child_of(row.submission, office.catalogue) for row in held}
    others = tuple(row for row in held if told[row.id] and told[row.id] not in children)
    loose = [
        row
        for row in office.register.inputs_of_no_case()
        if child_of(row.submission, office.catalogue) in children
    ]
    if not mine and not loose:
        raise SetupError("there is nothing about that child here")
    kept = sorted((row for row in (*held, *loose) if row not in others), key=lambda row: row.sequence)
    return _Belongings(cases=tuple(mine), inputs=tuple(kept), others=others)


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────


def _name(row: InputRow) -> str:
    """What the original is called: the day and number it came with; the sender's name may tell on a child."""
    ending = Path(row.submission.file).suffix.lower()
    return f"{label_of(row)}{ending if ending in ENDINGS else '.bin'}"


def _copy_original(office: Office, row: InputRow, folder: Path) -> bool:
    original = office.workspace.archive / row.sha256[:2] / row.sha256
    if not original.is_file():
        return False
    write_file(folder / ORIGINALS / _name(row), original.read_bytes())
    return True


def _mails(office: Office, found: _Belongings) -> list[MailRow]:
    """The mails that files of the child came in, and those that answered what was asked about it."""
    asked = [one.mail for case in found.cases for one in office.register.approvals.of_case(case.number)]
    answers = [mail for id in asked if id and (mail := office.register.find_incoming(id))]
    rows = [*office.register.mails_of_only({row.id for row in found.inputs}), *answers]
    return list({row.id: row for row in rows}.values())


def _copy_tree(source: Path, target: Path, without: Sequence[InputRow] = ()) -> None:
    """Every regular file below `source`, without following links, and without what tells of other inputs."""
    labels = [label_of(row) for row in without]
    if source.is_dir() and not source.is_symlink():
        for path in sorted(source.rglob("*")):
            others = any(label in path.name for label in labels)
            if path.is_file() and not path.is_symlink() and not others:
                copy = target / path.relative_to(source)
                make_folder(copy.parent)
                shutil.copyfile(path, copy)


# ── the account ───────────────────────────────────────────────────────────────────────────────────────


def _account(office: Office, case: CaseRow, day: dt.date) -> dict[str, Any]:
    titles = {
        f"{row.case_number} {row.key} {row.version}": row.title
        for row in office.register.versions(case.number)
    }
    titles |= {task.name: task.title for task in office.register.tasks(case.number)}
    events = [
        {
            "at": _local(link.at),
            "event": says.EVENT_NAMES.get(link.event, link.event),
            "about": titles.get(what, what),
            "who": who,
        }
        for link, what, who in office.register.told_of(case.number)
    ]
    return {**case_account(office, case.number, day), "events": events}


def _local(at: str) -> str:
    """When it was, by a clock in Denmark; of what an earlier version noted only the day may be known."""
    if len(at) == len("2026-06-30"):
        return at
    return dt.datetime.fromisoformat(at).astimezone(DENMARK).strftime("%d-%m-%Y %H:%M")


def _data(office: Office, found: _Belongings, accounts: Mapping[str, Any]) -> bytes:
    files = [
        {
            **{key: told for key, told in row.submission.as_json().items() if key != "file"},
            "original": f"{ORIGINALS}/{_name(row)}",
            "case": row.case_number or None,
            "received": row.received_at,
            "end": row.end,
        }
        for row in found.inputs
    ]
    loose = [row.id for row in found.inputs if not row.case_number]
    events = [link for link, *_ in office.register.told_of("", loose)]
    told = {
        "cases": list(accounts.values()),
        "files": files,
        "events": [{"at": _local(link.at), "event": link.event} for link in events],
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "replace")


def _parts(office: Office, found: _Belongings, accounts: Mapping[str, Any]) -> Iterator[AccountPart]:
    for case in found.cases:
        account = accounts[case.number]
        yield AccountPart(
            title=says.CASE.format(number=case.number, programme=account["programme"]),
            sentences=tuple(_sentences(office, case, account)),
        )
        for row in found.inputs:
            if row.case_number == case.number:
                yield _form_part(office, row)
        documents = tuple(
            (row["title"], str(row["version"]), STATES[row["state"]], row["dated"], row["released_by"])
            for row in account["documents"]
        )
        yield AccountPart(title=says.DOCUMENTS, head=says.DOCUMENT_HEAD, rows=documents)
        if account["tasks"]:
            yield AccountPart(title=says.TASKS, head=says.TASK_HEAD, rows=tuple(_tasks(account)))
        events = tuple((row["at"], row["event"], row["about"], row["who"]) for row in account["events"])
        yield AccountPart(title=says.EVENTS, head=says.EVENT_HEAD, rows=events)
    for row in found.inputs:
        if not row.case_number:
            yield _form_part(office, row)


def _sentences(office: Office, case: CaseRow, account: Mapping[str, Any]) -> Iterator[str]:
    opened = danish.format_date_long(dt.date.fromisoformat(case.opened_on))
    yield says.CASE_IS.format(opened=opened, state=account["state"])
    for filing in office.register.filings(case.number):
        yield says.FILED.format(system=filing.system, day=filing.filed_on, by=filing.noted_by)
    for hold in office.register.holds(case.number):
        if not hold.lifted_by:
            yield says.HELD.format(reason=hold.reason, by=hold.set_by)


def _form_part(office: Office, row: InputRow) -> AccountPart:
    """A file that came in: what it is, what became of it, and each value with where it stood."""
    told = row.submission
    form = (
        office.catalogue.form_of(told.programme, told.form, told.version)
        if told.programme in office.catalogue.programmes and told.form
        else None
    )
    rows = []
    for pointer, value in leaves(told.data):
        field = form.find(pointer) if form else None
        source = told.sources.get(pointer)
        text = shown(field, value) if isinstance(field, Field) else str(value)
        rows.append((field.label if field else pointer, text, source.place if source else ""))
    findings = tuple(finding.message for finding in told.findings)
    title = says.FORM.format(
        title=form.title if form else says.LOOSE, day=danish.format_date_long(came_on(row))
    )
    sentence = says.FORM_IS.format(end=says.ENDS.get(row.end, row.end), file=f"{ORIGINALS}/{_name(row)}")
    return AccountPart(
        title=title, sentences=(sentence, row.reason, *findings), head=says.VALUES, rows=tuple(rows)
    )


def _tasks(account: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for task in account["tasks"]:
        answer = task["choices"].get(task["answer"], task["answer"])
        who = f"{task['answered_by']}, {task['answered_on']}" if task["answer"] else task["who"]
        yield task["title"], task["says"], f"{answer} {task['note']}".strip(), who


def _remarks(found: _Belongings, missing: list[InputRow]) -> Iterator[AccountPart]:
    told = [says.OTHERS.format(label=label_of(row)) for row in found.others]
    told += [says.MISSING.format(label=label_of(row)) for row in missing]
    if told:
        yield AccountPart(title="Bemærk", sentences=tuple(told))
