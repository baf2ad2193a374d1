"""Which fields stand beside each other: by their shape alone, with schemas made up for it."""

from __future__ import annotations

from typing import Any

from pipeline.blank.layout import LABEL, PAIRS, THIRDS, WHOLE, Lines, Matrix, blocks
from pipeline.blank.word import blank_word
from pipeline.definitions import Form, Section
from pipeline.formschema import form_from_schema
from pipeline.xml import qn
from tests.unit.blank.forms import SHELL, controls, part, shown_values, text

VAL, LEVEL = qn("w:val"), qn("w:lvlText")
LINE = {"type": "string", "format": "line", "maxLength": 60}


def form(properties: dict[str, Any]) -> Form:
    schema = {
        "title": "Prøve",
        "x-sections": [{"key": "only", "title": "Afsnit"}],
        "properties": {key: {"x-section": "only", **value} for key, value in properties.items()},
    }
    return form_from_schema(schema, "prøve", "prøve", 1)


def section(properties: dict[str, Any]) -> Section:
    return form(properties).sections[0]


def field(label: str, **more: Any) -> dict[str, Any]:
    return {**LINE, "title": label, **{f"x-{key}": value for key, value in more.items()}}


def lines(properties: dict[str, Any]) -> list[tuple[list[str], tuple[int, ...]]]:
    (block,) = blocks(section(properties).entries)
    assert isinstance(block, Lines)
    return [([entry.label for entry in line.fields], line.ends) for line in block.lines]


def test_halves_share_a_line_two_by_two() -> None:
    halves = {key: field(key.upper(), width="half") for key in "abc"}
    assert lines(halves) == [(["A", "B"], PAIRS), (["C"], (LABEL, WHOLE))]


def test_thirds_share_a_line_three_by_three() -> None:
    thirds = {key: field(key.upper(), width="third") for key in "abcde"}
    assert lines(thirds) == [(["A", "B", "C"], THIRDS), (["D", "E"], (LABEL, WHOLE))]


def test_a_long_text_has_its_line_to_itself() -> None:
    prose = {"type": "string", "format": "prose", "title": "P", "maxLength": 500, "x-width": "half"}
    found = lines({"a": field("A", width="half"), "p": prose, "b": field("B", width="half")})
    assert [labels for labels, _ in found] == [["A"], ["P"], ["B"]]


def test_a_statement_to_tick_spans_the_page() -> None:
    assert lines({"a": {"type": "boolean", "title": "Jeg bekræfter", "x-widget": "tick"}}) == [
        (["Jeg bekræfter"], (WHOLE,))
    ]


def group(title: str, *labels: str) -> dict[str, Any]:
    return {
        "type": "object",
        "title": title,
        "properties": {key: field(label) for key, label in zip("ab", labels, strict=True)},
    }


def test_groups_with_the_same_keys_and_like_labels_are_a_matrix() -> None:
    (block,) = blocks(
        section(
            {
                "school": group("Skolen", "Skole: navn", "Skole: telefon"),
                "supplier": group("Leverandøren", "Leverandør: navn", "Leverandør: telefon"),
            }
        ).entries
    )
    assert isinstance(block, Matrix)
    assert block.heads == ("Navn", "Telefon")
    assert [line.title for line in block.groups] == ["Skole", "Leverandør"]


def test_a_genitive_gives_way_to_the_title_of_its_group() -> None:
    (block,) = blocks(
        section(
            {
                "leader": group("Skoleleder", "Skoleleders navn", "Skoleleders telefon"),
                "psychologist": group("Psykolog (PPR)", "Psykologs navn", "Psykologs telefon"),
            }
        ).entries
    )
    assert isinstance(block, Matrix)
    assert [line.title for line in block.groups] == ["Skoleleder", "Psykolog (PPR)"]


def test_labels_that_have_nothing_in_common_stay_single() -> None:
    (block,) = blocks(
        section({"x": group("X", "Navn", "Telefon"), "y": group("Y", "Skole", "Adresse")}).entries
    )
    assert isinstance(block, Lines)


def test_machine_fields_are_controls_wherever_they_are() -> None:
    columns = {"a": field("A"), "code": field("Kode", hidden=True)}
    rows = {
        "type": "array",
        "maxItems": 2,
        "items": {"type": "object", "title": "Kort", "properties": columns},
    }
    made = form(
        {
            "code": field("Kontrolkode", hidden=True),
            "t": {**rows, "title": "Tabel", "x-widget": "table"},
            "c": {**rows, "title": "Kort", "x-widget": "cards"},
        }
    )
    data = {"code": "k1", "t": [{"code": "k2"}], "c": [{"code": "k3"}, {"code": "k4"}]}
    word = blank_word(made, SHELL, data)
    assert shown_values(word) == {"code": ["k1"], "t[].code": ["k2"], "c[].code": ["k3", "k4"]}
    assert "Kontrolkode: k1" in text(part(word))


def test_cards_count_themselves() -> None:
    """No number is written, so that none is wrong when a person adds a card."""
    cards = {
        "type": "array",
        "title": "Forældre",
        "maxItems": 4,
        "x-rows": 2,
        "x-widget": "cards",
        "items": {"type": "object", "title": "Forælder", "properties": {"a": field("A")}},
    }
    word = blank_word(form({"c": cards, "d": {**cards, "title": "Andre"}}), SHELL)
    body = text(part(word))
    assert "Forælder 1" not in body
    levels = [node.get(VAL) for node in part(word, "word/numbering.xml").iter(LEVEL)]
    assert levels.count("Forælder %1") == 2
    assert len([tag for tag, _ in controls(word) if tag.endswith("[].a")]) == 4
