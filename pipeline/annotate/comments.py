"""The comments of a Word file: the part that holds them, what refers to it, and those of earlier copies."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pipeline.annotate.splice import Cuts, NotSpliced, read_plain, spliced
from pipeline.container import CONTENT_TYPES
from pipeline.wordml import WordFile, relations
from pipeline.xml import NS, Element, QName, qn

AUTHOR, INITIALS = "skoleflex", "sf"

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_KIND: Final = f"{NS['r']}/comments"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NO_RELATIONS: Final = f'{_HEAD}<Relationships xmlns="{NS["rel"]}"></Relationships>'.encode()
_COMMENT, _AUTHOR, _INITIALS, _ID = qn("w:comment"), qn("w:author"), qn("w:initials"), qn("w:id")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BESIDE: Final = {"commentsExtended": "paraId", "commentsIds": "paraId", "commentsExtensible": "durableId"}
"""The parts in which newer Words keep threads and dates of comments, and what each knows a comment by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The comments that stand in the file: their part, the ids in use, and which are ours to replace."""

    part: str
    root: Element | None
    used: frozenset[str]
    ours: tuple[Element, ...]


def find_earlier(word: WordFile) -> Earlier:
    """What the file has of comments. Raises NotSpliced where their part is missing, or is not Word's."""
    named = _related(word, "comments")
    if named is None:
        return Earlier(part="", root=None, used=frozenset(), ours=())
    if named not in word.package:
        raise NotSpliced("the comments are missing")
    root = read_plain(word.package[named])
    if root.tag != qn("w:comments"):
        raise NotSpliced("the comments are not Word's")
    used = [comment.get(_ID, "") for comment in root.iter(_COMMENT)]
    answered = _answered(word)
    ours = [
        comment
        for comment in root.iterchildren(_COMMENT)
        if (comment.get(_AUTHOR), comment.get(_INITIALS)) == (AUTHOR, INITIALS)
        and used.count(comment.get(_ID, "")) == 1
        and _paragraph_id(comment) not in answered
    ]
    return Earlier(part=named, root=root, used=frozenset(used), ours=tuple(ours))


def _related(word: WordFile, kind: str) -> str | None:
    found = [one for one in relations(word.package, word.main) if one.kind == kind and not one.external]
    return found[0].target if found else None


def _answered(word: WordFile) -> set[str]:
    """The comments somebody answered: their thread is a conversation, and stays."""
    part = _related(word, "commentsExtended")
    if part is None or part not in word.package:
        return set()
    return {_attribute(node, "paraIdParent") for node in read_plain(word.package[part]).iter("*")} - {""}


def _paragraph_id(comment: Element) -> str:
    """Newer Words know a comment by its last paragraph."""
    paragraphs = [*comment.iter(qn("w:p"))]
    return _attribute(paragraphs[-1], "paraId") if paragraphs else ""


def _attribute(node: Element, local: str) -> str:
    """An attribute by its local name: each version of Word gave these a namespace of its own."""
    return next((str(value) for name, value in node.items() if QName(name).localname == local), "")


# ── writing ───────────────────────────────────────────────────────────────────────────────────────────


def comment_markup(number: str, text: str, written: dt.datetime | None) -> str:
    """One comment; `written` is shown as its date, and left out where there is none."""
    day = f' w:date="{written:%Y-%m-%dT%H:%M:%SZ}"' if written else ""
    clean = escape(_NOT_XML.sub("", " ".join(text.split())))
    return (
        f'<w:comment w:id="{number}" w:author={quoteattr(AUTHOR)}{day}'
        f" w:initials={quoteattr(INITIALS)}><w:p><w:r><w:annotationRef/></w:r>"
        f'<w:r><w:t xml:space="preserve">{clean}</w:t></w:r></w:p></w:comment>'
    )


def with_comments(word: WordFile, earlier: Earlier, markup: str) -> dict[str, bytes]:
    """The parts that change, beside the main one, when this markup joins the comments.

    Our own earlier comments go. Raises NotSpliced where a part can't be changed safely.
    """
    if earlier.root is not None:
        if earlier.root.nsmap.get("w") != NS["w"]:
            markup = markup.replace("<w:comment ", f'<w:comment xmlns:w="{NS["w"]}" ')
        cuts = Cuts(last={earlier.root: markup}, gone=set(earlier.ours))
        changed = {earlier.part: spliced(word.package[earlier.part], earlier.root, cuts)}
        return changed | _without(word, earlier.ours)
    folder, slash, main = word.main.rpartition("/")
    name = next(
        name
        for name in ("comments.xml", *(f"comments{n}.xml" for n in range(2, 10_000)))
        if f"{folder}{slash}{name}" not in word.package
    )
    part = f'{_HEAD}<w:comments xmlns:w="{NS["w"]}">{markup}</w:comments>'
    references = f"{folder}{slash}_rels/{main}.rels"
    return {
        f"{folder}{slash}{name}": part.encode("ascii", "xmlcharrefreplace"),
        references: _with_relation(word.package.get(references, _NO_RELATIONS), name),
        CONTENT_TYPES: _with_type(word.package[CONTENT_TYPES], f"/{folder}{slash}{name}"),
    }


def _without(word: WordFile, ours: Iterable[Element]) -> dict[str, bytes]:
    """What newer Words keep beside the comments that go."""
    changed: dict[str, bytes] = {}
    known: Mapping[str, set[str]] = {
        "paraId": {_paragraph_id(comment) for comment in ours} - {""},
        "durableId": set(),
    }
    for kind, key in _BESIDE.items():
        part = _related(word, kind)
        if part is None or part not in word.package or not known[key]:
            continue
        root = read_plain(word.package[part])
        gone = {node for node in root.iterchildren("*") if _attribute(node, key) in known[key]}
        known["durableId"].update({_attribute(node, "durableId") for node in gone} - {""})
        changed[part] = spliced(word.package[part], root, Cuts(gone=gone))
    return changed


def _with_relation(part: bytes, target: str) -> bytes:
    root = read_plain(part)
    ids = {node.get("Id", "") for node in root.iter("*")}
    own = next(name for name in (f"rIdSkoleflex{n}" for n in range(1, len(ids) + 2)) if name not in ids)
    row = f'<Relationship{_own(root, "rel")} Id="{own}" Type="{_KIND}" Target={quoteattr(target)}/>'
    return spliced(part, root, Cuts(last={root: row}))


def _with_type(part: bytes, name: str) -> bytes:
    root = read_plain(part)
    stale = {
        node
        for node in root.iter(qn("ct:Override"))
        if node.get("PartName", "").casefold() == name.casefold()
    }
    row = f'<Override{_own(root, "ct")} PartName={quoteattr(name)} ContentType="{_TYPE}"/>'
    return spliced(part, root, Cuts(last={root: row}, gone=stale))


def _own(root: Element, prefix: str) -> str:
    """The namespace of an element without a prefix, where it is not that of the part anyway."""
    return "" if root.nsmap.get(None) == NS[prefix] else f' xmlns="{NS[prefix]}"'
