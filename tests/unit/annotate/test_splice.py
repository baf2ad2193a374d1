"""Cutting a part of XML: every byte beside the cuts stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotate.splice import Cuts, NotSpliced, read_plain, spliced
from pipeline.xml import Element

HEAD = "<?xml version='1.0'?>\n<!-- a > <b> -->"
EMPTY = ("<a/>", "<a  k='>' />", "<å/>", "<!-- <a> -->", "<![CDATA[<a></b>]]>", "<?pi <a> ?>", "æ &amp; > '")
OPENING = {'<b k="\'/>">': "</b>", "<n:b xmlns:n='u'>": "</n:b\n>"}


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Well-formed, and as odd as XML allows."""
    said = ["<r>"]
    ends = ["</r >"]
    for piece in draw(st.lists(st.sampled_from((*EMPTY, *OPENING, "end")), max_size=25)):
        if piece != "end":
            said.append(piece)
            ends += [OPENING[piece]] if piece in OPENING else []
        elif len(ends) > 1:
            said.append(ends.pop())
    return HEAD + "".join([*said, *reversed(ends)]) + "<!-- <z> -->"


@given(documents(), st.integers(0, 30), st.sampled_from(["before", "after", "first", "last"]))
def test_what_is_put_in_can_be_taken_out_again(text: str, number: int, where: str) -> None:
    part = text.encode()
    root = read_plain(part)
    nodes: list[Element] = [*root.iter("*")]
    node = nodes[1 + number % (len(nodes) - 1)] if len(nodes) > 1 else root
    if node is root and where in ("before", "after"):
        where = "first"
    cuts = Cuts()
    cuts.put(getattr(cuts, where), node, "<new/>")
    made = spliced(part, root, cuts)
    again = read_plain(made)
    (new,) = again.iter("new")
    assert len([*again.iter("*")]) == len(nodes) + 1
    beside = {"before": new.getnext(), "after": new.getprevious()}.get(where, new.getparent())
    assert beside is not None
    assert [one for one in again.iter("*") if one is not new].index(beside) == nodes.index(node)
    if len(made) == len(part) + len("<new/>"):
        assert spliced(made, again, Cuts(gone={new})) == part
    else:
        # An element that was written as one tag has two now.
        assert part[made.index(b"<new/>") - 1 :].lstrip(b" ").startswith(b"/>")


def test_markup_is_ascii_in_any_encoding() -> None:
    part = "<?xml version='1.0' encoding='iso-8859-1'?><r>å</r>".encode("iso-8859-1")
    root = read_plain(part)
    made = spliced(part, root, Cuts(last={root: "ø🎉"}))
    assert read_plain(made).text == "åø🎉"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_in_which_ascii_is_something_else_are_not_cut(encoding: str) -> None:
    with pytest.raises(NotSpliced):
        read_plain("<?xml version='1.0' encoding='utf-16'?><r/>".encode(encoding))


def test_a_tree_of_another_part_is_noticed() -> None:
    root = read_plain(b"<r><a/></r>")
    for other in (b"<r><b/></r>", b"<r/>", b"<r><a/><a/></r>", b"<r><a/></r></r>"):
        with pytest.raises(NotSpliced):
            spliced(other, root, Cuts(last={root: "x"}))


def test_overlapping_cuts_are_noticed() -> None:
    root = read_plain(b"<r><a><b/></a></r>")
    with pytest.raises(NotSpliced):
        spliced(b"<r><a><b/></a></r>", root, Cuts(gone={root[0], root[0][0]}))


def test_without_cuts_the_part_is_the_part() -> None:
    assert spliced(b"no xml", read_plain(b"<r/>"), Cuts()) == b"no xml"
