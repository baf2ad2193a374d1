"""The tags in a part of a Word template: found, placed, and held against what a merge can keep intact.

Word cuts a tag into runs as it likes, and the merge works on text: a tag that opens in one place and closes
in another, or that takes other text away with it, would break or thin the letter without a word. All such
faults are found here, before any value is seen, each with its part, paragraph and surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.xml import Element, QName, qn

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HEAD = re.compile(r"\{[{%#](p|tr|tc|r)\s")
_WORD = re.compile(r"\{%\s*(\w*)")
_OPENERS = {"if": "endif", "for": "endfor"}
_STATEMENTS = {"if", "elif", "else", "endif", "for", "endfor"}
_STRAIGHT = str.maketrans("“”„‘’‚\t\n", "\"\"\"'''  ")
_AROUND = 20
_LEVELS = {"p": "w:p", "tr": "w:tr", "tc": "w:tc"}
_ITS_PLACE = {"p": "paragraph", "tr": "row", "tc": "cell"}
# What a reader would miss if it vanished with the paragraph, row or cell of a tag.
_KEPT = ("w:drawing", "w:pict", "w:object", "w:sectPr", "w:footnoteReference", "w:fldChar", "w:fldSimple")
_KEPT_IN_ROWS = (*_KEPT, "w:tbl")
_TRACKED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag as it is read: `source` with straight quotes, without the p, tr or tc (`level`) it began with.

    `word` is the statement's first word; `context` is the text of the paragraph around it.
    """

    source: str
    level: str
    word: str
    part: str
    paragraph: int
    context: str

    @property
    def inside(self) -> str:
        return self.source[2:-2]

    @property
    def prints(self) -> bool:
        return self.source.startswith("{{")

    def __str__(self) -> str:
        return f"{self.part}, paragraph {self.paragraph}: {self.source} in »{self.context}«"


@dataclass(slots=True)
class _Found:
    """A tag with the elements it stands in."""

    tag: Tag
    holder: Element
    """What its run stands in: the paragraph, or a link or control within it."""
    paragraph: Element


def read_tags(root: Element, part: str, problems: list[str]) -> tuple[Tag, ...]:
    """The tags of a part in their order; what can't be merged is added to `problems`.

    Tags that work on runs (`{{r …}}`, `{%r …%}`) become plain ones in the tree: values are text, so both say
    the same, and the plain ones keep the run's look.
    """
    found: list[_Found] = []
    for number, paragraph in enumerate(root.iter(qn("w:p")), start=1):
        texts = [text for text in _texts(paragraph) if _home(text) is paragraph]
        found += _paragraph_tags(paragraph, texts, part, number, problems)
    if found:
        _check_strays(root, part, problems)
    for one in found:
        _check_place(one, problems)
    _check_blocks(found, problems)
    _check_rows(found, problems)
    return tuple(one.tag for one in found)


def straight(text: str) -> str:
    """The text with the quotes that Word bends made straight again, and every blank a space."""
    return text.translate(_STRAIGHT)


def _texts(paragraph: Element) -> Iterator[Element]:
    return (node for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")) if _is_content(node))


def _is_content(node: Element) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == qn("w:r")


def _home(node: Element) -> Element | None:
    """The paragraph a node belongs to: a text box stands in one and has its own."""
    return next(node.iterancestors(qn("w:p")), None)


def _said(node: Element) -> str:
    return (node.text or "") if node.tag == qn("w:t") else " "


def _paragraph_tags(
    paragraph: Element, texts: list[Element], part: str, number: int, problems: list[str]
) -> list[_Found]:
    whole = "".join(map(_said, texts))
    if "{" not in whole and "}" not in whole:
        return []
    place = f"{part}, paragraph {number}"
    owners = [text for text in texts for _ in _said(text)]
    found: list[_Found] = []
    rest, at = "", 0
    dropped: list[int] = []
    for match in _TAG.finditer(whole):
        rest += whole[at : match.start()] + "\0"
        at = match.end()
        around = whole[max(0, match.start() - _AROUND) : match.end() + _AROUND].translate(_STRAIGHT)
        head = _HEAD.match(match[0])
        level = head[1] if head else ""
        source = match[0].translate(_STRAIGHT)
        if head:
            source = source[:2] + source[2 + len(level) :]
        holders = {_holder(owner): None for owner in owners[match.start() : match.end()]}
        word = _WORD.match(source)
        tag = Tag(
            source=source,
            level="" if level == "r" else level,
            word=word[1] if word else "",
            part=part,
            paragraph=number,
            context=around,
        )
        if len(holders) > 1:
            problems.append(f"{tag}: a link or a control cuts the tag in two; write it anew in one piece")
        if level == "r":
            dropped.append(match.start() + 2)
        found.append(_Found(tag=tag, holder=next(iter(holders)), paragraph=paragraph))
    rest += whole[at:]
    for place_of_r in reversed(dropped):
        _drop(owners, place_of_r)
    for match in re.finditer(r"[{}]", rest):
        around = rest[max(0, match.start() - _AROUND) : match.start() + _AROUND].replace("\0", "…")
        problems.append(f"{place}: a brace that is no whole tag in »{around}«")
    return found


def _holder(text: Element) -> Element:
    run = text.getparent()
    holder = None if run is None else run.getparent()
    return text if holder is None else holder


def _drop(owners: list[Element], at: int) -> None:
    """Take one character of a tag out of the tree; `owners` says whose each character is."""
    owner = owners[at]
    place = at - owners.index(owner)
    owner.text = (owner.text or "")[:place] + (owner.text or "")[place + 1 :]


# ── checks ────────────────────────────────────────────────────────────────────────────────────────────


def _check_place(one: _Found, problems: list[str]) -> None:
    """Whether a tag may stand where it stands, and takes nothing with it that isn't its own."""
    tag = one.tag
    edges = tag.inside[:1] + tag.inside[-1:]
    if "-" in edges or "+" in edges:
        problems.append(f"{tag}: no - or + at the edge of a tag; it would join paragraphs")
    if tag.source.startswith("{%") and tag.word not in _STATEMENTS:
        problems.append(f"{tag}: only if, elif, else, endif, for and endfor are known, not {tag.word!r}")
    if tag.level and ("%" in tag.inside or "}" in tag.inside):
        problems.append(f"{tag}: no % or }} within a tag for a whole paragraph, row or cell")
    if tag.prints and tag.level:
        problems.append(f"{tag}: only statements work on whole paragraphs, rows or cells")
    boxes = {"w:txbxContent": "a text box", "w:fldSimple": "a field"}
    for name, called in boxes.items():
        if next(one.paragraph.iterancestors(qn(name)), None) is not None or one.holder.tag == qn(name):
            problems.append(f"{tag}: a tag does not work in {called}")
    for control in one.holder.iterancestors(qn("w:sdt")):
        if control.find(f"{qn('w:sdtPr')}/{qn('w:dataBinding')}") is not None:
            problems.append(f"{tag}: Word overwrites what stands in a control that is bound to data")
    if tag.level:
        _check_alone(one, problems)


def _check_alone(one: _Found, problems: list[str]) -> None:
    """A tag that stands for its paragraph, row or cell is all there is in it."""
    home = _level_element(one)
    place = _ITS_PLACE[one.tag.level]
    if home is None:
        problems.append(f"{one.tag}: it does not stand in a {place} of a table")
        return
    said = "".join(_said(text) for text in _texts(home)).translate(_STRAIGHT)
    if len(_TAG.findall(said)) > 1 or _TAG.sub("", said).strip(" \xa0"):
        problems.append(f"{one.tag}: other text in the {place} of the tag would be lost")
    kept = _KEPT if one.tag.level == "p" else _KEPT_IN_ROWS
    lost = next((node for name in kept for node in home.iter(qn(name))), None)
    if lost is not None:
        problems.append(f"{one.tag}: a {QName(lost).localname} in the {place} of the tag would be lost")


def _level_element(one: _Found) -> Element | None:
    if one.tag.level == "p":
        return one.paragraph
    return next(one.paragraph.iterancestors(qn(_LEVELS[one.tag.level])), None)


def _check_blocks(found: list[_Found], problems: list[str]) -> None:
    """Each if and for ends, and its tags stand side by side: in one paragraph, or around whole ones."""
    open_blocks: list[tuple[_Found, Element | None]] = []
    for one in found:
        tag = one.tag
        home = _level_element(one) if tag.level else None
        beside = one.holder if not tag.level else None if home is None else home.getparent()
        if tag.word in _OPENERS:
            open_blocks.append((one, beside))
        elif tag.word in ("elif", "else", *_OPENERS.values()):
            expected = _OPENERS[open_blocks[-1][0].tag.word] if open_blocks else ""
            if not expected or (tag.word.startswith("end") and tag.word != expected):
                problems.append(f"{tag}: nothing that it could belong to is open")
                continue
            opener, place = open_blocks[-1]
            if place is not beside or opener.tag.level != tag.level:
                problems.append(f"{tag}: it stands in another place than {opener.tag}")
            if tag.word.startswith("end"):
                open_blocks.pop()
    problems.extend(f"{one.tag}: {_OPENERS[one.tag.word]} is missing" for one, _ in open_blocks)


def _check_rows(found: list[_Found], problems: list[str]) -> None:
    """A table whose rows all depend on something may be left without any, which no Word file may be."""
    tags: dict[Element, _Found] = {}
    tables: dict[Element, _Found] = {}
    for one in found:
        row = _level_element(one) if one.tag.level == "tr" else None
        table = None if row is None else next(row.iterancestors(qn("w:tbl")), None)
        if row is not None and table is not None:
            tags[row] = one
            tables.setdefault(table, one)
    for table, first in tables.items():
        depth = 0
        for row in table.iter(qn("w:tr")):
            if row in tags:
                depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(tags[row].tag.word, 0)
            elif depth == 0 and next(row.iterancestors(qn("w:tbl")), None) is table:
                break
        else:
            problems.append(f"{first.tag}: the table may be left without rows; give it a heading row")


def _check_strays(root: Element, part: str, problems: list[str]) -> None:
    """No tag outside of text, where a merge would fill it in and nobody would look."""
    for node in root.iter():
        said = list(node.attrib.values())
        if node.tag != qn("w:t"):
            said.append(node.text or "")
        if any(_TAG.search(text) for text in map(str, said)):
            problems.append(f"{part}: a tag in a {QName(node).localname}, where only text may hold one")


def check_finished(root: Element, part: str, problems: list[str]) -> None:
    """No tracked change and no comment: a letter must not show its template's drafts to a family."""
    if any(True for _ in root.iter(*map(qn, _TRACKED))):
        problems.append(f"{part}: tracked changes; accept or reject them in the template first")
    if any(True for _ in root.iter(qn("w:commentReference"))):
        problems.append(f"{part}: comments; delete them in the template first")
