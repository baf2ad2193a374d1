"""Scans: pages that are pictures are told from pages of text, and forms of ours are known by their codes."""

from __future__ import annotations

import pytest

from pipeline.blank.papercode import code_matrix
from pipeline.errors import InputRejected
from pipeline.extract.scan import (
    MAX_PAGES,
    PageImage,
    code_of,
    kinds_of_pages,
    page_images,
    signed_copy,
    without_codes,
)
from pipeline.papermark import PaperMark, paper_payload
from pipeline.records import Mark
from tests.unit.extract.scans import as_fax, askew, blurred, bound, picture_pdf, quarter_turns, with_noise

MARK = Mark(programme="skoleflexplus", form="application", version=1, case="SF-2026-0137")
CODE = paper_payload(MARK, 2)


def paper(*codes: str, dpi: int = 150, number: int = 1) -> PageImage:
    """An A5 page with lines of ink and a code of 14 mm in its corner; further codes stand above it."""
    width, height = dpi * 148 * 10 // 254, dpi * 210 * 10 // 254
    rows = [bytearray(b"\xfa" * width) for _ in range(height)]
    for top in range(dpi // 2, height // 2, dpi // 6):
        for row in rows[top : top + 3]:
            row[dpi // 2 : width - dpi // 2] = b"\x28" * (width - 2 * (dpi // 2))
    for n, code in enumerate(codes):
        matrix = code_matrix(code)
        side = dpi * 140 // 254
        top, left = height - (n + 1) * (side + dpi // 3), width - side - dpi // 5
        for down in range(side):
            modules = matrix[down * len(matrix) // side]
            rows[top + down][left : left + side] = bytes(
                20 if modules[column * len(matrix) // side] else 250 for column in range(side)
            )
    return PageImage(number=number, width=width, height=height, dpi=dpi, grey=b"".join(map(bytes, rows)))


def text_page(*drawn: str) -> bytes:
    """A PDF of one page with this content, in a font that is there."""
    content = " ".join(drawn).encode()
    return bound(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources"
            b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        ]
    )


def words(text: str, mode: int = 0) -> str:
    return f"BT /F 11 Tf {mode} Tr 40 400 Td ({text}) Tj ET"


# ── which pages are pictures ──────────────────────────────────────────────────────────────────────────


def test_a_page_is_text_a_picture_or_blank() -> None:
    assert kinds_of_pages(text_page(words("Barnets navn: Alma"))) == ("text",)
    assert kinds_of_pages(text_page("")) == ("blank",)
    assert kinds_of_pages(text_page("3 w 40 40 m 500 700 l S")) == ("picture",)
    white = PageImage(number=1, width=200, height=300, dpi=36, grey=b"\xfc" * 60_000)
    assert kinds_of_pages(picture_pdf([paper(), white])) == ("picture", "blank")


def test_text_that_nobody_sees_makes_no_page_of_text() -> None:
    recognised = words("Lorem " * 60, mode=3)
    assert kinds_of_pages(picture_pdf([paper()], below=recognised)) == ("picture",)
    below = words("Lorem " * 60)
    assert kinds_of_pages(picture_pdf([paper()], below=below)) == ("picture",)


def test_a_line_stamped_upon_a_scan_leaves_it_a_picture() -> None:
    stamp, letter = words("Modtaget 12-06-2026"), words("Lorem ipsum " * 30)
    assert kinds_of_pages(picture_pdf([paper()], above=stamp)) == ("picture",)
    assert kinds_of_pages(picture_pdf([paper()], above=letter)) == ("text",)


def test_only_pictures_are_drawn_and_not_larger_than_need_be() -> None:
    assert list(page_images(text_page(words("Barnets navn: Alma")))) == []
    (page,) = page_images(picture_pdf([paper()]), dpi=200)
    assert (page.number, page.dpi) == (1, 200)
    assert len(page.grey) == page.width * page.height
    assert abs(page.width / page.dpi * 25.4 - 148) < 1
    small = paper()
    poster = PageImage(number=1, width=small.width, height=small.height, dpi=5, grey=small.grey)
    (page,) = page_images(picture_pdf([poster]), dpi=200)
    assert page.width * page.height <= 20_100_000
    assert page.dpi < 70


# ── codes ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_page_may_lie_as_it_likes(turns: int) -> None:
    assert code_of(quarter_turns(paper(CODE), turns)) == PaperMark(mark=MARK, page=2)


def test_grain_and_fax_do_no_harm() -> None:
    page = paper(CODE)
    for worse in (with_noise(page, 60), as_fax(page), as_fax(with_noise(page, 60))):
        assert code_of(worse) == PaperMark(mark=MARK, page=2)


@pytest.mark.parametrize("degrees", [5, -2, 2, 178])
def test_a_page_may_lie_askew(degrees: float) -> None:
    found = signed_copy(picture_pdf([with_noise(askew(paper(CODE), degrees), 30)]))
    assert found is not None
    assert found.mark == MARK


def test_a_blurred_copy_is_known() -> None:
    assert signed_copy(picture_pdf([blurred(blurred(paper(CODE)))])) is not None


def test_other_codes_and_contradictions_say_nothing() -> None:
    other = paper_payload(MARK, 3)
    assert all(code_of(page) is None for page in (paper(), paper("https://example.org"), paper(CODE, other)))
    assert code_of(paper(CODE, "https://example.org")) == PaperMark(mark=MARK, page=2)


def test_codes_are_painted_over() -> None:
    page = without_codes(paper(CODE, "https://example.org"))
    assert code_of(page) is None
    assert page.grey[: len(page.grey) // 2] == paper(CODE).grey[: len(page.grey) // 2]


# ── signed copies ─────────────────────────────────────────────────────────────────────────────────────


def test_a_signed_copy_says_which_form_it_is_and_nothing_else() -> None:
    found = signed_copy(picture_pdf([paper(CODE), paper()]))
    assert found is not None
    assert (found.mark, found.answers, found.loose, found.layout) == (MARK, (), (), None)
    assert found.notices == ("file.signed_copy",)


def test_a_form_that_was_printed_empty_is_no_copy_of_anything() -> None:
    mark = Mark(programme="skoleflexplus", form="application", version=1)
    found = signed_copy(picture_pdf([paper(paper_payload(mark))]))
    assert found is not None
    assert (found.mark, found.notices) == (mark, ("file.filled_by_hand",))


def test_any_other_file_is_none() -> None:
    assert signed_copy(picture_pdf([paper()])) is None
    assert signed_copy(text_page(words("Barnets navn: Alma"))) is None
    assert signed_copy(text_page("")) is None


def test_pages_of_several_forms_belong_to_a_person() -> None:
    other = Mark(programme="skoleflexplus", form="application", version=1, case="SF-2026-0138")
    with pytest.raises(InputRejected, match=r"file\.several_forms"):
        signed_copy(picture_pdf([paper(CODE), paper(paper_payload(other, 1))]))


# ── files that are meant to harm ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"\0" * 1000, b"PK\3\4"])
def test_what_is_no_pdf_is_damaged(content: bytes) -> None:
    with pytest.raises(InputRejected, match=r"file\.damaged"):
        kinds_of_pages(content)


def test_every_cut_is_an_answer_or_a_rejection() -> None:
    whole = picture_pdf([paper(CODE, dpi=75)])
    codes = set()
    for end in range(0, len(whole), max(1, len(whole) // 60)):
        try:
            signed_copy(whole[:end])
        except InputRejected as rejected:
            codes.add(rejected.code)
    assert codes == {"file.damaged"}


def test_there_are_limits() -> None:
    tiny = PageImage(number=1, width=8, height=8, dpi=72, grey=b"\0" * 64)
    with pytest.raises(InputRejected, match=r"file\.too_many_pages"):
        kinds_of_pages(picture_pdf([tiny] * (MAX_PAGES + 1)))
    huge = picture_pdf([tiny]).replace(b"/Width 8/Height 8", b"/Width 80000/Height 80000")
    with pytest.raises(InputRejected, match=r"file\.too_complex"):
        kinds_of_pages(huge)
