"""A part of a Word document as a row of tokens: what stands in it, in order, without its looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.xml import NS, Element, QName

_W: Final = f"{{{NS['w']}}}"
STORIES: Final = {f"{_W}{name}" for name in ("document", "hdr", "ftr", "footnotes", "endnotes")}
"""The roots of the parts that hold text."""

_UNSEEN = {
    f"{_W}{name}"
    for name in ("rPr", "tblGrid", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak")
}
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


class Astray(Exception):
    """Template, account and document can't be brought together; the message is the problem."""


@dataclass(frozen=True, slots=True)
class Token:
    """Something that stands in a part: `open` or `close` of an element, `text`, or in a template a `tag`.

    `said` is what is compared. `paragraph` counts from 1 within the part; `origin` is that of a hole's value.
    """

    kind: str
    said: str
    paragraph: int = 0
    name: str = ""
    origin: str = ""


def read(root: Element) -> Iterator[Token]:
    """A part from its first to its last sign; runs are not told apart, only what they say."""
    paragraph = 0
    waiting: list[tuple[Element, bool]] = [(root, False)]
    while waiting:
        node, done = waiting.pop()
        name = node.tag.removeprefix(_W)
        if done:
            yield Token("close", name, paragraph, name)
            continue
        if node.tag in _UNSEEN or (name == "id" and _parent(node) == "sdtPr"):
            continue
        in_run = _parent(node) == "r"
        sign = _sign(node, name) if in_run else None
        if sign is not None:
            yield Token("text", sign, paragraph)
            continue
        if name != "r":
            paragraph += name == "p"
            said = f"{name} {attributes(node)}".rstrip() if node.attrib else name
            if node.text and (text := " ".join(node.text.split())):
                said += f": {text}"
            yield Token("open", said, paragraph, name)
            waiting.append((node, True))
        waiting.extend((child, False) for child in reversed(node))


def _parent(node: Element) -> str:
    above = node.getparent()
    return "" if above is None else above.tag.removeprefix(_W)


def _sign(node: Element, name: str) -> str | None:
    """The text that an element of a run stands for; None when it is something else."""
    if name == "t":
        text = node.text or ""
        kept = node.get(f"{{{NS['xml']}}}space") == "preserve"
        return (text if kept else text.strip(" \t\r\n")).replace("\r", " ").replace("\n", " ")
    if name == "br":
        return "\n" if node.get(f"{_W}type", "textWrapping") == "textWrapping" else None
    return _SIGNS.get(name)


def attributes(node: Element) -> str:
    """An element's attributes without those that number it."""
    numbered = {"paraId", "textId"} | ({"id"} if QName(node).localname == "docPr" else set())
    kept = (
        f"{key}={value}"
        for key, value in sorted((str(key), str(value)) for key, value in node.attrib.items())
        if (local := key.rpartition("}")[2]) not in numbered and not local.startswith("rsid")
    )
    return " ".join(kept)


def joined(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """The tokens with texts that follow each other taken together, and no empty ones."""
    group: list[Token] = []
    for token in tokens:
        if token.kind == "text":
            if token.said:
                group.append(token)
            continue
        if group:
            yield group
        group = []
        yield [token]
    if group:
        yield group
