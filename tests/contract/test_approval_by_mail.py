"""Approvals by mail, the whole way: asked for by a real server, answered into a real mailbox, seen by a person."""

from __future__ import annotations

import datetime as dt
import email
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from pipeline.process import Office, RunReport, run_once
from pipeline.process.answering import resolve
from pipeline.records.channels import Approver, MailAccount, MailIn, Relay
from pipeline.register import TaskEntry
from tests.casebook import changed, good
from tests.offices import NOW, drop, office_in
from tests.servers import (
    HOST,
    PASSWORD,
    USER,
    Received,
    deliver,
    dovecot_server,
    held_mails,
    make_certificate,
    pymap_server,
    smtp_server,
)
from tests.tools import marks_for

DAY = dt.date(2026, 6, 30)
CASE = "SF-2026-0001"
SERVER = "mx.kommunen.example"
BUF, SOF, DEPUTY = "buf@kommunen.example", "sof@kommunen.example", "vikar@kommunen.example"
APPROVERS = (
    Approver(role="beku_buf", address=BUF, name="Henrik Fiktivsen", title="områdechef"),
    Approver(role="beku_sof", address=SOF, name="Lone Påfund", title="afdelingschef"),
    Approver(
        role="beku_buf",
        address=DEPUTY,
        name="Vibe Vikarsen",
        first=dt.date(2026, 7, 1),
        last=dt.date(2026, 7, 31),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A mail that asks, as it reached who is to answer."""

    to: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An office that asks by mail, and the people who answer."""

    office: Office
    account: MailAccount
    sent: Received
    seen: list[int] = field(default_factory=list)

    def run(self, day: dt.date = DAY) -> RunReport:
        return run_once(self.office, NOW, day, settle=0)

    def asked(self) -> dict[str, Asked]:
        """The newest mail that asks, by who got it."""
        return {
            to[0]: Asked(to=to[0], message=_parsed(content))
            for _, to, content in self.sent.mails
            if b"Godkendelse" in content.split(b"\r\n\r\n")[0] or b"=?utf-8?" in content
        }

    def answers(
        self,
        asked: Asked,
        text: str = "Godkendt",
        *,
        sender: str = "",
        vouched: str | None = None,
        subject: str = "",
        kind: str = "plain",
        attached: bytes = b"",
        **headers: str,
    ) -> None:
        """A mail that answers another one, as mail programs write it, past a server that vouches for it."""
        sender = sender or asked.to
        mail = EmailMessage()
        if vouched is None:
            vouched = f"{SERVER}; dmarc=pass header.from={sender.rpartition('@')[2]}"
        if vouched:
            mail["Authentication-Results"] = vouched
        mail["From"] = f"En Leder <{sender}>"
        mail["Subject"] = subject or f"SV: {asked.subject}"
        mail["Message-ID"] = headers.pop("id", f"<{len(self.seen)}.svar@kommunen.example>")
        self.seen.append(1)
        headers = {"In-Reply-To": str(asked.message["Message-ID"]), **_named(headers)}
        for name, value in headers.items():
            if value:
                mail[name] = value
        quoted = "\n".join(f"> {line}" for line in _body(asked.message).splitlines())
        whole = f"{text}\n\nDen 30. juni 2026 kl. 11.00 skrev BEKU:\n{quoted}\n"
        if kind == "plain":
            mail.set_content(whole)
        else:
            mail.set_content(f"<p>{text}</p>", subtype="html")
        if attached:
            mail.add_attachment(attached, maintype="application", subtype="pdf", filename="a.pdf")
        deliver(self.account, mail.as_bytes())

    def tasks(self) -> list[TaskEntry]:
        """The open questions whether an answer counts."""
        held = self.office.register.tasks(CASE)
        return [task for task in held if task.key.startswith("approval:") and task.state == "open"]

    def unclear(self) -> list[str]:
        return [row.words for row in self.office.register.incoming(end="unclear")]

    def state(self) -> str:
        case = self.office.case(self.office.row(CASE), DAY)
        return str(case.names["state"])

    def page(self) -> str:
        return (self.office.workspace.questions / "Mails til gennemsyn.txt").read_text("utf-8-sig")


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


def _parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def _body(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture(params=["pymap", pytest.param("dovecot", marks=marks_for("dovecot"))])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MailAccount]:
    (tmp_path / "imap").mkdir()
    with pymap_server(tmp_path / "imap") if request.param == "pymap" else dovecot_server() as account:
        deliver(account, b"From: a@skolen.example\r\nMessage-ID: <0@x>\r\n\r\nEn gammel mail\r\n")
        yield account


@pytest.fixture
def desk(server: MailAccount, tmp_path: Path) -> Iterator[Desk]:
    """An application came in, and both administrations were asked."""
    files = make_certificate(tmp_path)
    with smtp_server(files) as (port, sent), office_in(tmp_path / "kontor") as opened:
        relay = Relay(
            host=HOST,
            port=port,
            sender="beku@kommunen.example",
            user=USER,
            password=PASSWORD,
            authority=str(files.certificate),
            secure_domains=("kommunen.example",),
        )
        workspace = replace(
            opened.workspace,
            mail_in=MailIn(account=server, senders=("@skolen.example",), server=SERVER),
            mail_out=relay,
            approvers=APPROVERS,
        )
        desk = Desk(office=replace(opened, workspace=workspace), account=server, sent=sent)
        drop(desk.office, "application", good("application"))
        desk.run()
        yield desk


def test_both_administrations_are_asked_with_the_application(desk: Desk) -> None:
    asked = desk.asked()
    assert set(asked) == {BUF, SOF}
    assert len({one.subject for one in asked.values()}) == 2
    child = good("application")["child"]
    for one in asked.values():
        assert "621112" not in one.subject
        said = _body(one.message)
        assert CASE in said
        assert child["name"] not in said
        (file,) = one.message.iter_attachments()
        assert file.get_filename() == "Samlet ansøgning til BEKU.docx"
    assert not list((desk.office.workspace.data / "svar").iterdir())
    key = asked[BUF].subject[-20:-1].encode()
    assert key not in desk.office.workspace.database.read_bytes()
    desk.run()
    assert len(desk.sent.mails) == 2


def test_the_whole_way_from_the_mail_to_the_letters(desk: Desk) -> None:
    asked = desk.asked()
    desk.answers(asked[BUF])
    desk.answers(asked[SOF], "Godkendt\n\nVenlig hilsen\nLone Påfund")
    desk.run()
    assert desk.state() == "Afventer beslutning"
    buf, sof = desk.tasks()
    assert "Henrik Fiktivsen (områdechef) skrev 30. juni 2026: »Godkendt«" in buf.says
    folder = desk.office.workspace.cases / CASE
    assert not list(folder.glob("Godkendelsesblad*"))
    resolve(desk.office, buf.name, "counts", "Karen Prøve", DAY)
    resolve(desk.office, sof.name, "counts", "Karen Prøve", DAY)
    desk.run()
    assert desk.state() == "Bevilget"
    assert list(folder.glob("Godkendelsesblad*"))
    assert not list(folder.glob("Afgørelsesbrev*"))
    assert len(list((folder / "svar").glob("Svar pr. mail *.eml"))) == 2
    assert len(held_mails(desk.account, "Modtaget")) == 2
    for name in ("decision_buf", "decision_sof"):
        drop(desk.office, name, good(name))
    desk.run()
    assert len(list(folder.glob("Afgørelsesbrev*"))) == 4
