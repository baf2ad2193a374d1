"""What Word does to every form, and what changes nothing."""

from __future__ import annotations

import unicodedata
from typing import Any

from pipeline.xml import Element, qn
from tests.misuse.edit import (
    ENTRIES,
    SAME,
    content,
    misuse,
    piece,
    run,
    shown,
    write,
)

# ── nobody's concern ────────────────────────────────────────────────────────────────────────────────


@misuse(ENTRIES, harmless=True)
def runs_split_by_revision(body: Element, sdt: Element) -> Any:
    text = shown(sdt)
    write(sdt, *(run(letter) for letter in text))
    for n, child in enumerate(content(sdt)):
        child.set(qn("w:rsidR"), f"00A{n:05d}")
    return SAME


@misuse(ENTRIES, harmless=True)
def bookmarks_and_proofing(body: Element, sdt: Element) -> Any:
    text = shown(sdt)
    write(
        sdt,
        piece('<w:bookmarkStart w:id="77" w:name="_GoBack"/>'),
        piece('<w:proofErr w:type="spellStart"/>'),
        run(text[:2]),
        piece('<w:bookmarkEnd w:id="77"/>'),
        run(text[2:]),
        piece('<w:proofErr w:type="spellEnd"/>'),
    )
    return SAME


@misuse(ENTRIES, harmless=True)
def comment_anchors(body: Element, sdt: Element) -> Any:
    text = shown(sdt)
    write(
        sdt,
        piece('<w:commentRangeStart w:id="0"/>'),
        run(text),
        piece('<w:commentRangeEnd w:id="0"/>'),
        piece('<w:r><w:commentReference w:id="0"/></w:r>'),
    )
    return SAME


@misuse(ENTRIES, harmless=True)
def letters_in_two_parts(body: Element, sdt: Element) -> Any:
    write(sdt, run(unicodedata.normalize("NFD", shown(sdt).replace("&", "&amp;"))))
    return SAME


@misuse(ENTRIES, harmless=True)
def blanks_and_a_dot_beside(body: Element, sdt: Element) -> Any:
    sdt.addnext(run("\u00a0 . "))
    return SAME


@misuse(frozenset({"cpr"}), harmless=True)
def cpr_with_another_dash(body: Element, sdt: Element) -> Any:
    write(sdt, run(shown(sdt).replace("-", "\u2011")))
    return SAME


@misuse(frozenset({"cpr"}), harmless=True)
def cpr_without_dash(body: Element, sdt: Element) -> Any:
    write(sdt, run(shown(sdt).replace("-", "\u00a0")))
    return SAME


@misuse(frozenset({"cpr", "date"}))
def zero_width_letters(body: Element, sdt: Element) -> Any:
    write(sdt, run("\u200b".join(shown(sdt))))
    return SAME


@misuse(ENTRIES, harmless=True)
def a_link_round_the_text(body: Element, sdt: Element) -> Any:
    link = piece("<w:hyperlink/>")
    link.append(run(shown(sdt).replace("&", "&amp;")))
    write(sdt, link)
    return SAME


@misuse(ENTRIES, harmless=True)
def a_computed_field(body: Element, sdt: Element) -> Any:
    field = piece('<w:fldSimple w:instr=" QUOTE "/>')
    field.append(run(shown(sdt)))
    write(sdt, field)
    return SAME


@misuse(frozenset({"number"}), harmless=True)
def empty_line_behind_a_number(body: Element, sdt: Element) -> Any:
    content(sdt).append(piece("<w:r><w:br/></w:r>"))
    return SAME
