"""A round over mailbox and outbox, with servers that live on, killed at one step after the other.

    python -m tests.cut.killed            at every step; with `--every 5` at each fifth

A step is what makes something lasting (as `tests.kill` counts them), and each thing that is said to a server:
killed there, it has been said and the answer is not heard.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import email
import imaplib
import io
import shutil
import ssl
import sys
import tempfile
import time
from collections import Counter as Count
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from pipeline.process import Office, run_once
from pipeline.records.channels import MailAccount, MailIn, Relay
from tests.casebook import as_child, changed, good
from tests.filled import filled
from tests.kill.scene import KILLED, Ended, in_child
from tests.kill.shim import Counter, Fault
from tests.offices import drop, office_again, office_in, run
from tests.servers import (
    HOST,
    PASSWORD,
    USER,
    free_port,
    make_certificate,
    plain_client,
    pymap_account,
    running,
)

NOW = dt.datetime(2026, 8, 10, 9, 0, tzinfo=dt.UTC)
GROUP = "gruppe@kommunen.example"
INBOX, DONE, MEND = "INBOX", "Modtaget", "Til rettelse"
SENDER = "kontor@skolen.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A workspace to copy in which a notification lies ready, a mailbox, and where sent mails arrive."""

    folder: Path
    mail_in: MailIn
    mail_out: Relay
    account: MailAccount
    arrived: Path

    def meets(self, at: int) -> tuple[Ended, list[str]]:
        """Two mails come, and a round is killed at that step, and others follow; what went wrong then."""
        there = self.folder / "nu"
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(self.folder / "start", there)
        for path in self.arrived.iterdir():
            path.unlink()
        with plain_client(self.account) as owner:
            _empty(owner)
            for mail in two_mails():
                owner.append(INBOX, "", imaplib.Time2Internaldate(time.time()), mail)
        ended = in_child(self.round(there, NOW), Fault(at=at))
        for n in (1, 2):
            after = in_child(self.round(there, NOW + dt.timedelta(minutes=10 * n)), Fault())
            if after.code != 0:
                return ended, [f"the round after ended with {after.code}"]
        return ended, list(self.wrong(there))

    def round(self, there: Path, now: dt.datetime) -> Callable[[Counter], None]:
        def work(counter: Counter) -> None:
            _count_words(counter)
            with self.opened(there) as office:
                report = run_once(office, now, now.date(), settle=0)
            if report.broken:
                raise AssertionError(report.broken)

        return work

    @contextlib.contextmanager
    def opened(self, there: Path) -> Iterator[Office]:
        with office_again(there) as office:
            told = replace(
                office.workspace,
                mail_in=self.mail_in,
                mail_out=self.mail_out,
                recipients={"coordination_group": GROUP},
            )
            yield replace(office, workspace=told)

    def wrong(self, there: Path) -> Iterator[str]:
        """What is lost, done twice or not done."""
        came = Count(
            str(email.message_from_bytes(path.read_bytes(), policy=SMTP)["Message-ID"])
            for path in self.arrived.iterdir()
        )
        with self.opened(there) as office:
            rows = office.register.mails()
            mails = [row for row in office.register.incoming() if row.end != "start"]
            ends = sorted(one.end for row in mails for one in office.register.inputs_of_mail(row.id))
            owed = [one.id for one in office.register.inputs_where() if not one.delivered]
            papers = {
                name: len([path for path in root.rglob("*") if path.is_file()])
                for name, root in (("retur", office.workspace.returned), ("sager", office.workspace.cases))
            }
            papers["sager"] += len(list(office.workspace.outbox.iterdir()))
        states = sorted((row.end, row.state) for row in mails)
        if states != [("taken", "read"), ("taken", "unread")]:
            yield f"the mails are on record as {states}"
        if ends != ["accepted", "attachment", "returned"]:
            yield f"their files as {ends}"
        if owed:
            yield f"{len(owed)} receipts are owed"
        if len(rows) != 3 or {row.state for row in rows} - {"sent", "uncertain"}:
            yield f"what goes out is {[(row.state, row.why) for row in rows]}"
        for row in rows:
            went = came.pop(row.message_id, 0)
            if went > 1 or (row.state == "sent" and went != 1):
                yield f"a mail went {went} times, on record as {row.state}"
        if came:
            yield f"{came.total()} mails went that nobody knows of"
        with plain_client(self.account) as owner:
            lie = {folder: _number_in(owner, folder) for folder in (INBOX, DONE, MEND)}
        if lie != {INBOX: 0, DONE: 1, MEND: 1}:
            yield f"the mails lie in {lie}"
        expected = self.folder / "papers"
        if not expected.exists():
            expected.write_text(repr(papers))
        elif expected.read_text() != repr(papers):
            yield f"papers: {papers} and not {expected.read_text()}"


@contextlib.contextmanager
def scene_in(folder: Path) -> Iterator[Scene]:
    """The scene with its servers; a calm round has been held against what is expected."""
    files, port = make_certificate(folder), free_port()
    arrived, account = folder / "ankommet", pymap_account()
    arrived.mkdir()
    line = [sys.executable, "-m", "tests.cut.taker", str(port), str(files.certificate), str(files.key)]
    with running([*line, str(arrived)], port, folder):
        scene = Scene(
            folder=folder,
            mail_in=MailIn(account=account, senders=("@skolen.example",), done=DONE, mend=MEND),
            mail_out=Relay(
                host=HOST,
                port=port,
                sender="beku@kommunen.example",
                user=USER,
                password=PASSWORD,
                authority=str(files.certificate),
                secure_domains=("kommunen.example", "skolen.example"),
            ),
            account=account,
            arrived=arrived,
        )
        with office_in(folder / "start") as office:
            for name in ("application", "decision_buf", "decision_sof", "agreement"):
                drop(office, name, good(name))
            run(office, NOW.date().isoformat())
            assert len(list(office.workspace.outbox.iterdir())) == 1
        # The mailbox has been met; what is compiled once is there for every child.
        with plain_client(account) as owner:
            owner.append(
                INBOX, "", imaplib.Time2Internaldate(time.time()), b"From: a@x.example\r\n\r\nHej\r\n"
            )
        with office_again(folder / "start") as office:
            told = replace(office.workspace, mail_in=scene.mail_in)
            run_once(replace(office, workspace=told), NOW, NOW.date(), settle=0)
        yield scene


def two_mails() -> list[bytes]:
    """A form with a paper and words beside it, and one that is to be mended."""
    whole = filled("application", as_child(good("application"), "Bo Prøve Eksempel", "701015-5006"))
    torn = filled("application", changed(good("application"), {"/child/cpr": "999"}))
    return [
        _mail("god", "Hej\n\nRing til mor først.\n\nMvh Anna", ("a.docx", whole), ("ppv.pdf", _paper())),
        _mail("mangler", "Hej\n\nMvh Anna", ("b.docx", torn)),
    ]


def _mail(name: str, text: str, *files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"] = SENDER
    message["Message-ID"] = f"<{name}@skolen.example>"
    message.set_content(text)
    for file, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=file)
    return message.as_bytes()


def _paper() -> bytes:
    made = io.BytesIO()
    page = Canvas(made, invariant=True)
    page.drawString(72, 720, "PPV")
    page.save()
    return made.getvalue()


def _count_words(counter: Counter) -> None:
    """Each thing said on an encrypted line is a step: said, and then the process dies."""
    really = ssl.SSLSocket.sendall

    def sendall(line: ssl.SSLSocket, data: Any, flags: int = 0) -> None:
        counter.step("say", lambda: really(line, data, flags))
        really(line, data, flags)

    ssl.SSLSocket.sendall = sendall  # type: ignore[method-assign,assignment]


def _empty(owner: imaplib.IMAP4) -> None:
    for folder in (INBOX, DONE, MEND):
        answer, held = owner.select(f'"{folder}"')
        if answer == "OK" and held != [b"0"]:
            owner.store("1:*", "+FLAGS.SILENT", r"(\Deleted)")
            owner.expunge()


def _number_in(owner: imaplib.IMAP4, folder: str) -> int:
    if owner.select(f'"{folder}"', readonly=True)[0] != "OK":
        return 0
    return len(owner.search(None, "UNDELETED")[1][0].split())


def try_steps(scene: Scene, every: int) -> tuple[list[str], tuple[str, ...]]:
    """Killed at each step, or at each so many; what went wrong, and the steps of a round nobody killed."""
    calm, wrong = scene.meets(0)
    wrong = [f"calm: {one}" for one in wrong]
    for at in range(1, len(calm.steps) + 1, every):
        ended, faults = scene.meets(at)
        place = f"killed at {at} of {len(calm.steps)} ({calm.steps[at - 1]})"
        wrong += [f"{place}: {one}" for one in faults]
        if ended.code != KILLED:
            wrong.append(f"{place}: it ended with {ended.code}")
    return wrong, calm.steps


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.cut.killed", description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    wanted = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name, scene_in(Path(name)) as scene:
        wrong, steps = try_steps(scene, wanted.every)
    for one in wrong:
        print(one)
    told = ", ".join(f"{number} {step}" for step, number in Count(steps).most_common())
    print(f"{len(wrong)} wrong, {told}, {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
