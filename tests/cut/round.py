"""One mail after the other, each on a line that breaks, then on one that holds; and what became of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import imaplib
import io
import shutil
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

from pipeline.delivery import write_file
from pipeline.process import Office
from pipeline.process.mailing import take_mails
from pipeline.process.run import end_round, run_once
from pipeline.process.sending import ANSWERS, send_due
from pipeline.process.troubles import Troubles
from pipeline.records.channels import MailAccount, MailIn, Relay
from pipeline.register import InputRow, MailRow, OutboxRow
from pipeline.render.mail import MailDraft, as_mail
from tests.casebook import good
from tests.cut.line import Cut, Line, Upstream, line_to
from tests.filled import filled
from tests.offices import NOW, office_again, office_in
from tests.servers import (
    HOST,
    PASSWORD,
    USER,
    Received,
    make_certificate,
    plain_client,
    smtp_server,
)

DONE = "Modtaget"
A_WHILE = dt.timedelta(minutes=10)
PIECES = ("[Content_Types].xml", "_rels/.rels", "word/document.xml", "docProps/custom.xml")
TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.document.main+xml"/></Types>'
)
BEFORE_A_NEW_WORKSPACE = 100
"""So many mails in one workspace: a register that grows would make the last of them slow."""


@dataclass(slots=True, kw_only=True)
class Post:
    """A mailbox with its mail server, both behind lines that can be cut, and the workspace that uses them."""

    folder: Path
    office: Office
    owner: imaplib.IMAP4
    lines: dict[str, Line]
    received: Received
    mails: int = 0

    def meets(self, where: str, cut: Cut | None) -> list[str]:
        """A mail comes, and a round with the line cut there, and a round with none; what went wrong."""
        self.mails += 1
        name = f"m{self.mails:07d}"
        self.owner.append("INBOX", "", imaplib.Time2Internaldate(time.time()), _mail(name))
        for line in self.lines.values():
            line.mend()
        line = self.lines[where]
        line.mend(cut)
        broken = _round(self.office, NOW)
        broke, heard = line.broke, line.heard
        line.mend()
        broken += _round(self.office, NOW + A_WHILE)
        line.broke, line.heard = broke, heard
        return broken + self._wrong(name)

    def sends(self, cut: Cut) -> list[str]:
        """As `meets`, for the mail server alone: an answer that is on record goes out."""
        self.mails += 1
        name = f"s{self.mails:07d}"
        to = f"{name}@skolen.example"
        told, out = self.office.workspace.mail_in, self.office.workspace.mail_out
        assert told is not None
        assert out is not None
        draft = MailDraft(subject="Kvittering", body="Hej\n\n.\nFilen er modtaget.\n", traces=())
        content = as_mail(draft, out.sender, to, f"<{name}@skoleflex.invalid>", NOW, answers=f"<{name}@x>")
        write_file(self.office.workspace.data / ANSWERS / f"{name}.eml", content)
        mail = MailRow(
            id=name,
            box=told.account.name,
            validity=1,
            uid=self.mails,
            message_id=f"<{to}>",
            received_at=NOW.isoformat(),
            end="taken",
            state="read",
        )
        answer = OutboxRow(
            id=name,
            case_number="",
            document_key="answer",
            document_version=1,
            role="sender",
            message_id=f"<{name}@skoleflex.invalid>",
            recipient=to,
            mail=name,
        )
        self.office.register.save_incoming(mail, answer)
        line = self.lines["smtp"]
        line.mend(cut)
        send_due(self.office, NOW)
        broke, line.broke = line.broke, False
        line.cut = None
        send_due(self.office, NOW + A_WHILE)
        line.broke = broke
        row = self.office.register.find_mail(name)
        assert row is not None
        went = [content for _, recipients, content in self.received.mails if recipients == [to]]
        self.received.mails.clear()
        wrong = []
        if row.state not in ("sent", "uncertain"):
            wrong.append(f"on record as {row.state} ({row.why})")
        if len(went) > 1 or (row.state == "sent" and not went):
            wrong.append(f"went {len(went)} times, on record as {row.state}")
        if any(one.rstrip() != content.rstrip() for one in went):
            wrong.append("went with other bytes")
        return wrong

    def _wrong(self, name: str) -> list[str]:
        """What is lost, done twice or not done, of the mail of that name."""
        register = self.office.register
        rows = [row for row in register.incoming() if row.message_id == f"<{name}@skolen.example>"]
        inputs = [one for row in rows for one in register.inputs_of_mail(row.id)]
        answers = [one for row in rows if (one := register.find_mail(row.id))]
        went = sum(to == [f"{name}@skolen.example"] for _, to, _ in self.received.mails)
        lie = {folder: self._lie_in(folder, name) for folder in ("INBOX", DONE)}
        states = [(row.end, row.state) for row in rows]
        wrong = []
        if states != [("taken", "read")]:
            wrong.append(f"on record as {states}")
        if [one.end for one in inputs] != ["duplicate"]:
            wrong.append(f"its file as {[one.end for one in inputs]}")
        if (lie["INBOX"], lie[DONE]) != (0, 1):
            wrong.append(f"lies in {lie}")
        if [one.state for one in answers] not in (["sent"], ["uncertain"]):
            wrong.append(f"answers {[(one.state, one.why) for one in answers]}")
        elif went > 1 or (answers[0].state == "sent") > went:
            wrong.append(f"went {went} times, on record as {answers[0].state}")
        self.received.mails.clear()
        self._clear()
        return wrong

    def _lie_in(self, folder: str, name: str) -> int:
        if self.owner.select(f'"{folder}"')[0] != "OK":
            return 0
        found = self.owner.search(None, "UNDELETED", "HEADER", "Message-ID", f'"<{name}@skolen.example>"')
        return len(found[1][0].split())

    def _clear(self) -> None:
        """The folders empty again: only the mail of the moment is looked for in them."""
        for folder in ("INBOX", DONE):
            answer, held = self.owner.select(f'"{folder}"')
            if answer == "OK" and held != [b"0"]:
                self.owner.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
                self.owner.expunge()


def _round(office: Office, now: dt.datetime) -> list[str]:
    troubles = Troubles()
    taken: list[InputRow] = []
    with troubles.apart():
        take_mails(office, now, NOW.date(), troubles, taken)
    end_round(office, now, NOW.date(), troubles)
    return [f"a bug: {one}" for one in troubles.broken]


def _mail(name: str) -> bytes:
    message = EmailMessage()
    message["From"] = f"{name}@skolen.example"
    message["Message-ID"] = f"<{name}@skolen.example>"
    message.set_content("Hej\n\nMvh Anna")
    message.add_attachment(small_form(), maintype="application", subtype="octet-stream", filename="a.docx")
    return message.as_bytes()


def small_form() -> bytes:
    """A form in as few bytes as can be read: each of them is cut after."""
    whole = zipfile.ZipFile(io.BytesIO(filled("prior_commitment", good("prior_commitment"))))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as small:
        for name in PIECES:
            content = TYPES if name == PIECES[0] else whole.read(name)
            small.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


@contextlib.contextmanager
def post_at(folder: Path, account: MailAccount) -> Iterator[Post]:
    """A workspace whose register knows the form already, with an empty mailbox it has met before."""
    files = make_certificate(folder)
    upstream = Upstream(port=account.port, tls=account.encryption, authority=account.authority)
    with contextlib.ExitStack() as stack:
        port, received = stack.enter_context(smtp_server(None))
        lines = {
            "imap": stack.enter_context(line_to(upstream, files)),
            "smtp": stack.enter_context(line_to(Upstream(port=port), files)),
        }
        box = MailAccount(
            host=HOST,
            port=lines["imap"].port,
            user=account.user,
            password=PASSWORD,
            authority=str(files.certificate),
        )
        mail_in = MailIn(account=box, senders=("@skolen.example",), done=DONE)
        mail_out = Relay(
            host=HOST,
            port=lines["smtp"].port,
            sender="beku@kommunen.example",
            encryption="tls",
            user=USER,
            password=PASSWORD,
            authority=str(files.certificate),
        )
        owner = stack.enter_context(plain_client(account))
        owner.append(
            "INBOX", "", imaplib.Time2Internaldate(time.time()), b"From: a@skolen.example\r\n\r\nHej\r\n"
        )
        with office_in(folder / "start") as first:
            first = replace(first, workspace=replace(first.workspace, mail_in=mail_in, mail_out=mail_out))
            (first.workspace.inbox / "a.docx").write_bytes(small_form())
            report = run_once(first, NOW, NOW.date(), settle=0)
            assert [one.end for one in report.took] == ["accepted"], report
        post = Post(folder=folder, office=first, owner=owner, lines=lines, received=received)
        yield post


@contextlib.contextmanager
def opened(post: Post) -> Iterator[Post]:
    """The post with a fresh copy of its workspace."""
    there = post.folder / "nu"
    shutil.rmtree(there, ignore_errors=True)
    shutil.copytree(post.folder / "start", there)
    with office_again(there) as office:
        told = post.office.workspace
        workspace = replace(office.workspace, mail_in=told.mail_in, mail_out=told.mail_out)
        before, post.office = post.office, replace(office, workspace=workspace)
        try:
            yield post
        finally:
            post.office = before
