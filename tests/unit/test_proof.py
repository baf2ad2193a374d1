"""The release check against letters that were tampered with: every single mutation must be caught."""

from __future__ import annotations

import copy
import itertools
import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import proof
from pipeline.container import open_package, repack, write_package
from pipeline.proof import check
from pipeline.records import RenderedDocument
from pipeline.render.word import compile_word, render_word
from pipeline.views import Absent
from pipeline.xml import Element, parse, serialize
from tests.unit.render.letters import leaf, letter, paragraph, row, table, values, word_file
from tests.unit.render.mutations import (
    account_changes,
    block_changes,
    drop,
    nodes,
    said,
    text_changes,
    with_part,
)

PARTS = ("word/document.xml", "word/header1.xml", "word/footer1.xml")
LETTERS = {
    "granted": values(),
    "refused": values(
        outcome=leaf("Afslag", "buf:/outcome", "refused"),
        reason=leaf("Linje 1\nLinje 2", "buf:/reason"),
        phone=Absent("phone"),
        draft=leaf("", "fixed"),
    ),
}


@cache
def finished(kind: str) -> RenderedDocument:
    return render_word(compile_word(letter(), "brev.docx"), LETTERS[kind], title="Afgørelse")


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_as_it_was_made_is_fine(kind: str) -> None:
    assert check(finished(kind).content, letter(), finished(kind).traces) == ()


def test_the_check_shares_nothing_with_the_merge() -> None:
    for path in Path(proof.__file__).parent.glob("*.py"):
        used = set(re.findall(r"^(?:from|import) pipeline\.(\w+)", path.read_text("utf-8"), re.MULTILINE))
        assert used <= {"container", "errors", "proof", "records", "xml"}


# ── every change is caught ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", LETTERS)
def test_every_mutation_is_caught(kind: str, part: str) -> None:
    rendered = finished(kind)
    root = parse(open_package(rendered.content)[part])
    missed, made = [], 0
    for name, change in [*text_changes(root), *block_changes(root)]:
        mutant = with_part(rendered.content, part, change)
        if mutant is None:
            continue
        made += 1
        if check(mutant, letter(), rendered.traces) == ():
            missed.append(name)
    assert missed == []
    assert made > (700 if part == "word/document.xml" else 1)


def test_paragraphs_from_the_other_branch_are_caught_everywhere() -> None:
    for kind, other in (("granted", "refused"), ("refused", "granted")):
        own = {said(one) for one in nodes(_body(kind), "w:p")}
        strangers = [one for one in nodes(_body(other), "w:p") if said(one) not in own]
        assert strangers
        for stranger in strangers:
            for n in range(len(nodes(_body(kind), "w:p"))):
                for mode in ("replaced", "before"):
                    mutant = with_part(finished(kind).content, PARTS[0], _plant(stranger, n, mode))
                    assert mutant is not None
                    assert check(mutant, letter(), finished(kind).traces) != (), (said(stranger), n, mode)


def _body(kind: str) -> Element:
    return parse(open_package(finished(kind).content)[PARTS[0]])


def _plant(stranger: Element, n: int, mode: str) -> Callable[[Element], bool]:
    def change(root: Element) -> bool:
        node = nodes(root, "w:p")[n]
        node.addprevious(copy.deepcopy(stranger))
        if mode == "replaced":
            node.getparent().remove(node)  # type: ignore[union-attr]
        return True

    return change


@given(st.data())
def test_any_two_changes_together_are_caught(data: st.DataObject) -> None:
    rendered = finished("granted")
    root = parse(open_package(rendered.content)[PARTS[0]])
    before = serialize(root)
    texts = nodes(root, "w:t")
    for _ in range(2):
        node = data.draw(st.sampled_from(texts))
        node.text = data.draw(
            st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
        )
    if serialize(root) == before:
        return
    assert check(repack(rendered.content, {PARTS[0]: serialize(root)}), letter(), rendered.traces) != ()


# ── the account ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", LETTERS)
def test_an_account_that_tells_something_else_is_caught(kind: str) -> None:
    rendered = finished(kind)
    changed = list(account_changes(rendered.traces))
    assert len(changed) > 50
    assert [traces for traces in changed if check(rendered.content, letter(), traces) == ()] == []


def test_the_account_of_another_letter_is_caught() -> None:
    assert check(finished("granted").content, letter(), finished("refused").traces) != ()


# ── the rest of the file ──────────────────────────────────────────────────────────────────────────────


def test_members_that_are_not_as_in_the_template() -> None:
    extra = {"word/styles.xml": b"<s>1</s>", "word/media/logo.png": b"logo"}
    template = word_file(paragraph("{{ x }}"), footer=paragraph("fast"), extra=extra)
    rendered = render_word(compile_word(template, "t"), {"x": leaf("y")}, title="T")
    assert check(rendered.content, template, rendered.traces) == ()
    members = dict(open_package(rendered.content))
    relations = members["_rels/.rels"]
    core = members["docProps/core.xml"]
    changes: dict[str, bytes | None] = {
        "word/styles.xml": b"<s>2</s>",
        "word/media/logo.png": b"andet",
        "word/footer1.xml": members["word/footer1.xml"].replace(b"fast", b"last"),
        "word/ny.xml": b"<x/>",
        "word/media/ny.png": b"x",
        "word/_rels/document.xml.rels": members["word/_rels/document.xml.rels"].replace(
            b"footer1", b"footer2"
        ),
        "_rels/.rels": relations.replace(
            b"</Relationships>", b'<Relationship Id="x" Target="y"/></Relationships>'
        ),
        "[Content_Types].xml": members["[Content_Types].xml"].replace(b"footer+xml", b"header+xml"),
        "docProps/core.xml": core.replace(b"<dc:language>", b"<dc:creator>Ida</dc:creator><dc:language>"),
        "word/document.xml": None,
    }
    for name, content in changes.items():
        changed = {**members, name: content}
        mutant = write_package((key, part) for key, part in changed.items() if part is not None)
        problems = check(mutant, template, rendered.traces)
        assert problems, name
        assert all(name in problem for problem in problems), (name, problems)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<w:pStyle w:val="A"/>', '<w:pStyle w:val="B"/>'),
        ('<w:numId w:val="1"/>', '<w:numId w:val="2"/>'),
        ("PAGE", "NUMPAGES"),
        ('r:embed="rId1"', 'r:embed="rId2"'),
        ('w:w="11906"', 'w:w="11907"'),
        ("<w:br/>", ""),
        ("<w:br/>", '<w:br w:type="page"/>'),
        ("<w:tab/>", ""),
        ('w:char="F0A7"', 'w:char="F0A8"'),
        ("</w:p>", '<w:del w:id="1"><w:r><w:delText>væk</w:delText></w:r></w:del></w:p>'),
    ],
)
def test_what_is_no_text_and_yet_is_read(old: str, new: str) -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "<w:r><w:t>{{ x }}</w:t><w:br/><w:t>to</w:t><w:tab/><w:instrText> PAGE </w:instrText>"
        '<w:sym w:font="Wingdings" w:char="F0A7"/><w:drawing r:embed="rId1"/></w:r></w:p>'
    )
    template = word_file(body)
    rendered = render_word(compile_word(template, "t"), {"x": leaf("y")}, title="T")
    assert check(rendered.content, template, rendered.traces) == ()
    part = open_package(rendered.content)["word/document.xml"]
    assert old.encode() in part
    mutant = repack(rendered.content, {"word/document.xml": part.replace(old.encode(), new.encode(), 1)})
    assert check(mutant, template, rendered.traces) != ()


# ── what can't be checked is not fine ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "{{ x",
        "{% if x",
        "{% endif %}",
        "{% if x %}",
        "{% for x in y %}{% endif %}",
        "{% set x = 1 %}",
        "{%tr if x %}",
    ],
)
def test_templates_that_nobody_could_follow(text: str) -> None:
    template = word_file(paragraph(text))
    assert check(template, template, ()) != ()


def test_unmerged_and_damaged_files() -> None:
    assert check(letter(), letter(), ()) != ()
    assert check(b"", letter(), ()) != ()
    assert check(finished("granted").content, b"no zip", ()) != ()
    broken = repack(finished("granted").content, {"word/document.xml": b"<w:document"})
    assert check(broken, letter(), finished("granted").traces) != ()


def test_problems_tell_part_and_paragraph_and_no_value() -> None:
    rendered = finished("granted")
    part = open_package(rendered.content)["word/document.xml"]
    for old, new in (("Alma Testrup Eksempelsen", "Alma Testrup Eksempelson"), ("Det betyder", "Det betød")):
        mutant = repack(rendered.content, {"word/document.xml": part.replace(old.encode(), new.encode())})
        (problem,) = check(mutant, letter(), rendered.traces)
        assert problem.startswith("word/document.xml, paragraph ")
        assert "Alma" not in problem
        assert "application:/child/name" in problem or "fixed text" in problem


def test_loops_within_loops_and_empty_ones() -> None:
    body = "".join(
        [
            paragraph("{%p for a in outer %}"),
            paragraph("{{ a }}{% for b in inner %}, {{ b }}{% else %} alene{% endfor %}"),
            table(
                row("h", ""),
                row("{%tr for b in inner %}", ""),
                row("{{ b }}", "{{ a }}"),
                row("{%tr endfor %}", ""),
            ),
            paragraph("{%p else %}"),
            paragraph("ingen"),
            paragraph("{%p endfor %}"),
            paragraph("{% for b in inner %}{% endfor %}{% if outer %}{% else %}{% endif %}slut"),
        ]
    )
    for outer in ("", "x", "xyz"):
        for inner in ("", "p", "pq"):
            context = {"outer": tuple(map(leaf, outer)), "inner": tuple(map(leaf, inner))}
            rendered = render_word(compile_word(word_file(body), "t"), context, title="T")
            assert check(rendered.content, word_file(body), rendered.traces) == ()


@pytest.mark.parametrize("turns", [*itertools.product("abc", repeat=3), "", "b", "ca"])
def test_branches_within_loops(turns: Sequence[str]) -> None:
    choice = ["{% if x == 'a' %}", "A", "{% elif x == 'b' %}", "B", "{% else %}", "C", "{% endif %}"]
    loop = ["{% for x in xs %}", *choice, "{% endfor %}"]
    template = word_file(
        "".join(paragraph(text.replace("{%", "{%p")) for text in loop) + paragraph("".join(loop))
    )
    rendered = render_word(compile_word(template, "t"), {"xs": tuple(map(leaf, turns))}, title="T")
    assert check(rendered.content, template, rendered.traces) == ()
    paragraphs = nodes(parse(open_package(rendered.content)[PARTS[0]]), "w:p")
    assert [said(one) for one in paragraphs] == [*map(str.upper, turns), "".join(turns).upper()]


# ── any template ──────────────────────────────────────────────────────────────────────────────────────

Block = tuple[str, Any]


def blocks_within(names: tuple[str, ...], depth: int) -> st.SearchStrategy[list[Block]]:
    """Texts, holes, branches and loops, up to `depth` within each other; `names` are the values in reach."""
    name = st.sampled_from(names)
    leaves: list[st.SearchStrategy[Block]] = [
        st.tuples(st.just("text"), st.sampled_from(["fast", "tekst"])),
        st.tuples(st.just("hole"), name),
    ]
    if depth:
        inner = st.deferred(lambda: blocks_within(names, depth - 1))
        looped = st.deferred(lambda: blocks_within((*names, f"v{depth}"), depth - 1))
        branches = st.lists(st.tuples(name, inner), min_size=1, max_size=3)
        leaves += [
            st.tuples(st.just("if"), st.tuples(branches, st.none() | inner)),
            st.tuples(
                st.just("for"),
                st.tuples(st.just(f"v{depth}"), st.sampled_from(["xs", "ys"]), looped, st.none() | inner),
            ),
        ]
    return st.lists(st.one_of(leaves), min_size=1, max_size=3)


def written(blocks: list[Block], tag: str) -> list[str]:
    """The blocks as tags and texts; `tag` opens a statement: `{%p` for paragraphs, `{%` within one."""
    lines: list[str] = []
    for kind, told in blocks:
        if kind == "text":
            lines.append(told)
        elif kind == "hole":
            lines.append(f"[{{{{ {told} }}}}]")
        elif kind == "if":
            branches, rest = told
            for n, (name, inner) in enumerate(branches):
                lines += [f"{tag} {'elif' if n else 'if'} {name} %}}", *written(inner, tag)]
            lines += [] if rest is None else [f"{tag} else %}}", *written(rest, tag)]
            lines.append(f"{tag} endif %}}")
        else:
            name, rows, body, rest = told
            lines += [f"{tag} for {name} in {rows} %}}", *written(body, tag)]
            lines += [] if rest is None else [f"{tag} else %}}", *written(rest, tag)]
            lines.append(f"{tag} endfor %}}")
    return lines


@given(
    blocks_within(("a", "b"), 3),
    blocks_within(("a", "b"), 2),
    st.lists(st.booleans(), min_size=2, max_size=3),
    st.lists(st.booleans(), max_size=3),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_any_template_replays_as_it_was_merged(
    outer: list[Block], inner: list[Block], xs: list[bool], ys: list[bool], a: bool, chance: random.Random
) -> None:
    lines = [*map(paragraph, written(outer, "{%p")), paragraph("".join(written(inner, "{%")))]
    template = word_file("".join(lines))
    context = {
        "a": leaf("A", value=a),
        "b": leaf("B", value=not a),
        "xs": tuple(leaf(f"x{n}", value=one) for n, one in enumerate(xs)),
        "ys": tuple(leaf(f"y{n}", value=one) for n, one in enumerate(ys)),
    }
    rendered = render_word(compile_word(template, "t"), context, title="T")
    assert check(rendered.content, template, rendered.traces) == ()
    count = len(nodes(parse(open_package(rendered.content)[PARTS[0]]), "w:p"))
    lost = with_part(rendered.content, PARTS[0], drop("w:p", chance.randrange(count)))
    assert lost is not None
    assert check(lost, template, rendered.traces) != ()
