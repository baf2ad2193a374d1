"""A document as it is meant: without the head of a mail, its ornaments told from its words, each line one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeGuard

from pipeline.interpret.boldanswers import with_plain_answers
from pipeline.interpret.helps import VALUE
from pipeline.interpret.ink import is_bold
from pipeline.interpret.lines import is_label
from pipeline.interpret.noted import is_note
from pipeline.interpret.printed import is_title
from pipeline.interpret.rests import with_whole_labels
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.vocabulary import Fit
from pipeline.records.layout import Block, Grid, Layout, Span, TextLine, part_of

_ORNAMENTS: Final = re.compile(r"\s*([*=~#+–—-])\1+\s*(\w[^\n]*?)\s*\1{2,}\s*")
_STARRED: Final = re.compile(r"\s*([*_])(?!\s)([^*_\n:]{2,80}?)(?<!\s)\1\s*")
"""What a mail that knows no bold type has instead."""
_ADDRESSING: Final = re.compile(
    r"(?i)(?:fra|til|cc|bcc|att\.?|emne|vedr\.?|vedrørende|sendt|from|to|subject|sent)\s*:(?!.*\d{6})"
)
_OF_MAIL: Final = re.compile(r"(?i)(?:b?cc|att\.?|emne|vedr\.?|vedrørende|sendt|subject|sent)\s*:|.*@")
"""What a mail or memo has, and no form that asks *Fra* and *Til*."""
_ASKED: Final = re.compile(r"(?i)\s*(?:spørgsmål|spm\.?)\s*\d*\s*[:.]\s*(?=\S)")
_QUOTED: Final = re.compile(r"\s*(?:>\s*)+(?=[^\W\d]|[•-] |\*)")
"""What an answer to a mail has before the lines that it answers."""
_BULLETED: Final = re.compile(r"(\s*[•▪◦●]\s*)([^:\t\n]{3,100}[?*]?\s*)$")
_STEP: Final = re.compile(
    r"(?i)(?:trin|afsnit|del|punkt|side|kapitel)\s*\d{1,2}(?:\s*(?:af|/)\s*\d{1,2})?\s*[:.–-]\s*(?=[^\W\d])"
)
_SAYS_MORE: Final = re.compile(r"[:\t\n]")
_ABOUT: Final = re.compile(
    r"(?i)\s*(?:vedr\.?|vedrørende|angående|ang\.)\s*:?\s+(?P<name>[^\d,:;]{3,60}?)\s*,?\s*"
    r"\(?(?:cpr\.?(?:-?\s?(?:nr|nummer)\.?)?|født)\s*:?\s*(?P<cpr>\d{6}[ -]?\d{4})\)?\.?\s*"
)
"""How a letter says whom it is about: `Vedr. Ida Øst, cpr. 630812-5002`."""
_RULE: Final = re.compile(r"\s*([*=~#+–—-])\1{3,}\s*")
_BREAK: Final = re.compile(r"\s*(?:([*~#+=◆◇❖●○•])(?:\s+\1){2,}|\*{3})\s*")
"""Ornaments alone between two parts of a text: `* * *`."""
_FIRST_LINES, _SEVERAL = 8, 2
"""Where the head of a mail or memo stands, and of how many lines it is at least."""
_LONGEST_TITLE: Final = 100


def as_meant(sheet: Sheet, layout: Layout) -> Layout:
    """The layout without the head of a mail or memo, and with headings between ornaments as bold ones.

    Where somebody began new lines within a paragraph, each line is one; labels that a line's end has cut are
    whole; what a mail quotes is bold and without its marks. Where headings are bold, larger letters alone
    make none on a page.
    """
    blocks = [*_with_plain_headings(_without_end_mark(layout.with_lines(_at_breaks).blocks))]
    layout = _with_colons(sheet, replace(layout, blocks=tuple(blocks)))
    layout = layout.with_lines(partial(with_whole_labels, sheet))
    blocks = _with_bold_bullets(sheet, _without_letterhead(sheet, layout.blocks))
    if _headings_are_bold(sheet, blocks):
        blocks = [
            replace(block, level=-1) if is_line(block) and block.number < 0 and not is_bold(block) else block
            for block in blocks
        ]
    head = [n for n, block in enumerate(blocks[:_FIRST_LINES]) if _is_addressing(block)]
    lines = [line.text for n in head for line in Layout(blocks=(blocks[n],)).lines()]
    several = len(head) >= _SEVERAL or any(isinstance(blocks[n], Grid) for n in head)
    if several and any(map(_OF_MAIL.match, lines)):
        blocks = [block for n, block in enumerate(blocks) if n not in head]
    return replace(layout, blocks=tuple(with_plain_answers(sheet, blocks)))


def _without_letterhead(sheet: Sheet, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks without what stands right over the form's title and could ask something: `BUF`."""
    first = blocks[:_FIRST_LINES]
    title = next((n for n, one in enumerate(first) if is_line(one) and is_title(sheet.form, one.text)), 0)
    over = title
    while over and _is_label_alone(sheet, blocks[over - 1]):
        over -= 1
    return [*blocks[:over], *blocks[title:]]


def is_line(block: Block) -> TypeGuard[TextLine]:
    return isinstance(block, TextLine)


def _is_label_alone(sheet: Sheet, block: Block) -> bool:
    return is_line(block) and not block.filled and is_label(sheet.ask(block.text.strip()))


def _with_colons(sheet: Sheet, layout: Layout) -> Layout:
    """The layout with a colon behind each bold label that ends in a full stop: `*Barnets navn.* Ida Øst`.

    Where several that we know do, all of them.
    """
    led = (part for line in layout.lines() if (part := _led_by(line)))
    known = (one for one in map(sheet.ask, led) if is_label(one) and one.fit is Fit.SURE)
    if sum(1 for _ in zip(known, range(_SEVERAL + 1), strict=False)) <= _SEVERAL:
        return layout

    def change(lines: Sequence[TextLine]) -> Iterator[TextLine]:
        for line in lines:
            led = len(_led_by(line))
            yield replace(line, text=f"{line.text[:led]}:{line.text[led + 1 :]}") if led else line

    return layout.with_lines(change)


def _led_by(line: TextLine) -> str:
    """The bold words that a line begins with, up to the full stop that ends them; none where it has none."""
    end = line.bold[0].end if line.bold and line.bold[0].start == 0 and not line.filled else 0
    words = line.text[:end].rstrip()
    ends = words.endswith(".") and len(words) <= _LONGEST_TITLE and line.text[end:].strip()
    return words[:-1] if ends else ""


def _with_bold_bullets(sheet: Sheet, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with bulleted lines as bold ones, where bullets stand before labels: several, and most.

    Those in words that nobody knows are labels too.
    """
    bulleted = {
        n: part_of(block, found.start(2), len(block.text))
        for n, block in enumerate(blocks)
        if isinstance(block, TextLine) and block.level < 0 and (found := _BULLETED.match(block.text))
    }
    asks = sum(is_label(sheet.ask(line.text)) for line in bulleted.values())
    if asks <= _SEVERAL or 3 * asks < 2 * len(bulleted):
        return [*blocks]
    return [_in_bold(bulleted[n]) if n in bulleted else block for n, block in enumerate(blocks)]


def _in_bold(line: TextLine) -> TextLine:
    return replace(line, bold=(Span(0, len(line.text)),))


def _headings_are_bold(sheet: Sheet, blocks: Sequence[Block]) -> bool:
    """Whether headings we know are bold that have the style or size of one: several, and nearly all.

    An answer in large letters may be worded like one: `Ny skole`.
    """
    lines = [block for block in blocks if isinstance(block, TextLine)]
    known = [is_bold(one) for one in lines if one.level >= 0 and sheet.heading(one.text) is not None]
    if sum(known) >= _SEVERAL and 4 * sum(known) >= 3 * len(known):
        return True
    # Answers may be larger than bold headings are, and hardly one of them worded as a heading.
    bold = sum(is_bold(one) and sheet.heading(one.text) is not None for one in lines)
    larger = [one for one in lines if one.level >= 0 and not is_bold(one)]
    worded = sum(sheet.heading(one.text) is not None for one in larger)
    return bold > _SEVERAL and len(larger) > _SEVERAL and 4 * worded <= len(larger)


def _at_breaks(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    for line in lines:
        yield from (one for one in _lines_of(line) if one.filled or not is_note(one.text))


def _lines_of(line: TextLine) -> Iterator[TextLine]:
    """The lines of a paragraph; a heading is one however it is broken, and so is what a field holds.

    `Vedr. Ida Øst, cpr. 630812-5002` is two, a name and a number.
    """
    if (quoted := _QUOTED.match(line.text)) is not None and not line.filled:
        line = part_of(line, quoted.end(), len(line.text))
        if not _SAYS_MORE.search(line.text):
            line = _in_bold(line)  # it stands out from what answers it
    if (about := _ABOUT.fullmatch(line.text)) is not None and not line.filled:
        yield replace(
            line, text=f"Vedr.: {about['name']}", bold=(), faint=(), struck=(), underlined=(), broken=()
        )
        yield replace(
            line, text=f"Cpr-nr.: {about['cpr']}", bold=(), faint=(), struck=(), underlined=(), broken=()
        )
        return
    if "\n" not in line.text or line.level >= 0 or is_bold(line):
        yield line
        return
    start, in_answer = 0, False
    for found in re.finditer(r"\n|$", line.text):
        if not any(one.start <= found.start() < one.end for one in line.filled):
            own = part_of(line, start, found.start())
            bold = is_bold(own)
            # A bold answer that goes on behind the break: its lines are no labels or headings.
            in_answer = in_answer and bold
            yield replace(own, bold=()) if in_answer else own
            in_answer = (in_answer or not bold) and any(
                one.start <= found.start() < one.end for one in line.bold
            )
            start = found.end()


def _without_end_mark(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks without what a program prints behind all of them: `*** UDSKRIFT SLUT ***`."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, TextLine) or last.filled:
        return blocks
    mark = _ORNAMENTS.fullmatch(last.text)
    says = mark is None or _SAYS_MORE.search(mark[2]) or VALUE.search(mark[2])
    return blocks if says else blocks[:-1]


def _with_plain_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with the lines that stand between ornaments, or over a row of them, as bold ones."""
    for block, after in zip(blocks, (*blocks[1:], None), strict=True):
        below = isinstance(after, TextLine) and _RULE.fullmatch(after.text) is not None
        if not isinstance(block, TextLine):
            yield block
        elif not _RULE.fullmatch(block.text) and (block.filled or not _BREAK.fullmatch(block.text)):
            title = below and not block.filled and len(block.text) <= _LONGEST_TITLE
            yield _in_bold(block) if title else _without_ornaments(block)


def _without_ornaments(line: TextLine) -> TextLine:
    """`*** Mål ***` and `--- Mål 1 ---` as the headings they are, and `Spørgsmål: Mål` as what it asks."""
    if (asked := _ASKED.match(line.text)) is not None and not line.filled:
        return part_of(line, asked.end(), len(line.text))
    if (step := _STEP.match(line.text)) is not None and not line.filled and (line.level > 0 or is_bold(line)):
        return part_of(line, step.end(), len(line.text))  # `Trin 3: Barnet`, as web pages count their own
    found = None if line.filled else _ORNAMENTS.fullmatch(line.text) or _STARRED.fullmatch(line.text)
    if found is None:
        return line
    title = found[2]
    return replace(line, text=title, bold=(Span(0, len(title)),), struck=(), faint=(), broken=())


def _is_addressing(block: Block) -> bool:
    """Whether a line or table says from whom and to whom a document goes, and no number of anybody's."""
    if isinstance(block, Grid):
        return len(block.rows) >= _SEVERAL and all(
            _ADDRESSING.match("\t".join(cell.text for cell in row.cells)) for row in block.rows
        )
    return bool(_ADDRESSING.match(block.text)) and not block.filled
