"""Two workspaces with their mailboxes on one server, which may write to each other: neither keeps it up."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from pipeline.process import Office, run_once
from pipeline.records.channels import MailAccount, MailIn, Relay
from tests.casebook import changed, good
from tests.filled import filled
from tests.offices import NOW, office_in
from tests.servers import (
    HOST,
    PASSWORD,
    USER,
    Received,
    deliver,
    dovecot_account,
    make_certificate,
    smtp_server,
)
from tests.tools import marks_for

pytestmark = marks_for("dovecot")

ADDRESSES = ("en@kommunen.example", "to@kommunen.example")
MARKS = ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Skoleflex-Loop", "Precedence")
"""The headers that say a program wrote it; a careless gateway takes some away, or all."""


class Postman(Received):
    """A mail server that lays each mail in its recipient's mailbox, as delivery does: with its envelope."""

    boxes: dict[str, MailAccount]
    strips: tuple[str, ...] = ()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        said = await super().handle_DATA(server, session, envelope)
        message = message_from_bytes(self.mails[-1][2])
        for name in self.strips:
            del message[name]
        message["Return-Path"] = f"<{(envelope.mail_from or '').strip('<>')}>"
        for to in envelope.rcpt_tos:
            deliver(self.boxes[to], message.as_bytes())
        return said


@pytest.mark.parametrize("strips", [(), MARKS], ids=["marked", "marks taken away"])
@pytest.mark.parametrize("safe", [(), ("kommunen.example",)], ids=["text", "with the form"])
def test_two_workspaces_that_write_to_each_other_send_one_mail_each(
    tmp_path: Path, strips: tuple[str, ...], safe: tuple[str, ...]
) -> None:
    postman = Postman()
    postman.strips = strips
    with contextlib.ExitStack() as stack:
        postman.boxes = {address: dovecot_account() for address in ADDRESSES}
        files = make_certificate(tmp_path)
        port, _ = stack.enter_context(smtp_server(files, handler=postman))
        offices = []
        for address in ADDRESSES:
            out = Relay(
                host=HOST,
                port=port,
                sender=address,
                user=USER,
                password=PASSWORD,
                authority=str(files.certificate),
                secure_domains=safe,
            )
            offices.append(stack.enter_context(_office(tmp_path, address, postman.boxes[address], out)))
        for office in offices:
            run_once(office, NOW, NOW.date(), settle=0)
        first, second = ADDRESSES
        for sender, to in ((first, second), (second, first)):
            deliver(postman.boxes[to], _form_from(sender))
        for n in range(6):
            for office in offices:
                run_once(office, NOW + dt.timedelta(hours=n), NOW.date(), settle=0)
        assert sorted(to for _, (to,), _ in postman.mails) == sorted(ADDRESSES)
        for office in offices:
            assert [row.state for row in office.register.mails()] == ["sent"]


@contextlib.contextmanager
def _office(folder: Path, address: str, account: MailAccount, out: Relay) -> Iterator[Office]:
    """A workspace that reads the mailbox of this address, and takes forms from everybody in the house."""
    with office_in(folder / address.partition("@")[0]) as office:
        box = MailIn(account=account, senders=("@kommunen.example",))
        deliver(box.account, b"From: a@kommunen.example\r\nMessage-ID: <0@x>\r\n\r\nEn gammel mail\r\n")
        yield replace(office, workspace=replace(office.workspace, mail_in=box, mail_out=out))


def _form_from(sender: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["Message-ID"] = f"<form.{sender}>"
    message.set_content("Hej\n\nMvh Anna")
    form = filled("application", changed(good("application"), {"/child/cpr": "999"}))
    message.add_attachment(form, maintype="application", subtype="octet-stream", filename="a.docx")
    return message.as_bytes()
