"""A mailbox that has never been tidied: what a round costs in memory and on the line.

`SKOLEFLEX_MAILS=40000 python -m pytest tests/contract/test_many_mails.py -n 0 -s` says it for so many.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from tests.casebook import good
from tests.cut.line import FROM_SERVER, TO_SERVER, Line, Upstream, line_to
from tests.filled import filled
from tests.servers import HOST, PASSWORD, dovecot_account, make_certificate
from tests.tools import marks_for

pytestmark = marks_for("dovecot")

SKOLEFLEX = Path(sys.executable).with_name("skoleflex")
MANY = int(os.environ.get("SKOLEFLEX_MAILS", "4000"))
FEW = 400
GROWS = 24 * 1024
"""KiB by which a round over many mails may be larger than one over few: their numbers, not their bytes."""
OF_A_HEADER = 400
"""Bytes on the line for each new mail, the fetched ones apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run of the command took: its largest size in KiB, and what was said on the line."""

    size: int
    seconds: float
    commands: Counter[str]
    sent: int
    came: int


def put_mails(folder: Path, number: int) -> None:
    """So many mails: mostly text, a form among each thousand, a file that is none among each hundred."""
    for n in range(number):
        message = EmailMessage()
        message["From"] = "Nyt fra skolen <nyt@skolen.example>"
        message["Subject"] = f"Nyhedsbrev {n}"
        message["Message-ID"] = f"<{n}@skolen.example>"
        message.set_content(f"Kære alle\n\nNyt nummer {n}.\n" * 20)
        if n % 1000 == 500:
            # Nothing beside the form that somebody would have to read: the round is to be about mails alone.
            message.set_content("Hej\n\nMvh Anna\n")
            _attach(message, "skema.docx", filled("prior_commitment", good("prior_commitment")))
        elif n % 100 == 7:
            _attach(message, "referat.pdf", b"%PDF-1.7 " + b"x" * 100_000)
        (folder / f"{1_780_000_000 + n}.M{n}.post").write_bytes(message.as_bytes())


def _attach(message: EmailMessage, name: str, content: bytes) -> None:
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)


def run_mail(workspace: Path, line: Line) -> Cost:
    """One `run --only mail`, as a program of its own."""
    line.mend()
    began = time.monotonic()
    command = [
        str(Path(sys.executable).with_name("skoleflex")),
        "run",
        "-w",
        str(workspace),
        "--only",
        "mail",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    with process.stdout as said:
        told = said.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, told.decode()
    commands = Counter(
        word
        for one in bytes(line.heard[TO_SERVER]).decode().splitlines()
        for word in [one.split()[1] if "UID" not in one.split()[1] else " ".join(one.split()[1:3])]
    )
    return Cost(
        size=used.ru_maxrss,
        seconds=time.monotonic() - began,
        commands=commands,
        sent=len(line.heard[TO_SERVER]),
        came=len(line.heard[FROM_SERVER]),
    )


def costs_of(number: int, folder: Path) -> tuple[Cost, Cost]:
    """A round in which so many mails are new to us, and the round after it."""
    folder.mkdir()
    files = make_certificate(folder)
    account = dovecot_account(lambda there: put_mails(there, number))
    upstream = Upstream(port=account.port, tls="tls", authority=account.authority)
    with line_to(upstream, files) as line:
        workspace = folder / "kontor"
        (folder / "ord").write_text(PASSWORD)
        subprocess.run([SKOLEFLEX, "init", workspace], check=True, capture_output=True)
        with (workspace / "skoleflex.toml").open("a") as settings:
            settings.write(
                f'\n[mail.in]\nhost = "{HOST}"\nport = {line.port}\nuser = "{account.user}"\n'
                f'password_file = "{folder / "ord"}"\nauthority = "{files.certificate}"\n'
                'senders = ["@skolen.example"]\n'
            )
        first = run_mail(workspace, line)
        assert first.commands["UID FETCH"] == 0, "a mailbox that is met leaves what lies there alone"
        _forget_the_start(workspace)
        return run_mail(workspace, line), run_mail(workspace, line)


def _forget_the_start(workspace: Path) -> None:
    """As if the mailbox had been met when it was empty: all that lies there is new."""
    with sqlite3.connect(workspace / "data" / "register.sqlite") as register:
        changed = register.execute("UPDATE mails SET uid = 0, id = 'x' WHERE \"end\" = 'start'").rowcount
    register.close()
    assert changed == 1


def test_many_mails_cost_no_more_memory_than_few(tmp_path: Path) -> None:
    few, _ = costs_of(FEW, tmp_path / "få")
    many, after = costs_of(MANY, tmp_path / "mange")
    for number, cost in ((FEW, few), (MANY, many), (MANY, after)):
        print(f"{number} mails: {cost}", file=sys.stderr)
    assert max(many.size, after.size) - few.size < GROWS

    # A mail with a form is looked at twice more, before it is put away.
    held = MANY // 100 + 3 * (MANY // 1000)
    assert held <= many.commands["UID FETCH"] - MANY / 100 <= held + 10
    assert many.came - held * 150_000 < MANY * OF_A_HEADER
    assert after.commands["UID FETCH"] == 0
    assert after.sent + after.came < 8_000
