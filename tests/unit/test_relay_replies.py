"""Every reply of a mail server at every stage of a mail, torn ones among them."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator

import pytest

from pipeline.records.channels import Relay
from pipeline.relay import Fate, send
from tests.servers import HOST, Certificate, make_certificate

MAIL = b"Subject: Hej\r\n\r\nLinje\r\n"
GOOD = {
    "greeting": b"220 mail.example\r\n",
    "EHLO": b"250-mail.example\r\n250 AUTH PLAIN\r\n",
    "AUTH": b"235 ok\r\n",
    "MAIL": b"250 ok\r\n",
    "RCPT": b"250 ok\r\n",
    "DATA": b"354 go on\r\n",
    ".": b"250 taken\r\n",
}
TORN = [b"", b"2", b"25", b"25\r\n", b"4", b"45", b"55", b"ok\r\n", b"250-a\r\n"]
"""What comes of a reply when the line breaks in it; then the line is closed."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@contextlib.contextmanager
def replying(files: Certificate, replies: dict[str, bytes], ends_at: str = "") -> Iterator[Relay]:
    """A server of one conversation that says these things, and hangs up after `ends_at`."""
    listener = socket.create_server(("127.0.0.1", 0))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)

    def serve() -> None:
        with (
            contextlib.suppress(OSError),
            context.wrap_socket(listener.accept()[0], server_side=True) as line,
        ):
            told = line.makefile("rb")
            stage = "greeting"
            while True:
                line.sendall(replies[stage])
                if stage == ends_at:
                    return
                if stage == "DATA" and replies[stage].startswith(b"354"):
                    while told.readline() not in (b".\r\n", b""):
                        pass
                    stage = "."
                    continue
                words = told.readline().split()
                stage = words[0].decode().upper() if words else "QUIT"
                if stage not in replies:
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield Relay(
            host=HOST,
            port=int(listener.getsockname()[1]),
            sender="skoleflex@kommunen.example",
            encryption="tls",
            user="navn",
            password="ord",
            authority=str(files.certificate),
        )
    finally:
        listener.close()
        thread.join(10)


def fate(files: Certificate, stage: str, reply: bytes, *, ends: bool = False) -> Fate:
    with replying(files, {**GOOD, stage: reply}, stage if ends else "") as relay:
        return send(relay, MAIL, "gruppe@kommunen.example").fate


def test_a_server_that_says_yes_to_all(files: Certificate) -> None:
    assert fate(files, ".", b"250-taken\r\n250 and kept\r\n") is Fate.SENT


@pytest.mark.parametrize("stage", list(GOOD))
@pytest.mark.parametrize("code", [421, 450, 451, 452, 454, 500, 501, 530, 535, 550, 552, 554])
def test_a_no_is_for_now_or_for_a_person(files: Certificate, stage: str, code: int) -> None:
    expected = Fate.LATER if code < 500 else Fate.REFUSED
    if stage == "EHLO":
        # Then HELO is tried, which this server knows nothing of: it hangs up.
        expected = Fate.LATER
    assert fate(files, stage, b"%d no\r\n" % code) is expected


@pytest.mark.parametrize("stage", list(GOOD))
@pytest.mark.parametrize("torn", TORN)
def test_a_reply_that_is_torn_says_neither_yes_nor_no(files: Certificate, stage: str, torn: bytes) -> None:
    assert fate(files, stage, torn, ends=True) is (Fate.UNCERTAIN if stage == "." else Fate.LATER)
