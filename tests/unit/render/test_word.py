from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from pipeline.container import open_package, write_package
from pipeline.errors import RenderError
from pipeline.proof import check
from pipeline.records import RenderedDocument
from pipeline.render.word import compile_word, render_word
from pipeline.views import Absent, View
from pipeline.wordml import custom_properties, open_document
from pipeline.xml import parse, qn
from tests.unit.render.letters import (
    cell,
    leaf,
    letter,
    paragraph,
    part,
    row,
    run,
    table,
    values,
    word_file,
)


def merged(template: bytes, context: dict[str, Any], title: str = "Brev") -> RenderedDocument:
    """The finished document, which its release check must find nothing wrong with."""
    rendered = render_word(compile_word(template, "brev.docx"), context, title=title)
    assert check(rendered.content, template, rendered.traces) == ()
    return rendered


def paragraphs(document: bytes) -> list[str]:
    return [one.text for one in open_document(document).paragraphs]


def rows(document: bytes, number: int = 0) -> list[list[str]]:
    return [[one.text for one in line.cells] for line in open_document(document).tables[number].rows]


# ── what a merge gives ────────────────────────────────────────────────────────────────────────────────


def test_letter_of_a_granted_application() -> None:
    document = merged(letter(), values()).content
    assert paragraphs(document) == [
        "Afgørelse om SkoleflexPLUS",
        "Kære Bo Prøvesen",
        "Vi har behandlet ansøgningen for Alma Testrup Eksempelsen, født 14. marts 2014.",
        "I får støtten på Skolen ved Prøvesøen fra 10. august 2026.",
        "Det betyder:",
        "Mål 1: Alma møder hver dag",
        "Mål 2: Alma læser 4 sider",
        "Mål 3: Alma har en ven",
        "Med venlig hilsen\u00a0",
        "Ida Fiktivsen, telefon 00 00 00 01",
    ]
    assert rows(document) == [
        ["Dato", "Møde"],
        ["12-10-2026", "Statusmøde"],
        ["10-12-2026", "Statusmøde (flyttet fra 12. december 2026 (lørdag))"],
        ["10-02-2027", "Statusmøde"],
        ["I alt", "3 møder"],
    ]
    section = open_document(document).sections[0]
    assert [one.text for one in section.header.paragraphs] == ["UDKAST"]
    assert [one.text for one in section.footer.paragraphs] == ["Sag SF-2026-0137, side 1"]


def test_the_other_branches() -> None:
    refused = values(outcome=leaf("Afslag", "buf:/outcome", "refused"), reason=leaf("Linje 1\nLinje 2\tx"))
    document = merged(
        letter(), {**refused, "phone": Absent("phone"), "meetings": (), "draft": leaf("")}
    ).content
    assert paragraphs(document)[3:] == [
        "I får ikke støtten. Begrundelsen er: Linje 1\nLinje 2\tx",
        "Med venlig hilsen\u00a0",
        "Ida Fiktivsen, uden telefon",
    ]
    assert rows(document) == [["Dato", "Møde"], ["I alt", "0 møder"]]
    # The header lost its only paragraph to a condition, and Word wants one.
    assert [one.text for one in open_document(document).sections[0].header.paragraphs] == [""]
    neither = merged(letter(), values(outcome=leaf("?"))).content
    assert paragraphs(neither)[3] == "Der er ikke truffet en afgørelse endnu."


def test_line_breaks_and_tabs_keep_the_look_of_their_run() -> None:
    template = word_file(f"<w:p>{run('før {{ text }} efter', '<w:b/>')}</w:p>")
    body = part(merged(template, {"text": leaf("en\nto\ttre")}).content)
    kept = '<w:t xml:space="preserve">'
    text = f"{kept}før en</w:t><w:br/>{kept}to</w:t><w:tab/>{kept}tre efter</w:t>"
    assert f"<w:r><w:rPr><w:b/></w:rPr>{text}</w:r>" in body


def test_tags_in_pieces_with_bent_quotes_and_comments() -> None:
    pieces = (
        "{",
        "{ na",
        "me }",
        "} – {% if name == “Bo” %}ja{% el",
        "se %}nej{% endif %}{# husk",
        " dette #}.",
    )
    template = word_file(
        paragraph(*pieces)
        + paragraph("{#p kun til jer #}")
        + paragraph("{{r name }}{%r if name %}!{%r endif %}")
    )
    document = merged(template, {"name": leaf("Bo")}).content
    assert paragraphs(document) == ["Bo – ja.", "Bo!"]


def test_cells_in_a_loop_get_a_grid_that_fits() -> None:
    cells = [
        cell(paragraph(text)) for text in ("Uge", "{%tc for day in days %}", "{{ day }}", "{%tc endfor %}")
    ]
    template = word_file(table(f"<w:tr>{''.join(cells)}</w:tr>", columns=4))
    document = merged(template, {"days": tuple(map(leaf, ("ma", "ti", "on", "to", "fr")))}).content
    assert rows(document) == [["Uge", "ma", "ti", "on", "to", "fr"]]
    assert len(list(parse(open_package(document)["word/document.xml"]).iter(qn("w:gridCol")))) == 6


def test_a_cell_left_empty_keeps_a_paragraph() -> None:
    conditional = "".join(map(paragraph, ("{%p if note %}", "{{ note }}", "{%p endif %}")))
    nested = table(row("a", "b"))
    template = word_file(
        table(f"<w:tr>{cell(conditional)}{cell(nested + conditional)}</w:tr>")
        + f"<w:tbl><w:tblGrid/><w:tr><w:tc>{conditional}</w:tc></w:tr></w:tbl>"
    )
    for note in (leaf(""), leaf("husk")):
        root = parse(open_package(merged(template, {"note": note}).content)["word/document.xml"])
        assert all(one[-1].tag == qn("w:p") for one in root.iter(qn("w:tc")))


def test_what_is_numbered_stays_unique_in_loops() -> None:
    drawing = '<w:drawing><wp:inline><wp:docPr id="7" name="Logo"/></wp:inline></w:drawing>'
    repeated = (
        '<w:p w14:paraId="00000001" w14:textId="77777777"><w:bookmarkStart w:id="1" w:name="her"/>'
        f'<w:r>{drawing}</w:r>{run("{{ x }}")}<w:bookmarkEnd w:id="1"/></w:p>'
        '<w:sdt><w:sdtPr><w:tag w:val="t"/><w:id w:val="5"/></w:sdtPr>'
        "<w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    )
    template = word_file(paragraph("{%p for x in xs %}") + repeated + paragraph("{%p endfor %}"))
    body = part(merged(template, {"xs": tuple(map(leaf, "abc"))}).content)
    assert [body.count(f'<wp:docPr id="{n}"') for n in (1, 2, 3)] == [1, 1, 1]
    assert "paraId" not in body
    assert "bookmark" not in body
    assert "<w:id " not in body


def test_blanks_mean_what_they_meant() -> None:
    plain = "<w:r><w:t> foran {{ x }} bag </w:t></w:r>"
    document = merged(word_file(f"<w:p>{plain}\n  {run(' til ')}</w:p>"), {"x": leaf(" y ")}).content
    assert paragraphs(document) == ["foran  y  bag til "]


# ── the file around it ────────────────────────────────────────────────────────────────────────────────


def test_same_inputs_same_bytes() -> None:
    template = letter()
    compile_word.cache_clear()
    first = merged(template, values()).content
    compile_word.cache_clear()
    assert merged(template, values()).content == first
    assert compile_word(template, "brev.docx") is compile_word(bytes(bytearray(template)), "brev.docx")


def test_properties_name_a_title_and_nobody() -> None:
    core = docx.Document()
    core.core_properties.author = "Ida Fiktivsen"
    core.core_properties.last_modified_by = "Ida Fiktivsen"
    core.core_properties.comments = "Husk at rette"
    core.add_paragraph("{{ x }}")
    buffer = io.BytesIO()
    core.save(buffer)
    for template in (buffer.getvalue(), word_file(paragraph("{{ x }}"))):
        document = merged(template, {"x": leaf("y")}, title="Afgørelse <1> & 2").content
        properties = open_document(document).core_properties
        assert properties.title == "Afgørelse <1> & 2"
        assert properties.author == properties.last_modified_by == properties.comments == ""
        assert str(properties.created).startswith("2000-01-01 00:00:00")
        assert custom_properties(open_package(document)) == {"skoleflex-output": "yes"}


def test_own_properties_of_a_template_are_kept() -> None:
    own = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="udgave">'
        "<vt:lpwstr>3</vt:lpwstr></property></Properties>"
    )
    template = word_file(paragraph("{{ x }}"), extra={"docProps/custom.xml": own.encode()})
    document = merged(template, {"x": leaf("y")}).content
    assert custom_properties(open_package(document)) == {"udgave": "3", "skoleflex-output": "yes"}


@pytest.mark.parametrize("title", ["Brev\nto", "Brev\x07", "Vedr. 740314-4007", "Vedr. 7403144007"])
def test_titles_that_may_not_be(title: str) -> None:
    with pytest.raises(RenderError, match="title") as error:
        merged(letter(), values(), title=title)
    assert "740314" not in str(error.value)


# ── values that stop a merge ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"signatory": Absent("settings/signatory")},
            "paragraph 16.*signatory.*'settings/signatory' is not filled in",
        ),
        ({"child": View({"born": leaf("x")})}, r"paragraph 3.*child\.name.*'name' does not exist"),
        ({"school": View({})}, "paragraph 5.*View can't be printed"),
        ({"goals": leaf("x")}, "paragraph 7.*Leaf can't be looped over"),
        ({"school": leaf("a\x07b")}, r"paragraph 5.*U\+0007"),
        ({"school": leaf("a\ud800b")}, r"paragraph 5.*U\+D800"),
        ({"draft": 3 > 2}, "header1.*bool can't be printed"),
    ],
)
def test_value_that_can_not_be_printed(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(RenderError, match=f"^brev.docx: word/.*{said}"):
        merged(letter(), values(**changed))


def test_a_slip_in_a_name_is_told_with_its_place() -> None:
    template = word_file(
        paragraph("fast") + paragraph("Med venlig hilsen: {{ signatry }}, der har skrevet dette brev")
    )
    with pytest.raises(RenderError) as error:
        merged(template, values())
    assert str(error.value) == (
        "brev.docx: word/document.xml, paragraph 2: {{ signatry }} in »Med venlig hilsen: {{ signatry }}, "
        "der har skrevet de«: 'signatry' does not exist"
    )


def test_values_are_never_templates() -> None:
    text = "{{ 7*7 }} {% for x in y %} {# #} {{ ''.__class__ }}"
    document = merged(letter(), values(signatory=leaf(text))).content
    assert paragraphs(document)[-1] == f"{text}, telefon 00 00 00 01"
    with pytest.raises(RenderError, match="finished document, not a template"):
        compile_word(document, "brev.docx")


# ── files that are no templates ───────────────────────────────────────────────────────────────────────


def _replaced(template: bytes, name: str, old: str, new: str) -> bytes:
    members = dict(open_package(template))
    members[name] = members[name].replace(old.encode(), new.encode())
    return write_package(members.items())


def test_files_that_are_no_templates() -> None:
    link = (
        '<Relationship Id="rId9" Type="http://x/attachedTemplate" Target="file:///x.dotm" '
        'TargetMode="External"/></Relationships>'
    )
    files = {
        "file.damaged": b"no zip",
        "file.empty": b"",
        "macros": word_file(paragraph("x"), extra={"word/vbaProject.bin": b"x"}),
        "elsewhere": _replaced(letter(), "word/_rels/document.xml.rels", "</Relationships>", link),
        "not saved as .docx": _replaced(letter(), "[Content_Types].xml", "document.main", "template.main"),
        "a tag where none is read": word_file(
            paragraph("x"), extra={"customXml/item1.xml": b"<a>{{ x }}</a>"}
        ),
    }
    for said, content in files.items():
        with pytest.raises(RenderError, match=f"^brev.docx: .*{said}"):
            compile_word(content, "brev.docx")


def test_a_template_without_tags_stays_as_it_is() -> None:
    template = word_file(paragraph("Kun fast tekst"))
    document = merged(template, {}).content
    assert open_package(document)["word/document.xml"] == open_package(template)["word/document.xml"]
