"""The sender's own PDF with notes: at the right fields, and otherwise byte for byte as it came."""

from __future__ import annotations

import datetime as dt
import io
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from pipeline.annotate.pdf import _Margins, annotate_pdf
from pipeline.extract.acroform import read_acroform, read_fields
from pipeline.records import Finding, FindingKind, Severity
from pipeline.records.layout import Box
from tests.casebook import good
from tests.unit.blank.forms import APPLICATION
from tests.unit.blank.test_pdf import made

FILLED = made(APPLICATION, good("application"))


def finding(
    pointer: str, severity: Severity = Severity.ERROR, kind: FindingKind = FindingKind.FORM
) -> Finding:
    return Finding(
        severity=severity,
        kind=kind,
        code="cpr.date",
        pointer=pointer,
        label="Barnets cpr-nr.",
        place="side 1",
        message="Den 31. februar findes ikke.",
    )


def notes(content: bytes, kind: str = "/Text") -> list[tuple[int, Any]]:
    return [
        (n, note)
        for n, page in enumerate(PdfReader(io.BytesIO(content)).pages, start=1)
        for note in (reference.get_object() for reference in page.get("/Annots", []))
        if note["/Subtype"] == kind
    ]


def highlighted(content: bytes) -> list[Any]:
    return [(page, *map(float, note["/Rect"])) for page, note in notes(content, "/Highlight")]


def place(name: str, content: bytes = FILLED) -> tuple[float, ...]:
    box = next(widget.box for widget in read_fields(content).widgets if widget.name == name)
    height = 841.89
    return box.page, box.x0, height - box.bottom, box.x1, height - box.top


def annotated(*findings: Finding, content: bytes = FILLED, **more: Any) -> bytes:
    marked = annotate_pdf(content, findings, **more)
    assert marked is not None
    assert marked.startswith(content)
    assert read_acroform(marked) == read_acroform(content)
    return marked


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/child/cpr", "child.cpr"),
        ("/goals/1/goal", "goals[1].goal"),
        ("/guardians/0/name", "guardians[0].name"),
        ("/guardians", "guardians[0].name"),
    ],
)
def test_a_note_stands_by_the_field_it_is_about(pointer: str, name: str) -> None:
    marked = annotated(finding(pointer))
    assert highlighted(marked) == [pytest.approx(place(name), abs=0.05)]
    ((page, note),) = notes(marked)
    assert note["/Contents"] == "Skal rettes: Barnets cpr-nr. – Den 31. februar findes ikke."
    assert page == place(name)[0]
    assert abs(float(note["/Rect"][3]) - place(name)[4] - 2) < 1
    assert note["/AP"]["/N"].get_data()


def test_rows_are_counted_as_the_data_counts_them() -> None:
    data = good("application")
    writer = PdfWriter(clone_from=io.BytesIO(made(APPLICATION, {**data, "goals": data["goals"][:1]})))
    for page in writer.pages:
        for reference in page.get("/Annots", []):
            node = reference.get_object()
            parent = node.get("/Parent")
            if parent is not None and parent.get_object().get("/T") == "goals[0]":
                node.pop("/V", None)
    for page in writer.pages:
        writer.update_page_form_field_values(page, {"goals[5].goal": "Det sjette"}, auto_regenerate=False)
    changed = io.BytesIO()
    writer.write(changed)
    marked = annotated(finding("/goals/0/goal"), content=changed.getvalue())
    assert highlighted(marked) == [pytest.approx(place("goals[5].goal"), abs=0.05)]


def test_every_box_of_a_question_is_marked() -> None:
    marked = annotated(finding("/child/protected_address"))
    assert len(highlighted(marked)) == 2
    assert len(notes(marked)) == 1


def test_a_place_that_was_found_otherwise_is_used_where_no_field_is() -> None:
    plain = made(APPLICATION)
    marked = annotated(finding("/nothing"), content=plain, spots={"/nothing": Box(2, 100, 200, 300, 220)})
    assert highlighted(marked) == [
        (2, 100, pytest.approx(621.89, abs=0.01), 300, pytest.approx(641.89, abs=0.01))
    ]


def test_notes_without_a_place_stand_below_each_other_on_the_first_page() -> None:
    marked = annotated(finding(""), finding("/nowhere"), finding(""))
    tops = [float(note["/Rect"][3]) for page, note in notes(marked) if page == 1]
    assert len(tops) == 3
    assert tops == sorted(set(tops), reverse=True)
    assert all(a - b >= 15 for a, b in pairwise(tops))
    assert highlighted(marked) == []


def test_words_say_who_acts() -> None:
    marked = annotated(
        finding("/child/cpr", Severity.WARNING), finding("/child/name", kind=FindingKind.CRITERION)
    )
    said = [note["/Contents"].partition(":")[0] for _, note in notes(marked)]
    assert said == ["Bør ses efter", "Vurderes af myndigheden"]


def test_notices_get_no_note_and_nothing_gives_no_copy() -> None:
    assert annotate_pdf(FILLED, [finding("/child/cpr", Severity.NOTICE)]) is None
    assert annotate_pdf(FILLED, []) is None


def test_the_same_arguments_give_the_same_bytes_and_the_date_is_the_given_one() -> None:
    when = dt.datetime(2026, 6, 15, 8, 30, tzinfo=dt.UTC)
    marked = annotated(finding("/child/cpr"), written=when)
    assert marked == annotated(finding("/child/cpr"), written=when)
    assert [note["/M"] for _, note in notes(marked)] == ["D:20260615083000Z"]


def test_properties_stay() -> None:
    marked = PdfReader(io.BytesIO(annotated(finding("/child/cpr"))))
    assert marked.metadata == PdfReader(io.BytesIO(FILLED)).metadata


def test_notes_can_be_added_to_a_copy_that_has_some() -> None:
    first = annotated(finding("/child/cpr"))
    assert len(notes(annotated(finding("/child/name"), content=first))) == 2


def test_a_file_with_a_table_in_a_stream_stays_one() -> None:
    writer = PdfWriter(io.BytesIO(FILLED), incremental=True)
    writer.add_metadata({"/Title": "x"})
    updated = io.BytesIO()
    writer.write(updated)
    content = updated.getvalue()
    marked = annotate_pdf(content, [finding("/child/cpr")])
    assert marked is not None
    assert marked.startswith(content)
    assert b"/Type /XRef" in marked[len(content) :]
    assert [one.raw for one in read_acroform(marked).answers] == [
        one.raw for one in read_acroform(content).answers
    ]


def locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(FILLED))
    writer.encrypt("", "ejer", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", FILLED[:-30], FILLED + b"<</ByteRange [0 1]>>", b"x" + FILLED, locked()]
)
def test_a_file_that_cant_be_added_to_safely_gives_no_copy(content: bytes) -> None:
    assert annotate_pdf(content, [finding("/child/cpr")]) is None


def test_notes_at_one_place_stand_on_the_page_and_on_no_other_note() -> None:
    margins = _Margins(595, 842)
    places = [margins.free(800.3) for _ in range(200)]
    assert all(0 <= left <= 580 and 0 <= top <= 827 for left, top in places)
    assert places[0] == (561.0, 800.3)
    assert all(
        abs(left - other_left) >= 15 or abs(top - other_top) >= 15
        for n, (left, top) in enumerate(places)
        for other_left, other_top in places[:n]
    )
    margins = _Margins(100, 60)
    assert all(0 <= top <= 45 for _, top in (margins.free(10) for _ in range(50)))
