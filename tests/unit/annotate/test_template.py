"""A commented copy of a template: the comments, where they stand, and that all else stays."""

from __future__ import annotations

import datetime as dt

from pipeline.annotate.template import Note, annotate_template
from pipeline.container import open_package
from pipeline.xml import Element, parse, qn
from tests.unit.render.letters import paragraph, row, run, table, word_file

DAY = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
BODY = (
    paragraph("Kære {{ x", " }}, hej")
    + table(row("a", "{{ y }}"))
    + f"<w:p>{run('Se ')}<w:hyperlink>{run('{{ z }}')}</w:hyperlink></w:p>"
)


def annotated(*notes: Note, content: bytes | None = None) -> dict[str, bytes]:
    copy = annotate_template(content or word_file(BODY), notes, written=DAY)
    assert copy
    return dict(open_package(copy))


def ranges(main: bytes) -> list[str]:
    """The text between each start and end of a comment."""
    found, inside = [], ""
    is_open = False
    for node in parse(main).iter("*"):
        if node.tag == qn("w:commentRangeStart"):
            inside, is_open = "", True
        elif node.tag == qn("w:commentRangeEnd"):
            found.append(inside)
            is_open = False
        elif is_open and node.tag == qn("w:t"):
            inside += node.text or ""
    return found


def comments(parts: dict[str, bytes]) -> list[str]:
    root: Element = parse(parts["word/comments.xml"])
    return ["".join(map(str, one.itertext())) for one in root]


def test_a_comment_stands_round_the_pieces_of_its_tag() -> None:
    parts = annotated(
        Note(text="A", paragraph=1, start=5, end=12), Note(text="B", paragraph=3, start=0, end=7)
    )
    assert ranges(parts["word/document.xml"]) == ["Kære {{ x }}, hej", "{{ y }}"]
    assert comments(parts) == ["A", "B"]
    assert b'w:date="2026-06-01T12:00:00Z"' in parts["word/comments.xml"]


def test_a_comment_in_a_link_stands_round_the_link() -> None:
    parts = annotated(Note(text="C", paragraph=4, start=3, end=10))
    assert ranges(parts["word/document.xml"]) == ["{{ z }}"]


def test_a_comment_without_a_place_stands_at_the_first_paragraph() -> None:
    for number in (0, 99):
        parts = annotated(Note(text="D", paragraph=number))
        assert ranges(parts["word/document.xml"]) == ["Kære {{ x }}, hej"]


def test_earlier_comments_of_ours_are_replaced_and_the_rest_stays() -> None:
    first = annotate_template(word_file(BODY), [Note(text="A", paragraph=1)], written=DAY)
    assert first
    again = annotated(Note(text="B", paragraph=3), content=first)
    assert comments(again) == ["B"]
    assert ranges(again["word/document.xml"]) == ["{{ y }}"]


def test_nothing_to_say_and_nothing_to_say_it_in() -> None:
    assert annotate_template(word_file(BODY), []) is None
    assert annotate_template(b"no zip", [Note(text="A")]) is None
    assert annotate_template(word_file(""), [Note(text="A")]) is None
