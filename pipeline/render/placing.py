"""Whether tags may stand where they stand, and take nothing with them that isn't theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.render.flaws import Flaw, flaw
from pipeline.render.tags import ENDS, FoundTag, Tag, is_cut, said, straight, texts_of
from pipeline.xml import Element, QName, qn

_LEVELS = {"p": "w:p", "tr": "w:tr", "tc": "w:tc"}
_ITS_PLACE = {"p": "paragraph", "tr": "row", "tc": "cell"}
# What a reader would miss if it vanished with the paragraph, row or cell of a tag.
_KEPT = ("w:drawing", "w:pict", "w:object", "w:sectPr", "w:footnoteReference", "w:fldChar", "w:fldSimple")
_KEPT_IN_ROWS = (*_KEPT, "w:tbl")
# What a tag may have swallowed: the merge takes all that stands between its first sign and its last.
_SIGNS = ("w:endnoteReference", "w:sym", "w:noBreakHyphen", "w:ptab")
_SWALLOWED = frozenset(map(qn, (*_KEPT, *_SIGNS)))
# What may differ between two runs that look the same.
_UNSEEN_LOOKS = frozenset(map(qn, ("w:lang", "w:noProof", "w:rPrChange", "w:webHidden")))
# Word's galleries (page numbers, cover pages) keep what they put in within a control of this kind.
_GALLERY = (f"{qn('w:sdtPr')}/{qn('w:docPartObj')}", f"{qn('w:sdtPr')}/{qn('w:docPartList')}")
_BOUND = f"{qn('w:sdtPr')}/{qn('w:dataBinding')}"


def place_flaws(found: Sequence[FoundTag], fields: frozenset[Element]) -> Iterator[Flaw]:
    """What is wrong with where the tags of a part stand; `fields` are the texts that a field works out."""
    for one in found:
        if one.tag.whole:
            yield from _surroundings(one, fields)
            if one.tag.level:
                yield from _alone(one)
    yield from order_flaws([(one.tag, _beside(one)) for one in found])
    yield from _rows(found)


def _surroundings(one: FoundTag, fields: frozenset[Element]) -> Iterator[Flaw]:
    spot = one.tag.spot
    if is_cut(one):
        yield flaw("tag.cut", spot)
    if next(one.paragraph.iterancestors(qn("w:txbxContent")), None) is not None:
        yield flaw("tag.text_box", spot)
    if one.holder.tag == qn("w:fldSimple") or not fields.isdisjoint(one.texts):
        yield flaw("tag.field", spot)
    controls = [*one.texts[0].iterancestors(qn("w:sdt"))]
    if any(control.find(_BOUND) is not None for control in controls):
        yield flaw("tag.bound", spot)
    elif any(all(control.find(kind) is None for kind in _GALLERY) for control in controls):
        yield flaw("tag.control", spot)
    if one.tag.prints and next(one.texts[0].iterancestors(qn("w:hyperlink")), None) is not None:
        yield flaw("tag.link", spot)
    if len(one.texts) > 1:
        yield from _pieces(one)


def _pieces(one: FoundTag) -> Iterator[Flaw]:
    """A tag in several runs becomes one in the first: what stood between is gone, what follows joins it."""
    first, last = one.texts[0], one.texts[-1]
    inside = False
    for node in one.paragraph.iter("*"):
        inside = (inside or node is first) and node is not last
        if inside and node.tag in _SWALLOWED:
            yield flaw("tag.swallows", one.tag.spot, what=QName(node).localname)
    if one.behind.strip() and _look(first) != _look(last):
        yield flaw("tag.look", one.tag.spot)


def _look(text: Element) -> frozenset[tuple[str, str, str]]:
    """How the run of a text looks, without what nobody sees."""
    run = text.getparent()
    properties = None if run is None else run.find(qn("w:rPr"))
    if properties is None:
        return frozenset()
    return frozenset(
        (str(node.tag), str(key), str(value))
        for node in properties
        if node.tag not in _UNSEEN_LOOKS
        for key, value in (*node.items(), ("", ""))
        if key != qn("w:hint")
    )


def _alone(one: FoundTag) -> Iterator[Flaw]:
    """A tag that stands for its paragraph, row or cell is all there is in it."""
    level = _level_element(one)
    place = _ITS_PLACE[one.tag.level]
    spot = one.tag.spot
    if level is None:
        yield flaw("tag.place", spot, place=place)
        return
    text = straight("".join(map(said, texts_of(level))))
    if text.replace(spot.said, "", 1).strip(" \xa0"):
        yield flaw("tag.company", spot, place=place)
    kept = _KEPT if one.tag.level == "p" else _KEPT_IN_ROWS
    lost = next((node for name in kept for node in level.iter(qn(name))), None)
    if lost is not None:
        yield flaw("tag.lost_content", spot, place=place, what=QName(lost).localname)


def _level_element(one: FoundTag) -> Element | None:
    if one.tag.level == "p":
        return one.paragraph
    return next(one.paragraph.iterancestors(qn(_LEVELS[one.tag.level])), None)


def _beside(one: FoundTag) -> Element | None:
    """What must hold the end of a block as it holds its start."""
    if not one.tag.level:
        return one.holder
    level = _level_element(one)
    return None if level is None else level.getparent()


def order_flaws(tags: Sequence[tuple[Tag, Element | None]]) -> Iterator[Flaw]:
    """Each if and for ends, and its tags stand side by side: in one paragraph, or around whole ones.

    What only was meant to be a tag opens and closes too, so that one slip isn't told at every tag behind it.
    """
    open_blocks: list[tuple[Tag, Element | None]] = []
    for tag, beside in tags:
        word = tag.meant
        if word in ENDS:
            open_blocks.append((tag, beside))
        elif word in ("elif", "else", *ENDS.values()):
            for unended in _inner_blocks(open_blocks, tag, beside):
                yield _unended(unended)
            expected = ENDS[open_blocks[-1][0].meant] if open_blocks else ""
            if not expected or (word.startswith("end") and word != expected):
                if tag.is_sure:
                    yield flaw("block.end", tag.spot)
                continue
            opener, place = open_blocks[-1]
            if opener.is_sure and tag.is_sure and (place is not beside or opener.level != tag.level):
                yield flaw("block.place", tag.spot, opener=str(opener))
            if word.startswith("end"):
                open_blocks.pop()
    yield from (_unended(tag) for tag, _ in open_blocks if tag.is_sure)


def _unended(tag: Tag) -> Flaw:
    return flaw("block.open", tag.spot, end=ENDS[tag.meant])


def _inner_blocks(
    open_blocks: list[tuple[Tag, Element | None]], tag: Tag, beside: Element | None
) -> Iterator[Tag]:
    """Takes off the blocks that should have ended before: those in one this tag goes with by its place."""

    def goes_with(opener: Tag, place: Element | None) -> bool:
        beside_it = opener.level == tag.level and place is beside
        ends_it = not tag.meant.startswith("end") or ENDS[opener.meant] == tag.meant
        return ends_it and (beside_it or not (opener.is_sure and tag.is_sure))

    if any(goes_with(*block) for block in open_blocks):
        while not goes_with(*open_blocks[-1]):
            opener, _ = open_blocks.pop()
            if opener.is_sure:
                yield opener


def _rows(found: Sequence[FoundTag]) -> Iterator[Flaw]:
    """A table whose rows all depend on something may be left without any, which no Word file may be."""
    tags: dict[Element, FoundTag] = {}
    tables: dict[Element, FoundTag] = {}
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
            yield flaw("block.rows", first.tag.spot)
