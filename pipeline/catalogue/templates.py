"""Every template held against its programme: what is wrong in it, what it asks for, what it has to carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache

from pipeline.catalogue.authoring import STARTERS
from pipeline.catalogue.faults import DataFault, of_template, warning
from pipeline.catalogue.letters import missing_parts, sentence_for
from pipeline.catalogue.load import Catalogue
from pipeline.catalogue.naming import (
    FOR_ANSWERS,
    FOR_RECEIPTS,
    function_names,
    leads_somewhere,
    letter_names,
    nearest,
)
from pipeline.catalogue.origins import case_name, origins_of
from pipeline.errors import RenderError
from pipeline.programme import Document, LetterPart, Programme
from pipeline.render.flaws import Flaw, TemplateFlawed, TemplateSpot, flaw
from pipeline.render.mail import read_mail
from pipeline.render.stories import Variable, read_template, variables_of
from pipeline.render.tags import Tag, without_blanks
from pipeline.render.word import compile_word
from pipeline.templating import compile_text

SHARED = "shared/"
_DOTTED = re.compile(r"[a-z_][a-z0-9_]*(?:\[\])?(?:\.[a-z_][a-z0-9_]*)+|\b[a-z_]+\b")
_WHOLE = re.compile(r"\s*\|\s*(?!length|first|last|join)")
"""What may follow a single value that is printed: any filter but those that make one of several."""
_LOOP = re.compile(r"for\s+\w+\s+in\s+([\w.]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTemplate:
    """A template as the check sees it: its faults, and what it asks for.

    `broken` are its tags that nobody can read; `called` what a person calls the parts of the file.
    """

    flaws: tuple[Flaw, ...]
    variables: tuple[Variable, ...] = ()
    functions: tuple[tuple[Tag, str], ...] = ()
    broken: tuple[Tag, ...] = ()
    called: Mapping[str, str]


@dataclass(slots=True)
class _Judged:
    """What is found of one template in one document."""

    flaws: list[Flaw]
    meant: set[str]
    """Names that a fault says were meant: they count as printed."""


def template_faults(catalogue: Catalogue) -> Iterator[DataFault]:
    """Everything wrong with the templates of all programmes, and with the shared ones."""
    used: set[str] = set()
    for name, content in catalogue.templates.items():
        if name.startswith(SHARED):
            used.add(name)
            template = look_at(name, content)
            judged = _names(template, frozenset((*FOR_RECEIPTS, *FOR_ANSWERS)))
            yield from _rows(f"templates/{name}", template, judged.flaws)
    for programme in catalogue.programmes.values():
        asked: set[str] = set()
        whole = True
        for document in programme.documents:
            name = _file_of(document, programme, catalogue)
            if name:
                used.add(name)
                template = look_at(name, catalogue.templates[name])
                yield from _rows(f"templates/{name}", template, _judge(document, programme, template, name))
                whole = (
                    whole
                    and not template.broken
                    and not any(f.code.startswith("file.") for f in template.flaws)
                )
                asked |= {case_name(one.path, document) for one in template.variables}
        if whole:
            yield from _unused_fields(programme, asked)
    yield from _unused_templates(catalogue, used)


@lru_cache(maxsize=128)
def look_at(name: str, content: bytes) -> SeenTemplate:
    """A template read by itself. What says it is clean has compiled it."""
    try:
        template = _look_at_mail(content) if name.endswith(".j2") else _look_at_word(content)
        if not any(one.is_error for one in template.flaws):
            _compile(name, content)
    except TemplateFlawed as flawed:
        return SeenTemplate(flaws=flawed.flaws, called={})
    except RenderError as error:
        return replace(template, flaws=(*template.flaws, flaw("tag.syntax", why=str(error))))
    except UnicodeDecodeError:
        return SeenTemplate(flaws=(flaw("file.text"),), called={})
    return template


def _look_at_word(content: bytes) -> SeenTemplate:
    read = read_template(content)
    languages = [story.language for story in read.stories]
    bad = {one.spot for one in read.flaws if one.is_error}
    return SeenTemplate(
        flaws=read.flaws,
        variables=tuple(one for language in languages for one in variables_of(language)),
        functions=tuple(one for language in languages for one in language.functions),
        broken=tuple(tag for story in read.stories for tag in story.tags if tag.spot in bad),
        called=read.called,
    )


def _look_at_mail(content: bytes) -> SeenTemplate:
    read = read_mail(content.decode("utf-8"))
    bad = {one.spot for one in read.flaws if one.is_error}
    return SeenTemplate(
        flaws=read.flaws,
        variables=tuple(variables_of(read.language)),
        functions=read.language.functions,
        broken=tuple(tag for tag in read.tags if tag.spot in bad),
        called={},
    )


def _compile(name: str, content: bytes) -> None:
    if name.endswith(".j2"):
        compile_text(content.decode("utf-8"), name)
    else:
        compile_word(content, name)


def _rows(file: str, template: SeenTemplate, flaws: Iterable[Flaw]) -> Iterator[DataFault]:
    for one in flaws:
        yield of_template(file, one, template.called.get(one.spot.part, one.spot.part))


def _file_of(document: Document, programme: Programme, catalogue: Catalogue) -> str:
    """The template's name in the catalogue: a programme may use those of the one it is based on."""
    own = programme.templates.get(document.template)
    if own is None:
        shared = f"{SHARED}{document.template}"
        return shared if document.template and shared in catalogue.templates else ""
    return next((name for name, content in catalogue.templates.items() if content is own), "")


# ── one template in one document ──────────────────────────────────────────────────────────────────────


def _judge(document: Document, programme: Programme, template: SeenTemplate, name: str) -> list[Flaw]:
    known = letter_names(document, programme)
    judged = _names(template, known)
    if any(one.code.startswith("file.") for one in template.flaws):
        return judged.flaws
    judged.meant.update(word for tag in template.broken for word in _DOTTED.findall(without_blanks(tag.raw)))
    printed = {one.path: one for one in template.variables if one.printed}
    origins = {path: origins_of(path, document, programme) for path in {*printed, *judged.meant}}
    carried = [origin for path in origins for origin in origins[path].any]
    lacking: tuple[LetterPart, ...] = ()
    if document.letter in programme.letters and name.endswith(".docx"):
        content = programme.templates.get(document.template, b"")
        lacking = missing_parts(document, programme, content, frozenset(judged.meant))
    for part in lacking:
        judged.flaws.append(flaw("letter.part", sentence=sentence_for(part, document)))
    for pattern in document.must:
        # What the law asks for as well is told once, with its source.
        told = any(_is_same(pattern, name) for part in lacking for name in part.prints)
        if not told and not any(fnmatchcase(origin, pattern) for origin in carried):
            judged.flaws.append(flaw("must.missing", pattern=pattern))
    shares = [row for row in programme.documents if row.template == document.template]
    for one in template.variables:
        # One template may speak for several documents, and decide by an if which of them it is.
        readers = shares if one.conditional else [document]
        if one.printed and leads_somewhere(one.path, known):
            patterns = {row.id: _forbids(row, one, programme) for row in readers}
            if all(patterns.values()):
                params = {"pattern": patterns[document.id], "name": one.written}
                judged.flaws.append(flaw("must_not.printed", one.tag.spot, **params))
    return judged.flaws


def _is_same(pattern: str, name: str) -> bool:
    """Whether a pattern of origins (`buf:/signatory/name`) means what one of names does."""
    dotted = pattern.replace(":/", ".").replace(":", ".").replace("/", ".")
    return fnmatchcase(dotted, name) or fnmatchcase(name, dotted)


def _names(template: SeenTemplate, known: frozenset[str]) -> _Judged:
    """The template's own flaws, and the names it uses that lead nowhere."""
    judged = _Judged(flaws=list(template.flaws), meant=set())
    lost: list[str] = []
    for one in template.variables:
        if leads_somewhere(one.path, known):
            misused = [*_misused(one, known)]
            judged.flaws += misused
            lost += (one.path for found in misused if found.code == "name.single")
            continue
        # In a loop over what isn't there no name leads anywhere: the loop is the one to mend.
        if not any(one.path.startswith(f"{path}[]") for path in lost):
            near = nearest(one.path, known)
            judged.meant.add(near)
            params = {"name": one.written, "near": _as_written(near, one)}
            judged.flaws.append(flaw("name.unknown", one.tag.spot, **params))
        lost.append(one.path.removesuffix("[]"))
    for tag, name in template.functions:
        if name not in function_names():
            near = nearest(name, function_names())
            judged.flaws.append(flaw("name.function", tag.spot, name=name, near=near))
    return judged


def _misused(one: Variable, known: frozenset[str]) -> Iterator[Flaw]:
    """A name that leads somewhere, and not to what the tag does with it."""
    inside = one.tag.inside.strip()
    if one.printed and one.path not in known and _WHOLE.split(inside)[0] == one.written:
        near = f"{one.path}.name" if f"{one.path}.name" in known else ""
        yield flaw("name.group", one.tag.spot, name=one.written, near=_as_written(near, one))
    loop = _LOOP.match(inside)
    # What is derived from other values may be a list: its name doesn't tell.
    if loop and loop[1] == one.written and "." in one.path and one.path in known:
        rows = {path.partition("[]")[0] for path in known if "[]" in path}
        near = nearest(one.path, rows)
        yield flaw("name.single", one.tag.spot, name=one.written, near=_as_written(near, one))


def _as_written(near: str, one: Variable) -> str:
    """A known name as the tag would have to write it: `row.goal` within the loop over `plan.rows`."""
    path, written = one.path.split("."), one.written.split(".")
    while path and written and path[-1] == written[-1]:
        path.pop()
        written.pop()
    root = ".".join(path)
    return f"{'.'.join(written)}{near.removeprefix(root)}" if root and near.startswith(f"{root}.") else near


def _forbids(document: Document, one: Variable, programme: Programme) -> str:
    """The pattern by which a document must not carry a value; what it has to carry it may."""
    for origin in origins_of(one.path, document, programme).sure:
        pattern = next((rule for rule in document.must_not if fnmatchcase(origin, rule)), "")
        if pattern and not any(fnmatchcase(origin, rule) for rule in document.must):
            return pattern
    return ""


# ── what nothing uses ─────────────────────────────────────────────────────────────────────────────────


def _unused_fields(programme: Programme, asked: set[str]) -> Iterator[DataFault]:
    """Required fields of the form that opens a case which no template asks for.

    Only of that form: its answers are what documents are made of. The others are kept as they were sent, and
    repeat what ties them to the case.
    """
    form = programme.forms[programme.opens]
    told = {origin.partition(":")[2] for path in asked for origin in origins_of(path, None, programme).any}
    # By these a case finds its child again.
    told |= {programme.child_name, programme.child_cpr, programme.place}
    for field in form.fields():
        if field.required and field.pointer.replace("/*/", "/0/") not in told:
            yield warning(
                f"schemas/{programme.id}/{form.name}.v{form.version}.schema.json",
                field.pointer,
                f"everybody has to fill in {field.label!r}, and no template of the programme asks for it",
            )


def _unused_templates(catalogue: Catalogue, used: set[str]) -> Iterator[DataFault]:
    """Templates that no document is made from: mostly a slip in the file's name. Starters are none yet."""
    for name in catalogue.templates:
        folder, slash, _ = name.partition("/")
        if f"templates/{name}".startswith(STARTERS):
            continue
        if slash and name not in used and name.endswith((".docx", ".dotx", ".docm", ".doc", ".odt", ".j2")):
            near = nearest(name, [one for one in used if one.startswith(f"{folder}/")])
            found = flaw("template.unused", TemplateSpot(), near=near.partition("/")[2])
            yield of_template(f"templates/{name}", found)
