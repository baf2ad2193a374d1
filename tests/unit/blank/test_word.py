"""What stands in a form made from its schema: a control for each field, and each value as it was given."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pipeline import danish
from pipeline.blank.controls import PROMPT_PARTS
from pipeline.blank.word import blank_word
from pipeline.container import open_package
from pipeline.definitions import Field, Form, Kind, Rows, get
from pipeline.errors import RenderError
from pipeline.xml import qn
from tests.casebook import good
from tests.unit.blank.forms import (
    APPLICATION,
    FORMS,
    SHELL,
    controls,
    filled,
    part,
    properties,
    setting,
    shown_values,
    text,
    ticked,
)

NASTY = "A & B <c> \"D\" 'e' {{ 7*7 }} æøå ÆØÅ 👧🏽 ]]> &amp;"

every_form = pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])


def tags_of(entry: Field) -> list[str]:
    if entry.kind is Kind.BOOLEAN:
        return [f"{entry.tag}:yes"] if entry.widget == "tick" else [f"{entry.tag}:yes", f"{entry.tag}:no"]
    if entry.kind is Kind.CHOICES or (entry.kind is Kind.CHOICE and entry.widget == "ticks"):
        return [f"{entry.tag}:{choice.value}" for choice in entry.choices]
    return [entry.tag]


# ── controls ──────────────────────────────────────────────────────────────────────────────────────────


@every_form
def test_each_field_has_its_controls_and_there_are_no_others(form: Form) -> None:
    expected: Counter[str] = Counter()
    for entry in form.entries():
        if isinstance(entry, Rows):
            expected[entry.tag] += 1
            for column in entry.columns:
                expected.update(dict.fromkeys(tags_of(column), entry.shown))
        else:
            expected.update(tags_of(entry))
    assert Counter(tag for tag, _ in controls(blank_word(form, SHELL))) == expected


@every_form
def test_each_control_is_named_locked_and_numbered(form: Form) -> None:
    labels = {entry.tag: entry.label for entry in (*form.entries(), *form.fields())}
    found = list(controls(filled(form)))
    for tag, control in found:
        label = labels[tag.partition(":")[0]]
        assert setting(control, "w:lock") == "sdtLocked", tag
        assert setting(control, "w:alias") == (label if len(label) <= 64 else label[:63] + "…")
        assert len(tag) <= 64
    numbers = [setting(control, "w:id") for control in part(filled(form)).iter(qn("w:sdt"))]
    assert len(set(numbers)) == len(numbers)


@every_form
def test_a_blank_shows_prompts_only(form: Form) -> None:
    word = blank_word(form, SHELL)
    kinds = {tag: entry.kind for entry in form.fields() for tag in tags_of(entry)}
    prompts = {Kind.DATE: "dd-mm-åååå", Kind.CHOICE: "Vælg"}
    for tag, control in controls(word):
        if tag not in kinds:
            continue
        assert not ticked(control)
        if ":" in tag:
            assert text(control) == "☐"
        else:
            assert text(control) == prompts.get(kinds[tag], "Skriv her")
            assert setting(control, "w:showingPlcHdr") is not None
            assert [style.get(qn("w:val")) for style in control.iter(qn("w:rStyle"))] == ["PlaceholderText"]


def test_prompts_are_those_that_readers_know() -> None:
    assert set(PROMPT_PARTS) <= danish.PROMPTS


@every_form
def test_every_prompt_stands_in_the_glossary_from_which_word_restores_it(form: Form) -> None:
    word = blank_word(form, SHELL)
    bodies = {
        "".join(
            node.get(qn("w:val"), "") for node in block.findall(f"{qn('w:docPartPr')}/{qn('w:name')}")
        ): text(block)
        for block in part(word, "word/glossary/document.xml").iter(qn("w:docPart"))
    }
    for _, control in controls(word):
        for used in properties(control).iter(qn("w:docPart")):
            assert bodies[used.get(qn("w:val"), "")] == text(control)


def test_no_form_is_protected() -> None:
    for form in FORMS:
        assert b"documentProtection" not in open_package(blank_word(form, SHELL))["word/settings.xml"]


# ── values ────────────────────────────────────────────────────────────────────────────────────────────


def test_values_stand_in_danish() -> None:
    values = shown_values(filled(APPLICATION))
    assert values["application_date"] == ["12-06-2026"]
    assert values["application_type"] == ["new"]
    assert values["budget.buf"] == ["175.000 kr."]
    assert values["child.cpr"] == ["621112-5002"]
    assert values["child.protected_address"] == ["no"]
    assert values["guardians[].phone"] == ["00 00 00 01", "00 00 00 02"]
    assert values["guardians[].consent_measure.form"] == ["Skriftligt", "Skriftligt"]


def test_stored_values_stand_beside_the_shown_ones() -> None:
    found = dict(controls(filled(APPLICATION)))
    date = properties(found["application_date"]).find(qn("w:date"))
    choice = properties(found["social_assessment.type"]).find(qn("w:dropDownList"))
    assert date is not None
    assert choice is not None
    assert date.get(qn("w:fullDate")) == "2026-06-12T00:00:00Z"
    assert choice.get(qn("w:lastValue")) == get(good("application"), "/social_assessment/type")


@every_form
def test_text_is_verbatim_in_every_text_field(form: Form) -> None:
    data: dict[str, Any] = {}
    for n, entry in enumerate(form.fields()):
        if entry.kind is not Kind.TEXT:
            continue
        node: Any = data
        for key, after in zip(entry.path, entry.path[1:], strict=False):
            node = node[0] if key == "*" else node.setdefault(key, [{}] if after == "*" else {})
        node[entry.path[-1]] = f"{n} {NASTY}" + ("\nnæste linje\n\nog en til" if entry.multiline else "")
    values = shown_values(blank_word(form, SHELL, data))
    for entry in form.fields():
        if entry.kind is Kind.TEXT:
            pointer = "/" + "/".join("0" if key == "*" else key for key in entry.path)
            assert values[entry.tag] == [get(data, pointer)]


@pytest.mark.parametrize("value", ["2025-02-31", "i går", "31-12-2025"])
def test_a_date_that_is_none_is_shown_as_it_stands(value: str) -> None:
    word = blank_word(APPLICATION, SHELL, {"application_date": value})
    control = dict(controls(word))["application_date"]
    assert text(control) == value
    assert next(control.iter(qn("w:date"))).get(qn("w:fullDate")) is None


@pytest.mark.parametrize("count", [0, 1, 2, 5, 8])
def test_a_form_shows_every_row_and_no_fewer_than_a_blank(count: int) -> None:
    rows = next(
        entry for entry in APPLICATION.entries() if isinstance(entry, Rows) and entry.tag == "goals[]"
    )
    goals = [{"area": "special", "goal": f"mål {n}"} for n in range(count)]
    word = blank_word(APPLICATION, SHELL, {"goals": goals} if goals else {})
    section = dict(controls(word))["goals[]"]
    assert len(list(section.iter(qn("w15:repeatingSectionItem")))) == max(count, rows.shown)
    assert shown_values(word).get("goals[].goal", []) == [f"mål {n}" for n in range(count)]


def test_text_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(RenderError, match="character"):
        blank_word(APPLICATION, SHELL, {"child": {"name": "Alma\x00"}})
