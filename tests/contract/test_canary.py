"""Where no cpr number belongs there is none, with every kind of page and mail at work: a canary number is put
in every name a person can choose, and looked for in all that is made (G7, F44, F53)."""

from __future__ import annotations

import email
import re
import unicodedata
from dataclasses import replace
from email.policy import SMTP
from pathlib import Path

import pytest

from pipeline.container import open_package
from pipeline.process import Office, release_letters
from tests.answered import filled_in
from tests.casebook import GONE, as_child, changed, good
from tests.contract.test_mail_in import DAY, PostRoom
from tests.contract.test_mail_in import room as room
from tests.filled import filled
from tests.offices import shared_files, with_checked_law

BY = "Birgit Prøvholm"
CPR = good("application")["child"]["cpr"].replace("-", "")
CANARY = re.compile(rf"{CPR[:6]}.?{CPR[6:]}")
NAMES = (
    f"{CPR} Alma.docx",
    f"{CPR[:6]}-{CPR[6:]}.DOCX",
    unicodedata.normalize("NFD", f"Åse {CPR[:6]} {CPR[6:]}.docx"),
    f"{CPR[:6]}-{CPR[6:]}.docx" + "\u202e",
    "'; DROP TABLE inputs; --.docx",
)
"""Names as people give them to files, on the disk and in a mail (F44)."""


def at_work(room: PostRoom) -> Office:
    """Forms by folder and mail under every name, one of each end; papers; pages answered, well and badly; a
    letter released by its page and others by the command."""
    office = with_checked_law(room.office)
    room = replace(room, office=office)
    forms = [filled(name, good(name)) for name in ("application", "decision_buf", "decision_sof")]
    forms.append(filled("plan", changed(good("plan"), {"/plan/rows/0/goal": GONE})))
    forms.append(filled("decision_buf", as_child(good("decision_buf"), "Ukendt Barn", "740313-4028")))
    for name, content in zip(NAMES, forms, strict=True):
        (office.workspace.inbox / name.replace("\u202e", " x.docx")).write_bytes(content)
    room.run()
    folder = office.workspace.cases / "SF-2026-0001"
    (folder / "bilag" / f"PPV {CPR}.pdf").write_bytes(b"%PDF-1.7 PPV")
    for n, name in enumerate(NAMES):
        room.arrives(
            (name, forms[3] + b"%d" % n), text=f"Om {CPR}: {n}", Subject=f"Skema {CPR}", id=f"<{n}.m@x>"
        )
    page = office.workspace.questions / "SF-2026-0001 Opgave 1.docx"
    answered = filled_in(page.read_bytes(), "release", by=BY, note=f"Læst {CPR}.")
    page.rename(office.workspace.inbox / f"{CPR}.docx").write_bytes(answered)
    page = office.workspace.questions / "SF-2026-0001 Opgave 2.docx"
    unclear = filled_in(page.read_bytes(), ["release", "hold"], by=BY)
    page.rename(office.workspace.inbox / f"svar {CPR}.docx").write_bytes(unclear)
    room.run()
    release_letters(office, "SF-2026-0001", ["child_letter"], BY, DAY)
    room.run()
    return office


def test_no_name_and_no_log_and_no_subject_tells_a_cpr_number(
    room: PostRoom, capfd: pytest.CaptureFixture[str]
) -> None:
    office = at_work(room)
    ends = office.register.count().ends
    assert {"accepted", "returned", "attachment"} <= set(ends), ends
    assert {d.key for d in office.register.documents("SF-2026-0001") if d.state == "released"} >= {
        "child_letter",
        "decision_school/1",
    }
    everything = sorted(office.workspace.root.rglob("*"))
    assert [path.name for path in everything if CANARY.search(path.name)] == []
    told = capfd.readouterr()
    assert not CANARY.search(told.out + told.err)
    assert room.sent.mails
    for _, _, content in room.sent.mails:
        mail = email.message_from_bytes(content, policy=SMTP)
        assert not CANARY.search(" ".join(f"{name}: {value}" for name, value in mail.items()))
        assert not CANARY.search(content.decode("utf-8", "replace"))
    for link in office.register.trail():
        assert not CANARY.search(f"{link.event} {link.subject} {link.actor} {link.id}")
    for name in shared_files(office):
        assert not CANARY.search(_properties(office.workspace.shared / name)), name
    for pulse in office.workspace.pulses.iterdir():
        assert not CANARY.search(pulse.read_text("utf-8"))


def _properties(path: Path) -> str:
    """What a Word file says of itself; what the sender wrote comes back as it was."""
    if path.suffix != ".docx" or path.stem.startswith(("Det indsendte", "Svar", "Ret her")):
        return ""
    parts = open_package(path.read_bytes())
    return "".join(parts[name].decode() for name in parts if name.startswith("docProps/"))


def test_the_canary_would_be_found() -> None:
    assert CANARY.search(f"Kvittering {CPR}.docx")
    assert CANARY.search(f"{CPR[:6]}-{CPR[6:]}")
