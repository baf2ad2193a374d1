"""A mail server as a process of its own: each mail it takes is a file, named by its number.

python -m tests.cut.taker PORT CERTIFICATE KEY FOLDER
"""

from __future__ import annotations

import itertools
import logging
import sys
import threading
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import Certificate, Received, smtp_server


class Taker(Received):
    """Writes each mail down before it answers for it."""

    folder: Path
    numbers = itertools.count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        (self.folder / f"{next(self.numbers):06d}.eml").write_bytes(content)
        return "250 OK"


def main() -> None:
    logging.disable(logging.WARNING)
    port, certificate, key, folder = sys.argv[1:]
    taker = Taker()
    taker.folder = Path(folder)
    with smtp_server(Certificate(certificate=Path(certificate), key=Path(key)), int(port), taker):
        threading.Event().wait()


if __name__ == "__main__":
    main()
