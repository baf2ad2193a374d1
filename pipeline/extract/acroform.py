"""Reading a PDF form that was filled in on a screen: each field's value with its place, nothing interpreted.

Forms of ours bear their mark and the names of their fields; of any other maker's form the words beside the
fields say what they are, so its fields are given with their places on the page too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.errors import InputRejected
from pipeline.pdfobjects import OpenPdf, as_dictionary, entry, guarded, open_pdf
from pipeline.pdfobjects.fields import FieldKind, FoundField, FoundWidget, find_fields
from pipeline.records import Answer, ExtractedForm, Mark, Place
from pipeline.records.layout import TICKED, UNTICKED, Box

MAX_VALUE: Final = 100_000
MAX_ANSWERED: Final = 20_000_000
HINT_PARTS: Final = " · "
"""In our forms a field's hint begins with its label, up to this."""

_OUR_NAME = re.compile(
    r"[a-z][a-z0-9_]*(?:(?:\[[0-9]{1,4}\])?\.[a-z][a-z0-9_]*)*(?::[A-Za-z0-9_./-]+)?", re.ASCII
)
_ITEM = re.compile(r"\[([0-9]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A field on a page, for a reader that goes by the words round it.

    `text` is what it holds as a person sees it, `title` its hint; `checked` is set for boxes and buttons.
    """

    text: str
    box: Box
    name: str
    title: str
    checked: bool | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """What the fields of a PDF say, and the fields themselves: both from one walk over them."""

    form: ExtractedForm
    fields: tuple[FoundField, ...]

    @property
    def widgets(self) -> tuple[Widget, ...]:
        """Each visible field with its place on its page."""
        return tuple(widget for field in self.fields for widget in _widgets(field))


def read_acroform(content: bytes) -> ExtractedForm:
    """What the fields of a PDF say; raises as `read_fields` does."""
    return read_fields(content).form


@guarded
def read_fields(content: bytes) -> FilledForm:
    """Each answer in the fields of a PDF, and the file's mark and title.

    A file without fields has no answers. Raises InputRejected, and nothing else: `file.empty`,
    `file.unknown`, `file.too_large`, `file.encrypted`, `file.damaged`, `file.too_complex`, `file.xfa` (a form
    of a kind that only Adobe's programs know), `file.value_too_long` (limit, place).
    """
    pdf = open_pdf(content)
    mark = _mark(pdf)
    found = find_fields(pdf)
    notices = {"file.pdf_active"} if pdf.active or found.active else set()
    if "/XFA" in as_dictionary(entry(pdf.catalog, "/AcroForm")):
        if not found.fields:
            raise InputRejected("file.xfa")
        notices.add("file.xfa_too")
    ours = mark is not None or _names_rows(found.fields)
    answers: list[Answer] = []
    total = 0
    for field in found.fields:
        if field.kind is FieldKind.SIGNATURE:
            notices.update({"file.pdf_signed"} if field.values else ())
        elif field.hidden:
            notices.update({"file.hidden_text"} if field.values else ())
        else:
            for answer in _answers(field, ours=ours):
                total += _measured(answer, total)
                answers.append(answer)
    title = pdf.info.get("Title", "").strip()
    form = ExtractedForm(
        mark=mark,
        titles=(title[:300],) if title else (),
        answers=tuple(answers),
        notices=tuple(sorted(notices)),
    )
    return FilledForm(form=form, fields=found.fields)


def _measured(answer: Answer, total: int) -> int:
    """The size of an answer, within what a form can hold."""
    size = len(answer.raw)
    if size > MAX_VALUE:
        raise InputRejected("file.value_too_long", limit=MAX_VALUE, place=str(answer.place))
    if total + size > MAX_ANSWERED:
        raise InputRejected("file.too_complex", limit=MAX_ANSWERED)
    return size


def _mark(pdf: OpenPdf) -> Mark | None:
    """The hidden identity; None unless programme, form and version are all there."""
    programme, slash, form = pdf.info.get("SkoleflexForm", "").strip().partition("/")
    version = pdf.info.get("SkoleflexVersion", "").strip()
    if not (programme and slash and form and re.fullmatch(r"[0-9]{1,6}", version, re.ASCII)):
        return None
    case = pdf.info.get("SkoleflexCase", "").strip()
    return Mark(programme=programme, form=form, version=int(version), case=case)


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────


def _names_rows(fields: Sequence[FoundField]) -> bool:
    """Whether fields are named and described as ours are; a file that was saved anew may lose its mark."""
    return any(
        "." in field.name and _OUR_NAME.fullmatch(field.name) and HINT_PARTS in field.hint for field in fields
    )


def _answers(field: FoundField, *, ours: bool) -> Iterator[Answer]:
    """The answers of a field: one, or one for each of its boxes that stand for different things."""
    tag, items = _our_tag(field.name) if ours else ("", ())
    label = field.hint.partition(HINT_PARTS)[0] if tag else field.hint or field.partial
    if field.kind is not FieldKind.BOX:
        raw = "\n".join(map(field.shown, field.values))
        single = field.kind is FieldKind.LIST and len(field.values) == 1
        yield Answer(
            raw=raw,
            place=_place(field.widgets),
            by="field",
            tag=tag,
            alias=label,
            label="" if tag else label,
            items=items,
            empty=not raw.strip(),
            choice=field.values[0] if single and raw.strip() else "",
        )
        return
    for state, widgets in _by_state(field).items():
        checked = state in field.values if state else bool(field.values)
        words = field.shown(state) if len(_by_state(field)) > 1 else ""
        title = next((widget.hint for widget in widgets if widget.hint), label)
        yield Answer(
            raw=_sign(widgets, checked=checked),
            place=_place(widgets),
            by="field",
            tag=tag,
            alias=label if tag else title,
            label="" if tag else f"{label} {words}".strip(),
            items=items,
            checked=checked,
        )


def _place(widgets: Sequence[FoundWidget]) -> Place:
    return next((Place(page=one.page, box=one.box) for one in widgets if one.page), Place())


def _by_state(field: FoundField) -> dict[str, list[FoundWidget]]:
    """The boxes of a field by what they stand for when ticked."""
    states: dict[str, list[FoundWidget]] = {}
    for widget in field.widgets:
        states.setdefault(widget.state, []).append(widget)
    return states or {"": [FoundWidget(box=None, page=0, hidden=False)]}


def _sign(widgets: list[FoundWidget], *, checked: bool) -> str:
    """The box as a person sees it: as it is drawn, where that is known."""
    drawn = {widget.shows != "Off" for widget in widgets if widget.shows}
    seen = drawn.pop() if len(drawn) == 1 else checked
    return TICKED if seen else UNTICKED


def _our_tag(name: str) -> tuple[str, tuple[int, ...]]:
    """The tag that a field's name says, and the numbers of its rows: `goals[2].goal` is `goals[].goal`, 2."""
    if not _OUR_NAME.fullmatch(name):
        return "", ()
    return _ITEM.sub("[]", name), tuple(map(int, _ITEM.findall(name)))


# ── places ────────────────────────────────────────────────────────────────────────────────────────────


def _widgets(field: FoundField) -> Iterator[Widget]:
    if field.kind is FieldKind.SIGNATURE:
        return
    boxes = field.kind in (FieldKind.BOX, FieldKind.RADIO)
    text = "" if boxes else "\n".join(map(field.shown, field.values))
    for widget in field.widgets:
        if widget.box is None or widget.hidden:
            continue
        if not boxes:
            title = widget.hint or field.hint
            yield Widget(text=text, box=widget.box, name=field.name, title=title, empty=not text.strip())
            continue
        checked = widget.state in field.values if widget.state else bool(field.values)
        yield Widget(
            text=_sign([widget], checked=checked),
            box=widget.box,
            name=field.name,
            title=widget.hint or field.hint or field.shown(widget.state),
            checked=checked,
            empty=not checked,
        )
