"""A mail that follows one that has left: it says what it replaces and what changed, and not from what."""

from __future__ import annotations

from pathlib import Path

from pipeline.process import Office
from pipeline.process.following import changed_labels
from pipeline.render.mail import MailDraft, read_draft
from tests.offices import office_in, run
from tests.tilbageslusning import FOLDER

BEGUN, CHANGED, BACK = "2026-06-30", "2026-10-01", "2026-11-02"


def hole(origin: str, text: str, field: str = "") -> dict[str, str]:
    return {"kind": "hole", "origin": origin, "text": text} | ({"field": field} if field else {})


def come(office: Office, day: str, form: str) -> None:
    (office.workspace.inbox / f"{day} {form}.docx").write_bytes((FOLDER / form / "changed.docx").read_bytes())
    run(office, day)


def lies_ready(office: Office) -> tuple[Path, MailDraft]:
    (path,) = office.workspace.outbox.glob("* Besked til BUF Fagligt Center*.eml")
    return path, read_draft(path.read_bytes())


def test_a_second_mail_about_a_course_says_what_it_replaces(tmp_path: Path) -> None:
    with office_in(tmp_path / "kontor") as office:
        for form in ("application", "plan", "decision"):
            come(office, BEGUN, form)
        path, first = lies_ready(office)
        assert "erstatter" not in first.body
        path.unlink()  # sent by hand
        come(office, CHANGED, "change")
        path, second = lies_ready(office)
        assert second.subject == f"Rettelse: {first.subject}"
        (said,) = [line for line in second.body.splitlines() if "erstatter" in line]
        assert said.startswith(
            "Denne besked erstatter vores besked af 30. juni 2026 om samme forløb. Ændret: "
        )
        assert "sykolog" in said
        told = set(first.body.splitlines()) ^ set(second.body.splitlines())
        assert {line.partition(":")[0] for line in told if line and line != said} == {"Barnets psykolog"}
        run(office, BACK)
        assert lies_ready(office) == (path, second)


def test_what_changed_is_told_by_its_labels() -> None:
    before = [hole("application:/school/name", "A", "Skole"), hole("register", "x"), hole("today", "1")]
    after = [
        hole("application:/school/name", "B", "Skole"),
        hole("application:/supplier/name", "C", "Leverandør"),
        hole("today", "2"),
    ]
    assert changed_labels(before, after) == ["Skole", "Leverandør"]
    assert changed_labels(after, after) == []
    assert changed_labels(after, before) == ["Skole", "Leverandør"]
