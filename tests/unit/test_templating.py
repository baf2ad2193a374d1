from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pipeline.errors import RenderError
from pipeline.records import Trace
from pipeline.templating import (
    AbsentValue,
    compile_expression,
    compile_part,
    compile_text,
    functions,
    names,
    text_names,
    uses,
)
from pipeline.views import Absent, Leaf, View


def leaf(value: Any, text: str = "", origin: str = "form:/x") -> Leaf:
    return Leaf(value, text or str(value), origin)


# ── expressions ───────────────────────────────────────────────────────────────────────────────────────

DATA = {
    "row": {"funding": "buf", "items": 3, "hours": 4},
    "rows": [{"cost": 10}, {"cost": 32}],
    "start": "2026-08-10",
    "ticked": True,
    "total": lambda rows, key: sum(row[key] for row in rows),
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("row.funding in ('buf', 'buf_sof')", True),
        ("row.items", 3),
        ("row['funding'] == 'buf' and not row.hours > 4", True),
        ("start < '2026-09-01'", True),
        ("total(rows, 'cost') == 42", True),
        ("rows[1].cost + 8 * 1", 40),
        ("-row.hours", -4),
        ("rows | length", 2),
        ("school is defined", False),
        ("school.leader.name is defined", False),
        ("ticked and school is not defined", True),
        ("row.funding.upper()", "BUF"),
        ("'a' if ticked else school", "a"),
    ],
)
def test_expression(source: str, value: Any) -> None:
    assert compile_expression(source)(DATA) == value


@pytest.mark.parametrize(
    "source",
    [
        "school",
        "school.name == 'x'",
        "'x' == school.name",
        "row.goal > 3",
        "3 > row.goal",
        "not row.goal",
        "row.goal and ticked",
        "row.goal in ('a', 'b')",
        "'a' in row.goal",
        "row.goal + 1",
        "total(row.goal, 'cost')",
        "total(rows, row.goal)",
        "row.goal | length",
        "'%s' % 1 if school else 2",
    ],
)
def test_expression_that_meets_an_absent_field_says_so(source: str) -> None:
    with pytest.raises(AbsentValue):
        compile_expression(source)(DATA)


@pytest.mark.parametrize(
    "source",
    [
        "row.hours < 'a'",
        "1 / 0",
        "nonsense(1)",
        "start.__class__",
        "row.hours.__class__.__mro__",
        "total.__globals__",
        "'a' * 1000000000",
        "2 ** 1000000",
        "'%1000000000d' % 1",
        "'{:>1000000000}'.format(1)",
        "'a'.center(1000000000)",
    ],
)
def test_expression_that_can_not_be_worked_out_is_no_absent_value(source: str) -> None:
    with pytest.raises(RenderError) as error:
        compile_expression(source, "P11")(DATA)
    assert not isinstance(error.value, AbsentValue)
    assert "P11" in str(error.value)
    assert source in str(error.value)


@pytest.mark.parametrize(
    "source", ["row.", "a b", "", "1 }} {{ 2", "x {# y #}", "x | attr('y')", "x | default(1)", "{% if x %}"]
)
def test_expression_that_can_not_be_read_is_refused_at_once(source: str) -> None:
    with pytest.raises(RenderError, match="P11"):
        compile_expression(source, "P11")


def test_data_can_not_be_changed_by_an_expression() -> None:
    with pytest.raises(RenderError):
        compile_expression("rows.append(1)")(DATA)
    with pytest.raises(RenderError):
        compile_expression("row.clear()")(DATA)
    assert DATA["rows"] == [{"cost": 10}, {"cost": 32}]


def test_no_value_stands_in_a_message() -> None:
    def refuse(value: str) -> None:
        raise ValueError(f"no date: {value}")

    with pytest.raises(RenderError) as error:
        compile_expression("refuse(cpr)")({"refuse": refuse, "cpr": "740314-4007"})
    assert "740314" not in str(error.value)


def test_expression_over_views_sees_plain_values() -> None:
    view = View(
        {
            "day": leaf("2026-09-01", "1. september 2026"),
            "ticks": leaf(("a", "b"), "A, B"),
            "none": Absent("none"),
        }
    )
    context = {"v": view, "year": lambda day: day[:4], "limit": "2026-12-31"}
    assert compile_expression("year(v.day)")(context) == "2026"
    assert compile_expression("v.day <= limit and limit >= v.day")(context) is True
    assert compile_expression("'a' in v.ticks and 'c' not in v.ticks")(context) is True
    assert compile_expression("v.none == 'x' or v.none.deeper")(context) == Absent("none")
    for source in ("v.none > 3", "year(v.none)", "v.none + 1"):
        with pytest.raises(AbsentValue):
            compile_expression(source)(context)
    # A view knows all fields of its form: another name is a slip, and no reason to leave a rule out.
    with pytest.raises(RenderError) as error:
        compile_expression("v.dya == 'x'")(context)
    assert not isinstance(error.value, AbsentValue)


def test_joined_values_keep_all_their_origins() -> None:
    value = compile_expression("a ~ ', ' ~ b")(
        {"a": leaf("x", "X", "form:/a"), "b": leaf("y", "Y", "form:/b")}
    )
    assert (value.text, value.origin) == ("X, Y", "form:/a + form:/b")


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────


def test_names_of_an_expression() -> None:
    source = (
        "row.goal in plan.rows and sum_of(plan.rows, 'cost') > a['b'].c and x[0].y | length == name.upper()"
    )
    assert names(source) == {"row.goal", "plan.rows", "a.b.c", "x[].y", "name"}
    assert functions(source) == {"sum_of"}
    assert names("application.ppv is defined and -terms.months < 3") == {"application.ppv", "terms.months"}


def test_names_of_a_text_resolve_loop_variables() -> None:
    source = (
        "{% for row in plan.rows if row.used %}{{ row.goal }}{{ loop.index }}"
        "{% for hour in row.hours %}{{ hour.from | kort }} {{ row.end }}{% else %}{{ rest }}{% endfor %}"
        "{% endfor %}{{ row.goal }}{% if a.b %}{{ (plan.rows | first).goal }}{% endif %}"
    )
    assert text_names(source) == {
        "plan.rows",
        "plan.rows[].used",
        "plan.rows[].goal",
        "plan.rows[].hours",
        "plan.rows[].hours[].from",
        "plan.rows[].end",
        "rest",
        "row.goal",
        "a.b",
    }


def test_uses_tell_lines() -> None:
    assert [(use.path, use.line) for use in uses("{{ a }}\n{{ b.c }}\n\n{{ a }}")] == [
        ("a", 1),
        ("b.c", 2),
        ("a", 4),
    ]


def test_names_of_what_can_not_be_read() -> None:
    with pytest.raises(RenderError):
        names("row.")
    with pytest.raises(RenderError):
        text_names("{% if a %}")


# ── texts ─────────────────────────────────────────────────────────────────────────────────────────────

CONTEXT: dict[str, Any] = {
    "name": leaf("Bo", "Bo & <Ida>", "form:/name"),
    "gone": Absent("form/gone"),
    "day": leaf("2026-09-01", "1. september 2026", "form:/day"),
    "rows": (
        View({"n": leaf(1), "note": leaf("{{ 7*7 }}", origin="form:/rows/0/note")}),
        View({"n": leaf(2), "note": Absent("form/rows/1/note")}),
    ),
}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Kære {{ name }}", "Kære Bo & <Ida>"),
        (
            "{{ day }} / {{ day | kort }} / {{ '2026-01-02' | kort }}",
            "1. september 2026 / 01-09-2026 / 02-01-2026",
        ),
        ("{{ rows | length }} {{ gone | length }}", "2 0"),
        (
            "{{ name | upper }} {{ name | lower }} {{ day | capitalize }}",
            "BO & <IDA> bo & <ida> 1. september 2026",
        ),
        ("{% if gone %}a{% elif name == 'Bo' %}b{% else %}c{% endif %}", "b"),
        (
            "{% for row in rows %}{{ row.n }}{% if row.note %}: {{ row.note }}{% endif %};{% endfor %}",
            "1: {{ 7*7 }};2;",
        ),
        (
            "{% for row in rows if row.note %}{{ loop.index }}{{ loop.last }}{% endfor %}".replace(
                "{{ loop.last }}", ""
            ),
            "1",
        ),
        ("{% for row in gone %}x{% else %}tom{% endfor %}", "tom"),
        ("Liste:\n{% for row in rows %}\n- {{ row.n }}\n{% endfor %}\nSlut\n", "Liste:\n- 1\n- 2\nSlut\n"),
        ("{{ (rows | first).n }} {{ (rows | last).n }}", "1 2"),
        ("{{ 'fast ' ~ name }}", "fast Bo & <Ida>"),
        ("{{ 3 }} {{ 2.5 }} {{ 4.0 }}", "3 2,5 4"),
    ],
)
def test_text(source: str, text: str) -> None:
    assert compile_text(source)(CONTEXT) == text


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("{{ nmae }}", "nmae"),
        ("{{ rows[0].nmae }}", "nmae"),
        ("{% if nmae %}x{% endif %}", "nmae"),
        ("{{ nmae.first }}", "nmae"),
        ("{{ gone }}", "form/gone"),
        ("{{ gone.deeper }}", "form/gone.deeper"),
        ("{{ gone | kort }}", "form/gone"),
        ("{% if gone > 3 %}x{% endif %}", "form/gone"),
        ("{{ rows }}", "tuple"),
        ("{{ rows[0] }}", "View"),
        ("{{ true }}", "bool"),
        ("{% for sign in name %}x{% endfor %}", "Leaf"),
        ("{% for key in rows[0] %}x{% endfor %}", "LookupError|KeyError|View"),
        ("{{ name.value }}", "value"),
        ("{{ name.__class__ }}", "__class__"),
        ("{{ name ~ day }}", "form:/name"),
        ("{{ 'x' | kort }}", "kort"),
        ("{{ missing() }}", "function"),
    ],
)
def test_what_can_not_be_printed_is_named(source: str, named: str) -> None:
    with pytest.raises(RenderError, match=named) as error:
        compile_text(f"Første linje\n{source}", "brev.mail.j2")(CONTEXT)
    assert "brev.mail.j2" in str(error.value)
    assert "line 2" in str(error.value)


@pytest.mark.parametrize(
    "source",
    [
        "{% set a = 1 %}",
        "{% include 'x' %}",
        "{% extends 'x' %}",
        "{% import 'x' as y %}",
        "{% macro a() %}{% endmacro %}",
        "{% block a %}{% endblock %}",
        "{% autoescape false %}{% endautoescape %}",
        "{% filter upper %}{% endfilter %}",
        "{% with a = 1 %}{% endwith %}",
        "{% for a, b in c %}{% endfor %}",
        "{% for a in b recursive %}{% endfor %}",
        "{{ a | safe }}",
        "{{ a | e }}",
        "{{ a | attr('x') }}",
        "{% if a %}",
        "{% endif %}",
        "{{ a",
        "{{ a } slut",
    ],
)
def test_what_is_not_in_the_language_is_refused_at_once(source: str) -> None:
    with pytest.raises(RenderError, match=r"brev\.mail\.j2"):
        compile_text(source, "brev.mail.j2")


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x1f", "\r", "\ud800", "\ufffe", "\uffff"])
def test_characters_no_document_can_hold_stop_the_merge(sign: str) -> None:
    with pytest.raises(RenderError, match=f"form:/name.*{ord(sign):04X}") as error:
        compile_text("{{ name }}")({"name": leaf(f"Ida{sign}", origin="form:/name")})
    assert "Ida" not in str(error.value)


def test_account_tells_every_step_in_order() -> None:
    source = (
        "{{ name }}{% if gone %}{{ day }}{% elif name %}{% if day %}{{ day }}{% endif %}"
        "{% else %}x{% endif %}"
        "{% for row in rows %}{{ row.n }}{% for y in gone %}{{ y }}{% endfor %}{% endfor %}{{ 'fast' }}"
    )
    merged = compile_text(source, "t", "body").merge(CONTEXT)
    told = [(trace.kind, trace.n, trace.text or trace.taken) for trace in merged.traces]
    assert told == [
        ("hole", 0, "Bo & <Ida>"),
        ("if", 0, 0),
        ("if", 1, 1),
        ("if", 2, 1),
        ("hole", 2, "1. september 2026"),
        ("for", 0, 2),
        ("hole", 3, "1"),
        ("for", 1, 0),
        ("hole", 3, "2"),
        ("for", 1, 0),
        ("hole", 5, "fast"),
    ]
    assert merged.traces[0] == Trace(part="body", kind="hole", n=0, text="Bo & <Ida>", origin="form:/name")
    assert merged.traces[-1].origin == "fixed"


def test_loops_with_a_condition_count_the_rows_that_pass() -> None:
    merged = compile_text("{% for row in rows if row.note %}{{ row.n }}{% endfor %}").merge(CONTEXT)
    assert [(trace.kind, trace.taken) for trace in merged.traces if trace.kind == "for"] == [("for", 1)]


def test_a_part_is_written_by_its_caller() -> None:
    part = compile_part(
        "<t>{{ name }}</t>\n{% if true %}{% endif %}\n",
        name="x.docx",
        part="word/document.xml",
        write=lambda text: f"[{text}]",
        where=lambda line: f"line {line}",
    )
    assert part.merge(CONTEXT).text == "<t>[Bo & <Ida>]</t>\n\n"
    with pytest.raises(RenderError, match=r"x\.docx: line 1"):
        part({})


def test_a_date_may_be_a_date() -> None:
    assert (
        compile_text("{{ d | kort }}")({"d": Leaf(dt.date(2026, 2, 1), "1. februar 2026", "form:/d")})
        == "01-02-2026"
    )


def test_one_context_does_not_leak_into_the_next() -> None:
    text = compile_text("{% if b %}{{ b }}{% endif %}{{ a }}")
    assert text({"a": leaf("1"), "b": leaf("2")}) == "21"
    with pytest.raises(RenderError, match="'b'"):
        text({"a": leaf("1")})
