"""Real mail servers on loopback: IMAP by pymap (from pip) and by Dovecot, SMTP by aiosmtpd."""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import getpass
import imaplib
import ipaddress
import json
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pipeline.records.channels import MailAccount, Relay

USER, PASSWORD = "demouser", "demopass"
HOST = "localhost"
_numbers = count()
_Given = TypeVar("_Given")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate for localhost that is its own authority, and its key."""

    certificate: Path
    key: Path


def relay_at(port: int, files: Certificate, **more: Any) -> Relay:
    """The relay that `smtp_server` is, with its login and the authority of its certificate."""
    told: dict[str, Any] = {"sender": "beku@kommunen.example"} | more
    return Relay(host=HOST, port=port, user=USER, password=PASSWORD, authority=str(files.certificate), **told)


def make_certificate(folder: Path, host: str = HOST) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names if host == HOST else names[:1]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = Certificate(certificate=folder / f"{host}.pem", key=folder / f"{host}.key")
    files.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return files


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# ── IMAP ──────────────────────────────────────────────────────────────────────────────────────────────


# A server is started once in each process that tests; who asks for one gets a mailbox there that nobody else
# has or had. Most of such a test's time went into the start of the server.


def pymap_account() -> MailAccount:
    """An empty mailbox of pymap, held in memory; encryption by STARTTLS."""
    return replace(_pymap(), user=f"user{next(_numbers)}")


@cache
def _pymap() -> MailAccount:
    folder = Path(tempfile.mkdtemp(prefix="skoleflex-pymap-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    files, port = make_certificate(folder), free_port()
    line = [sys.executable, "-m", "tests.mailboxes", "--host", "127.0.0.1", "--port", str(port)]
    line += ["--no-service", "admin", "--no-service", "managesieve"]
    line += ["--cert", str(files.certificate), "--key", str(files.key), "dict"]
    line += ["--demo-password", PASSWORD]
    _until_the_end(running(line, port, folder))
    return MailAccount(
        host=HOST,
        port=port,
        user=USER,
        password=PASSWORD,
        encryption="starttls",
        authority=str(files.certificate),
    )


def _until_the_end(server: AbstractContextManager[_Given]) -> _Given:
    """What a server gives that is ended with this process."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(server)


# A wrong login makes neither itself nor those after it wait, as it would on a server that is attacked.
_DOVECOT = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{files.certificate}
ssl_key = <{files.key}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%n
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
passdb {{
  driver = static
  args = password={password}
  mechanisms = plain login
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service imap {{
  service_count = 100
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""
GOOD_TOKEN = "good-token-of-"
"""With the user's name behind it, a token that opens the mailbox."""


def dovecot_account(mails: Callable[[Path], None] | None = None) -> MailAccount:
    """A mailbox of Dovecot over TLS, with a password and with an OAuth2 token (`GOOD_TOKEN`).

    `mails` may put files into the folder it is given: mails that lie there, unread, from the first.
    """
    folder, account = _dovecot()
    account = replace(account, user=f"user{next(_numbers)}")
    if mails is not None:
        box = folder / "mail" / account.user
        for name in ("cur", "new", "tmp"):
            (box / name).mkdir(parents=True)
        mails(box / "new")
        _give(box)
    return account


@cache
def _dovecot() -> tuple[Path, MailAccount]:
    # Its workers are another user, who must get at its folder: pytest's folders are for one user alone.
    folder = Path(tempfile.mkdtemp(prefix="skoleflex-dovecot-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    files, port = make_certificate(folder), free_port()
    tokens = _until_the_end(_introspection())
    (folder / "oauth2.conf").write_text(
        f"introspection_mode = post\nintrospection_url = http://127.0.0.1:{tokens}/\n"
        "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
    )
    for name in ("mail", "home", "run", "state"):
        (folder / name).mkdir()
    _give(folder)
    user, group = _workers()
    (folder / "dovecot.conf").write_text(
        _DOVECOT.format(folder=folder, files=files, port=port, user=user, group=group, password=PASSWORD)
    )
    _until_the_end(running(["dovecot", "-F", "-c", str(folder / "dovecot.conf")], port, folder))
    return folder, MailAccount(
        host=HOST, port=port, user=USER, password=PASSWORD, authority=str(files.certificate)
    )


def _workers() -> tuple[str, str]:
    """The user and group of Dovecot's workers, which it will not run as root."""
    user = getpass.getuser()
    return ("nobody", "nogroup") if user == "root" else (user, user)


def _give(folder: Path) -> None:
    """The folder with all in it is the workers'."""
    if getpass.getuser() == "root":
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, *_workers())


@contextlib.contextmanager
def _introspection() -> Iterator[int]:
    """The small part of an OAuth2 server that says whose a token is."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            _, good, user = said.partition(f"token={GOOD_TOKEN}")
            told = json.dumps({"active": bool(good), "username": user.partition("&")[0]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def running(line: list[str], port: int, folder: Path) -> Iterator[None]:
    """A server as a process of its own, until it listens; ended with the block."""
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(line, stdout=log, stderr=log)
        try:
            until = time.monotonic() + 30
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                if server.poll() is not None or time.monotonic() > until:
                    raise AssertionError((folder / "server.log").read_text("utf-8", "replace"))
                time.sleep(0.05)
            yield
        finally:
            server.terminate()
            server.wait(30)


@contextlib.contextmanager
def plain_client(account: MailAccount) -> Iterator[imaplib.IMAP4]:
    """Python's own client, as the person whose mailbox it is."""
    context = ssl.create_default_context(cafile=account.authority)
    if account.encryption == "starttls":
        client = imaplib.IMAP4(account.host, account.port, 30)
        client.starttls(context)
    else:
        client = imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=30)
    try:
        client.login(account.user, PASSWORD)
        yield client
    finally:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            client.logout()


def deliver(account: MailAccount, mail: bytes, folder: str = "INBOX") -> None:
    """A mail that arrives, unread."""
    with plain_client(account) as client:
        answer, _ = client.append(folder, "", imaplib.Time2Internaldate(time.time()), mail)
        assert answer == "OK"


def held_mails(account: MailAccount, folder: str = "INBOX") -> list[tuple[bytes, bytes]]:
    """The mails in a folder, in order: each one's flags and its bytes."""
    with plain_client(account) as client:
        if client.select(f'"{folder}"', readonly=True)[0] != "OK":
            return []
        _, numbers = client.search(None, "UNDELETED")
        held = []
        for number in numbers[0].split():
            _, answer = client.fetch(number.decode(), "(FLAGS BODY.PEEK[])")
            parts = [part for part in answer if part is not None]
            told = b" ".join(part if isinstance(part, bytes) else part[0] for part in parts)
            held.append((told, next(part[1] for part in parts if isinstance(part, tuple))))
        return held


# ── SMTP ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Received:
    """The mails a server took, in order: sender, recipients, bytes."""

    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    """What to answer at a stage (`MAIL`, `RCPT`, `DATA`) instead of taking it."""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if said := self.replies.get("MAIL"):
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if said := self.replies.get("RCPT"):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if said := self.replies.get("DATA"):
            return said
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append((envelope.mail_from or "", list(envelope.rcpt_tos), content))
        return "250 OK"


@contextlib.contextmanager
def smtp_server(
    files: Certificate | None, port: int = 0, handler: Any = None
) -> Iterator[tuple[int, Received]]:
    """aiosmtpd; with STARTTLS where it has a certificate. Its user is `USER` with `PASSWORD`."""
    received: Received = handler or Received()
    port = port or free_port()
    context = None
    if files is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files.certificate, files.key)

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        return AuthResult(success=good, handled=False)

    options: dict[str, Any] = {"authenticator": authenticate, "tls_context": context}
    controller = Controller(
        received, hostname="127.0.0.1", port=port, auth_require_tls=context is not None, **options
    )
    controller.start()
    try:
        yield port, received
    finally:
        controller.stop()


@contextlib.contextmanager
def broken_line(port: int, breaks: Callable[[int, bytes], bytes | None]) -> Iterator[int]:
    """A line to a server on loopback that a saboteur holds: he sees what each side says and cuts it.

    `breaks` gets which way (0 to the server, 1 from it) and the bytes; it gives those that get through, or
    None to cut the line on both sides.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    stop = threading.Event()
    ends: list[socket.socket] = [listener]
    threads: list[threading.Thread] = []

    def carry(way: int, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                passed = breaks(way, data)
                if passed is None:
                    break
                target.sendall(passed)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve() -> None:
        while not stop.is_set():
            try:
                client, _ = listener.accept()
            except TimeoutError:
                continue
            client.settimeout(None)
            ends.append(client)
            server = socket.create_connection(("127.0.0.1", port))
            ends.append(server)
            for way, one, other in ((0, client, server), (1, server, client)):
                start(carry, way, one, other)

    def start(work: Callable[..., None], *given: Any) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        threads.append(thread)
        thread.start()

    start(serve)
    try:
        yield int(listener.getsockname()[1])
    finally:
        stop.set()
        threads[0].join()
        for end in ends[1:]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()
        for end in ends:
            end.close()
