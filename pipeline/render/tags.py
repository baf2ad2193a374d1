"""The tags in a part of a Word template, found and placed; and what is wrong with one by itself.

Word cuts a tag into runs as it likes, and the merge works on text: a tag that opens in one place and closes
in another, or that takes other text away with it, would break or thin the letter without a word. All such
faults are found before any value is seen: here those of a tag's own text, in `placing` those of where it
stands, in `astray` tags where none is read.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.render.flaws import Flaw, TemplateSpot, flaw
from pipeline.render.places import places_of
from pipeline.xml import Element, qn

STATEMENTS = ("if", "elif", "else", "endif", "for", "endfor")
ENDS = {"if": "endif", "for": "endfor"}

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENS = re.compile(r"\{[{%#]")
_HEAD = re.compile(r"\{[{%#](p|tr|tc|r)\s")
_WORD = re.compile(r"\{%\s*(\w*)")
_STRAY = re.compile(r"\{+[%#]?(?:[^{}]{0,80}[%#]?\}+)?|[%#]?\}+")
_MEANT = re.compile(r"[{%#\s]*(?:(?:p|tr|tc|r)\s+)?(if|elif|else|endif|for|endfor)\b")
_LEVEL_WORD = re.compile(r"(p|tr|tc|r)(if|elif|else|endif|for|endfor)?")
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_BENT, _STRAIGHT = "“”„‘’‚", "\"\"\"'''"
_UNREADABLE_QUOTES = re.compile("[«»‹›‛‟′″`´]")
_BLANKS = re.compile("[\xa0\xad\u1680\u2000-\u200f\u2011\u2028-\u202f\u205f-\u2064\u3000\ufeff]")
_STRAIGHTENED = str.maketrans(f"{_BENT}\t\n", f"{_STRAIGHT}  ")
_ELSEWHERE = {"elseif": "elif", "elsif": "elif", "foreach": "for", "endforeach": "endfor"}
"""What other template languages call our statements."""
_AROUND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag as it is read: `source` with straight quotes, without the p, tr or tc (`level`) it began with.

    `raw` is what stands there, `word` the statement's first word; `whole` is False for what only was meant
    to be a tag.
    """

    source: str
    raw: str
    level: str
    word: str
    spot: TemplateSpot
    whole: bool = True

    @property
    def inside(self) -> str:
        return self.source[2:-2]

    @property
    def is_sure(self) -> bool:
        """Whether it is what it was meant to be, as far as its first word tells."""
        return self.whole and (not self.source.startswith("{%") or self.word in STATEMENTS)

    @property
    def meant(self) -> str:
        """The statement it is, or was probably meant to be: with that it opens and closes blocks."""
        return self.word if self.is_sure or not self.whole else near_statement(self).rpartition(" ")[2]

    @property
    def prints(self) -> bool:
        return self.whole and self.source.startswith("{{")

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.spot.part, self.spot.place)))
        return f"{place}: {self.source} in »{self.spot.context}«"


@dataclass(slots=True)
class FoundTag:
    """A tag with the texts it is made of, what their run stands in, and the paragraph."""

    tag: Tag
    texts: tuple[Element, ...]
    holder: Element
    paragraph: Element
    behind: str = field(default="")
    """The rest of the last text, behind the tag."""


def find_tags(root: Element, part: str) -> tuple[FoundTag, ...]:
    """The tags of a part in their order, and what was meant to be one.

    Tags that work on runs (`{{r …}}`, `{%r …%}`) become plain ones in the tree: values are text, so both say
    the same, and the plain ones keep the run's look.
    """
    found: list[FoundTag] = []
    for paragraph, (number, place) in places_of(root).items():
        texts = [text for text in texts_of(paragraph) if home(text) is paragraph]
        whole = "".join(map(said, texts))
        if "{" in whole or "}" in whole:
            spot = TemplateSpot(part=part, place=place, paragraph=number)
            found += _in_paragraph(paragraph, texts, whole, spot)
    return tuple(found)


def find_text_tags(text: str) -> tuple[Tag, ...]:
    """The tags of a plain text, placed by its lines."""
    tags = []
    for start, end, is_whole in _stretches(text):
        line = text.count("\n", 0, start) + 1
        begin = text.rfind("\n", 0, start) + 1
        spot = TemplateSpot(
            place=f"line {line}",
            paragraph=line,
            start=start - begin,
            end=end - begin,
            said=text[start:end],
            context=_around(text, start, end),
        )
        tags.append(_tag(text[start:end], spot, is_whole, text[end : end + 40], plain=True))
    return tuple(tags)


def texts_of(paragraph: Element) -> Iterator[Element]:
    """What a paragraph says: texts, tabs and breaks of its runs."""
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        parent = node.getparent()
        if parent is not None and parent.tag == qn("w:r"):
            yield node


def home(node: Element) -> Element | None:
    """The paragraph a node belongs to: a text box stands in one and has its own."""
    return next(node.iterancestors(qn("w:p")), None)


def said(node: Element) -> str:
    return (node.text or "") if node.tag == qn("w:t") else " "


def straight(text: str) -> str:
    """The text with the quotes that Word bends made straight again, and every blank a space."""
    return text.translate(_STRAIGHTENED)


def without_blanks(text: str) -> str:
    """The text without the signs that only look like a blank, or like nothing."""
    return _BLANKS.sub("", text)


def has_tag(text: str) -> bool:
    return bool(_OPENS.search(text))


def _stretches(whole: str) -> Iterator[tuple[int, int, bool]]:
    """Where tags stand in a text, and what only looks like one: a tag can't hold the start of another."""
    at = 0
    while match := _TAG.search(whole, at):
        start, end, is_whole = match.start(), match.end(), True
        within = None if match[0].startswith("{#") else _OPENS.search(whole, start + 2, end)
        if within:
            end, is_whole = within.start(), False
        yield from _strays(whole, at, start)
        if is_whole:
            yield start, end, True
        else:
            yield from _strays(whole, start, end)
        at = end
    yield from _strays(whole, at, len(whole))


def _strays(whole: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    yield from ((match.start(), match.end(), False) for match in _STRAY.finditer(whole, start, end))


def _around(whole: str, start: int, end: int) -> str:
    return straight(whole[max(0, start - _AROUND) : end + _AROUND])


def _in_paragraph(paragraph: Element, texts: list[Element], whole: str, spot: TemplateSpot) -> list[FoundTag]:
    owners = [text for text in texts for _ in said(text)]
    found: list[FoundTag] = []
    dropped: list[int] = []
    for start, end, is_whole in _stretches(whole):
        raw = whole[start:end]
        context = _around(whole, start, end)
        # Where it stands in the text counts without the r's that are dropped below.
        here = TemplateSpot(
            part=spot.part,
            place=spot.place,
            paragraph=spot.paragraph,
            start=start,
            end=end,
            said=straight(raw),
            context=context,
        )
        tag = _tag(raw, here, is_whole, whole[end : end + 40])
        if is_whole and (head := _HEAD.match(raw)) and head[1] == "r":
            dropped.append(start + 2)
        own = tuple(dict.fromkeys(owners[start:end]))
        last = end
        while last < len(owners) and owners[last].getparent() is own[-1].getparent():
            last += 1
        holder = next(iter(_holders(own)))
        found.append(FoundTag(tag=tag, texts=own, holder=holder, paragraph=paragraph, behind=whole[end:last]))
    for place_of_r in reversed(dropped):
        _drop(owners, place_of_r)
    return found


def _holders(texts: Sequence[Element]) -> dict[Element, None]:
    """What the runs of a tag stand in: the paragraph, or a link or control within it."""
    holders: dict[Element, None] = {}
    for text in texts:
        run = text.getparent()
        holder = None if run is None else run.getparent()
        holders[text if holder is None else holder] = None
    return holders


def is_cut(one: FoundTag) -> bool:
    return len(_holders(one.texts)) > 1


def _tag(raw: str, spot: TemplateSpot, is_whole: bool, after: str, *, plain: bool = False) -> Tag:
    source = raw if plain else straight(raw)
    if not is_whole:
        meant = _MEANT.match(raw + after)
        return Tag(source=source, raw=raw, level="", word=meant[1] if meant else "", spot=spot, whole=False)
    head = None if plain else _HEAD.match(raw)
    level = head[1] if head else ""
    source = source[:2] + source[2 + len(level) :]
    word = _WORD.match(source)
    return Tag(
        source=source, raw=raw, level="" if level == "r" else level, word=word[1] if word else "", spot=spot
    )


def _drop(owners: list[Element], at: int) -> None:
    """Take one character of a tag out of the tree; `owners` says whose each character is."""
    owner = owners[at]
    place = at - owners.index(owner)
    owner.text = (owner.text or "")[:place] + (owner.text or "")[place + 1 :]


# ── a tag by itself ───────────────────────────────────────────────────────────────────────────────────


def tag_flaws(tag: Tag, *, plain: bool = False) -> Iterator[Flaw]:
    """What is wrong with the text of a tag, as far as that can be said without reading its expression."""
    if not tag.whole:
        yield flaw("tag.brace", tag.spot)
        return
    if tag.source.startswith("{#"):
        return
    edges = tag.inside[:1] + tag.inside[-1:]
    if not plain and ("-" in edges or "+" in edges):
        yield flaw("tag.edge", tag.spot)
    if tag.source.startswith("{%") and tag.word not in STATEMENTS:
        yield flaw("tag.statement", tag.spot, word=tag.word, near=near_statement(tag))
    if tag.level and ("%" in tag.inside or "}" in tag.inside):
        yield flaw("tag.percent", tag.spot)
    if tag.prints and tag.level:
        yield flaw("tag.print_level", tag.spot)
    blank = _BLANKS.search(_LITERAL.sub("''", tag.raw))
    if blank and tag.level and tag.raw[2 + len(tag.level)] == blank[0]:
        # The merge knows a tag for a whole paragraph by a plain blank behind the p.
        yield flaw("tag.invisible", tag.spot, sign=f"U+{ord(blank[0]):04X}")
    elif blank:
        yield flaw("tag.blank", tag.spot, sign=f"U+{ord(blank[0]):04X}")
    if not plain and any(sign in tag.raw for sign in _BENT):
        yield flaw("tag.bent", tag.spot)


def unread(tag: Tag, why: str) -> Flaw:
    """A tag whose expression can't be read: because of its quotes or blanks, or as told."""
    bare = _LITERAL.sub("''", tag.source)
    if _UNREADABLE_QUOTES.search(bare) or any(sign in tag.raw for sign in _BENT):
        return flaw("tag.quotes", tag.spot)
    if blank := _BLANKS.search(bare):
        return flaw("tag.invisible", tag.spot, sign=f"U+{ord(blank[0]):04X}")
    return flaw("tag.syntax", tag.spot, why=why)


def near_statement(tag: Tag) -> str:
    """What a statement that isn't known was meant to be; nothing where that can't be said."""
    word, rest = tag.word.casefold(), tag.inside.split()
    level = _LEVEL_WORD.fullmatch(word)
    second = rest[1].casefold() if len(rest) > 1 else ""
    if level and (level[2] or second in STATEMENTS):
        return f"{{%{level[1]} {level[2] or second}"
    if second in STATEMENTS and len(word) <= 3:
        near = difflib.get_close_matches(word, ("p", "tr", "tc"), n=1, cutoff=0.3) or ["p"]
        return f"{{%{near[0]} {second}"
    near = difflib.get_close_matches(word, STATEMENTS, n=1, cutoff=0.5)
    return _ELSEWHERE.get(word) or next(iter(near), "")
