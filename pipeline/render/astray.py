"""Tags where no merge reads them, and drafts that no letter may show: tracked changes and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from pipeline.container import Package
from pipeline.errors import InputRejected
from pipeline.render.flaws import Flaw, TemplateSpot, flaw
from pipeline.render.places import places_of
from pipeline.render.tags import FoundTag, has_tag, home, said, texts_of
from pipeline.xml import NS, Element, QName, parse, qn

_TRACKED = tuple(map(qn, ("w:ins", "w:del", "w:moveFrom", "w:moveTo")))
_FALLBACK = qn("mc:Fallback")
_LINKS = (f"{{{NS['r']}}}id", f"{{{NS['r']}}}link")
_PROPERTIES = re.compile(r"docProps/(?!thumbnail)")
_SHOWN = 60
# Texts that stand in a paragraph and are none of its own; Word cuts these into pieces, too.
_CODES = {qn("w:instrText"): "tag.field_code", qn("w:delInstrText"): "tag.field_code"}
_DELETED = qn("w:delText")


def field_texts(root: Element) -> frozenset[Element]:
    """The texts that stand between the marks of a field: Word replaces them whenever it works it out anew."""
    found: list[Element] = []
    depth = 0
    for node in root.iter(qn("w:fldChar"), qn("w:t")):
        if node.tag == qn("w:t"):
            if depth:
                found.append(node)
            continue
        depth += {"begin": 1, "end": -1}.get(node.get(qn("w:fldCharType"), ""), 0)
    return frozenset(found)


def astray_flaws(root: Element, part: str, addresses: Mapping[str, str]) -> Iterator[Flaw]:
    """Tags outside of text: in attributes, field codes, formulas, addresses of links (`addresses` by id)."""
    spots = _Spots(root, part)
    told: set[tuple[str, int, str]] = set()
    for code, node, text, what in _elsewhere(root, addresses):
        spot = spots.of(node, text)
        # A drawing stands twice in its part: for Words of today, and as a fallback for old ones.
        if (code, spot.paragraph, spot.said) not in told:
            told.add((code, spot.paragraph, spot.said))
            yield flaw(code, spot, **({"what": what} if what else {}))


def _elsewhere(root: Element, addresses: Mapping[str, str]) -> Iterator[tuple[str, Element, str, str]]:
    codes: dict[tuple[Element | None, str], list[Element]] = {}
    for node in root.iter("*"):
        for name, value in node.items():
            if "{" in value and has_tag(str(value)):
                yield "tag.attribute", node, str(value), QName(node).localname
            elif name in _LINKS and has_tag(addresses.get(str(value), "")):
                yield "tag.address", node, addresses[str(value)], ""
        if node.tag in _CODES or node.tag == qn("m:t"):
            codes.setdefault((home(node), str(node.tag)), []).append(node)
        elif node.tag not in (qn("w:t"), _DELETED) and node.text and has_tag(node.text):
            yield "tag.attribute", node, node.text, QName(node).localname
    for (_, tag), nodes in codes.items():
        text = "".join(node.text or "" for node in nodes)
        if has_tag(text):
            code = _CODES.get(tag, "tag.attribute")
            yield code, nodes[0], text, "" if tag in _CODES else "formula"


def draft_flaws(
    root: Element, part: str, found: tuple[FoundTag, ...], comments: Mapping[str, str]
) -> Iterator[Flaw]:
    """Tracked changes and comments: a letter must not show its template's drafts to a family.

    `comments` are the texts of the comments by their ids.
    """
    spots = _Spots(root, part)
    touched = {id(one.paragraph) for one in found if _is_changed(one)}
    seen: set[int] = set()
    for node in root.iter(*_TRACKED):
        paragraph = spots.paragraph(node)
        spot = spots.of(node, "")
        if spot.paragraph in seen:
            continue
        seen.add(spot.paragraph)
        deleted = "" if paragraph is None else "".join(one.text or "" for one in paragraph.iter(_DELETED))
        if "{" in deleted or "}" in deleted:
            yield flaw("tag.deleted", spots.of(node, deleted))
        else:
            yield flaw("change.tag" if id(paragraph) in touched else "change.tracked", spot)
    for node in root.iter(qn("w:commentReference")):
        text = comments.get(node.get(qn("w:id"), ""), "")
        yield flaw("tag.comment" if has_tag(text) else "comment", spots.of(node, text))


def _is_changed(one: FoundTag) -> bool:
    """Whether a change stands around a tag, or within it."""
    if any(next(text.iterancestors(*_TRACKED), None) is not None for text in one.texts):
        return True
    inside = False
    for node in one.paragraph.iter("*"):
        inside = (inside or node is one.texts[0]) and node is not one.texts[-1]
        if inside and node.tag in _TRACKED:
            return True
    return False


class _Spots:
    """Places of nodes that are no text: by the paragraph they stand in, or the first they hold."""

    def __init__(self, root: Element, part: str) -> None:
        self._root, self._part = root, part
        self._places: Mapping[Element, tuple[int, str]] | None = None

    def paragraph(self, node: Element) -> Element | None:
        for fallback in node.iterancestors(_FALLBACK):
            node = fallback
        box = next(node.iterancestors(qn("w:txbxContent")), None)
        inner = home(node)
        if inner is not None or box is not None:
            return inner
        near = (one for around in (node, *node.iterancestors()) for one in around.iter(qn("w:p")))
        return next(near, None)

    def of(self, node: Element, text: str) -> TemplateSpot:
        paragraph = self.paragraph(node)
        if paragraph is None:
            return TemplateSpot(part=self._part, said=text[:_SHOWN])
        if self._places is None:
            self._places = places_of(self._root)
        number, place = self._places[paragraph]
        around = "".join(map(said, texts_of(paragraph)))[:40]
        return TemplateSpot(
            part=self._part, place=place, paragraph=number, said=text[:_SHOWN], context=around
        )


# ── the rest of the file ──────────────────────────────────────────────────────────────────────────────


def unread_flaws(members: Mapping[str, bytes], known: frozenset[str]) -> Iterator[Flaw]:
    """Tags in parts that hold none: properties, charts, building blocks. `known` are seen to already."""
    for name, content in members.items():
        if name in known or not name.endswith(".xml") or (b"{" not in content and b"\0" not in content[:4]):
            continue
        try:
            text = "".join(map(str, parse(content).itertext()))
        except InputRejected:
            text = ""
        if has_tag(text) or b"{{" in content or b"{%" in content:
            code = "tag.property" if _PROPERTIES.match(name) else "tag.unread"
            at = max(0, min(place for place in (text.find("{{"), text.find("{%"), 10**9) if place >= 0) - 20)
            yield flaw(code, TemplateSpot(part=name, said=text[at : at + _SHOWN].strip()))


def comment_texts(package: Package, names: Iterator[str]) -> dict[str, str]:
    """What the comments of a file say, by their ids."""
    return {
        comment.get(qn("w:id"), ""): "".join(map(str, comment.itertext()))
        for name in names
        if name in package
        for comment in parse(package[name]).iter(qn("w:comment"))
    }


def addresses_of(package: Package, part: str) -> dict[str, str]:
    """Where the links of a part lead, by the ids they are referred to with; Word writes braces as %7B."""
    folder, _, name = part.rpartition("/")
    rows = package.get(f"{folder}/_rels/{name}.rels".lstrip("/"))
    if rows is None:
        return {}
    return {
        row.get("Id", ""): unquote(row.get("Target", ""))
        for row in parse(rows).iter(qn("rel:Relationship"))
        if row.get("TargetMode", "").casefold() == "external"
    }
