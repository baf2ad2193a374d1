"""The marks in the text of a Word file that say what a comment is about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from pipeline.annotate.comments import Earlier
from pipeline.annotate.splice import Cuts
from pipeline.xml import NS, Element, qn

_P, _R, _ID = qn("w:p"), qn("w:r"), qn("w:id")
_RANGES = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"))
_REFERENCE = qn("w:commentReference")


def free_numbers(root: Element, earlier: Earlier) -> Iterator[str]:
    """Numbers that no comment bears, nor a mark in the text that lost its comment."""
    used = {node.get(_ID, "") for node in root.iter(*_RANGES, _REFERENCE)} | earlier.used
    return (number for number in map(str, count()) if number not in used)


def mark(cuts: Cuts, first: Element, last: Element, number: str) -> None:
    """The start and end of what a comment is about, and the sign that shows it: inside of paragraphs, round
    what stands in one."""
    names = f'xmlns:w="{NS["w"]}" ' if first.nsmap.get("w") != NS["w"] else ""
    start = f'<w:commentRangeStart {names}w:id="{number}"/>'
    end = f'<w:commentRangeEnd {names}w:id="{number}"/>'
    end += f'<w:r{" " + names.rstrip() if names else ""}><w:commentReference w:id="{number}"/></w:r>'
    if first.tag != _P:
        cuts.put(cuts.before, first, start)
    elif (properties := first.find(qn("w:pPr"))) is not None:
        cuts.put(cuts.after, properties, start)
    else:
        cuts.put(cuts.first, first, start)
    if last.tag != _P:
        cuts.put(cuts.after, last, end)
    else:
        cuts.put(cuts.last, last, end)


def unmark(cuts: Cuts, root: Element, earlier: Earlier) -> None:
    """Takes out the marks of our own comments, which go."""
    numbers = {comment.get(_ID, "") for comment in earlier.ours}
    for node in root.iter(*_RANGES, _REFERENCE):
        if node.get(_ID) not in numbers:
            continue
        run = node.getparent()
        alone = (
            run is not None
            and run.tag == _R
            and all(child is node or child.tag == qn("w:rPr") for child in run)
        )
        cuts.gone.add(run if alone and run is not None else node)
