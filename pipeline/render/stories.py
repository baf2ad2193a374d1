"""A Word template opened and judged: the parts that hold text, their tags, all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.container import CONTENT_TYPES
from pipeline.errors import InputRejected
from pipeline.render.astray import (
    addresses_of,
    astray_flaws,
    comment_texts,
    draft_flaws,
    field_texts,
    unread_flaws,
)
from pipeline.render.flaws import Flaw, TemplateFlawed, flaw
from pipeline.render.language import Language, read_language, told_once
from pipeline.render.placing import place_flaws
from pipeline.render.properties import OUTPUT_MARK, marked
from pipeline.render.tags import Tag, find_tags, tag_flaws
from pipeline.wordml import (
    DOCUMENT_TYPE,
    WordFile,
    custom_properties,
    left_alone,
    open_word,
    relations,
    story_parts,
)
from pipeline.xml import NS, Element, parse, qn, serialize

_BLANKS = " \t\r\n"
_SPACE = qn("xml:space")
_PAGES = {"first": " of the first page", "even": " of even pages"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedPart:
    """A part with tags; `markup` is the part as the merge works on it, in one line."""

    part: str
    tags: tuple[Tag, ...]
    language: Language
    markup: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTemplate:
    """A template as it was read. With an error among its flaws it can't be merged.

    `called` says what a person calls each part. `members` are those of a finished document made from it,
    `core` the name of its properties.
    """

    stories: tuple[TaggedPart, ...]
    flaws: tuple[Flaw, ...]
    called: Mapping[str, str]
    members: Mapping[str, bytes] = field(repr=False)
    core: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A value a template asks for (`plan.rows[].goal`), with the tag that does.

    `written`: as the tag writes it (`row.goal`). `printed`: it stands in the document, and isn't only asked
    about. `conditional`: in a block that an if decides on.
    """

    path: str
    written: str
    printed: bool
    conditional: bool
    tag: Tag


def variables(template: bytes) -> tuple[Variable, ...]:
    """Every value the template names, in its order. TemplateFlawed where it is no Word document."""
    stories = read_template(template).stories
    return tuple(one for story in stories for one in variables_of(story.language))


def variables_of(language: Language) -> Iterator[Variable]:
    for asked in language.uses:
        use = asked.use
        yield Variable(
            path=use.path,
            written=use.written,
            printed=asked.tag.prints,
            conditional=asked.conditional,
            tag=asked.tag,
        )


@lru_cache(maxsize=128)
def read_template(template: bytes) -> ReadTemplate:
    """The template with every fault in it, in the order of its parts; the same bytes are read once.

    Raises TemplateFlawed where it is no Word document that could be looked into.
    """
    try:
        return _read(template)
    except InputRejected as rejected:
        raise TemplateFlawed.of("template", [flaw("file.unreadable", why=rejected.code)]) from None


def _read(template: bytes) -> ReadTemplate:
    word = open_word(template)
    if not {CONTENT_TYPES, "_rels/.rels"} <= set(word.package):
        raise InputRejected("file.damaged")
    flaws = list(_package_flaws(word))
    names = [word.main, *(part for _, part in story_parts(word))]
    comments = [one.target for one in relations(word.package, word.main) if one.kind == "comments"]
    texts = comment_texts(word.package, iter(comments))
    members, core = marked(word.package)
    stories: list[TaggedPart] = []
    for part in names:
        root = parse(word.package[part])
        found = find_tags(root, part)
        tags = tuple(one.tag for one in found)
        language = read_language(tags)
        own = list(draft_flaws(root, part, found, texts))
        own += astray_flaws(root, part, addresses_of(word.package, part))
        for one in found:
            own += tag_flaws(one.tag)
        own += place_flaws(found, field_texts(root))
        flaws += told_once(own, language)
        if found:
            stories.append(TaggedPart(part=part, tags=tags, language=language, markup=_tidied(root)))
    flaws += unread_flaws(dict(word.package), frozenset((*names, *comments)))
    return ReadTemplate(
        stories=tuple(stories),
        flaws=tuple(dict.fromkeys(flaws)),
        called=_called(word),
        members=members,
        core=core,
    )


def _called(word: WordFile) -> dict[str, str]:
    """The parts by what a person calls them; the page itself has no name."""
    folder, _, name = word.main.rpartition("/")
    rows = parse(word.package.get(f"{folder}/_rels/{name}.rels".lstrip("/"), b"<none/>"))
    ids = [row.get("Id", "") for row in rows.iter(qn("rel:Relationship"))]
    targets = dict(zip(ids, (one.target for one in relations(word.package, word.main)), strict=False))
    called = {word.main: ""} | {part: "" for kind, part in story_parts(word) if kind.endswith("notes")}
    for kind in ("header", "footer"):
        for node in parse(word.package[word.main]).iter(qn(f"w:{kind}Reference")):
            part = targets.get(node.get(f"{{{NS['r']}}}id", ""), "")
            called.setdefault(part, kind + _PAGES.get(node.get(qn("w:type"), ""), ""))
    return called


def _package_flaws(word: WordFile) -> Iterator[Flaw]:
    """What makes a Word file unfit to be a template, whatever its text says."""
    yield from (flaw(code) for code in dict.fromkeys(left_alone(word)))
    if OUTPUT_MARK in custom_properties(word.package):
        yield flaw("file.output")
    if DOCUMENT_TYPE.encode() not in word.package[CONTENT_TYPES]:
        yield flaw("file.type")
    if parse(word.package[word.main]).nsmap.get("w") != NS["w"]:
        yield flaw("file.strict")


def _tidied(root: Element) -> str:
    """The part as one line of markup in which every text keeps its blanks, and means what it meant before."""
    for node in root.iter():
        if len(node) and not (node.text or "").strip(_BLANKS):
            node.text = None
        node.tail = None
        if node.tag == qn("w:t"):
            text = re.sub(r"[\r\n]", " ", node.text or "")
            node.text = text if node.get(_SPACE) == "preserve" else text.strip(_BLANKS)
            node.set(_SPACE, "preserve")
    return serialize(root, declaration=False).decode().replace("\n", " ")
