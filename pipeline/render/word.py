"""Word templates: compiled once, merged many times, always in memory. Home of docxtpl.

docxtpl's way of writing templates is kept: `{{ value }}`, `{% if … %}` within a paragraph, `{%p …%}` for
whole paragraphs, `{%tr …%}` for rows, `{%tc …%}` for cells, in the body, headers, footers and notes. Its own
merging is not used: it drops text that isn't escaped, repairs what it broke without a word, and does
everything anew for each document.

Refused with their place, not merged half: tags in text boxes, fields, attributes and data-bound controls;
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
from pipeline.render.grid import fit_grids
from pipeline.render.packing import Packing, prepare
from pipeline.render.properties import OUTPUT_MARK, core_properties, marked
from pipeline.render.tags import Tag, check_finished, read_tags, straight
from pipeline.templating import Template, compile_part, uses
from pipeline.wordml import DOCUMENT_TYPE, WordFile, custom_properties, left_alone, open_word, story_parts
from pipeline.xml import NS, Element, parse, qn, serialize

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PRESERVED = '<w:t xml:space="preserve">'
_BLANKS = " \t\r\n"
_SPACE = qn("xml:space")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A value a template asks for (`plan.rows[].goal`), with part, paragraph and the text around it.

    `printed`: it stands in the document, and isn't only asked about.
    """

    path: str
    part: str
    paragraph: int
    context: str
    printed: bool


def variables(template: bytes, name: str = "template") -> tuple[Variable, ...]:
    """Every value the template names, in its order. RenderError as `compile_word`."""
    return tuple(
        Variable(
            path=use.path,
            part=tag.part,
            paragraph=tag.paragraph,
            context=tag.context,
            printed=tag.prints,
        )
        for part in compile_word(template, name).parts
        for use in uses(part.source, text=False)
        if (tag := _tag_at(part.tags, use.line))
    )


@lru_cache(maxsize=64)
def compile_word(template: bytes, name: str) -> WordTemplate:
    """The template, read, checked and compiled; the same bytes are compiled once.

    Raises RenderError naming every fault at once, each with part, paragraph and 40 characters around it: no
    Word document, an output used as a template, macros, links to files elsewhere, tracked changes, comments,
    tags that can't be kept intact, statements that don't end.
    """
    problems: list[str] = []
    try:
        word = open_word(template)
        problems += _check_package(word)
        names = [word.main, *(part for _, part in story_parts(word))]
        roots = {part: parse(word.package[part]) for part in names}
        members, core = marked(word.package)
    except InputRejected as rejected:
        raise RenderError(f"{name}: not a Word document that can be a template ({rejected.code})") from None
    sources: dict[str, tuple[str, tuple[Tag, ...]]] = {}
    for part, root in roots.items():
        check_finished(root, part, problems)
        tags = read_tags(root, part, problems)
        if tags:
            sources[part] = (_tidied(root), tags)
    for part in set(members) - set(names) - {core}:
        if part.endswith(".xml") and (b"{{" in members[part] or b"{%" in members[part]):
            problems.append(f"{part}: a tag where none is read")
    if problems:
        raise RenderError("\n".join(f"{name}: {problem}" for problem in problems))
    parts = tuple(_compile(name, part, source, tags) for part, (source, tags) in sources.items())
    packing = prepare(members, {core, *sources})
    return WordTemplate(name=name, parts=parts, packing=packing, core=core)


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


def _check_package(word: WordFile) -> list[str]:
    """What makes a Word file unfit to be a template, whatever its text says."""
    said = {
        "file.macros": "it holds macros; save it as .docx",
        "file.external_links": "it fetches something from elsewhere; put it into the template instead",
        "file.embedded_document": "it holds a document within; put its text into the template instead",
    }
    problems = [said.get(code, code) for code in dict.fromkeys(left_alone(word))]
    if OUTPUT_MARK in custom_properties(word.package):
        problems.append("this is a finished document, not a template")
    if DOCUMENT_TYPE.encode() not in word.package["[Content_Types].xml"]:
        problems.append("not saved as .docx")
    if parse(word.package[word.main]).nsmap.get("w") != NS["w"]:
        problems.append(f"{word.main}: not saved by Word as .docx (Strict Open XML can't be merged)")
    return problems


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


def _compile(name: str, part: str, markup: str, tags: tuple[Tag, ...]) -> WordPart:
    """A part compiled, with each tag on a line of its own so that a fault can be told by its line."""
    patched: str = DocxTemplate(None).patch_xml(markup)
    pieces = _TAG.split(patched)
    kept = [_bare(straight(unescape(tag))) for tag in _TAG.findall(patched)]
    if kept != [_bare(tag.source) for tag in tags]:
        raise RenderError(f"{name}: {part}: tags would be lost; write each in one piece, with plain blanks")
    source, depth, drawings = pieces[0], 0, False
    for tag, piece in zip(tags, pieces[1:], strict=True):
        depth += {"for": 1, "endfor": -1}.get(tag.word, 0)
        drawings = drawings or (depth > 0 and "<wp:docPr" in piece)
        source += f"{tag.source[:2]}\n{tag.inside}{tag.source[-2:]}"
        source += _ONCE.sub("", piece) if depth else piece
    return WordPart(
        name=part,
        tags=tags,
        source=source,
        merge=compile_part(source, name=name, part=part, write=_markup, where=partial(_where, part, tags)),
        hollow=any(tag.level for tag in tags),
        grid=any(tag.level == "tc" for tag in tags),
        drawings=drawings,
    )


def _bare(tag: str) -> str:
    return "".join(tag.split())


def _tag_at(tags: tuple[Tag, ...], line: int) -> Tag | None:
    # The first tag's line break makes line 2 of what it holds.
    return tags[line - 2] if 2 <= line < len(tags) + 2 else None


def _where(part: str, tags: tuple[Tag, ...], line: int) -> str:
    return str(_tag_at(tags, line) or part)


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
