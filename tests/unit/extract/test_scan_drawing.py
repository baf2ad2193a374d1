"""What is drawn on the picture of a page: rulings and check boxes where they are, and nothing where not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.blank.word import blank_word
from pipeline.extract.confusions import mended
from pipeline.extract.page import read_page_words
from pipeline.extract.picture import picture_boxes, picture_rulings, without_marks
from pipeline.extract.recognised import foot_of, page_of, readable, scanned_form
from pipeline.extract.regions import pieces_of
from pipeline.extract.scan import PageImage
from pipeline.extract.straighten import skew, straightened, turned
from pipeline.extract.words import PageWord, RecognisedWord, Ruling
from pipeline.records.layout import TICKED, UNTICKED, Box, Layout, Place, TextLine
from tests.tools import as_pdf, needs
from tests.unit.blank.forms import APPLICATION, SHELL, filled
from tests.unit.extract.scans import askew, drawn, quarter_turns, with_noise

DPI = 200
POINT = DPI / 72


class Sheet:
    """White paper to draw on, in points."""

    def __init__(self, width: int = 300, height: int = 300) -> None:
        self.width, self.height = round(width * POINT), round(height * POINT)
        self.rows = [bytearray(b"\xfa" * self.width) for _ in range(self.height)]

    def ink(self, x0: float, top: float, x1: float, bottom: float, tone: int = 40) -> Sheet:
        left, right = round(x0 * POINT), max(round(x1 * POINT), round(x0 * POINT) + 1)
        for row in self.rows[round(top * POINT) : max(round(bottom * POINT), round(top * POINT) + 1)]:
            row[left:right] = bytes([tone]) * (right - left)
        return self

    def frame(self, x0: float, top: float, side: float, weight: float = 0.7) -> Sheet:
        x1, bottom = x0 + side, top + side
        self.ink(x0, top, x1, top + weight).ink(x0, bottom - weight, x1, bottom)
        return self.ink(x0, top, x0 + weight, bottom).ink(x1 - weight, top, x1, bottom)

    def slant(self, x0: float, top: float, x1: float, bottom: float) -> Sheet:
        steps = 60
        for n in range(steps):
            x, y = x0 + (x1 - x0) * n / steps, top + (bottom - top) * n / steps
            self.ink(x, y, x + 0.8, y + 0.8)
        return self

    @property
    def page(self) -> PageImage:
        grey = b"".join(map(bytes, self.rows))
        return PageImage(number=1, width=self.width, height=self.height, dpi=DPI, grey=grey)


def test_rulings_are_found_where_they_are() -> None:
    sheet = Sheet().ink(40, 50, 240, 50.5).ink(40, 80, 240, 81, tone=190).ink(100, 50, 100.5, 81)
    level, upright = picture_rulings(sheet.page)
    assert [(round(one.top), round(one.x0), round(one.x1)) for one in level] == [(50, 40, 240), (80, 40, 240)]
    assert [(round(one.x0), round(one.top), round(one.bottom)) for one in upright] == [(100, 50, 81)]


def test_bars_short_strokes_and_rows_of_letters_are_no_rulings() -> None:
    sheet = Sheet().ink(40, 50, 240, 70).ink(40, 100, 60, 101).ink(20, 200, 21, 210)
    for stem in range(40, 240, 3):
        sheet.ink(stem, 150, stem + 1, 160)
    sheet.ink(40, 155, 240, 156)
    assert picture_rulings(sheet.page) == ((), ())


@pytest.mark.parametrize("side", [6, 8, 10, 14])
def test_a_box_is_ticked_when_something_is_set_in_it(side: float) -> None:
    sheet = Sheet().frame(50, 50, side).frame(100, 50, side)
    sheet.slant(100, 50, 100 + side, 50 + side).slant(100, 50 + side, 100 + side, 50)
    boxes = picture_boxes(sheet.page)
    assert [found.ticked for found in sorted(boxes, key=lambda found: found.box.x0)] == [False, True]
    first = min(boxes, key=lambda found: found.box.x0).box
    assert (abs(first.x0 - 50) < 1) & (abs(first.x1 - 50 - side) < 1) & (abs(first.top - 50) < 1)


def test_a_speck_in_a_box_is_left_to_a_person() -> None:
    sheet = Sheet().frame(50, 50, 10).ink(54, 54, 55.1, 55.1)
    (found,) = picture_boxes(sheet.page)
    assert found.ticked is None
    (word,) = page_of(readable(sheet.page), ()).words
    assert word.text == UNTICKED + TICKED


def test_cells_and_open_shapes_are_no_boxes() -> None:
    sheet = Sheet().frame(20, 20, 30)
    sheet.ink(150, 50, 160, 50.7).ink(150, 59, 160, 59.7).ink(150, 50, 150.7, 59.7)
    sheet.frame(200, 50, 10).frame(209.3, 50, 10).frame(218.6, 50, 10)  # room for single letters
    assert picture_boxes(sheet.page) == ()


def test_boxes_and_rulings_are_painted_over() -> None:
    sheet = Sheet().frame(50, 50, 10).ink(20, 100, 280, 101)
    page = sheet.page
    bare = without_marks(page, picture_boxes(page), picture_rulings(page)[0])
    assert min(bare.grey) > 200


@pytest.mark.parametrize("degrees", [0, 0.4, -1.3, 3, -4.5])
def test_a_page_askew_is_laid_straight(degrees: float) -> None:
    sheet = Sheet()
    for line in range(30, 280, 14):
        for word in range(30, 270, 20):
            sheet.ink(word, line, word + 16, line + 6)
    page = askew(sheet.page, degrees) if degrees else sheet.page
    assert abs(skew(page) + degrees) < 0.15
    assert abs(skew(straightened(page))) < 0.1


def test_a_blank_page_lies_straight() -> None:
    assert straightened(Sheet().page) == Sheet().page


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_quarter_turns_are_taken_back(turns: int) -> None:
    page = Sheet(200, 300).frame(50, 50, 10).page
    assert turned(quarter_turns(page, turns), 360 - 90 * turns) == page


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────


def word(
    text: str, x0: float, top: float, x1: float, bottom: float, confidence: float = 95
) -> RecognisedWord:
    return RecognisedWord(text=text, confidence=confidence, box=Box(1, x0, top, x1, bottom))


def test_words_stand_in_boxes_as_high_as_their_font() -> None:
    """The ink of `no`, `On` and `og` differs in height; on one line and in one font they are alike."""
    ink = [word("no", 10, 105, 30, 110), word("On", 40, 103.2, 60, 110), word("og", 70, 105, 90, 112)]
    page = page_of(readable(Sheet().page), [*ink, word("~", 120, 100, 122, 112, confidence=2)])
    assert [one.text for one in page.words] == ["no", "On", "og"]
    assert {(round(one.box.top), round(one.box.bottom)) for one in page.words} == {(102, 112)}


def line(*texts: str) -> list[RecognisedWord]:
    return [word(text, 10 + 50 * n, 10, 50 + 50 * n, 20) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (("barnets", "lov", "8", "32"), "barnets lov § 32"),
        (("ida370&ppr-proeve.example",), "ida370@ppr-proeve.example"),
        (("klasse", "—", "tit"), "klasse – tit"),
        (("|", "Navn", "|"), "Navn"),
        (("(x)", "Ja", "(1)", "Nej"), "(x) Ja () Nej"),
        (("lalt",), "I alt"),
        (("|", "efteråret"), "I efteråret"),
        (("JaX", "Ne"), "Ja X Nej"),
        (("uge", "8", "og", "9"), "uge 8 og 9"),
        (("(1)", "Se", "noten"), "(1) Se noten"),
        (("A&B",), "A&B"),
    ],
)
def test_what_recognisers_confuse_is_told_by_what_stands_round_it(read: tuple[str, ...], meant: str) -> None:
    assert " ".join(one.text for one in mended(line(*read))) == meant


def test_a_reading_as_danish_alone_gives_danish_letters_only() -> None:
    both, danish = line("faelles", "12/5", "a@b.dk"), line("fælles", "12:5", "aæb.dk")
    assert [one.text for one in mended(both, danish)] == ["fælles", "12/5", "a@b.dk"]


def test_a_page_is_cut_into_its_cells_and_what_stands_outside_them() -> None:
    sheet = Sheet()
    for top in (100, 130, 160):
        sheet.ink(50, top, 250, top + 0.6)
    for left in (50, 150, 250):
        sheet.ink(left, 100, left + 0.6, 160)
    for left, top in ((60, 110), (160, 140), (60, 200)):
        sheet.ink(left, top, left + 20, top + 8)
    page = readable(sheet.page)
    pieces = pieces_of(page.image, page.rulings)
    found = [(round(one.left / POINT), round(one.top / POINT)) for one in pieces]
    assert [top for _, top in found] == [round(top - 12 / POINT) for top in (110, 140, 200)]
    assert [left for left, _ in found] == [round(left - 12 / POINT) for left in (50, 150, 0)]


def test_letters_below_each_other_are_no_ruling() -> None:
    """`j` at the end of every row, with level rulings between: a line with gaps."""
    sheet = Sheet()
    for row in range(8):
        sheet.ink(50, 60 + 12 * row, 250, 60.6 + 12 * row)
        sheet.ink(200, 63 + 12 * row, 200.8, 71.5 + 12 * row)
    level, upright = picture_rulings(sheet.page)
    assert len(level) == 8
    assert upright == ()


def test_a_bold_letter_is_no_check_box() -> None:
    sheet = Sheet()
    for top in (100, 103.5, 107):
        sheet.ink(50, top, 56.5, top + 1.2)
    sheet.ink(50, 100, 51.5, 108.2).ink(56, 101, 57.5, 103.3).ink(56, 104.5, 57.5, 107.2)
    assert picture_boxes(sheet.page) == ()


def test_what_a_scan_says_is_a_proposal() -> None:
    form = scanned_form([page_of(readable(Sheet().page), [word("Arbejdsplan", 10, 10, 90, 22)])])
    assert form.proposed
    assert form.mark is None
    assert form.layout is not None
    assert [line.text for line in form.layout.lines()] == ["Arbejdsplan"]


def test_the_foot_tells_the_form_where_the_code_cannot_be_read() -> None:
    def with_feet(*feet: str) -> Layout:
        return Layout(blocks=(TextLine(text="Navn: Alma", place=Place(page=1)),), furniture=feet)

    first, second = (f"Arbejdsplan - version 1 - sagsnr. SF-2026-0137 Side {n} af 2" for n in (1, 2))
    found = foot_of(with_feet(first, second))
    assert found is not None
    assert (found.title, found.version, found.case) == ("Arbejdsplan", 1, "SF-2026-0137")
    assert foot_of(with_feet(first, second.replace("0137", "0138"))) is None
    assert foot_of(with_feet("Side 1 af 2")) is None


# ── forms as they are printed ─────────────────────────────────────────────────────────────────────────


@needs("soffice")
def test_a_picture_shows_the_rulings_and_boxes_that_the_print_has() -> None:
    pdf = as_pdf(filled(APPLICATION))
    printed, _ = read_page_words(pdf)
    for page, image in zip(printed, drawn(pdf, DPI), strict=True):
        seen = page_of(readable(with_noise(image, 12)), ())
        assert signs(seen.words) == signs(page.words)
        long = [one for one in page.rulings if one.level and one.x1 - one.x0 > 40]
        missed = [one for one in long if not any(near(one, other) for other in seen.rulings)]
        assert missed == []


def signs(words: Sequence[PageWord]) -> list[str]:
    found = [one for one in words if one.text in (TICKED, UNTICKED)]
    return [one.text for one in sorted(found, key=lambda one: (round(one.box.top / 6), one.box.x0))]


def near(one: Ruling, other: Ruling) -> bool:
    return all(abs(a - b) < 2.5 for a, b in zip(one[:4], other[:4], strict=True))


@needs("soffice")
def test_an_empty_form_has_no_ticks() -> None:
    pdf = as_pdf(blank_word(APPLICATION, SHELL))
    words = [one for image in drawn(pdf, DPI) for one in page_of(readable(image), ()).words]
    assert {one.text for one in words} == {UNTICKED}
