"""Whatever a form holds stands in the letter as it was written, and breaks nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.errors import RenderError
from pipeline.proof import check
from pipeline.render.stories import variables
from pipeline.render.word import WordTemplate, compile_word, render_word
from pipeline.templating import functions
from pipeline.views import Absent, Leaf, View
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
    if variables(path.read_bytes())
}


def _context(template: WordTemplate, paths: Iterable[str], seed: int) -> dict[str, Any]:
    """A value for everything a template names: awkward texts, and often one that its conditions ask for."""
    chance = random.Random(seed)
    tags = " ".join(tag.source for part in template.parts for tag in part.tags)
    asked = ["", "Bo", True, False, 0, *sorted(set(re.findall(r"'([^']*)'", tags)))]
    dates = set(re.findall(r"(\w+) \| kort", tags))
    counted = [f"{path}[].counted" for path in re.findall(r"([\w.]+) \| length", tags)]

    def grow(key: str, below: dict[str, Any], path: str) -> Any:
        if not below:
            value = "2026-09-01" if key in dates else chance.choice(asked)
            return Leaf(value, chance.choice(TEXTS), path)
        if "[]" in below:
            return tuple(grow(key, below["[]"], f"{path}/{n}") for n in range(chance.randrange(4)))
        return View({name: grow(name, deeper, f"{path}/{name}") for name, deeper in below.items()})

    tree: dict[str, Any] = {}
    for path in [*paths, *counted]:
        here = tree
        for step in path.replace("[]", ".[]").split("."):
            here = here.setdefault(step, {})
    called = {call for part in template.parts for call in functions(part.source)}
    told = {name: lambda *_: chance.randrange(4) for name in called}
    return {key: grow(key, below, key) for key, below in tree.items()} | told


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("seed", range(12))
def test_shipped_templates_with_anything_in_them(name: str, seed: int) -> None:
    content = SHIPPED[name]
    template = compile_word(content, name)
    context = _context(template, [one.path for one in variables(content)], seed)
    rendered = render_word(template, context, title="Brev")
    assert check(rendered.content, content, rendered.traces) == ()
    holes = [
        trace.text for trace in rendered.traces if trace.kind == "hole" and trace.part == "word/document.xml"
    ]
    said = "\n".join(read_back(rendered.content)) + _in_tables(rendered.content)
    assert holes
    assert all(text in said for text in holes)


def _in_tables(document: bytes) -> str:
    cells = "w:tbl//w:p"
    found = open_document(document).element.body.xpath(f".//{cells}")
    return "\n".join(paragraph.text for paragraph in found)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_templates_give_files_that_word_opens(name: str, tmp_path: Path) -> None:
    content = SHIPPED[name]
    template = compile_word(content, name)
    context = _context(template, [one.path for one in variables(content)], 7)
    rendered = render_word(template, context, title="Brev")
    assert set(word_faults(rendered.content, tmp_path)) <= set(word_faults(content, tmp_path))
