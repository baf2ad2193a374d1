"""Whatever a form holds stands in the letter as it was written, and breaks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.errors import RenderError
from pipeline.proof import check
from pipeline.records import Absent, Leaf, View
from pipeline.render.word import WordTemplate, compile_word, render_word, variables
from pipeline.templating import functions
from pipeline.wordml import open_document
from tests.tools import word_faults
from tests.unit.render.letters import leaf, letter, paragraph, values, word_file

TEXTS = [
    'A & B <c> "D"',
    "første linje\nanden linje\n\nfjerde",
    "søster Åse Ærø øl",
    "{{ 7*7 }}",
    "{% for x in y %}{{ x }}{% endfor %} {# #} {{",
    "}} %} { } {_{",
    "👩‍👩‍👧‍👦 🇩🇰 😀",
    "]]> <![CDATA[x]]> &amp; &#x7; <!-- -->",
    "</w:t></w:r></w:p><w:p>",
    "a\tb",
    "  foran og bag  ",
    "\u00a0\u2028\u2029\u200b\u202e\ufeff",
    "x" * 5000,
]
FIXED = "Kære {}, velkommen til {}."
ANY_TEXT = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufffe\uffff"
    )
)
TEMPLATE = word_file(
    paragraph("Kære {{ a }}, velkommen til {{ b }}.") + paragraph("{{ a }}{{ b }}"),
    footer=paragraph("[{{ b }}]"),
)


def read_back(document: bytes) -> list[str]:
    """The paragraphs of the body and the footer, by a reader that shares nothing with merge and check."""
    opened = open_document(document)
    footer = [one.text for section in opened.sections[:1] for one in section.footer.paragraphs]
    return [*(one.text for one in opened.paragraphs), *footer]


def assert_verbatim(first: str, second: str) -> None:
    context = {"a": leaf(first, "form:/a"), "b": leaf(second, "form:/b")}
    rendered = render_word(compile_word(TEMPLATE, "brev.docx"), context, title="Brev")
    assert check(rendered.content, TEMPLATE, rendered.traces) == ()
    assert read_back(rendered.content) == [FIXED.format(first, second), first + second, f"[{second}]"]


@pytest.mark.parametrize("text", TEXTS)
def test_awkward_texts_stand_verbatim(text: str) -> None:
    assert_verbatim(text, "Bo")
    assert_verbatim("Bo", text)


def test_every_printable_character_stands_verbatim() -> None:
    every = [chr(n) for n in range(0x20, 0x110000) if not 0x7F <= n < 0xA0 and not 0xD800 <= n < 0xE000]
    wanted = "".join(sign for sign in every if sign not in "\ufffe\uffff")
    assert len(wanted) > 1_100_000 - 10_000
    for at in range(0, len(wanted), 100_000):
        assert_verbatim(wanted[at : at + 100_000], "Bo")


@given(ANY_TEXT, ANY_TEXT)
def test_any_text_stands_verbatim(first: str, second: str) -> None:
    assert_verbatim(first, second)


@given(
    st.lists(ANY_TEXT, max_size=6), ANY_TEXT, st.sampled_from(["granted", "refused", "other"]), st.booleans()
)
def test_a_whole_letter_with_any_values(goals: list[str], text: str, outcome: str, draft: bool) -> None:
    context = values(
        outcome=leaf("?", "buf:/outcome", outcome),
        goals=tuple(
            View({"text": leaf(goal, f"application:/goals/{n}/goal")}) for n, goal in enumerate(goals)
        ),
        reason=leaf(text),
        school=leaf(text),
        draft=leaf("UDKAST" if draft else ""),
        phone=leaf(text) if text else Absent("phone"),
    )
    rendered = render_word(compile_word(letter(), "brev.docx"), context, title="Brev")
    assert check(rendered.content, letter(), rendered.traces) == ()
    said = "\n".join(read_back(rendered.content))
    printed = {"granted": [*goals, text], "refused": [text], "other": []}[outcome]
    assert all(value in said for value in printed)


@given(st.characters(categories=["Cc", "Cs"], exclude_characters="\n\t\x7f"), ANY_TEXT)
def test_characters_that_no_document_holds_stop_the_letter(sign: str, text: str) -> None:
    assume(not "\x80" <= sign <= "\x9f")
    with pytest.raises(RenderError, match=f"{ord(sign):04X}"):
        assert_verbatim(f"{text}{sign}{text}", "Bo")


# ── the shipped templates, with anything in them ──────────────────────────────────────────────────────

TEMPLATES = Path(__file__).parents[2] / "templates"
SHIPPED = {
    path.relative_to(TEMPLATES).as_posix(): path.read_bytes()
    for path in sorted(TEMPLATES.rglob("*.docx"))
    if variables(path.read_bytes(), path.name)
}


def _literals(template: WordTemplate) -> list[str]:
    """The words that a template asks for, so that its branches are taken."""
    tags = " ".join(tag.source for part in template.parts for tag in part.tags)
    return sorted(set(re.findall(r"'([^']*)'", tags)))


def _dates(template: WordTemplate) -> set[str]:
    """The last names of what is printed as a short date."""
    return set(
        re.findall(r"(\w+) \| kort", " ".join(tag.source for part in template.parts for tag in part.tags))
    )


def _context(template: WordTemplate, paths: Iterable[str], data: st.DataObject) -> dict[str, Any]:
    """A value for everything a template names: any text, and now and then one that its tests ask for."""
    literals, dates = _literals(template), _dates(template)
    lengths: dict[str, int] = {}

    def grow(steps: list[str], below: dict[str, Any], path: str) -> Any:
        if not below:
            text = data.draw(st.sampled_from([*TEXTS[:-1], "Bo", "Eksempelskolen"]))
            asked = data.draw(st.sampled_from(["", text, True, False, 0, *literals]))
            return Leaf("2026-09-01" if steps[-1] in dates else asked, text, path)
        if set(below) == {"[]"}:
            lengths.setdefault(path, data.draw(st.integers(0, 3)))
            return tuple(grow([*steps, "[]"], below["[]"], f"{path}/{n}") for n in range(lengths[path]))
        kept = {key: value for key, value in below.items() if key != "[]"}
        return View({key: grow([*steps, key], value, f"{path}/{key}") for key, value in kept.items()})

    tree: dict[str, Any] = {}
    for path in paths:
        here = tree
        for step in path.replace("[]", ".[]").split("."):
            here = here.setdefault(step, {})
    return {key: grow([key], value, key) for key, value in tree.items()}


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=15, deadline=None)
@given(st.data())
def test_shipped_templates_with_anything_in_them(name: str, data: st.DataObject) -> None:
    content = SHIPPED[name]
    template = compile_word(content, name)
    context = _context(template, [one.path for one in variables(content, name)], data)
    called = {call for part in template.parts for call in functions(part.source)}
    context |= dict.fromkeys(called, lambda *_: data.draw(st.integers(0, 3)))
    rendered = render_word(template, context, title="Brev")
    assert check(rendered.content, content, rendered.traces) == ()


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=1, deadline=None, derandomize=True)
@given(data=st.data())
def test_shipped_templates_give_files_that_word_opens(
    name: str, data: st.DataObject, tmp_path_factory: Any
) -> None:
    content = SHIPPED[name]
    template = compile_word(content, name)
    context = _context(template, [one.path for one in variables(content, name)], data)
    called = {call for part in template.parts for call in functions(part.source)}
    rendered = render_word(template, context | dict.fromkeys(called, lambda *_: 1), title="Brev")
    folder: Path = tmp_path_factory.mktemp("letter")
    assert word_faults(rendered.content, folder) == []
