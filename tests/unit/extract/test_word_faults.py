"""What nobody should send: each limit at and past it, hidden document types, and bytes of any kind."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.container import write_package
from pipeline.errors import InputRejected
from pipeline.extract import walk, word
from pipeline.extract.word import read_word
from pipeline.records import ExtractedForm
from tests.words import (
    DOCM,
    DOTM,
    DOTX,
    cell,
    control,
    document,
    docx,
    legacy_text,
    paragraph,
    parts,
    properties,
    relations,
    row,
    run,
    story,
    table,
    text_box,
)

PLAIN = paragraph("Skole: ", control("Engskolen", "school"))


def code_of(content: bytes) -> str:
    with pytest.raises(InputRejected) as rejected:
        read_word(content)
    return rejected.value.code


def only(content: bytes) -> str:
    form = read_word(content)
    assert [answer.tag for answer in form.answers] == ["school"]
    return form.answers[0].raw


# ── other files ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "file.old_word"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "file.encrypted"),
        (b"%PDF-1.7", "file.pdf"),
        (b"{\\rtf1}", "file.rtf"),
        (b"<html></html>", "file.html"),
        (write_package([("mimetype", b"x")]), "file.not_word"),
        (b"Navn: Ida", "file.unknown"),
        (docx(PLAIN)[:-40], "file.damaged"),
        (docx(PLAIN, more={"word/document.xml": None}), "file.damaged"),
        (docx(PLAIN, more={"word/document.xml": b"<document/>"}), "file.damaged"),
        (docx(PLAIN, more={"word/document.xml": document(PLAIN)[:-9]}), "file.damaged"),
        (docx(PLAIN, more={"word/document.xml": story("glossaryDocument", "")}), "file.damaged"),
        (docx(PLAIN, more={"../x": b""}), "file.unsafe_member"),
    ],
)
def test_each_is_rejected_by_its_own_name(content: bytes, code: str) -> None:
    assert code_of(content) == code


@pytest.mark.parametrize("main_type", [DOTX, DOCM, DOTM])
def test_templates_and_macro_files_are_read(main_type: str) -> None:
    assert only(docx(PLAIN, main_type=main_type)) == "Engskolen"


@pytest.mark.parametrize(
    "more",
    [
        {"word/_rels/document.xml.rels": None},
        {"word/_rels/document.xml.rels": b"<torn"},
        {"word/_rels/document.xml.rels": relations(("styles", "gone.xml"), ("header", "../gone.xml"))},
        {"_rels/.rels": None},
        {"_rels/.rels": b"<torn"},
        {"_rels/.rels": relations(("officeDocument", "gone.xml"))},
        {"_rels/.rels": relations(("officeDocument", "/word/document.xml"))},
        {"word/styles.xml": b"<torn"},
        {"docProps/custom.xml": b""},
        {"docProps/core.xml": b"<torn"},
    ],
)
def test_broken_relations_and_side_parts_do_not_matter(more: dict[str, bytes | None]) -> None:
    assert only(docx(PLAIN, more=more)) == "Engskolen"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_strict_open_xml_reads_as_the_transitional_one(encoding: str) -> None:
    answer = "http://purl.oclc.org/ooxml/officeDocument/ <b>"
    strict = document(paragraph("Skole: ", control(answer, "school")))
    head = strict.decode().replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
    head = head.replace("/2006/", "/").replace('encoding="UTF-8"', f'encoding="{encoding}"')
    content = docx(more={"word/document.xml": head.encode(encoding)})
    assert only(content) == answer


# ── document types ────────────────────────────────────────────────────────────────────────────────────

DTD = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
IDENTITY = {"skoleflex-form": "skoleflexplus/application", "skoleflex-version": "1"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(
    "name",
    [
        "word/document.xml",
        "word/styles.xml",
        "word/header1.xml",
        "word/footnotes.xml",
        "word/_rels/document.xml.rels",
        "word/theme/theme1.xml",
        "_rels/.rels",
        "[Content_Types].xml",
        "docProps/custom.xml",
        "docProps/core.xml",
        "customXml/item1.xml",
    ],
)
def test_a_document_type_in_any_part(name: str, encoding: str) -> None:
    members = parts(PLAIN) | {
        "docProps/custom.xml": properties(IDENTITY),
        "word/header1.xml": story("hdr", PLAIN),
        "word/footnotes.xml": story("footnotes", PLAIN),
    }
    text = members.get(name, b"<x/>").decode()
    head, mark, rest = text.partition("?>\n") if text.startswith("<?xml") else ("", "", text)
    members[name] = (head.replace("UTF-8", "UTF-16") + mark + DTD + rest).encode(encoding)
    assert code_of(write_package(members.items())) == "file.doctype"


# ── limits ────────────────────────────────────────────────────────────────────────────────────────────


def test_cells_of_a_table() -> None:
    rows = row(*["<w:tc/>"] * 50) * 400
    assert read_word(docx(table(rows), table(rows)))
    assert code_of(docx(table(rows + row("<w:tc/>")))) == "file.huge_table"


@pytest.mark.parametrize("name", ["span", "before"])
@pytest.mark.parametrize(("columns", "fine"), [("63", True), ("64", False), ("20000000", False), ("x", True)])
def test_columns_of_a_table(name: str, columns: str, fine: bool) -> None:
    if name == "span":
        rows = row(cell("a", properties=f'<w:gridSpan w:val="{columns}"/>'))
    else:
        rows = row("a", properties=f'<w:gridBefore w:val="{columns}"/>')
    if fine:
        assert read_word(docx(table(rows)))
    else:
        assert code_of(docx(table(rows))) == "file.huge_table"


def test_tables_in_tables() -> None:
    def nested(depth: int) -> str:
        return "<w:tbl><w:tr><w:tc>" * depth + paragraph("Navn: Ida") + "</w:tc></w:tr></w:tbl>" * depth

    assert read_word(docx(nested(32))).answers[0].raw == "Ida"
    assert code_of(docx(nested(33))) == "file.nested_tables"
    assert code_of(docx("<w:sdt><w:sdtContent>" * 130)) == "file.damaged"


@pytest.mark.parametrize(
    "around",
    [
        lambda text: paragraph(control(text, "a")),
        lambda text: control(paragraph(text[:50_000]) + paragraph(text[50_001:]), "a"),
        lambda text: paragraph(legacy_text("a", text)),
        lambda text: table(row("Navn", text)),
        lambda text: paragraph("Navn: " + text),
    ],
)
def test_length_of_an_answer(around: object) -> None:
    assert callable(around)
    assert len(read_word(docx(around("x" * 100_000))).answers[0].raw) == 100_000
    assert code_of(docx(around("x" * 100_001))) == "file.value_too_long"


def test_controls_in_controls_do_not_multiply_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MAX_ANSWERED", 5_000)
    inside = run("x" * 1000)
    for n in range(5):
        inside = control(inside, f"t{n}")
    assert read_word(docx(paragraph(inside)))
    assert code_of(docx(paragraph(control(inside, "t5")))) == "file.too_complex"
    headers = {
        "word/_rels/document.xml.rels": relations(("header", "h.xml")),
        "word/h.xml": story("hdr", paragraph(control("y", "t"))),
    }
    assert code_of(docx(paragraph(inside), more=headers)) == "file.too_complex"


@pytest.mark.parametrize("block", [paragraph("x"), "<w:sdt/>"])
def test_number_of_paragraphs_and_controls(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MAX_FOUND", 3)
    assert read_word(docx(block * 3))
    assert code_of(docx(block * 4)) == "file.too_complex"


def _many(count: int) -> dict[str, str]:
    boxes = "".join(control("☐", f"b{n}", kind="<w14:checkbox/>") for n in range(count))
    fields = "".join(legacy_text(f"f{n}", "x") for n in range(count))
    merged = row(cell("Navn", merge="restart"), "x") + row(cell("", merge="continue"), "x") * (count // 2)
    return {
        "empty controls in a line": paragraph("<w:sdt/>" * count),
        "boxes in a line": paragraph("Hvad?", boxes),
        "fields in a line": paragraph(fields),
        "one long row": table(row(*(cell(paragraph(control("x", f"c{n}"))) for n in range(count)))),
        "one long merge": table(merged),
        "text boxes": paragraph(text_box(paragraph("A: b")) * (count // 4)),
        "paragraphs under a label": control("".join([paragraph("x")] * count), "a"),
        "fields never closed": paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * count),
        "legacy fields never closed": paragraph(legacy_text("a", "x").rpartition("<w:r>")[0] * count),
        "blanks before a colon": paragraph(" " * count + "x" * 200 + ":"),
        "breaks in a line": paragraph("a: b\n" * count),
    }


@pytest.mark.parametrize("name", _many(1))
def test_cost_grows_with_the_size_and_no_faster(name: str) -> None:
    content = docx(_many(15_000)[name])
    start = time.process_time()
    read_word(content)
    assert time.process_time() - start < 4


def many_tables(size: int) -> bytes:
    return docx(*[table(row("Navn", "Ida", "Klasse", "4.b") * (size // 6))] * 3)


def many_lines(size: int) -> bytes:
    return docx(paragraph("Navn: Ida") * size)


@pytest.mark.parametrize(("made", "answers"), [(many_tables, 30_000), (many_lines, 100_000)])
def test_large_honest_files(made: Callable[[int], bytes], answers: int) -> None:
    """Read whole, in a time that grows as they do: ten times the file is no hundred times the work."""
    spent = []
    for size in (answers // 10, answers):
        content = made(size)
        start = time.process_time()
        assert len(read_word(content).answers) == size
        spent.append(time.process_time() - start)
    assert spent[1] < 30 * spent[0]


# ── any bytes ─────────────────────────────────────────────────────────────────────────────────────────


def read_or_reject(content: bytes) -> None:
    with suppress(InputRejected):
        assert isinstance(read_word(content), ExtractedForm)


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    read_or_reject(content)
    read_or_reject(b"PK\x03\x04" + content)


WHOLE = parts(
    paragraph("Navn: ", control("Ida", "name"))
    + table(row("Skole", "Eng"), row("x", cell(paragraph(legacy_text("T", "1")))))
) | {"docProps/custom.xml": properties(IDENTITY), "word/header1.xml": story("hdr", PLAIN)}


@settings(max_examples=300)
@given(st.data())
def test_any_change_to_the_bytes_of_a_word_file(data: st.DataObject) -> None:
    content = bytearray(write_package(WHOLE.items()))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_or_reject(bytes(content))


@settings(max_examples=300)
@given(st.data())
def test_any_change_to_the_parts_of_a_word_file(data: st.DataObject) -> None:
    members = dict(WHOLE)
    name = data.draw(st.sampled_from(sorted(members)))
    part = bytearray(members[name])
    start = data.draw(st.integers(0, len(part)))
    end = data.draw(st.integers(start, min(len(part), start + 30)))
    change = data.draw(st.sampled_from([b"", b'"', b"<", b"&#x1F600;", b"99999999999", b"w:tc", b"\xff"]))
    part[start:end] = change
    members[name] = bytes(part)
    read_or_reject(write_package(members.items()))


TAGS = re.findall(
    r"\S+",
    """
w:p w:r w:t w:tbl w:tr w:tc w:tcPr w:trPr w:pPr w:rPr w:sdt w:sdtPr w:sdtContent w:tag w:gridSpan
w:vMerge w:hMerge w:fldChar w:ffData w:checkBox w:ddList w:listEntry w:result w:name w:del w:ins w:moveFrom
w:br w:sym w:tab w:txbxContent mc:AlternateContent mc:Choice mc:Fallback w14:checkbox w14:checked w:date
w:dropDownList w:listItem w15:repeatingSection w15:repeatingSectionItem w:showingPlcHdr w:tblHeader w:vanish
w:lastRenderedPageBreak w:pStyle w:outlineLvl w:instrText w:hyperlink w:sectPr w:shd w:pageBreakBefore
""",
)
VALUES = ["", "0", "1", "9", "-1", "x", "begin", "separate", "end", "restart", "continue", "a[].b", "²"]


def _element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, name, value, parts: f'<{tag} w:{name}="{value}">{"".join(parts)}</{tag}>',
        st.sampled_from(TAGS),
        st.sampled_from(["val", "fldCharType", "type", "char", "fullDate", "fill"]),
        st.sampled_from(VALUES),
        st.lists(inside, max_size=4),
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(st.recursive(st.sampled_from(["a: b", " ", "x"]), _element, max_leaves=25), max_size=4))
@example(["<w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent>"])
def test_any_tree_of_words_own_elements(blocks: list[str]) -> None:
    form = read_word(docx(*blocks))
    assert form == read_word(docx(*blocks))
    for answer in form.answers:
        assert answer.raw.strip() or answer.empty or answer.checked is not None
