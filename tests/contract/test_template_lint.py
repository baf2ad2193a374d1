"""What a template's author can do wrong in Word is found where it stands, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.catalogue import Catalogue, DataFault, load_catalogue
from pipeline.catalogue.templates import look_at, template_faults
from pipeline.cli import cli
from pipeline.container import open_package, write_package
from pipeline.render.flaws import SENTENCES
from pipeline.render.word import compile_word
from pipeline.wording.templates import COMMENTS, template_comment
from pipeline.xml import Element, parse, qn, serialize
from tests.contract.slips import MAIN, RELATIONS, SCHOOL, SLIPS, Pages, Slip, markup, respell, said

MAIL = "tilbageslusningsflex/notification.mail.j2"


@cache
def shipped_data() -> Catalogue:
    return load_catalogue()


def with_template(name: str, content: bytes) -> Catalogue:
    """The shipped data with one template in another wording, wherever it is used."""
    known = shipped_data()
    before = known.templates[name]
    programmes = {
        key: replace(
            one, templates={file: content if own is before else own for file, own in one.templates.items()}
        )
        for key, one in known.programmes.items()
    }
    return replace(known, programmes=programmes, templates={**known.templates, name: content})


def found_in(name: str, content: bytes) -> list[DataFault]:
    return [*template_faults(with_template(name, content))]


def number_of(paragraph: Element | None) -> int:
    if paragraph is None:
        return 0
    return [*paragraph.getroottree().getroot().iter(qn("w:p"))].index(paragraph) + 1


# ── every slip ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_found_where_it_stands_and_nothing_else_is(slip: Slip) -> None:
    pages = Pages(shipped_data().templates[slip.file])
    number = number_of(slip.make(pages))
    faults = found_in(slip.file, pages.save())
    assert {fault.file for fault in faults} == {f"templates/{slip.file}"}
    places = [(fault.code, fault.flaw.spot.part, fault.flaw.spot.paragraph) for fault in faults if fault.flaw]
    assert (slip.code, slip.part, number) in places, faults
    assert {code for code, _, _ in places} <= {slip.code, *slip.also}, faults
    assert any(slip.says in fault.message for fault in faults if fault.code == slip.code), faults


def test_there_are_slips_of_every_kind() -> None:
    untried = set(SENTENCES) - {slip.code for slip in SLIPS}
    # The first are those of files and mails below; the rest can't be made in Word without one of the others.
    assert untried == {
        "file.unreadable", "file.external_links", "file.embedded_document", "file.active_controls",
        "file.output", "file.strict", "file.text", "mail.subject", "template.unused",
        "tag.percent", "tag.lost", "block.rows", "comment",
    }  # fmt: skip
    assert len(SLIPS) >= 60


def test_all_slips_are_found_at_once() -> None:
    pages = Pages(shipped_data().templates[SCHOOL])
    respell(pages, "{{ recipient.name }}", "{{ recipient.name }")
    respell(pages, "{{ today }}", "{{ today | korrt }}")
    respell(pages, "application.supplier.name", "application.suplier.name")
    respell(pages, "{%p endif %}", "{%p endfi %}", nth=-1)
    respell(pages, "{{ complaint.text }}", "{{ complaint.text text }}")
    respell(pages, "case.number", "case.numer", "word/footer1.xml")
    faults = found_in(SCHOOL, pages.save())
    assert [(fault.code, fault.place) for fault in faults] == [
        ("tag.brace", "table 1, row 1, cell 1, paragraph 1"),
        ("name.filter", "table 1, row 1, cell 2, paragraph 2"),
        ("tag.syntax", "paragraph 73"),
        ("tag.statement", "paragraph 89"),
        ("name.unknown", "table 2, row 1, cell 2"),
        ("name.unknown", "footer, paragraph 1"),
    ]
    assert all("»" in fault.message for fault in faults)


def test_every_sentence_has_its_danish_comment() -> None:
    assert set(COMMENTS) == set(SENTENCES)
    assert template_comment("name.unknown", {"name": "skol", "near": "skole"}, "header, paragraph 2") == (
        "Sidehoved, afsnit 2: Der er ikke noget felt, der hedder »skol«. Mente du »skole«?"
    )


# ── mails ─────────────────────────────────────────────────────────────────────────────────────────────

MAILS = {
    "name": ("application.school.leader", "application.school.leder", "name.unknown", "line 14"),
    "brace": ("{{ application.child.name }}", "{{ application.child.name }", "tag.brace", "line 11"),
    "subject": ("Subject:", "Emne:", "mail.subject", "line 1"),
    "bent quote": (
        "{{ application.child.cpr }}",
        "{{ application.child.cpr or ”x” }}",
        "tag.quotes",
        "line 12",
    ),
    "filter": ("child.cpr }}", "child.cpr | nope }}", "name.filter", "line 12"),
    "block": ("Til BUF", "{% if case.number %}Til BUF", "block.open", "line 3"),
    "statement": ("Til BUF", "{% include 'x' %}Til BUF", "tag.statement", "line 3"),
    "forbidden": ("Venlig hilsen", "{{ application.child.address }}", "must_not.printed", "line 20"),
    "must": ("{{ application.psychologist.name }}", "–", "must.missing", ""),
}


@pytest.mark.parametrize("name", MAILS)
def test_a_slip_in_a_mail_is_found_by_its_line(name: str) -> None:
    old, new, code, place = MAILS[name]
    text = shipped_data().templates[MAIL].decode()
    assert old in text
    (fault,) = found_in(MAIL, text.replace(old, new, 1).encode())
    assert (fault.file, fault.code, fault.place) == (f"templates/{MAIL}", code, place)


# ── no false alarm ────────────────────────────────────────────────────────────────────────────────────


def test_no_shipped_template_is_complained_of() -> None:
    assert [*template_faults(shipped_data())] == []


def _pieces(pages: Pages, look: Callable[[int, Element], None]) -> None:
    """Every run with text cut in three, as Word does when somebody types in it on another day."""
    for part in [name for name in pages.package if name.startswith("word/") and b"{{" in pages.package[name]]:
        for text in list(pages.root(part).iter(qn("w:t"))):
            words, run = text.text or "", text.getparent()
            if run is None or run.tag != qn("w:r") or len(run.findall(qn("w:t"))) != 1 or len(words) < 3:
                continue
            third = len(words) // 3
            before = run
            for n, piece in enumerate((words[:third], words[third:-third], words[-third:])):
                new = parse(_copy(run))
                new.find(qn("w:t")).text = piece  # type: ignore[union-attr]
                look(n, new)
                before.addnext(new)
                before = new
            run.getparent().remove(run)  # type: ignore[union-attr]


def _copy(run: Element) -> bytes:
    for text in run.iter(qn("w:t")):
        text.set(qn("xml:space"), "preserve")
    return serialize(run)


def _property(run: Element, source: str) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = markup("<w:rPr/>")
        run.insert(0, properties)
    properties.append(markup(source))


def _worn(n: int, run: Element) -> None:
    """What Word leaves at a run that was saved often, and checked for its spelling in another language."""
    run.set(qn("w:rsidR"), f"00AB12C{n}")
    run.set(qn("w:rsidRPr"), f"00DE34F{n}")
    if n == 1:
        _property(run, '<w:lang w:val="en-US"/>')
        run.append(markup("<w:lastRenderedPageBreak/>"))


def test_what_word_leaves_in_a_template_is_no_fault() -> None:
    for name, content in shipped_data().templates.items():
        if not name.endswith(".docx") or "/" not in name:
            continue
        pages = Pages(content)
        _pieces(pages, _worn)
        for n, run in enumerate(list(pages.root().iter(qn("w:r")))):
            run.addprevious(markup('<w:proofErr w:type="spellStart"/>'))
            run.addprevious(markup(f'<w:bookmarkStart w:id="{n}" w:name="_Hlk{n}"/>'))
            run.addnext(markup(f'<w:bookmarkEnd w:id="{n}"/>'))
            run.addnext(markup('<w:proofErr w:type="spellEnd"/>'))
        _agrees(name, pages.save())


def _agrees(name: str, edited: bytes) -> None:
    before, after = look_at(name, shipped_data().templates[name]), look_at(name, edited)
    assert after.flaws == (), name
    assert [(one.path, one.printed) for one in after.variables] == [
        (one.path, one.printed) for one in before.variables
    ], name
    assert bool(compile_word(edited, name).parts) == bool(before.variables)


def test_half_a_tag_in_bold_is_no_fault() -> None:
    pages = Pages(shipped_data().templates[SCHOOL])
    for paragraph in list(pages.root().iter(qn("w:p"))):
        texts = list(paragraph.iter(qn("w:t")))
        words = said(paragraph)
        if len(texts) == 1 and words.startswith("{{") and words.endswith("}}") and words.count("{{") == 1:
            run = texts[0].getparent()
            assert run is not None
            second = parse(_copy(run))
            texts[0].text = words[:7]
            second.find(qn("w:t")).text = words[7:]  # type: ignore[union-attr]
            _property(second, "<w:b/>")
            run.addnext(second)
    edited = pages.save()
    assert edited != shipped_data().templates[SCHOOL]
    _agrees(SCHOOL, edited)


def test_page_numbers_from_words_gallery_may_share_their_control_with_a_tag() -> None:
    pages = Pages(shipped_data().templates[SCHOOL])
    paragraph = pages.paragraph("case.number", "word/footer1.xml")
    control = markup(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Page Numbers (Bottom of Page)'/>"
        "</w:docPartObj></w:sdtPr><w:sdtContent/></w:sdt>"
    )
    paragraph.addprevious(control)
    control[1].append(paragraph)
    _agrees(SCHOOL, pages.save())


# ── by the command ────────────────────────────────────────────────────────────────────────────────────


def _workspace(folder: Path, name: str, content: bytes) -> Path:
    path = folder / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return folder


def test_the_command_names_codes_and_writes_a_commented_copy(tmp_path: Path) -> None:
    pages = Pages(shipped_data().templates[SCHOOL])
    number = number_of(respell(pages, "application.supplier.name", "application.suplier.name"))
    respell(pages, "case.number", "case.numer", "word/footer1.xml")
    home = _workspace(tmp_path / "ws", SCHOOL, pages.save())
    told = CliRunner().invoke(
        cli, ["catalogue", "check", "-w", str(home), "--json", "--annotate", str(tmp_path / "ud")]
    )
    assert told.exit_code == 5
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    errors = [row for row in rows if row["severity"] == "error"]
    assert [(row["code"], row["part"], row["paragraph"]) for row in errors] == [
        ("name.unknown", MAIN, number),
        ("name.unknown", "word/footer1.xml", 1),
    ]
    assert "{{ application.suplier.name }}" in errors[0]["context"]
    copy = open_package((tmp_path / "ud" / SCHOOL).read_bytes())
    comments = ["".join(map(str, one.itertext())) for one in parse(copy["word/comments.xml"])]
    assert comments == [
        "Der er ikke noget felt, der hedder »application.suplier.name«. "
        "Mente du »application.supplier.name«?",
        "Sidefod, afsnit 1: Der er ikke noget felt, der hedder »case.numer«. Mente du »case.number«?",
    ]
    marked = [
        paragraph
        for paragraph in parse(copy[MAIN]).iter(qn("w:p"))
        if paragraph.find(qn("w:commentRangeStart")) is not None
    ]
    # The one about the footer stands at the first paragraph: Word has no comments in footers.
    footer, body = map(said, marked)
    assert footer == "{{ recipient.name }}"
    assert "{{ application.suplier.name }}" in body


def test_the_templates_themselves_are_never_written_over(tmp_path: Path) -> None:
    home = _workspace(tmp_path, SCHOOL, b"nonsense")
    told = CliRunner().invoke(
        cli, ["catalogue", "check", "-w", str(home), "--annotate", str(home / "templates")]
    )
    assert told.exit_code == 2
    assert (home / "templates" / SCHOOL).read_bytes() == b"nonsense"


def _strict(content: bytes) -> bytes:
    pages = Pages(content)
    for name, part in pages.package.items():
        pages.package[name] = part.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
    return pages.save()


def _without_member(name: str) -> Callable[[bytes], bytes]:
    def cut(content: bytes) -> bytes:
        return write_package([item for item in open_package(content).items() if item[0] != name])

    return cut


def _spoilt(content: bytes) -> bytes:
    pages = Pages(content)
    pages.package[MAIN] = pages.package[MAIN][:-40]
    return pages.save()


def _deep(content: bytes) -> bytes:
    pages = Pages(content)
    respell(pages, "{{ complaint.text }}", "{{ " + "(" * 2000 + "complaint.text" + ")" * 2000 + " }}")
    return pages.save()


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "no zip": lambda content: b"Hej",
    "cut": lambda content: content[: len(content) // 2],
    "an old .doc": lambda content: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "strict": _strict,
    "no content types": _without_member("[Content_Types].xml"),
    "no relations": _without_member("_rels/.rels"),
    "no relations of the body": _without_member(RELATIONS),
    "no body": _without_member(MAIN),
    "broken body": _spoilt,
    "deep nesting": _deep,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_template_is_named_and_no_traceback(name: str, tmp_path: Path) -> None:
    content = BROKEN[name](shipped_data().templates[SCHOOL])
    home = _workspace(tmp_path, SCHOOL, content)
    told = CliRunner().invoke(
        cli, ["catalogue", "check", "-w", str(home), "--annotate", str(tmp_path / "ud")]
    )
    assert told.exit_code == 5, told.output
    assert f"error: templates/{SCHOOL}" in told.stdout


def test_a_template_in_the_wrong_place_is_told(tmp_path: Path) -> None:
    home = _workspace(tmp_path, "skoleflexplus/decision_scool.docx", shipped_data().templates[SCHOOL])
    told = CliRunner().invoke(cli, ["catalogue", "check", "-w", str(home)])
    assert told.exit_code == 0
    assert "no document is made from it; did you mean 'decision_school.docx'?" in told.stdout


def test_a_required_field_that_nothing_asks_for_is_told() -> None:
    known = shipped_data()
    programme = known.programmes["skolefleks-ballerup"]
    templates = dict.fromkeys(programme.templates, b"Subject: x")
    bare = replace(
        programme,
        templates=templates,
        documents=tuple(replace(one, template="") for one in programme.documents),
    )
    faults = [*template_faults(replace(known, programmes={programme.id: bare}, templates={}))]
    assert {fault.severity for fault in faults} == {"warning"}
    places = {fault.place for fault in faults}
    assert {"/expected_effect", "/period/start"} <= places
    assert not places & {"/child/name", "/child/cpr"}, "the list of cases shows them"
    assert len(faults) == len(places)
