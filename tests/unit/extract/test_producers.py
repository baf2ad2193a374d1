"""Word files of other makers: every text in them is read, or a notice says what is not."""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import docx
import pytest

from pipeline.container import open_package, write_package
from pipeline.extract.word import read_word
from pipeline.records import Answer, ExtractedForm
from tests import words
from tests.filled import filled
from tests.tools import needs, npm_package
from tests.words import (
    box,
    cell,
    control,
    date_control,
    dropdown,
    inserted,
    paragraph,
    row,
    run,
    story,
    table,
    text_box,
)

DATA = Path(__file__).parents[2] / "data" / "skoleflexplus"


def texts(form: ExtractedForm) -> str:
    """All that was read, whatever as."""
    return "\n".join(
        [*form.titles, *(answer.raw for answer in form.answers), *(one.text for one in form.loose)]
    )


def by_label(form: ExtractedForm) -> dict[str, Answer]:
    return {answer.label: answer for answer in form.answers}


BODY = (
    paragraph("Ansøgning om Skoleflex", style="Titel"),
    paragraph("Skole: ", control("Engskolen", "school", alias="Skole")),
    table(
        row("Barnets navn", "Ida Holm"), row("Fødselsdato", cell(paragraph(date_control("d", "01-02-2015"))))
    ),
    paragraph(box("yes", True), " Ja ", box("no", False), " Nej"),
    paragraph(dropdown("relation", "Far", [("Mor", "m"), ("Far", "f")])),
    paragraph(text_box(paragraph("I boksen"))),
    paragraph("Første linje\nanden linje"),
)
SAID = (
    "Ansøgning om Skoleflex",
    "Engskolen",
    "Ida Holm",
    "01-02-2015",
    "Far",
    "I boksen",
    "anden linje",
    "☒",
)
MORE = {
    "word/_rels/document.xml.rels": words.relations(
        ("styles", "styles.xml"), ("header", "h.xml"), ("footnotes", "n.xml")
    ),
    "word/h.xml": story("hdr", paragraph("Sagsnr. ", control("17", "case"))),
    "word/n.xml": story("footnotes", f'<w:footnote w:id="2">{paragraph("Noten")}</w:footnote>'),
}
MARK = {"skoleflex-form": "skoleflexplus/application", "skoleflex-version": "1"}
PLAIN = words.docx(*BODY, more=MORE, mark=MARK)


def changed(content: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The package with each member changed, its name too."""
    return write_package(change(name, part) for name, part in open_package(content).items())


# ── Strict Open XML ───────────────────────────────────────────────────────────────────────────────────

_STRICT = (
    (
        b"officeDocument/2006/relationships/custom-properties",
        b"officeDocument/relationships/customProperties",
    ),
    (b"officeDocument/2006/custom-properties", b"officeDocument/customProperties"),
    (b"officeDocument/2006/", b"officeDocument/"),
    (b"wordprocessingml/2006/", b"wordprocessingml/"),
    (b"drawingml/2006/", b"drawingml/"),
)


def strict(content: bytes) -> bytes:
    """As Word saves it as »Strict Open XML Document«: other names for everything but the package itself."""

    def renamed(name: str, part: bytes) -> tuple[str, bytes]:
        if name.endswith((".xml", ".rels")):
            for old, new in _STRICT:
                part = part.replace(
                    b"http://schemas.openxmlformats.org/" + old, b"http://purl.oclc.org/ooxml/" + new
                )
        return name, part

    return changed(content, renamed)


def test_strict_open_xml_says_what_the_same_file_says_otherwise() -> None:
    assert b"purl.oclc.org" in open_package(strict(PLAIN))["word/document.xml"]
    assert read_word(strict(PLAIN)) == read_word(PLAIN)


@pytest.mark.parametrize("name", ["application", "agreement", "plan", "decision_sof"])
def test_a_strict_form_of_ours_is_read_as_it_was(name: str) -> None:
    content = filled(name, json.loads((DATA / f"{name}.json").read_text("utf-8")))
    form = read_word(strict(content))
    assert form == read_word(content)
    assert form.mark is not None


def test_properties_of_a_strict_file_stand_where_its_relations_say() -> None:
    def moved(name: str, part: bytes) -> tuple[str, bytes]:
        return name.replace("custom.xml", "eget.xml"), part.replace(
            b"docProps/custom.xml", b"docProps/eget.xml"
        )

    form = read_word(changed(strict(PLAIN), moved))
    assert form.mark is not None
    assert form.mark.form == "application"


# ── templates and macros ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "notices"),
    [(words.DOTX, ()), (words.DOCM, ("file.macros",)), (words.DOTM, ("file.macros",))],
)
def test_templates_and_files_with_macros(kind: str, notices: tuple[str, ...]) -> None:
    more: dict[str, bytes | None] = {**MORE, "word/vbaProject.bin": b"Sub AutoOpen()" if notices else None}
    form = read_word(words.docx(*BODY, more=more, mark=MARK, main_type=kind))
    plain = read_word(PLAIN)
    assert form.answers == plain.answers
    assert form.notices == notices


# ── spellings of the same XML ─────────────────────────────────────────────────────────────────────────


def default_names(part: bytes) -> bytes:
    """Without prefixes: elements by the default namespace. Attributes still need one."""
    for mark in (b"<", b"</"):
        part = part.replace(mark + b"w:", mark)
    return part.replace(b"xmlns:w=", b'xmlns="%s" xmlns:w=' % words.WORD.encode(), 1)


def other_prefix(part: bytes) -> bytes:
    for mark in (b"<", b"</", b" ", b"xmlns:"):
        part = part.replace(mark + b"w:", mark + b"ns0:")
    return part.replace(b"xmlns:w=", b"xmlns:ns0=")


def utf16(part: bytes) -> bytes:
    return part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def latin1(part: bytes) -> bytes:
    text = part.decode().replace("☒", "&#x2612;").replace("☐", "&#x2610;")
    return text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').encode("latin-1")


@pytest.mark.parametrize("spelling", [default_names, other_prefix, utf16, latin1])
def test_the_main_part_in_another_spelling(spelling: Callable[[bytes], bytes]) -> None:
    part = open_package(PLAIN)["word/document.xml"]
    content = words.docx(*BODY, more={**MORE, "word/document.xml": spelling(part)}, mark=MARK)
    assert read_word(content) == read_word(PLAIN)


def test_every_part_in_utf16() -> None:
    def spelt(name: str, part: bytes) -> tuple[str, bytes]:
        return name, part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")

    assert read_word(changed(PLAIN, spelt)) == read_word(PLAIN)


# ── packages ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("member", "target"),
    [
        ("word/document.xml", "/word/document.xml"),
        ("word/document2.xml", "word/document2.xml"),
        ("brev/Hoved del.xml", "brev/Hoved%20del.xml"),
        ("brev/hoved.xml", "./brev/x/../hoved.xml"),
        ("brev/hoved.xml", "\\brev\\hoved.xml"),
        ("hoved.xml", "hoved.xml"),
    ],
)
def test_the_main_part_by_any_name(member: str, target: str) -> None:
    members: dict[str, bytes] = {
        **words.parts("".join(BODY)),
        "_rels/.rels": words.relations(("officeDocument", target)),
    }
    members[member] = members.pop("word/document.xml")
    folder, _, name = member.rpartition("/")
    styles = members.pop("word/_rels/document.xml.rels").replace(b"styles.xml", b"/word/styles.xml")
    members[f"{folder}/_rels/{name}.rels".lstrip("/")] = styles
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"/word/document.xml", f"/{member}".encode()
    )
    form = read_word(write_package(members.items()))
    assert form.titles[0] == "Ansøgning om Skoleflex"
    assert all(said in texts(form) for said in SAID)


class _Pipe(io.RawIOBase):
    """A stream that can't go back, so that sizes are written behind the members."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.written += piece
        return len(piece)


def streamed(members: Iterable[tuple[str, bytes]]) -> bytes:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members:
            archive.writestr(name, part)
    return bytes(pipe.written)


def large(members: Iterable[tuple[str, bytes]]) -> bytes:
    """With the fields for sizes past four gigabytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in members:
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as stream:
                stream.write(part)
    return buffer.getvalue()


def with_folders(members: Iterable[tuple[str, bytes]]) -> bytes:
    """As zip programs do it by hand: folders are members, the content types stand last, nothing is packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/", b"")
        for name, part in reversed([*members]):
            archive.writestr(name, part)
        archive.comment = b"made by hand"
    return buffer.getvalue()


@pytest.mark.parametrize("pack", [streamed, large, with_folders])
def test_packages_written_in_other_ways(pack: Callable[[Iterable[tuple[str, bytes]]], bytes]) -> None:
    content = pack(open_package(PLAIN).items())
    assert content != PLAIN
    assert read_word(content) == read_word(PLAIN)


@pytest.mark.parametrize(
    "gone", ["word/styles.xml", "word/_rels/document.xml.rels", "_rels/.rels", "docProps/custom.xml"]
)
def test_what_may_be_missing(gone: str) -> None:
    form = read_word(words.docx(*BODY, more={gone: None}))
    assert all(said in texts(form) for said in SAID)


def test_types_by_ending_only() -> None:
    types = words.parts("")["[Content_Types].xml"].replace(b'"application/xml"', f'"{words.DOCX}"'.encode())
    types = types[: types.index(b"<Override")] + b"</Types>"
    form = read_word(words.docx(*BODY, more={"[Content_Types].xml": types}))
    assert all(said in texts(form) for said in SAID)


# ── what other makers put round text ──────────────────────────────────────────────────────────────────

WRAPPED: Mapping[str, str] = {
    "smart tag": paragraph(
        f'<w:smartTag w:uri="u" w:element="e"><w:smartTagPr/>{run("Ida Holm")}</w:smartTag>'
    ),
    "custom xml": f'<w:customXml w:element="e"><w:customXmlPr/>{paragraph("Ida Holm")}</w:customXml>',
    "hyperlink": paragraph(f'<w:hyperlink r:id="rId9">{run("Ida Holm")}</w:hyperlink>'),
    "spelling marks": paragraph(
        f'<w:proofErr w:type="spellStart"/>{run("Ida")}<w:proofErr w:type="x"/>', " Holm"
    ),
    "direction": paragraph(f'<w:bdo w:val="ltr"><w:dir w:val="ltr">{run("Ida Holm")}</w:dir></w:bdo>'),
    "insertion": paragraph(inserted(run("Ida Holm"))),
    "other maker's offer": paragraph(
        '<w:r><mc:AlternateContent xmlns:x="http://maker.example/"><mc:Choice Requires="x"><x:a/></mc:Choice>'
        f"<mc:Fallback>{run('Ida Holm')}</mc:Fallback></mc:AlternateContent></w:r>"
    ),
    "only another maker's offer": paragraph(
        '<mc:AlternateContent xmlns:x="http://maker.example/x"><mc:Choice Requires="x">'
        f"{run('Ida Holm')}</mc:Choice></mc:AlternateContent>"
    ),
    "run in run": paragraph(f"<w:r>{run('Ida Holm')}</w:r>"),
    "unknown element": paragraph(f'<x:y xmlns:x="http://maker.example/x">{run("Ida Holm")}</x:y>'),
    "google's wrapper": paragraph(control("Ida Holm", "goog_rdk_0", kind="")),
    "runs of single letters": paragraph(*(run(letter) for letter in "Ida Holm")),
}


@pytest.mark.parametrize("block", WRAPPED.values(), ids=WRAPPED.keys())
def test_text_in_wrappers_is_text(block: str) -> None:
    form = read_word(words.docx(block))
    assert [one.text for one in form.loose] == ["Ida Holm"]
    assert form.answers == ()


def test_googles_wrappers_hide_no_label() -> None:
    """They stand round any stretch of text; what is a control of its own within keeps what it says."""
    wrapped = control(paragraph("Barnets navn"), "goog_rdk_1", kind="")
    listed = paragraph(dropdown("goog_rdk_7", "Far", [("Mor", "m"), ("Far", "f")]))
    form = read_word(words.docx(table(row(cell(wrapped), "Ida Holm"), row("Relation", cell(listed)))))
    assert [(one.label, one.raw, one.by) for one in form.answers] == [
        ("Barnets navn", "Ida Holm", "label"),
        ("Relation", "Far", "label"),
    ]


@pytest.mark.parametrize("kind", ["aFChunk", "subDocument", "oleObject", "package", "diagramData"])
def test_what_is_not_read_is_told(kind: str) -> None:
    more = {"word/_rels/document.xml.rels": words.relations((kind, "part.bin")), "word/part.bin": b"Ida Holm"}
    body = paragraph("Synligt"), '<w:altChunk r:id="rId1"/>'
    assert read_word(words.docx(*body, more=more)).notices == ("file.embedded_document",)


def test_a_part_document_elsewhere_is_told() -> None:
    outside = words.relations(external=[("subDocument", "file:///C:/andet.docx")])
    form = read_word(words.docx(paragraph("a"), more={"word/_rels/document.xml.rels": outside}))
    assert form.notices == ("file.embedded_document", "file.external_links")


# ── fields that are answered, without a control ───────────────────────────────────────────────────────


def field(code: str, result: str | None = None) -> str:
    """A field, its code cut in two as Word does."""
    half = len(code) // 2
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    pieces = (
        f'<w:r><w:instrText xml:space="preserve">{piece.replace("&", "&amp;")}</w:instrText></w:r>'
        for piece in (code[:half], code[half:])
    )
    shown = "" if result is None else sign("separate") + (run(result) if result else "")
    return sign("begin") + "".join(pieces) + shown + sign("end")


FIELDS = {
    'FILLIN ""': ("Ida Holm", "Ida Holm", "", False),
    ' FILLIN "Barnets \\"rigtige\\" navn" \\d "Skriv navn" ': ("Ida", "Ida", 'Barnets "rigtige" navn', False),
    'FILLIN "Navn" \\d "Skriv navn"': ("Skriv navn", "Skriv navn", "Navn", True),
    "FORMTEXT": ("4.b", "4.b", "", False),
    " formtext  \\* MERGEFORMAT": ("\u2002\u2002\u2002", "\u2002\u2002\u2002", "", True),
    "FILLIN": ("Skriv her", "Skriv her", "", True),
    "MACROBUTTON NoMacro [Klik og skriv navn]": (None, "[Klik og skriv navn]", "", True),
    "MACROBUTTON  Makro1 Skriv": ("Skriv navn", "Skriv navn", "", True),
}


@pytest.mark.parametrize(("code", "told"), FIELDS.items(), ids=FIELDS.keys())
def test_a_field_is_answered_by_its_code(code: str, told: tuple[str | None, str, str, bool]) -> None:
    result, raw, alias, empty = told
    form = read_word(words.docx(table(row("Navn", cell(paragraph(field(code, result)))))))
    assert [(a.by, a.label, a.raw, a.alias, a.empty) for a in form.answers] == [
        ("field", "Navn", raw, alias, empty)
    ]


@pytest.mark.parametrize("code", ["FILLIN", " FORMTEXT "])
def test_the_same_in_a_simple_field(code: str) -> None:
    simple = f'<w:fldSimple w:instr="{code}">{run("Ida Holm")}</w:fldSimple>'
    form = read_word(words.docx(paragraph("Navn: ", simple)))
    assert [(answer.by, answer.label, answer.raw) for answer in form.answers] == [
        ("field", "Navn:", "Ida Holm")
    ]


@pytest.mark.parametrize(
    "code", ["PAGE", "REF Tekst1 \\h", "DATE \\@ dd", 'HYPERLINK "x"', "QUOTE FILLIN", ""]
)
def test_other_fields_are_text(code: str) -> None:
    form = read_word(words.docx(paragraph("Se ", field(code, "her"))))
    assert form.answers == ()
    assert [one.text for one in form.loose] == ["Se her"]


def test_names_that_libreoffice_makes_up_are_no_tags() -> None:
    made_up = ("Unnamed", "Unnamed Copy 17", "Bookmark", "Bookmark Copy 3", "__Fieldmark__12_345")
    names = (*made_up, "Tekst1", "Unnamed child")
    form = read_word(words.docx(*(paragraph(words.legacy_text(name, "x")) for name in names)))
    assert [answer.tag for answer in form.answers] == [""] * len(made_up) + ["Tekst1", "Unnamed child"]


def test_a_text_field_that_shows_its_default_is_empty() -> None:
    shown = words.legacy_text("T", "Skriv skole").replace(
        "<w:textInput/>", '<w:textInput><w:default w:val="Skriv skole"/></w:textInput>'
    )
    changed_ = shown.replace('xml:space="preserve">Skriv skole', ">Engskolen")
    form = read_word(words.docx(paragraph(shown), paragraph(changed_)))
    assert [(answer.raw, answer.empty) for answer in form.answers] == [
        ("Skriv skole", True),
        ("Engskolen", False),
    ]


# ── real programs ─────────────────────────────────────────────────────────────────────────────────────

HTML = """<html><head><meta charset="utf-8"></head><body>
<h1>Ansøgning om Skoleflex</h1>
<p>Skole: Engskolen</p>
<table border="1"><tr><th>Felt</th><th>Svar</th></tr>
<tr><td><b>Barnets navn</b></td><td>Ida Holm &amp; co. ÆØÅ</td></tr>
<tr><td>Beskrivelse</td><td>Første linje<br>anden linje</td></tr></table>
<ul><li>☒ Ja</li><li>☐ Nej</li></ul><p>Slut på <i>skemaet</i></p></body></html>"""
PRINTED = (
    "Ansøgning om Skoleflex",
    "Engskolen",
    "Barnets navn",
    "Ida Holm & co. ÆØÅ",
    "anden linje",
    "☒ Ja",
    "☐ Nej",
    "Slut på skemaet",
)


def made(command: list[str], folder: Path, source: bytes, name: str) -> bytes:
    (folder / name).write_bytes(source)
    environment = {**os.environ, "HOME": str(folder)}
    subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=180, env=environment)
    return (folder / "out.docx").read_bytes()


def check(content: bytes) -> ExtractedForm:
    form = read_word(content)
    found = texts(form)
    assert [said for said in PRINTED if said not in found] == []
    assert by_label(form)["Barnets navn"].raw == "Ida Holm & co. ÆØÅ"
    assert form.titles[0] == "Ansøgning om Skoleflex"
    assert form.notices == ()
    return form


@needs("pandoc")
def test_pandoc(tmp_path: Path) -> None:
    command = ["pandoc", "-f", "html", "-t", "docx", "-o", "out.docx", "in.html"]
    check(made(command, tmp_path, HTML.encode(), "in.html"))


@needs("abiword")
def test_abiword(tmp_path: Path) -> None:
    command = ["abiword", "--to=docx", "--to-name=out.docx", "in.html"]
    check(made(command, tmp_path, HTML.encode(), "in.html"))


NPM = """
const { writeFileSync } = require("fs");
const d = require("docx");
const t = (text, n) => new d.TextRun({ text, break: n });
const p = (text) => new d.Paragraph({ children: text.split("\\n").map(t) });
const r = (...all) => new d.TableRow({ children: all.map((one) => new d.TableCell({ children: [p(one)] })) });
const document = new d.Document({ sections: [{
  headers: { default: new d.Header({ children: [p("Hovedet")] }) },
  children: [
    new d.Paragraph({ text: "Ansøgning om Skoleflex", heading: d.HeadingLevel.TITLE }), p("Skole: Engskolen"),
    new d.Table({ rows: [
      r("Barnets navn", "Ida Holm & co. ÆØÅ"), r("Beskrivelse", "Første linje\\nanden linje")] }),
    new d.Paragraph({ children: [new d.CheckBox({ checked: true, alias: "Ja" }), new d.TextRun(" Ja")] }),
    p("☒ Ja"), p("☐ Nej"), p("Slut på skemaet"),
  ] }] });
d.Packer.toBuffer(document).then((b) => writeFileSync("out.docx", b));
"""


@needs("npm")
def test_npm_docx(tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(npm_package("docx"))
    form = check(made(["node", "in.js"], tmp_path, NPM.encode(), "in.js"))
    assert "Hovedet" in texts(form)
    assert [answer.checked for answer in form.answers if answer.checked is not None] == [True]


def test_python_docx() -> None:
    document = docx.Document()
    document.add_heading("Ansøgning om Skoleflex", 0)
    document.add_paragraph("Skole: Engskolen")
    grid = document.add_table(rows=2, cols=2)
    for line, said in zip(
        grid.rows,
        [("Barnets navn", "Ida Holm & co. ÆØÅ"), ("Beskrivelse", "Første linje\nanden linje")],
        strict=True,
    ):
        line.cells[0].text, line.cells[1].text = said
    for text in ("☒ Ja", "☐ Nej", "Slut på skemaet"):
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    check(buffer.getvalue())
