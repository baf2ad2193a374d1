"""The identity of a form on paper: what its code says, how it is drawn, and that it is no answer."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest

from pipeline.blank.papercode import PageFoot, code_matrix, code_png, code_run
from pipeline.blank.word import blank_word
from pipeline.container import open_package, repack, write_package
from pipeline.extract.scan import PageImage, code_of, page_images
from pipeline.extract.word import read_word
from pipeline.interpret import interpret
from pipeline.papermark import FootMark, PaperMark, foot_text, paper_payload, parse_foot, parse_payload
from pipeline.records import Mark
from tests.tools import as_pdf, needs, word_faults
from tests.unit.blank.forms import APPLICATION, FORMS, SHELL, filled, part
from tests.unit.extract.scans import drawn, picture_pdf

MARK = Mark(programme="skoleflexplus", form="application", version=1, case="SF-2026-0137")


def image_of(matrix: tuple[tuple[bool, ...], ...], dots: int, edge: int = 2) -> PageImage:
    side = (len(matrix) + 2 * edge) * dots
    blank = b"\xff" * (edge * dots)
    rows = [blank + b"".join((b"\0" if dark else b"\xff") * dots for dark in row) + blank for row in matrix]
    field = b"\xff" * side * edge * dots
    grey = field + b"".join(row * dots for row in rows) + field
    return PageImage(number=1, width=side, height=side, dpi=200, grey=grey)


# ── the payload ───────────────────────────────────────────────────────────────────────────────────────


def test_the_payload_is_short_and_says_form_version_case_and_page() -> None:
    assert paper_payload(MARK, 3) == "SKF1|skoleflexplus/application|1|SF-2026-0137|3"
    assert paper_payload(Mark(programme="a-b", form="c_d", version=12)) == "SKF1|a-b/c_d|12||0"


@pytest.mark.parametrize("case", ["", "SF-2026-0137", "24/01234", "Å|r 7 æ%", "x" * 40])
@pytest.mark.parametrize("page", [0, 3])
def test_what_is_written_is_read(case: str, page: int) -> None:
    mark = Mark(programme="skolefleks-ballerup", form="beku_application", version=27, case=case)
    payload = paper_payload(mark, page)
    assert payload.isascii()
    assert parse_payload(payload) == PaperMark(mark=mark, page=page)


@pytest.mark.parametrize(
    "text",
    [
        "", "SKF1", "https://www.borger.dk", "SKF2|a/b|1||0", "SKF1|a/b|0||0", "SKF1|a/b|1||",
        "SKF1|a/b|1||0|", "SKF1|A/b|1||0", "SKF1|a/b/c|1||0", "SKF1|a/b|1|%|0", "SKF1|a/b|1|%0A|0",
        "SKF1|a/b|1|%FF|0", "SKF1|a/b|١||0", "SKF1|a/b|1||0\n",
        " SKF1|a/b|1||0", "SKF1|a/b|1|" + "x" * 201 + "|0",
    ],
)  # fmt: skip
def test_no_other_code_is_taken_for_one_of_ours(text: str) -> None:
    assert parse_payload(text) is None


@pytest.mark.parametrize("case", ["", "SF-2026-0137"])
def test_the_foot_is_read_as_it_is_printed_and_as_it_is_recognised(case: str) -> None:
    title = "Ansøgning om samt arbejdsplan for SkoleflexPLUS"
    foot = foot_text(title, 1, case)
    expected = FootMark(title=title, version=1, case=case)
    assert parse_foot(foot) == expected
    assert parse_foot(foot.replace("·", "-")) == expected
    assert parse_foot(foot.replace(" · ", " ")) == expected
    assert parse_foot(f"{foot} Side 3 af 5") == FootMark(title=title, version=1, case=case, page=3)


@pytest.mark.parametrize(
    "line", ["", "Side 1 af 5", "Vi bruger en ny udgave", "version 1", "Den er i version æ"]
)
def test_other_lines_are_no_foot(line: str) -> None:
    assert parse_foot(line) is None


# ── the code ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_is_square_small_and_always_the_same() -> None:
    matrix = code_matrix(paper_payload(MARK, 3))
    assert len(matrix) <= 33
    assert {len(row) for row in matrix} == {len(matrix)}
    assert matrix == code_matrix(paper_payload(MARK, 3))
    assert matrix != code_matrix(paper_payload(MARK, 4))


def test_a_scanner_reads_the_code() -> None:
    page = image_of(code_matrix(paper_payload(MARK, 3)), 3)
    assert code_of(page) == PaperMark(mark=MARK, page=3)


def test_the_picture_holds_the_modules_of_the_code() -> None:
    matrix = code_matrix(paper_payload(MARK))
    png = code_png(matrix)
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (width, height, depth, colour) == (8 * len(matrix), 8 * len(matrix), 1, 0)
    size = int.from_bytes(png[33:37], "big")
    rows = zlib.decompress(png[41 : 41 + size])
    line = 1 + len(matrix)
    for n, modules in enumerate(matrix):
        assert [byte == 0 for byte in rows[n * 8 * line + 1 : n * 8 * line + line]] == list(modules)
    assert png == code_png(matrix)


# ── in a Word form ────────────────────────────────────────────────────────────────────────────────────


def test_every_form_bears_its_code_in_its_foot() -> None:
    for form in FORMS:
        package = open_package(filled(form))
        mark = Mark(programme=form.programme, form=form.name, version=form.version, case="SF-2026-0137")
        assert package["word/media/skoleflex-code.png"] == code_png(code_matrix(paper_payload(mark)))
        assert b"skoleflex-code.png" in package["word/_rels/footer1.xml.rels"]
        assert package["word/footer1.xml"].count(b"<w:drawing>") == 1
        assert b'descr="Kode' in package["word/footer1.xml"]
        assert package["[Content_Types].xml"].count(b'Extension="png"') == 1


def test_the_code_is_no_answer_and_raises_no_question() -> None:
    for form in FORMS:
        with_code = filled(form)
        footer = open_package(with_code)["word/footer1.xml"]
        footer = re.sub(rb"<w:r( [^>]*)?><w:drawing>.*?</w:drawing></w:r>", b"", footer)
        assert b"drawing>" not in footer
        without = repack(with_code, {"word/footer1.xml": footer})
        assert read_word(with_code) == read_word(without)
        assert interpret(read_word(with_code), form).problems == ()


@pytest.mark.parametrize(("margin", "drawn_as"), [("1134", b"wp:anchor"), ("850", b"wp:inline")])
def test_where_the_margin_is_narrow_the_code_stands_in_the_line(
    margin: str, drawn_as: bytes, tmp_path: Path
) -> None:
    new = f'w:right="{margin}"'.encode()
    document = open_package(SHELL)["word/document.xml"].replace(b'w:right="1134"', new)
    word = blank_word(APPLICATION, repack(SHELL, {"word/document.xml": document}))
    assert drawn_as in open_package(word)["word/footer1.xml"]
    assert word_faults(word, tmp_path) == []


def test_a_shell_without_a_foot_gives_a_form_without_a_code() -> None:
    package = open_package(SHELL)
    document = re.sub(rb"<w:footerReference[^>]*/>", b"", package["word/document.xml"])
    relations = package["word/_rels/document.xml.rels"]
    relations = re.sub(rb'<Relationship [^>]*Target="footer1.xml"/>', b"", relations)
    kept = {name: content for name, content in package.items() if name != "word/footer1.xml"}
    kept |= {"word/document.xml": document, "word/_rels/document.xml.rels": relations}
    word = blank_word(APPLICATION, write_package(kept.items()))
    assert "word/media/skoleflex-code.png" not in open_package(word)


def test_the_run_names_its_picture_and_has_no_two_ids() -> None:
    foot = PageFoot(page_width=11906, page_height=16838, margin=1134, bottom=397)
    one, other = code_run("rId1", foot, 1), code_run("rId1", foot, 2)
    assert 'r:embed="rId1"' in one
    ids = [re.search(r'<wp:docPr id="(\d+)"', run) for run in (one, other)]
    assert len({found[1] for found in ids if found}) == 2
    assert part(filled(APPLICATION), "word/footer1.xml") is not None


@needs("soffice")
def test_a_printed_and_scanned_form_is_known_by_every_page() -> None:
    pdf = as_pdf(blank_word(APPLICATION, SHELL, None, "SF-2026-0137"))
    scan = picture_pdf(list(drawn(pdf, 150)))
    marks = tuple(map(code_of, page_images(scan)))
    assert marks == (PaperMark(mark=MARK),) * 5
