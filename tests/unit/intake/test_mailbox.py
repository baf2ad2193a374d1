"""The mailbox against two real servers: one from pip, and Dovecot."""

from __future__ import annotations

import threading
from dataclasses import replace
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest

from pipeline.errors import SetupError, TemporaryFailure
from pipeline.intake.mailbox import open_mailbox
from pipeline.records.channels import MailAccount
from tests.servers import GOOD_TOKEN, deliver, dovecot_account, held_mails, make_certificate, pymap_account
from tests.tools import marks_for, needs


def mail(number: int, *, file: bool = True, id: str = "") -> bytes:
    message = EmailMessage()
    message["From"] = "skole@skolen.example"
    message["Subject"] = f"Nummer {number}"
    message["Message-ID"] = id or f"<mail-{number}@skolen.example>"
    message.set_content("Hej")
    if file:
        message.add_attachment(
            b"%PDF-" + bytes([number]), maintype="application", subtype="pdf", filename="a.pdf"
        )
    return message.as_bytes()


@pytest.fixture(scope="module", params=["pymap", pytest.param("dovecot", marks=marks_for("dovecot"))])
def server(request: pytest.FixtureRequest) -> MailAccount:
    return pymap_account() if request.param == "pymap" else dovecot_account()


def test_only_new_mails_are_seen_and_only_by_their_headers(server: MailAccount) -> None:
    with open_mailbox(server) as box:
        before = box.next_uid - 1
    deliver(server, mail(1))
    deliver(server, mail(2, file=False))
    with open_mailbox(server) as box:
        first, second = box.new_since(before)
        assert (first.message_id, first.may_hold_files) == ("<mail-1@skolen.example>", True)
        assert (second.message_id, second.may_hold_files) == ("<mail-2@skolen.example>", False)
        assert list(box.new_since(second.uid)) == []
        content = box.fetch(first.uid)
        assert content is not None
        assert b"Nummer 1" in content
        assert box.fetch(first.uid + 999) is None
    assert not any(b"Seen" in flags for flags, _ in held_mails(server)[-2:])


@pytest.mark.parametrize("read", [True, False])
def test_a_mail_is_put_away_once_and_read_or_not(server: MailAccount, read: bool) -> None:
    folder = f"Til rettelse æ {read}"
    deliver(server, mail(3 + read))
    with open_mailbox(server) as box:
        *_, newest = box.new_since(0)
        box.put_away(newest.uid, folder, read=read)
        box.put_away(newest.uid, folder, read=read)
        assert box.numbered(newest.uid) is None
        box._box.folder.set(folder)
        (there,) = box._box.uids("ALL")
        flags = box._box.client.uid("FETCH", there, "(FLAGS)")[1][0]
        assert (b"Seen" in flags) == read
        assert box.mark_read(folder, newest.message_id)
        box._box.folder.set(folder)
        assert b"Seen" in box._box.client.uid("FETCH", there, "(FLAGS)")[1][0]


def test_another_mail_of_the_same_message_id_is_put_away_too(server: MailAccount) -> None:
    for number in (5, 66):
        deliver(server, mail(number, id="<same@skolen.example>"))
    with open_mailbox(server) as box:
        *_, first, second = box.new_since(0)
        for envelope in (first, second):
            box.put_away(envelope.uid, "Ens", read=True)
        box._box.folder.set("Ens")
        assert len(box._box.uids("ALL")) == 2


def test_what_others_have_marked_for_deletion_is_left_to_them(server: MailAccount) -> None:
    deliver(server, mail(7))
    deliver(server, mail(8))
    with open_mailbox(server) as box:
        *_, theirs, ours = box.new_since(0)
        box._flag(theirs.uid, r"\Deleted", True)
        box.put_away(ours.uid, "Modtaget", read=True)
        assert box.numbered(theirs.uid) is not None


def test_waiting_ends_when_a_mail_comes(server: MailAccount) -> None:
    with open_mailbox(server) as box:
        assert not box.wait(0.2)
        arrives = threading.Timer(0.5, lambda: deliver(server, mail(9)))
        arrives.start()
        assert box.wait(20)
        arrives.join()


def test_wrong_passwords_and_strange_certificates_are_told_apart(server: MailAccount, tmp_path: Path) -> None:
    strange = make_certificate(tmp_path).certificate
    for wrong, told in (
        (replace(server, password="wrong"), "password"),
        (replace(server, authority=str(strange)), "certificate"),
    ):
        with pytest.raises(SetupError, match=told), open_mailbox(wrong):
            pass
    with pytest.raises(TemporaryFailure), open_mailbox(replace(server, port=9)):
        pass


@needs("dovecot")
def test_a_token_opens_the_mailbox_and_a_wrong_one_does_not() -> None:
    account = dovecot_account()
    with open_mailbox(account, token=lambda: GOOD_TOKEN + account.user) as box:
        assert box.next_uid == 1
    for strange in ("stolen", f"{GOOD_TOKEN}another"):
        with (
            pytest.raises(SetupError, match="no mailbox of this user"),
            open_mailbox(account, token=partial(str, strange)),
        ):
            pass
