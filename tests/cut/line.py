"""A line to a mail server that breaks after so many bytes of what one side says."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.servers import HOST, Certificate

TO_SERVER, FROM_SERVER = 0, 1
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """The server behind the line: `tls` is `tls`, `starttls` (IMAP) or nothing."""

    port: int
    tls: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Let `at` bytes of one side through, over all connections of a round, and then none. Every other cut
    resets the connection where the others end it."""

    way: int
    at: int


@dataclass(slots=True)
class Line:
    """The line as it is now: `heard` holds what each side has said since `mend`."""

    port: int
    cut: Cut | None = None
    broke: bool = False
    connections: int = 0
    heard: tuple[bytearray, bytearray] = field(default_factory=lambda: (bytearray(), bytearray()))

    def mend(self, cut: Cut | None = None) -> None:
        self.cut, self.broke, self.connections = cut, False, 0
        self.heard = (bytearray(), bytearray())

    def resets(self) -> bool:
        """Whether it was cut, and by a reset."""
        return self.broke and self.cut is not None and bool(self.cut.at % 2)

    def passes(self, way: int, data: bytes) -> bytes:
        """What of this gets through; fewer bytes than there are where the line breaks in them."""
        cut, said = self.cut, self.heard[way]
        if self.broke:
            return b""
        if cut is not None and cut.way == way:
            left = cut.at - len(said)
            # What the server says is cut off when it says more: it has done then what it was told.
            if len(data) > left or (way == TO_SERVER and len(data) == left):
                self.broke = True
                data = data[:left]
        said.extend(data)
        return data


@contextlib.contextmanager
def line_to(server: Upstream, files: Certificate) -> Iterator[Line]:
    """The line, encrypted from the first byte on the client's side by these `files`."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    line = Line(int(listener.getsockname()[1]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def serve() -> None:
        while not stop.is_set():
            try:
                raw, _ = listener.accept()
            except TimeoutError:
                continue
            thread = threading.Thread(target=_carry, args=(line, raw, server, context, stop), daemon=True)
            threads[1:] = [one for one in threads[1:] if one.is_alive()]
            threads.append(thread)
            thread.start()

    threads.append(threading.Thread(target=serve, daemon=True))
    threads[0].start()
    try:
        yield line
    finally:
        stop.set()
        for thread in list(threads):
            thread.join(10)
        listener.close()


def _carry(
    line: Line, raw: socket.socket, server: Upstream, context: ssl.SSLContext, stop: threading.Event
) -> None:
    """One connection, until either side ends it or it is cut."""
    line.connections += 1
    with contextlib.ExitStack() as stack, contextlib.suppress(OSError):
        stack.enter_context(raw)
        raw.settimeout(30)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if line.broke:
            return
        client = stack.enter_context(context.wrap_socket(raw, server_side=True))
        far, greeting = _reach(server)
        stack.enter_context(far)
        if greeting:
            client.sendall(line.passes(FROM_SERVER, greeting))
        ends = {client: (TO_SERVER, far), far: (FROM_SERVER, client)}
        while not stop.is_set() and not line.broke:
            pending = [one for one in ends if isinstance(one, ssl.SSLSocket) and one.pending()]
            for source in pending or select.select(list(ends), [], [], 0.2)[0]:
                way, target = ends[source]
                data = _read(source)
                if data is None:
                    continue
                if not data:
                    return
                if passed := line.passes(way, data):
                    target.sendall(passed)
        if line.resets():
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


def _read(source: socket.socket) -> bytes | None:
    """What has come; nothing for the end, None where it was only TLS that had to talk."""
    source.settimeout(0)
    try:
        return source.recv(65536)
    except (ssl.SSLWantReadError, BlockingIOError):
        return None
    finally:
        source.settimeout(30)


def _reach(server: Upstream) -> tuple[socket.socket, bytes]:
    """The server itself, and what it said before it was asked for encryption."""
    far = socket.create_connection(("127.0.0.1", server.port), 30)
    far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not server.tls:
        return far, b""
    context = ssl.create_default_context(cafile=server.authority)
    if server.tls == "tls":
        return context.wrap_socket(far, server_hostname=HOST), b""
    greeting = _told(far)
    far.sendall(b"s STARTTLS\r\n")
    assert b"OK" in _told(far)
    return context.wrap_socket(far, server_hostname=HOST), greeting


def _told(far: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\n"):
        said += far.recv(1)
    return said
