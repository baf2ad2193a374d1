"""What stands in a control, or in a box."""

from __future__ import annotations

import copy
from typing import Any

from pipeline.xml import Element, qn
from tests.misuse.edit import (
    BOXES,
    ENTRIES,
    FINDING,
    SAME,
    TEXTS,
    around,
    misuse,
    piece,
    properties,
    run,
    shown,
    write,
)

# ── what stands in the control ──────────────────────────────────────────────────────────────────────


@misuse(ENTRIES - TEXTS)
def two_values(body: Element, sdt: Element) -> Any:
    write(sdt, run(f"{shown(sdt)} / {shown(sdt)[::-1]}"))
    return FINDING


@misuse(TEXTS)
def prompt_left_in_front(body: Element, sdt: Element) -> Any:
    write(sdt, run("Skriv herAlma"))
    return FINDING


@misuse(frozenset({"line", "cpr", "date", "number"}))
def prompt_left_with_a_blank(body: Element, sdt: Element) -> Any:
    write(sdt, run(f"Skriv her {shown(sdt)}"))
    return FINDING


@misuse(ENTRIES)
def prompt_half_deleted(body: Element, sdt: Element) -> Any:
    write(sdt, run("Skriv h", '<w:rStyle w:val="PlaceholderText"/>'))
    return FINDING


@misuse(ENTRIES)
def typed_into_the_middle_of_the_prompt(body: Element, sdt: Element) -> Any:
    write(
        sdt,
        run("Skriv ", '<w:rStyle w:val="PlaceholderText"/>'),
        run("Alma"),
        run("her", '<w:rStyle w:val="PlaceholderText"/>'),
    )
    return FINDING


@misuse(ENTRIES)
def placeholder_flag_left_on(body: Element, sdt: Element) -> Any:
    head = properties(sdt)
    head.insert(len(head) - 1, piece("<w:showingPlcHdr/>"))
    return SAME


@misuse(frozenset({"date"}))
def date_text_edited(body: Element, sdt: Element) -> Any:
    write(sdt, run("01-02-2027"))
    return FINDING


@misuse(frozenset({"choice"}))
def list_text_overwritten(body: Element, sdt: Element) -> Any:
    write(sdt, run("Noget helt andet"))
    return FINDING


@misuse(TEXTS)
def struck_through_in_part(body: Element, sdt: Element) -> Any:
    write(sdt, run("Anna ", "<w:strike/>"), run(shown(sdt)))
    return FINDING


@misuse(ENTRIES)
def struck_through_whole(body: Element, sdt: Element) -> Any:
    write(sdt, run(shown(sdt), "<w:dstrike/>"))
    return FINDING


@misuse(ENTRIES)
def hidden_text(body: Element, sdt: Element) -> Any:
    write(sdt, run(shown(sdt), "<w:vanish/>"))
    return FINDING


@misuse(ENTRIES)
def deleted_with_tracking(body: Element, sdt: Element) -> Any:
    text = shown(sdt)
    write(
        sdt,
        piece(f'<w:del w:id="9001" w:author="x"><w:r><w:delText>{"x"}</w:delText></w:r></w:del>'),
        run(text),
    )
    return SAME


@misuse(ENTRIES)
def inserted_with_tracking(body: Element, sdt: Element) -> Any:
    change = piece('<w:ins w:id="9002" w:author="x"/>')
    change.append(run(shown(sdt)))
    write(sdt, change)
    return SAME


@misuse(ENTRIES)
def all_deleted_with_tracking(body: Element, sdt: Element) -> Any:
    write(sdt, piece('<w:del w:id="9003" w:author="x"><w:r><w:delText>x</w:delText></w:r></w:del>'))
    return FINDING


@misuse(frozenset({"number"}))
def number_over_two_lines(body: Element, sdt: Element) -> Any:
    write(sdt, piece("<w:r><w:t>12</w:t><w:br/><w:t>345</w:t></w:r>"))
    return FINDING


@misuse(frozenset({"number"}))
def number_and_another_behind_a_tab(body: Element, sdt: Element) -> Any:
    write(sdt, piece("<w:r><w:t>12</w:t><w:tab/><w:t>345</w:t></w:r>"))
    return FINDING


@misuse(frozenset({"number"}))
def numbers_in_a_table_in_the_control(body: Element, sdt: Element) -> Any:
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("12", "345"))
    write(sdt, piece(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>"))
    return FINDING


@misuse(frozenset({"cpr"}))
def cpr_in_full_width_digits(body: Element, sdt: Element) -> Any:
    write(sdt, run("".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in shown(sdt))))
    return SAME


@misuse(frozenset({"cpr"}))
def cpr_with_one_letter_o(body: Element, sdt: Element) -> Any:
    write(sdt, run(shown(sdt).replace("0", "O", 1)))
    return FINDING


@misuse(ENTRIES)
def form_field_in_the_control(body: Element, sdt: Element) -> Any:
    text = shown(sdt)
    write(
        sdt,
        piece(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="T1"/><w:textInput/></w:ffData>'
            "</w:fldChar></w:r>"
        ),
        piece("<w:r><w:instrText> FORMTEXT </w:instrText></w:r>"),
        piece('<w:r><w:fldChar w:fldCharType="separate"/></w:r>'),
        run(text),
        piece('<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    )
    return SAME


@misuse(ENTRIES)
def split_over_two_controls(body: Element, sdt: Element) -> Any:
    text = shown(sdt)
    twin = copy.deepcopy(sdt)
    write(sdt, run(text[:3]))
    write(twin, run(text[3:]))
    sdt.addnext(twin)
    return SAME


@misuse(ENTRIES)
def rest_in_the_next_paragraph(body: Element, sdt: Element) -> Any:
    text = shown(sdt)
    write(sdt, run(text[:3]))
    new = piece("<w:p/>")
    new.append(run(text[3:]))
    around(sdt, "w:p").addnext(new)
    return SAME


# ── boxes ───────────────────────────────────────────────────────────────────────────────────────────


@misuse(BOXES)
def tick_typed_over_the_box(body: Element, sdt: Element) -> Any:
    state = sdt.find(f".//{qn('w14:checked')}")
    assert state is not None
    state.set(qn("w14:val"), "0")
    return FINDING  # the sign still says ☒


@misuse(BOXES)
def box_emptied_by_hand(body: Element, sdt: Element) -> Any:
    write(sdt, run("☐"))
    return FINDING


@misuse(BOXES)
def sign_deleted(body: Element, sdt: Element) -> Any:
    write(sdt)
    return FINDING


@misuse(BOXES)
def words_in_the_box(body: Element, sdt: Element) -> Any:
    write(sdt, run("☒ måske"))
    return FINDING


@misuse(BOXES)
def words_beside_the_box_struck(body: Element, sdt: Element) -> Any:
    words = next(node for node in sdt.itersiblings() if node.tag == qn("w:r"))
    words.insert(0, piece("<w:rPr><w:strike/></w:rPr>"))
    return FINDING


@misuse(BOXES)
def words_beside_the_box_rewritten(body: Element, sdt: Element) -> Any:
    words = next(node for node in sdt.itersiblings() if node.tag == qn("w:r"))
    words.getparent().replace(words, run(" Måske"))  # type: ignore[union-attr]
    return FINDING
