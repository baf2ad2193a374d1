"""A copy of a Word template with a comment at each place that is to be mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.annotate.comments import comment_markup, find_earlier, with_comments
from pipeline.annotate.marks import free_numbers, mark, unmark
from pipeline.annotate.ordinary import as_ordinary, is_signed
from pipeline.annotate.splice import Cuts, NotSpliced, read_plain, spliced
from pipeline.container import CONTENT_TYPES, repack
from pipeline.errors import InputRejected
from pipeline.wordml import WordFile, open_word
from pipeline.xml import Element, qn

_P, _R = qn("w:p"), qn("w:r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A comment: `text` at the signs from `start` to `end` of a paragraph, which is counted among all of the
    main part (0: at the first one)."""

    text: str
    paragraph: int = 0
    start: int = 0
    end: int = 0


def annotate_template(
    content: bytes, notes: Sequence[Note], *, written: dt.datetime | None = None
) -> bytes | None:
    """The template with the notes as Word comments, which bear the day `written`; all else stays.

    Word knows no comments in headers, footers and text boxes: what is about one has to say so, and stands at
    the paragraph that holds it or at the first. Our comments of an earlier copy are replaced. None where
    there is nothing to say, and where the file can't be changed safely.
    """
    if not notes:
        return None
    try:
        word = open_word(content)
        if is_signed(word) or CONTENT_TYPES not in word.package:
            return None
        content = as_ordinary(word, content)
        changed = _changed_parts(open_word(content), notes, written)
    except (InputRejected, NotSpliced):
        return None
    return repack(content, changed)


def _changed_parts(word: WordFile, notes: Sequence[Note], written: dt.datetime | None) -> dict[str, bytes]:
    root = read_plain(word.package[word.main])
    paragraphs = [*root.iter(_P)]
    if root.tag != qn("w:document") or not paragraphs:
        raise NotSpliced("no paragraph to put a comment at")
    earlier = find_earlier(word)
    numbers = free_numbers(root, earlier)
    cuts = Cuts()
    comments = []
    for note in notes:
        paragraph = paragraphs[note.paragraph - 1 if 0 < note.paragraph <= len(paragraphs) else 0]
        number = next(numbers)
        mark(cuts, *_ends(paragraph, note), number)
        comments.append(comment_markup(number, note.text, written))
    unmark(cuts, root, earlier)
    main = spliced(word.package[word.main], root, cuts)
    return {word.main: main, **with_comments(word, earlier, "".join(comments))}


def _ends(paragraph: Element, note: Note) -> tuple[Element, Element]:
    """What the comment goes round: the pieces of the paragraph that hold the signs, else all of it."""
    holders = [*paragraph.iterancestors(_P)]
    if holders:
        return holders[-1], holders[-1]
    touched: list[Element] = []
    at = 0
    for text in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        run = text.getparent()
        if run is None or run.tag != _R or next(text.iterancestors(_P), None) is not paragraph:
            continue
        behind = at + (len(text.text or "") if text.tag == qn("w:t") else 1)
        if at < note.end and behind > note.start:
            touched.append(_piece(text, paragraph))
        at = behind
    return (touched[0], touched[-1]) if touched else (paragraph, paragraph)


def _piece(text: Element, paragraph: Element) -> Element:
    """What stands in the paragraph itself and holds the text: a run, or a link or change with runs in it."""
    return next((one for one in text.iterancestors() if one.getparent() is paragraph), paragraph)
