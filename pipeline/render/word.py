"""Word templates: compiled once, merged many times, always in memory. Home of docxtpl.

docxtpl's way of writing templates is kept: `{{ value }}`, `{% if … %}` within a paragraph, `{%p …%}` for
whole paragraphs, `{%tr …%}` for rows, `{%tc …%}` for cells, in the body, headers, footers and notes. Its own
merging is not used: it drops text that isn't escaped, repairs what it broke without a word, and does
everything anew for each document.

Refused with their place, not merged half: tags in text boxes, fields, attributes and controls;
`{%-`, `{{p`, `{% vm %}`, `{% hm %}`, `{% colspan %}`, `{% cellbg %}`; pictures and documents as values.
`{{r x}}` is `{{ x }}`.

A value is text. It is escaped, its line breaks become Word's, and a character that XML can't hold stops the
merge. The same template, values and title give the same bytes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from html import escape, unescape
from typing import Any

from docxtpl import DocxTemplate

from pipeline.errors import InputRejected, RenderError
from pipeline.records import RenderedDocument, Trace
from pipeline.render.flaws import TemplateFlawed, flaw
from pipeline.render.grid import fit_grids
from pipeline.render.packing import Packing, prepare
from pipeline.render.properties import core_properties
from pipeline.render.stories import TaggedPart, read_template
from pipeline.render.tags import Tag, straight
from pipeline.templating import Template, compile_part
from pipeline.xml import parse, serialize

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PRESERVED = '<w:t xml:space="preserve">'
# In a loop these would stand in the document more than once; Word and readers of its files need them unique.
_ONCE = re.compile(
    r'<w:bookmark(?:Start|End)\b[^>]*/>| w14:(?:paraId|textId)="[^"]*"|(?<=>)<w:id w:val="[^"]*"/>'
)
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*? id=")[^"]*')
# What must end in a paragraph, and may have lost it to a condition.
_HOLLOW = re.compile(
    r"(</w:tcPr>|<w:tcPr/>|</w:tbl>|<w:(?:tc|hdr|ftr|footnote|endnote)\b[^>]*(?<!/)>)"
    r"(?=</w:(?:tc|hdr|ftr|footnote|endnote)>)"
)
_CPR = re.compile(r"[0-9]{6}[- ]?[0-9]{4}")
_UNPRINTABLE = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPart:
    """A part with tags, ready to be merged.

    `hollow`: a condition may leave a cell or header without a paragraph. `grid`: a table may change the
    number of its columns. `drawings`: one is repeated.
    """

    name: str
    tags: tuple[Tag, ...]
    source: str = field(repr=False)
    merge: Template = field(repr=False)
    hollow: bool = False
    grid: bool = False
    drawings: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTemplate:
    """A template ready to be merged: its parts with tags, and all that stays as it is.

    `core` is the name of the core properties.
    """

    name: str
    parts: tuple[WordPart, ...]
    packing: Packing = field(repr=False)
    core: str


@lru_cache(maxsize=64)
def compile_word(template: bytes, name: str) -> WordTemplate:
    """The template, read, checked and compiled; the same bytes are compiled once.

    Raises TemplateFlawed naming every fault at once, each with part, place and 40 characters around it: no
    Word document, an output used as a template, macros, links to files elsewhere, tracked changes, comments,
    tags that can't be kept intact, statements that don't end, filters there are not.
    """
    try:
        read = read_template(template)
    except TemplateFlawed as unreadable:
        raise TemplateFlawed.of(name, unreadable.flaws) from None
    errors = [one for one in read.flaws if one.is_error]
    if errors:
        raise TemplateFlawed.of(name, errors)
    parts = tuple(_compile(name, story) for story in read.stories)
    packing = prepare(read.members, {read.core, *(part.name for part in parts)})
    return WordTemplate(name=name, parts=parts, packing=packing, core=read.core)


def render_word(template: WordTemplate, context: Mapping[str, Any], *, title: str) -> RenderedDocument:
    """The finished document and the account of every value in it.

    Raises RenderError naming template, part, paragraph and tag: for an unknown name, for a value that is
    absent, that is no text or that holds a character no document can carry, and for a template that didn't
    come out as a well-formed document.
    """
    if _UNPRINTABLE.search(title) or _CPR.search(title):
        raise RenderError(f"{template.name}: a title is one line of text without a cpr number")
    replaced = {template.core: core_properties(title)}
    traces: list[Trace] = []
    for part in template.parts:
        merged = part.merge.merge(context)
        traces += merged.traces
        replaced[part.name] = _finished(template.name, part, merged.text)
    return RenderedDocument(content=template.packing.pack(replaced), traces=tuple(traces))


# ── compiling ─────────────────────────────────────────────────────────────────────────────────────────


def _compile(name: str, story: TaggedPart) -> WordPart:
    """A part compiled, with each tag on a line of its own so that a fault can be told by its line."""
    tags = story.tags
    patched: str = DocxTemplate(None).patch_xml(story.markup)
    pieces = _TAG.split(patched)
    kept = [_bare(straight(unescape(tag))) for tag in _TAG.findall(patched)]
    wanted = [_bare(tag.source) for tag in tags]
    if kept != wanted:
        lost = next((n for n, pair in enumerate(zip(kept, wanted, strict=False)) if pair[0] != pair[1]), -1)
        raise TemplateFlawed.of(name, [flaw("tag.lost", tags[lost].spot)])
    source, depth, drawings = pieces[0], 0, False
    for tag, piece in zip(tags, pieces[1:], strict=True):
        depth += {"for": 1, "endfor": -1}.get(tag.word, 0)
        drawings = drawings or (depth > 0 and "<wp:docPr" in piece)
        source += f"{tag.source[:2]}\n{tag.inside}{tag.source[-2:]}"
        source += _ONCE.sub("", piece) if depth else piece
    where = partial(_where, story.part, tags)
    return WordPart(
        name=story.part,
        tags=tags,
        source=source,
        merge=compile_part(source, name=name, part=story.part, write=_markup, where=where),
        hollow=any(tag.level for tag in tags),
        grid=any(tag.level == "tc" for tag in tags),
        drawings=drawings,
    )


def _bare(tag: str) -> str:
    return "".join(tag.split())


def _where(part: str, tags: tuple[Tag, ...], line: int) -> str:
    # The first tag's line break makes line 2 of what it holds.
    return str(tags[line - 2]) if 2 <= line < len(tags) + 2 else part


# ── merging ───────────────────────────────────────────────────────────────────────────────────────────


def _markup(text: str) -> str:
    """A value's text as it stands inside of a `w:t`."""
    markup = escape(text, quote=False)
    if "\n" in markup or "\t" in markup:
        for sign, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
            markup = markup.replace(sign, f"</w:t>{element}{_PRESERVED}")
    return markup


def _finished(name: str, part: WordPart, text: str) -> bytes:
    """A merged part made whole and read again: not well-formed is not sent."""
    if part.hollow:
        text = _HOLLOW.sub(r"\1<w:p/>", text)
    if part.drawings:
        text = _DRAWING_ID.sub(_numbered(), text)
    content = (_DECLARATION + text).encode()
    try:
        root = parse(content)
    except InputRejected as rejected:
        raise RenderError(f"{name}: {part.name} came out as no Word document ({rejected.code})") from None
    if part.grid:
        fit_grids(root)
        content = serialize(root)
    return content


def _numbered() -> Callable[[re.Match[str]], str]:
    seen: Counter[str] = Counter()

    def number(found: re.Match[str]) -> str:
        seen["drawing"] += 1
        return f"{found[1]}{seen['drawing']}"

    return number
