"""The fields of a PDF form of any maker: their tree, what each holds, and where it stands on its page.

Read is what the file says the field holds (`/V`), never how it is drawn. Fields may hang together in a loop,
inherit from each other, be missing from the form's own list, or share a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final

from pipeline.errors import InputRejected
from pipeline.pdfobjects import (
    MAX_NODES,
    Dictionary,
    OpenPdf,
    PdfPage,
    acts,
    as_dictionary,
    as_list,
    as_name,
    as_number,
    as_rectangle,
    as_text,
    entry,
    number_of,
    resolved,
)
from pipeline.records.layout import Box

MAX_FIELDS: Final = 20_000
MAX_DEPTH: Final = 64
_RADIO, _PUSH = 1 << 15, 1 << 16
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
_INHERITED: Final = ("/FT", "/Ff", "/V", "/Opt", "/TU")


class FieldKind(Enum):
    TEXT = auto()
    BOX = auto()
    RADIO = auto()
    LIST = auto()
    SIGNATURE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundWidget:
    """Where a field shows. `state` is the name a box has when it is ticked, `shows` the one it bears now."""

    box: Box | None
    page: int
    hidden: bool
    state: str = ""
    shows: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundField:
    """A field that can be answered. `values` is what it holds: texts, or the names of what is ticked.

    `options` are the texts of a list or of the buttons of a group, each after the value it stands for.
    """

    name: str
    hint: str
    kind: FieldKind
    values: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    widgets: tuple[FoundWidget, ...]

    @property
    def partial(self) -> str:
        """The last part of its name."""
        return self.name.rpartition(".")[2]

    @property
    def hidden(self) -> bool:
        return bool(self.widgets) and all(widget.hidden for widget in self.widgets)

    def shown(self, value: str) -> str:
        """The words a person sees for a value."""
        return next((words for export, words in self.options if export == value), value)


@dataclass(slots=True)
class _Walk:
    """What a walk over the fields needs to know and has found."""

    pages: dict[int, PdfPage]
    drawn_anew: bool
    """The viewer is told to draw the fields from their values, so how they are drawn says nothing."""
    seen: set[int] = field(default_factory=set)
    found: list[FoundField] = field(default_factory=list)
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundForm:
    fields: tuple[FoundField, ...]
    active: bool
    """A field has an action that is more than a jump within the file."""


def find_fields(pdf: OpenPdf) -> FoundForm:
    """Every field in the order of the form's list, then those that only the pages know.

    Raises InputRejected `file.too_complex` for more or deeper fields than any form has.
    """
    form = as_dictionary(entry(pdf.catalog, "/AcroForm"))
    listed = [(page, kid) for page in pdf.pages for kid in as_list(entry(page.entries, "/Annots"))]
    if len(listed) > MAX_NODES:
        raise InputRejected("file.too_complex")
    walk = _Walk(
        pages={number_of(kid): page for page, kid in listed if number_of(kid)},
        drawn_anew=entry(form, "/NeedAppearances") is True
        or getattr(entry(form, "/NeedAppearances"), "value", 0) is True,
    )
    for top in as_list(entry(form, "/Fields")):
        _descend(top, walk)
    for page, kid in listed:
        if number_of(kid) not in walk.seen:
            widget = as_dictionary(resolved(kid))
            if as_name(entry(widget, "/Subtype")) == "Widget":
                top = _topmost(kid, widget)
                if not number_of(kid):
                    walk.pages[-id(widget)] = page
                _descend(top, walk)
    return FoundForm(fields=tuple(walk.found), active=walk.active)


def _topmost(kid: Any, node: Dictionary) -> Any:
    """The field at the root of a widget that the form doesn't list."""
    for _ in range(MAX_DEPTH):
        parent = as_dictionary(entry(node, "/Parent"))
        if not parent:
            return kid
        kid, node = node.get("/Parent"), parent
    raise InputRejected("file.too_complex")


def _descend(top: Any, walk: _Walk) -> None:
    """Adds the fields under one of the topmost."""
    waiting: list[tuple[Any, str, dict[str, Any], int]] = [(top, "", {}, 0)]
    while waiting:
        given, above, passed, depth = waiting.pop()
        node = as_dictionary(resolved(given))
        number = number_of(given) or -id(node)
        if number in walk.seen or not node:
            continue
        walk.seen.add(number)
        if depth > MAX_DEPTH or len(walk.seen) > MAX_FIELDS:
            raise InputRejected("file.too_complex")
        partial = as_text(entry(node, "/T"))
        name = f"{above}.{partial}" if above and partial else partial or above
        passed = {**passed, **{key: value for key in _INHERITED if (value := entry(node, key)) is not None}}
        kids = as_list(entry(node, "/Kids"))
        named = [kid for kid in kids if "/T" in as_dictionary(resolved(kid))]
        waiting += [(kid, name, passed, depth + 1) for kid in reversed(named)]
        if named and len(named) == len(kids):
            continue
        plain = [kid for kid in kids if kid not in named] if named else kids
        _add(given, node, plain, name, passed, walk)


def _add(
    given: Any, node: Dictionary, kids: Sequence[Any], name: str, passed: dict[str, Any], walk: _Walk
) -> None:
    """A field that can be answered, with its widgets: its kids, or itself."""
    kind = _kind(as_name(passed.get("/FT")), int(as_number(passed.get("/Ff"), 0)))
    parts = [(kid, as_dictionary(resolved(kid))) for kid in kids] or [(given, node)]
    walk.seen.update(number_of(kid) for kid, _ in parts)
    walk.active = walk.active or any(_is_active(part) for _, part in (*parts, (given, node)))
    if kind is None:
        return
    widgets = tuple(_widget(kid, part, walk) for kid, part in parts)
    options = tuple(_options(passed.get("/Opt"), widgets, kind))
    hint = as_text(passed.get("/TU")).strip()
    own = [
        (part, one)
        for (_, part), one in zip(parts, widgets, strict=True)
        if part is not node and "/V" in part
    ]
    for part, one in own:
        # A widget with a value of its own, where the field should have one: both are answers.
        values = tuple(_values(entry(part, "/V"), kind))
        walk.found.append(
            FoundField(name=name, hint=hint, kind=kind, values=values, options=options, widgets=(one,))
        )
    rest = tuple(one for one in widgets if all(one is not other for _, other in own))
    if rest or not own:
        values = tuple(_values(passed.get("/V"), kind))
        if kind in (FieldKind.BOX, FieldKind.RADIO) and passed.get("/V") is None:
            # Nothing is said but by how it is drawn.
            values = tuple(dict.fromkeys(one.shows for one in rest if one.shows not in ("", "Off")))
        walk.found.append(
            FoundField(name=name, hint=hint, kind=kind, values=values, options=options, widgets=rest)
        )


def _kind(kind: str, flags: int) -> FieldKind | None:
    if kind == "Btn":
        return None if flags & _PUSH else FieldKind.RADIO if flags & _RADIO else FieldKind.BOX
    return {"Tx": FieldKind.TEXT, "Ch": FieldKind.LIST, "Sig": FieldKind.SIGNATURE}.get(kind)


def _is_active(node: Dictionary) -> bool:
    return "/AA" in node or acts(entry(node, "/A"))


def _values(value: Any, kind: FieldKind) -> Iterator[str]:
    """What a field holds; nothing for `/Off` and for values of another kind than the field's."""
    if kind is FieldKind.SIGNATURE:
        if as_dictionary(value):
            yield "signed"
    elif kind in (FieldKind.BOX, FieldKind.RADIO):
        name = as_name(value) or as_text(value)
        if name and name != "Off":
            yield name
    else:
        for one in as_list(value) or [value]:
            if text := as_text(resolved(one)) or as_name(resolved(one)):
                yield text.replace("\r\n", "\n").replace("\r", "\n")


def _options(given: Any, widgets: Sequence[FoundWidget], kind: FieldKind) -> Iterator[tuple[str, str]]:
    """Each value with its words. Buttons are told by the names of their states, or by their number."""
    said = [
        [as_text(resolved(part)) for part in as_list(one) or [one]] for one in map(resolved, as_list(given))
    ]
    if kind in (FieldKind.BOX, FieldKind.RADIO):
        for widget, words in zip(widgets, said, strict=False):
            if words and words[-1]:
                yield widget.state, words[-1]
    else:
        yield from ((words[0], words[-1]) for words in said if words)


def _widget(given: Any, node: Dictionary, walk: _Walk) -> FoundWidget:
    flags = int(as_number(entry(node, "/F"), 0))
    page = walk.pages.get(number_of(given) or -id(node))
    rect = as_rectangle(entry(node, "/Rect"))
    looks = as_dictionary(entry(as_dictionary(entry(node, "/AP")), "/N"))
    states = [key[1:] for key in looks if key != "/Off"] if "/Length" not in looks else []
    shows = "" if walk.drawn_anew else as_name(entry(node, "/AS"))
    return FoundWidget(
        box=page.place(rect) if page and rect else None,
        page=page.number if page else 0,
        hidden=bool(flags & (_HIDDEN | _NO_VIEW)),
        state=states[0] if len(states) == 1 else shows if shows != "Off" else "",
        shows=shows,
        hint=as_text(entry(node, "/TU")).strip(),
    )
