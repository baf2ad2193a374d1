"""Mails out, from a real case to a real server: sent once, held where it isn't safe, parked where unknown."""

from __future__ import annotations

import datetime as dt
import email
from collections.abc import Iterator
from dataclasses import replace
from email.policy import SMTP
from pathlib import Path

import pytest

from pipeline.errors import SetupError
from pipeline.process import Office, sending
from pipeline.process.sending import Dispatch, queue_mails, settle
from pipeline.records.channels import Relay
from pipeline.register import OutboxRow
from tests.casebook import good
from tests.offices import drop, office_in, run
from tests.servers import Received, broken_line, make_certificate, relay_at, smtp_server

GROUP = "gruppe@kommunen.example"
DAY = dt.datetime(2026, 8, 10, 9, 0, tzinfo=dt.UTC)
CASE = "SF-2026-0001"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A course that has begun: the notification lies in the outbox, and is queued."""
    with office_in(tmp_path / "kontor") as opened:
        workspace = replace(opened.workspace, recipients={"coordination_group": GROUP})
        begun = replace(opened, workspace=workspace)
        for name in ("application", "decision_buf", "decision_sof", "agreement"):
            drop(begun, name, good(name))
        run(begun, "2026-08-10")
        queue_mails(begun)
        yield begun


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Relay, Received]]:
    files = make_certificate(tmp_path)
    with smtp_server(files) as (port, received):
        sender = "skoleflex@kommunen.example"
        yield relay_at(port, files, sender=sender, secure_domains=("kommunen.example",)), received


def send_due(office: Office, relay: Relay | None, now: dt.datetime) -> Dispatch:
    return sending.send_due(replace(office, workspace=replace(office.workspace, mail_out=relay)), now)


def only(office: Office) -> OutboxRow:
    (row,) = office.register.mails()
    return row


def drafts(office: Office) -> list[str]:
    return [path.name for path in office.workspace.outbox.iterdir()]


def test_the_notification_leaves_once_with_its_three_values(
    office: Office, server: tuple[Relay, Received]
) -> None:
    relay, received = server
    assert send_due(office, relay, DAY) == Dispatch(sent=1)
    ((sender, recipients, content),) = received.mails
    assert (sender, recipients) == ("skoleflex@kommunen.example", [GROUP])
    mail = email.message_from_bytes(content, policy=SMTP)
    assert (mail["To"], mail["From"], mail["X-Unsent"]) == (GROUP, relay.sender, None)
    assert (mail["Auto-Submitted"], mail["Message-ID"]) == ("auto-generated", only(office).message_id)
    body = mail.get_body()
    assert body is not None
    for value in ("621112-5002", "Eksempelskolen", "Broen ApS (fiktiv)"):
        assert value in body.get_content()
    assert "621112" not in str(mail["Subject"]) + only(office).message_id
    assert drafts(office) == []
    assert len(list((office.workspace.cases / CASE / "sendt").iterdir())) == 1
    for day in ("2026-08-11", "2026-08-12"):
        run(office, day)
        queue_mails(office)
        assert send_due(office, relay, DAY + dt.timedelta(days=1)) == Dispatch()
    assert len(received.mails) == 1


def test_what_went_and_was_not_filed_is_filed_by_the_next_round(
    office: Office, server: tuple[Relay, Received]
) -> None:
    (draft,) = office.workspace.outbox.iterdir()
    assert send_due(office, server[0], DAY) == Dispatch(sent=1)
    (filed,) = (office.workspace.cases / CASE / "sendt").iterdir()
    filed.rename(draft)  # as where we were cut off between the answer of the server and the folder
    queue_mails(office)
    assert drafts(office) == []
    assert filed.exists()
    assert send_due(office, server[0], DAY) == Dispatch()
    assert len(server[1].mails) == 1


def test_without_a_safe_channel_it_stays_and_says_why(
    office: Office, server: tuple[Relay, Received], tmp_path: Path
) -> None:
    relay, received = server
    with smtp_server(None) as (plain, unsafe):
        for wrong, why in (
            (None, "no relay"),
            (replace(relay, secure_domains=()), "not secure"),
            (replace(relay, port=plain), "encryption"),
        ):
            assert send_due(office, wrong, DAY) == Dispatch(waiting=1)
            assert only(office).why == why
        assert unsafe.mails == []
    assert len(drafts(office)) == 1
    assert received.mails == []
    nobody = replace(office, workspace=replace(office.workspace, recipients={}))
    assert send_due(nobody, relay, DAY + dt.timedelta(days=1)) == Dispatch(waiting=1)
    assert only(office).why == "no address"


def test_a_server_that_asks_for_patience_gets_it(office: Office, server: tuple[Relay, Received]) -> None:
    relay, received = server
    received.replies["RCPT"] = "451 greylisted"
    assert send_due(office, relay, DAY) == Dispatch(waiting=1)
    assert send_due(office, relay, DAY + dt.timedelta(minutes=4)) == Dispatch(waiting=1)
    assert only(office).attempts == 1
    send_due(office, relay, DAY + dt.timedelta(minutes=6))
    assert (only(office).attempts, only(office).next_try) == (2, "2026-08-10T09:16:00+00:00")
    del received.replies["RCPT"]
    assert send_due(office, relay, DAY + dt.timedelta(hours=1)) == Dispatch(sent=1)


def test_what_a_server_refuses_waits_for_a_person(office: Office, server: tuple[Relay, Received]) -> None:
    relay, received = server
    received.replies["DATA"] = "550 no"
    assert send_due(office, relay, DAY) == Dispatch(parked=1)
    received.replies.clear()
    assert send_due(office, relay, DAY + dt.timedelta(days=1)) == Dispatch(parked=1)
    assert settle(office, only(office).id, again=True, by="Lone Prøve").state == "ready"
    assert send_due(office, relay, DAY + dt.timedelta(days=1)) == Dispatch(sent=1)
    with pytest.raises(SetupError, match="nothing is to be decided"):
        settle(office, only(office).id, again=True, by="Lone Prøve")


def test_a_mail_of_unknown_fate_is_parked_and_a_person_knows(
    office: Office, server: tuple[Relay, Received]
) -> None:
    relay, received = server
    before = len(received.mails)

    def breaks(way: int, data: bytes) -> bytes | None:
        return None if way and len(received.mails) > before else data

    with broken_line(relay.port, breaks) as port:
        assert send_due(office, replace(relay, port=port), DAY) == Dispatch(parked=1)
    assert only(office).state == "uncertain"
    assert send_due(office, relay, DAY + dt.timedelta(days=2)) == Dispatch(parked=1)
    assert len(received.mails) == 1
    assert settle(office, only(office).id, again=False, by="Lone Prøve").state == "sent"
    assert drafts(office) == []


def test_a_process_that_died_while_sending_leaves_it_parked(
    office: Office, server: tuple[Relay, Received]
) -> None:
    relay, received = server
    assert office.register.claim_mail(only(office).id)
    assert not office.register.claim_mail(only(office).id)
    assert send_due(office, relay, DAY) == Dispatch(parked=1)
    assert received.mails == []


def test_a_draft_that_somebody_changed_is_theirs_to_send(
    office: Office, server: tuple[Relay, Received]
) -> None:
    relay, received = server
    (draft,) = office.workspace.outbox.iterdir()
    draft.write_bytes(draft.read_bytes() + b"PS: Ring\r\n")
    assert send_due(office, relay, DAY) == Dispatch(waiting=1)
    assert only(office).why == "changed"
    draft.unlink()
    assert send_due(office, relay, DAY) == Dispatch()
    assert only(office).state == "withdrawn"
    assert received.mails == []


def test_too_many_mails_at_once_stop_all_of_them(office: Office, server: tuple[Relay, Received]) -> None:
    relay, received = server
    for n in range(50):
        office.register.save_mail(
            replace(only_of(office), id=f"x{n}", message_id=f"<x{n}>", document_version=n + 2, state="sent")
        )
    late = dt.datetime.now(dt.UTC)
    assert send_due(office, relay, late).sent == 0
    assert {row.why for row in office.register.mails(state="ready")} == {"brake"}
    assert received.mails == []


def only_of(office: Office) -> OutboxRow:
    return office.register.mails(state="ready")[0]
