"""The document around the fields: properties, headings, colours, validity, the shell it is laid into."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from pipeline.blank.word import blank_word
from pipeline.container import open_package, repack
from pipeline.definitions import Form, Rows
from pipeline.errors import RenderError
from pipeline.xml import qn
from tests.tools import word_faults
from tests.unit.blank.forms import APPLICATION, FORMS, SHELL, filled, form_of, has, part, text

every_form = pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])


@every_form
def test_the_same_form_is_the_same_bytes(form: Form) -> None:
    assert filled(form) == filled(form)
    assert filled(form) != blank_word(form, SHELL)


@every_form
def test_word_has_nothing_against_the_form(form: Form, tmp_path: Path) -> None:
    assert word_faults(blank_word(form, SHELL), tmp_path) == []
    assert word_faults(filled(form), tmp_path) == []


def test_identity_is_hidden_and_printed() -> None:
    form = form_of("agreement")
    word = blank_word(form, SHELL, None, "SF-2026-0137", municipality="Prøve Kommune", programme="Prøven")
    custom = {node.get("name"): node[0].text for node in part(word, "docProps/custom.xml")}
    assert custom["skoleflex-form"] == "skoleflexplus/agreement"
    assert custom["skoleflex-version"] == "1"
    assert custom["skoleflex-case"] == "SF-2026-0137"
    assert "skoleflex-case" not in {
        node.get("name") for node in part(blank_word(form, SHELL), "docProps/custom.xml")
    }
    footer = text(part(word, "word/footer1.xml"))
    assert footer == f"{form.title} · version 1 · sagsnr. SF-2026-0137Side 1 af 1"
    assert text(part(word, "word/header1.xml")) == "Prøve KommunePrøven"
    core = part(word, "docProps/core.xml")
    assert core.findtext(qn("dc:title")) == form.title
    assert core.find(qn("dc:creator")) is None


@every_form
def test_sections_are_numbered_headings_and_tables_have_repeating_heads(form: Form) -> None:
    body = part(blank_word(form, SHELL))
    headings = [
        text(paragraph)
        for paragraph in body.iter(qn("w:p"))
        if any(style.get(qn("w:val")) == "Heading1" for style in paragraph.iter(qn("w:pStyle")))
    ]
    assert headings == [section.title for section in form.sections]
    tables = [entry for entry in form.entries() if isinstance(entry, Rows) and entry.widget == "table"]
    captioned = [table for table in body.iter(qn("w:tbl")) if has(table, "w:tblCaption")]
    assert len(captioned) == len(tables)
    for table in captioned:
        first = table.find(qn("w:tr"))
        assert first is not None
        assert has(first, "w:tblHeader")
    assert all(has(row, "w:cantSplit") for row in body.iter(qn("w:tr")))


def test_headings_stay_with_what_follows_and_every_colour_can_be_read() -> None:
    styles = part(SHELL, "word/styles.xml")
    for style in styles.iter(qn("w:style")):
        if style.get(qn("w:styleId")) in ("Heading1", "Heading2", "FormCard", "FormColumn"):
            assert has(style, "w:keepNext"), style.get(qn("w:styleId"))
    colours = {node.get(qn("w:val"), "") for node in styles.iter(qn("w:color"))}
    assert len(colours) >= 4
    for colour in colours:
        assert contrast_with_white(colour) >= 4.5, colour


def contrast_with_white(colour: str) -> float:
    """As WCAG 2.2 defines it."""
    shares = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_making_a_form_is_quick() -> None:
    started = time.process_time()
    for _ in range(10):
        filled(APPLICATION)
    assert (time.process_time() - started) / 10 < 0.05


# ── the shell ─────────────────────────────────────────────────────────────────────────────────────────


def changed_shell(pattern: str, by: str) -> bytes:
    package = open_package(SHELL)
    return repack(
        SHELL,
        {
            name: re.sub(pattern, by, content.decode()).encode()
            for name, content in package.items()
            if name.startswith("word/")
        },
    )


def test_a_shell_saved_by_a_danish_word_serves_as_well(tmp_path: Path) -> None:
    """There built-in styles have Danish ids; their names stay."""
    shell = changed_shell('"Heading1"', '"Overskrift1"')
    word = blank_word(FORMS[0], shell)
    used = {style.get(qn("w:val")) for style in part(word).iter(qn("w:pStyle"))}
    assert "Overskrift1" in used
    assert word_faults(word, tmp_path) == []


def test_tables_are_as_wide_as_the_text() -> None:
    word = blank_word(FORMS[0], changed_shell('w:left="1134"', 'w:left="1418"'))
    widths = {node.get(qn("w:w")) for node in part(word).iter(qn("w:tblW"))}
    assert widths == {str(11906 - 1418 - 1134)}


def test_a_shell_without_a_style_is_named() -> None:
    with pytest.raises(RenderError, match="Skema svar"):
        blank_word(FORMS[0], changed_shell('"Skema svar"', '"Noget andet"'))
