"""Mails out, against a real server: taken, put off, refused, in doubt, and never over an unsafe line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.records.channels import Relay
from pipeline.relay import Fate, is_safe_for, send, try_out
from tests.servers import (
    HOST,
    PASSWORD,
    USER,
    Certificate,
    Received,
    broken_line,
    make_certificate,
    smtp_server,
)

TO = "gruppe@kommunen.example"
MAIL = b"Subject: Hej\r\n\r\nLinje\r\n.En linje med punktum\r\n"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def server(files: Certificate) -> Iterator[tuple[Relay, Received]]:
    with smtp_server(files) as (port, received):
        yield relay(port, files), received


def relay(port: int, files: Certificate) -> Relay:
    return Relay(
        host=HOST,
        port=port,
        sender="skoleflex@kommunen.example",
        user=USER,
        password=PASSWORD,
        authority=str(files.certificate),
        secure_domains=("kommunen.example",),
    )


def test_a_mail_goes_whole_to_one_recipient(server: tuple[Relay, Received]) -> None:
    out, received = server
    assert send(out, MAIL, TO).fate is Fate.SENT
    assert received.mails == [("skoleflex@kommunen.example", [TO], MAIL.rstrip() + b"\r\n")]
    assert send(out, MAIL, TO, notice=True).fate is Fate.SENT
    assert received.mails[-1][0] in ("", "<>")


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    ("reply", "fate"), [("451 later", Fate.LATER), ("550 no", Fate.REFUSED), ("777 odd", Fate.REFUSED)]
)
def test_every_reply_at_every_stage(
    server: tuple[Relay, Received], stage: str, reply: str, fate: Fate
) -> None:
    out, received = server
    received.replies[stage] = reply
    attempt = send(out, MAIL, TO)
    assert attempt.fate is fate
    assert attempt.why in ("", stage.lower(), "accept")


def test_without_encryption_nothing_is_said(files: Certificate) -> None:
    with smtp_server(None) as (port, received):
        assert send(relay(port, files), MAIL, TO).fate is Fate.UNSAFE
        assert received.mails == []


def test_a_certificate_nobody_vouches_for_is_no_safe_line(
    server: tuple[Relay, Received], tmp_path: Path
) -> None:
    out, received = server
    attempt = send(replace(out, authority=str(make_certificate(tmp_path).certificate)), MAIL, TO)
    assert (attempt.fate, attempt.why) == (Fate.UNSAFE, "certificate")
    assert received.mails == []


def test_a_wrong_password_is_for_the_operator(server: tuple[Relay, Received]) -> None:
    out, _ = server
    assert send(replace(out, password="wrong"), MAIL, TO).fate is Fate.REFUSED
    assert try_out(replace(out, password="wrong")).why == "login"
    assert try_out(out).fate is Fate.SENT


def test_a_server_that_is_away_is_tried_later(server: tuple[Relay, Received]) -> None:
    out, _ = server
    assert send(replace(out, port=9), MAIL, TO).fate is Fate.LATER


@pytest.mark.parametrize("cut", range(16))
def test_a_line_cut_at_every_answer_never_hides_a_mail_that_went(
    server: tuple[Relay, Received], cut: int
) -> None:
    """The server's `cut`-th answer never comes: what is called LATER was not taken, what is SENT was."""
    out, received = server
    answers = 0

    def breaks(way: int, data: bytes) -> bytes | None:
        nonlocal answers
        answers += way
        return None if way and answers > cut else data

    with broken_line(out.port, breaks) as port:
        attempt = send(replace(out, port=port), MAIL, TO)
    if attempt.fate in (Fate.LATER, Fate.UNSAFE):
        assert received.mails == []
    else:
        assert attempt.fate in (Fate.SENT, Fate.UNCERTAIN)
        assert len(received.mails) == 1


def test_only_listed_domains_are_safe(files: Certificate) -> None:
    out = relay(1, files)
    assert is_safe_for(out, TO)
    assert is_safe_for(out, "A@KOMMUNEN.example")
    for other in ("a@ikke-kommunen.example", "a@kommunen.example.org", "kommunen.example", ""):
        assert not is_safe_for(out, other) or other == "kommunen.example"
