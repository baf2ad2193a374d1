"""The PDF blank: every field of the form in its place, named, described and drawn, and nothing active."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from pipeline.blank.pdf import blank_pdf
from pipeline.blank.pdf_font import FontFiles, open_face, wrap
from pipeline.definitions import Form, Kind, Rows
from pipeline.errors import RenderError
from pipeline.pdfobjects import resolved
from tests.casebook import good
from tests.unit.blank.forms import APPLICATION, FILLED, FORMS, ROOT

FONTS = FontFiles(
    regular=(ROOT / "templates/fonts/Carlito-Regular.ttf").read_bytes(),
    bold=(ROOT / "templates/fonts/Carlito-Bold.ttf").read_bytes(),
)
FACE = open_face(FONTS.regular)


def made(form: Form, data: Any = None, **more: Any) -> bytes:
    return blank_pdf(form, data, "SF-2026-0137", fonts=FONTS, municipality="Prøve Kommune", **more)


def widgets(pdf: bytes) -> list[tuple[str, Any, int]]:
    """Each widget in the order of the pages: its whole name, its dictionary, its page."""
    found = []
    for n, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, start=1):
        for reference in page.get("/Annots", []):
            node = part = reference.get_object()
            names = []
            while part is not None:
                names.append(part["/T"])
                part = resolved(part.get("/Parent"))
            found.append((".".join(reversed(names)), node, n))
    return found


BLANKS = {form.name: made(form) for form in FORMS}


def expected_names(form: Form) -> set[str]:
    names = set()
    for entry in form.entries():
        rows = range(entry.max_items) if isinstance(entry, Rows) else [None]
        for field in entry.columns if isinstance(entry, Rows) else (entry,):
            names |= {field.tag if n is None else field.tag.replace("[]", f"[{n}]") for n in rows}
    return names


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_field_of_every_row_the_schema_allows_has_a_place(form: Form) -> None:
    assert {name.partition(":")[0] for name, _, _ in widgets(BLANKS[form.name])} == expected_names(form)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_no_two_fields_overlap_or_leave_the_page(form: Form) -> None:
    by_page: dict[int, list[tuple[float, ...]]] = {}
    for _, node, page in widgets(BLANKS[form.name]):
        x0, y0, x1, y1 = map(float, node["/Rect"])
        assert 50 < x0 < x1 < 545
        assert 50 < y0 < y1 < 800
        for left, low, right, high in by_page.setdefault(page, []):
            assert x1 <= left or right <= x0 or y1 <= low + 0.2 or high <= y0 + 0.2
        by_page[page].append((x0, y0, x1, y1))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_field_says_what_it_is_and_is_drawn(form: Form) -> None:
    for name, node, _ in widgets(BLANKS[form.name]):
        field = form.find("/" + name.partition(":")[0].replace("[", "/").replace("]", "").replace(".", "/"))
        assert not isinstance(field, Rows | None)
        assert node["/TU"].startswith(f"{field.label} · ")
        assert node["/AP"]["/N"] is not None
        if node["/FT"] == "/Btn":
            assert set(node["/AP"]["/N"]) == {"/Off", "/Ja"}
            assert node["/V"] == node["/AS"] == "/Off"
        else:
            assert "/V" not in node
            assert node["/DA"].startswith("/R ")
        if field.kind is Kind.TEXT and field.max_length:
            assert node["/MaxLen"] == field.max_length
            assert bool(node["/Ff"] & 4096) == field.multiline
        if field.required and "[" not in name and node["/FT"] != "/Btn":
            assert node["/Ff"] & 2


def test_the_file_bears_its_identity_and_nobodys_name() -> None:
    reader = PdfReader(io.BytesIO(BLANKS["application"]))
    assert reader.metadata == {
        "/Title": APPLICATION.title,
        "/SkoleflexForm": "skoleflexplus/application",
        "/SkoleflexVersion": "1",
        "/SkoleflexCase": "SF-2026-0137",
    }
    root: Any = reader.root_object
    assert root["/Lang"] == "da-DK"
    assert root["/AcroForm"]["/NeedAppearances"].value is False
    assert {str(page["/Tabs"]) for page in reader.pages} == {"/R"}
    for word in (b"/JavaScript", b"/JS", b"/AA", b"/OpenAction", b"/URI"):
        assert word not in BLANKS["application"]


def test_each_page_says_which_form_case_and_page_it_is() -> None:
    reader = PdfReader(io.BytesIO(BLANKS["agreement"]))
    for n, page in enumerate(reader.pages, start=1):
        said = page.extract_text()
        assert f"Side {n} af {len(reader.pages)}" in said
        assert "Samarbejdsaftale for SkoleflexPLUS · version 1 · sagsnr. SF-2026-0137" in said
        assert "Prøve Kommune" in said


def test_the_application_ends_with_page_three_and_the_plan_starts_on_page_four() -> None:
    reader = PdfReader(io.BytesIO(BLANKS["application"]))
    assert "9. Bilag og underskrifter".replace(" ", "") in reader.pages[2].extract_text().replace(" ", "")
    assert "Fælles BUF-SOF-arbejdsplan" in reader.pages[3].extract_text()


def test_the_same_arguments_give_the_same_bytes() -> None:
    data = good(FILLED["plan"])
    form = next(form for form in FORMS if form.name == "plan")
    assert made(form, data) == made(form, data)
    assert made(form) == BLANKS["plan"]


def test_a_long_answer_makes_room_for_itself() -> None:
    long = "Alma fortæller om sin skoledag. " * 60
    tall = [
        float(node["/Rect"][3]) - float(node["/Rect"][1])
        for pdf in (made(APPLICATION), made(APPLICATION, {"child_view": long}))
        for name, node, _ in widgets(pdf)
        if name == "child_view"
    ]
    assert tall[1] > 3 * tall[0]


def test_letters_no_font_has_are_kept_and_shown_as_boxes() -> None:
    name = "Alma 👧🏽 Привет مرحبا"
    pdf = made(APPLICATION, {"child": {"name": name}})
    node = next(node for found, node, _ in widgets(pdf) if found == "child.name")
    assert node["/V"] == name
    look = node["/AP"]["/N"]
    assert "/RX" in look["/Resources"]["/Font"]
    assert b"<0000" in look.get_data()


@pytest.mark.parametrize("letter", ["\ud800", "\x00", "\ufffe"])
def test_what_no_document_may_hold_is_refused(letter: str) -> None:
    with pytest.raises(RenderError):
        made(APPLICATION, {"child": {"name": f"Alma{letter}"}})


def test_the_code_is_drawn_in_the_lower_right_corner() -> None:
    modules = [[True, False], [False, True]]
    plain, coded = made(FORMS[2]), made(FORMS[2], code_of=lambda page: modules)
    last = [PdfReader(io.BytesIO(pdf)).pages[0].get_contents() for pdf in (plain, coded)]
    assert last[0] is not None
    assert last[1] is not None
    added = last[1].get_data()[len(last[0].get_data()) :].split()
    squares = [tuple(map(float, added[n - 4 : n])) for n, word in enumerate(added) if word == b"re"]
    assert len(squares) == 2
    assert all(x > 541 and x + w < 583 and 55 < y < 98 and w == h == 19.843 for x, y, w, h in squares)


def test_lines_break_between_words_and_long_words_anywhere() -> None:
    assert wrap("en to\ntre", FACE, 10, 1000) == ["en to", "tre"]
    lines = wrap("x" * 100 + " slut", FACE, 10, 60)
    assert "".join(lines).replace(" ", "") == "x" * 100 + "slut"
    assert all(FACE.width(line, 10) <= 60 for line in lines)


WORDS = st.lists(st.text(st.sampled_from("abcWæ\u4e2d"), min_size=1, max_size=12), max_size=20)


@given(WORDS, st.integers(min_value=20, max_value=200))
def test_lines_hold_every_word_and_as_much_as_fits(words: list[str], width: int) -> None:
    text = " ".join(words)
    lines = wrap(text, FACE, 10, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(FACE.width(line, 10) <= width or len(line) == 1 for line in lines)
    left = text
    for line in lines[:-1]:
        left = left.removeprefix(line)
        # Nothing more fits: not the next word with its blank, nor a letter of a word that is cut here.
        cut = not left.startswith(" ")
        left = left.removeprefix(" ")
        more = left[0] if cut else " " + left.split(" ")[0]
        assert FACE.width(line + more, 10) > width
