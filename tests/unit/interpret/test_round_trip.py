"""Data written into controls as a blank form has them is read back, with the problems that the data has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import danish
from pipeline.definitions import Field, Kind, Rows, get, prune
from pipeline.interpret import interpret
from pipeline.records import Answer, ExtractedForm, Place
from pipeline.validate import validate
from tests.unit.small import FORM

LOOKALIKES = (
    "Ja",
    "☒ Ja ☐ Nej",
    "Barnets navn: Bo",
    "Skriv her, tak",
    "1/9 2026",
    "{{ 7*7 }}",
    "A & B <c>",
    "😀\n.",
)
TEXTS = st.one_of(
    st.text(max_size=200), st.sampled_from(LOOKALIKES), st.lists(st.sampled_from(LOOKALIKES)).map("\n".join)
)
DIGITS = {Kind.POSTAL_CODE: 4, Kind.INSTITUTION: 6, Kind.CVR: 8, Kind.EAN: 13}


def values(field: Field) -> st.SearchStrategy[Any]:
    """What a field's data may look like, right or wrong, as long as it can be written down."""
    match field.kind:
        case Kind.TEXT:
            clean = danish.clean_prose if field.multiline else danish.clean_line
            return TEXTS.map(clean).filter(lambda text: not danish.is_empty_text(text))
        case Kind.DATE:
            return st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)).map(str)
        case Kind.CPR:
            return st.from_regex(r"[0-9]{6}-[0-9]{4}", fullmatch=True)
        case Kind.PHONE:
            return st.from_regex(r"[0-9]{8}|\+46[0-9]{8}", fullmatch=True)
        case Kind.EMAIL:
            return st.from_regex(r"[a-z]{1,8}@[a-z]{2,8}\.example", fullmatch=True)
        case Kind.MONEY | Kind.INTEGER:
            return st.integers(0, 20_000_000)
        case Kind.NUMBER:
            return st.integers(0, 400).map(lambda quarters: quarters / 4)
        case Kind.GRADE:
            return st.integers(0, 12).filter(lambda grade: grade <= 10)
        case Kind.BOOLEAN:
            return st.just(True) if field.widget == "tick" else st.booleans()
        case Kind.CHOICE:
            return st.sampled_from([choice.value for choice in field.choices])
        case Kind.CHOICES:
            offered = [choice.value for choice in field.choices]
            return st.sets(st.sampled_from(offered), min_size=1).map(
                lambda some: [v for v in offered if v in some]
            )
        case kind:
            return st.from_regex(rf"[0-9]{{{DIGITS[kind]}}}", fullmatch=True)


@st.composite
def datas(draw: st.DrawFn) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for entry in FORM.entries():
        if isinstance(entry, Rows):
            count = draw(st.integers(0, entry.max_items + 1))
            rows = [
                {column.path[-1]: draw(st.none() | values(column)) for column in entry.columns}
                for _ in range(count)
            ]
            value: Any = [row for row in map(prune, rows) if row]
        else:
            value = draw(st.none() | values(entry))
        node = data
        for key in entry.path[:-1]:
            node = node.setdefault(key, {})
        node[entry.path[-1]] = value
    pruned: dict[str, Any] = prune(data)
    return pruned


def answers(data: Any) -> Iterator[Answer]:
    """Every control of the form, filled in or not."""
    for entry in FORM.entries():
        if isinstance(entry, Rows):
            rows = get(data, entry.pointer) or []
            for n in range(max(len(rows), entry.shown)):
                for column in entry.columns:
                    yield from written(column, get(data, column.pointer.replace("*", str(n))), (n,))
        else:
            yield from written(entry, get(data, entry.pointer), ())


def written(field: Field, value: Any, items: tuple[int, ...]) -> Iterator[Answer]:
    def answer(raw: str, tag: str = field.tag, **more: Any) -> Answer:
        return Answer(raw=raw, place=Place(page=1), by="tag", tag=tag, alias=field.label, items=items, **more)

    boxes: dict[str, bool] = {}
    if field.kind is Kind.BOOLEAN:
        boxes = {"yes": value is True} | ({} if field.widget == "tick" else {"no": value is False})
    elif field.kind is Kind.CHOICES or field.widget == "ticks":
        ticked = value if isinstance(value, list) else [value]
        boxes = {choice.value: choice.value in ticked for choice in field.choices}
    for option, checked in boxes.items():
        yield answer("☒" if checked else "☐", f"{field.tag}:{option}", checked=checked)
    if boxes:
        return
    if value is None:
        yield answer("Skriv her", empty=True)
    elif field.kind is Kind.CHOICE:
        yield answer(field.choice_label(value), choice=value)
    elif field.kind is Kind.DATE:
        yield answer(danish.format_date_short(danish.iso_date(value)), iso=value)
    elif field.kind is Kind.MONEY:
        yield answer(danish.format_money(value))
    elif field.kind is Kind.PHONE:
        yield answer(danish.format_phone(value))
    elif isinstance(value, int | float):
        yield answer(danish.format_number(value))
    else:
        yield answer(value)


@settings(deadline=None)
@given(datas())
def test_what_is_written_is_read(data: dict[str, Any]) -> None:
    found = interpret(ExtractedForm(mark=None, titles=(), answers=tuple(answers(data))), FORM)
    assert found.data == data
    assert found.problems == ()
    assert validate(found.data, FORM) == validate(data, FORM)
    assert set(found.sources) == {pointer for pointer in found.sources if get(data, pointer) is not None}


def test_a_blank_says_nothing() -> None:
    found = interpret(ExtractedForm(mark=None, titles=(), answers=tuple(answers({}))), FORM)
    assert (found.data, dict(found.sources), found.problems) == ({}, {}, ())
