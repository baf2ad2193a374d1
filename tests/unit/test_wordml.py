"""The outside of a Word file: parts, properties, styles, and python-docx behind the checks."""

from __future__ import annotations

import docx as python_docx
import pytest

from pipeline.container import open_package, write_package
from pipeline.errors import InputRejected
from pipeline.wordml import (
    Relation,
    custom_properties,
    left_alone,
    open_document,
    open_word,
    relations,
    save_document,
    story_parts,
)
from pipeline.wordml.styles import styles_of
from tests import words


def test_the_main_part_is_where_the_relations_say() -> None:
    more = {
        "_rels/.rels": words.relations(("officeDocument", "/other/body.xml")),
        "other/body.xml": words.document(""),
    }
    assert open_word(words.docx(more=more)).main == "other/body.xml"


def test_another_office_program_is_not_word() -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    with pytest.raises(InputRejected) as rejected:
        open_word(words.docx(main_type=sheet))
    assert rejected.value.code == "file.not_word"


def test_relations_of_a_part() -> None:
    more = {
        "word/_rels/document.xml.rels": words.relations(
            ("header", "header1.xml"),
            ("image", "../media/./a.png"),
            ("footer", "/word/f.xml"),
            ("x", "../../../a"),
            external=[("hyperlink", "https://host.example/../a")],
        )
    }
    word = open_word(words.docx(more=more))
    assert relations(word.package, word.main) == (
        Relation(kind="header", target="word/header1.xml", external=False),
        Relation(kind="image", target="media/a.png", external=False),
        Relation(kind="footer", target="word/f.xml", external=False),
        Relation(kind="x", target="a", external=False),
        Relation(kind="hyperlink", target="https://host.example/../a", external=True),
    )


def test_targets_as_other_programs_write_them() -> None:
    more = {
        "word/_rels/document.xml.rels": words.relations(
            ("image", "media/et%20billede.png"),
            ("image", "\\word\\media\\a.png"),
            ("image", "100%25.png"),
            ("image", "gone%20.png"),
        ),
        "word/media/et billede.png": b"1",
        "word/media/a.png": b"2",
        "word/100%25.png": b"3",
    }
    word = open_word(words.docx(more=more))
    assert [relation.target for relation in relations(word.package, word.main)] == [
        "word/media/et billede.png",
        "word/media/a.png",
        "word/100%25.png",
        "word/gone%20.png",
    ]


def test_relations_of_strict_open_xml_are_of_the_same_kinds() -> None:
    strict = words.relations(
        ("customProperties", "eget.xml"), ("extendedProperties", "app.xml"), ("styles", "s.xml")
    )
    word = open_word(words.docx(more={"word/_rels/document.xml.rels": strict}))
    kinds = [relation.kind for relation in relations(word.package, word.main)]
    assert kinds == ["custom-properties", "extended-properties", "styles"]


def test_stories_are_those_that_are_there_once_each() -> None:
    more = {
        "word/_rels/document.xml.rels": words.relations(
            ("header", "h.xml"), ("header", "h.xml"), ("footer", "gone.xml"), ("comments", "c.xml")
        ),
        "word/h.xml": words.story("hdr", ""),
        "word/c.xml": words.story("comments", ""),
    }
    assert story_parts(open_word(words.docx(more=more))) == (("header", "word/h.xml"),)


def test_custom_properties_of_any_type() -> None:
    part = words.properties({"a": "1 & 2", "b": ""})
    part = part.replace(b"</Properties>", b'<property name="n"><vt:i4>7</vt:i4></property></Properties>')
    part = part.replace(b"</Properties>", b'<property name="none"/><other name="x"/></Properties>')
    package = open_word(words.docx(more={"docProps/custom.xml": part})).package
    assert custom_properties(package) == {"a": "1 & 2", "b": "", "n": "7", "none": ""}
    assert custom_properties(open_word(words.docx()).package) == {}


def test_headings_by_name_base_and_outline() -> None:
    assert styles_of(open_word(words.docx())).levels == {
        "Titel": 0,
        "Overskrift1": 1,
        "Afsnit": 1,
        "Niveau": 2,
    }


def test_styles_that_build_on_each_other_in_a_ring() -> None:
    ring = (
        f'<w:styles xmlns:w="{words.WORD}">'
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        "</w:styles>"
    )
    assert styles_of(open_word(words.docx(more={"word/styles.xml": ring.encode()}))).levels == {}


def test_bold_and_slanted_letters_of_a_style_and_of_the_one_it_builds_on() -> None:
    part = (
        f'<w:styles xmlns:w="{words.WORD}">'
        '<w:style w:styleId="Label"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:styleId="Own"><w:basedOn w:val="Label"/><w:rPr><w:i/></w:rPr></w:style>'
        '<w:style w:styleId="Plain"><w:basedOn w:val="Label"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>'
        "</w:styles>"
    )
    styles = styles_of(open_word(words.docx(more={"word/styles.xml": part.encode()})))
    assert (set(styles.bold), set(styles.italic)) == ({"Label", "Own", "Strong"}, {"Own"})


def test_usual_style_names_where_there_is_no_style_part() -> None:
    levels = styles_of(open_word(words.docx(more={"word/styles.xml": None}))).levels
    assert (levels["Heading1"], levels["Overskrift2"], levels["Title"]) == (1, 2, 0)


def test_nothing_is_left_alone_in_a_plain_file() -> None:
    assert set(left_alone(open_word(words.docx()))) == set()


# ── python-docx ───────────────────────────────────────────────────────────────────────────────────────


def test_a_saved_document_is_the_same_each_time_and_names_nobody() -> None:
    document = python_docx.Document()
    document.add_paragraph("Kære Ida")
    document.core_properties.author = "Sagsbehandler Berg"
    document.core_properties.title = "Afgørelse"
    content = save_document(document)
    assert content == save_document(open_document(content))
    core = open_package(content)["docProps/core.xml"].decode()
    assert "Berg" not in core
    assert "python-docx" not in core
    assert "Afgørelse" in core
    assert core.count("2000-01-01T00:00:00Z") == 2


def test_opening_goes_through_the_checks() -> None:
    content = save_document(python_docx.Document())
    assert open_document(content).paragraphs == []
    package = dict(open_package(content))
    package["customXml/item9.xml"] = b"<!DOCTYPE a><a/>"
    for broken, code in [
        (write_package(package.items()), "file.doctype"),
        (content[:-30], "file.damaged"),
        (words.docx(main_type=words.DOTX), "file.not_docx"),
        (words.docx(more={"word/_rels/document.xml.rels": b"<torn"}), "file.damaged"),
        (words.docx(more={"word/_rels/document.xml.rels": words.relations(("x", "y.xml"))}), "file.damaged"),
    ]:
        with pytest.raises(InputRejected) as rejected:
            open_document(broken)
        assert rejected.value.code == code
