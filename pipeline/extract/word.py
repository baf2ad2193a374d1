"""Reading a filled-in Word file, in every way Word has to store an answer.

Content controls (in text, round paragraphs, cells and rows, nested and repeated), legacy form fields, cells
beside a label, and `Label: value`. Deleted text and comments are no text, hidden text neither; of content
that is stored twice one copy is read. Nothing is interpreted: what an answer means is for others to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from pipeline.container import DEFAULT_LIMITS, Limits, sniff
from pipeline.errors import InputRejected
from pipeline.extract.arrange import arrange
from pipeline.extract.blocks import read_story
from pipeline.extract.captions import label_of
from pipeline.extract.controls import chosen
from pipeline.extract.found import FoundControl, Level, Story, Way
from pipeline.extract.labels import LabelledText, labelled_texts
from pipeline.extract.loose import Answered, loose_texts
from pipeline.extract.rows import number_items
from pipeline.records import Answer, ExtractedForm, LooseText, Mark, Place
from pipeline.records.layout import Layout
from pipeline.wordml import (
    WordFile,
    custom_properties,
    left_alone,
    open_word,
    optional_part,
    read_part,
    story_parts,
)
from pipeline.wordml.styles import styles_of
from pipeline.xml import Element, qn

MAX_VALUE: Final = 100_000
"""Characters of one answer."""
MAX_ANSWERED: Final = 20_000_000
"""Characters of all answers together; controls in controls could repeat one text a hundred times."""
MAX_TITLES: Final = 10
_MAX_TITLE = 300

_NO_WORD: Final = {
    "empty": "file.empty",
    "ole": "file.old_word",
    "ole-encrypted": "file.encrypted",
    "pdf": "file.pdf",
    "rtf": "file.rtf",
    "html": "file.html",
    "odt": "file.odt",
    "zip": "file.not_word",
    "unknown": "file.unknown",
}
_PART_NAMES = {"header": "sidehoved", "footer": "sidefod", "footnotes": "fodnote", "endnotes": "slutnote"}
_HOLDERS = (Way.SECTION, Way.ITEM, Way.FRAME)


def read_word(content: bytes, limits: Limits = DEFAULT_LIMITS) -> ExtractedForm:
    """Each answer in a Word file with its place, the file's mark and titles, and what was left alone.

    Answers stand in the order of the document; those of headers, footers and notes after them, and only
    controls there. Raises InputRejected, and nothing else, for bytes that can't be read: `file.empty`,
    `file.old_word`, `file.encrypted`, `file.pdf`, `file.rtf`, `file.html`, `file.odt`, `file.not_word`,
    `file.unknown` by their kind; `file.too_large`, `file.zip_bomb`, `file.damaged`, `file.duplicate_member`,
    `file.unsafe_member`, `file.doctype`, `file.too_complex` from package and parts; `file.huge_table`,
    `file.nested_tables`, `file.value_too_long` (limit, place) from the document.
    """
    kind = sniff(content, limits)
    if kind != "docx":
        raise InputRejected(_NO_WORD[kind])
    word = open_word(content, limits)
    root = read_part(word.package, word.main)
    if root.tag != qn("w:document"):
        raise InputRejected("file.damaged")
    styles = styles_of(word)
    body = read_story(root, styles)
    stories = [body]
    notices = {*left_alone(word)}
    for kind, name in story_parts(word):
        part = optional_part(word.package, name)
        if part is None:
            notices.add("file.damaged_part")
        else:
            stories.append(read_story(part, styles, _PART_NAMES[kind]))
    mark = _mark(word)
    sizes = _Sizes()
    answers: list[Answer] = []
    loose: list[LooseText] = []
    for story in stories:
        found = _answers(story, sizes, with_labels=story is body)
        loose += loose_texts(story, _numbered(found, len(answers)))
        answers += [answer for _, answer, _ in found]
    return ExtractedForm(
        mark=mark,
        titles=_titles(body),
        answers=tuple(answers),
        loose=tuple(loose),
        notices=tuple(sorted(notices.union(*(story.notices for story in stories)))),
        layout=None if mark and any(answer.tag for answer in answers) else _layout(stories, root),
    )


def _layout(stories: Sequence[Story], root: Element) -> Layout:
    """All that stands in the document; a form of ours that kept its controls is read by those."""
    numbers = {element: n for n, element in enumerate(root.iter(qn("w:p")))}
    return arrange(stories, numbers)


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Sizes:
    """How much text the answers hold together."""

    total: int = 0

    def add(self, size: int, place: Place) -> None:
        self.total += size
        if size > MAX_VALUE:
            raise InputRejected("file.value_too_long", limit=MAX_VALUE, place=str(place))
        if self.total > MAX_ANSWERED:
            raise InputRejected("file.too_complex", limit=MAX_ANSWERED)


_Answers: TypeAlias = "list[tuple[int, Answer, FoundControl | LabelledText]]"
"""Where each answer starts, and what it was found in."""


def _numbered(found: _Answers, first: int) -> Answered:
    """Which answers of a part are which, the first of them having this number in the document."""
    sources = [(source, n) for n, (_, _, source) in enumerate(found, start=first)]
    return Answered(
        controls={source.number: n for source, n in sources if isinstance(source, FoundControl)},
        labelled=[(source, n) for source, n in sources if isinstance(source, LabelledText)],
    )


def _answers(story: Story, sizes: _Sizes, *, with_labels: bool) -> _Answers:
    """The answers of one part, in its order."""
    controls = [control for control in story.controls if _is_answer(control)]
    items = number_items(controls)
    found: _Answers = []
    taken: set[int] = set()
    for control in controls:
        place = control.spot.as_place(pages_known=story.pages_known)
        sizes.add(control.size, place)
        label = label_of(story, control)
        if not _is_placed(control, label):
            continue
        if not control.holds_table:
            taken.add(control.number)
        answer = _answer(story, control, label, place, items.get(control.number, ()))
        found.append((control.start, answer, control))
    if with_labels:
        for text in labelled_texts(story, lambda control: _is_within(control, taken), items):
            place = text.spot.as_place(pages_known=story.pages_known)
            sizes.add(len(text.raw), place)
            answer = _labelled_answer(text, place, struck=story.is_struck(text.start, text.end))
            found.append((text.start, answer, text))
    found.sort(key=lambda one: one[0])
    return found


def _is_answer(control: FoundControl) -> bool:
    """Whether a control is answered itself, and does not only hold others that are."""
    if control.setup.way in _HOLDERS:
        return False
    if not control.holds_controls:
        return True
    # LibreOffice stretches the first box of a line round all of them, and keeps its title.
    named = control.setup.tag or (control.setup.alias and not control.holds_boxes)
    return bool(named) and not control.holds_table and len(control.cells) < 2


def _is_placed(control: FoundControl, label: str) -> bool:
    """Whether anything tells what a control is for; text it stands round without that is just text."""
    setup = control.setup
    return bool(setup.tag or setup.alias or label or setup.legacy or control.paragraph is not None)


def _answered(control: FoundControl | None) -> bool:
    """Whether something inside this control is part of an answer."""
    while control is not None and not _is_answer(control):
        control = control.parent
    return control is not None


def _is_within(control: FoundControl | None, taken: set[int]) -> bool:
    while control is not None:
        if control.number in taken:
            return True
        control = control.parent
    return False


def _answer(story: Story, control: FoundControl, label: str, place: Place, items: tuple[int, ...]) -> Answer:
    setup = control.setup
    raw = setup.shown or _raw(story, control)
    return Answer(
        raw=raw,
        place=place,
        by="field" if setup.legacy else "tag" if setup.tag else "label",
        tag=setup.tag,
        alias=setup.alias,
        label=label,
        items=items,
        empty=setup.way is not Way.CHECK and (setup.placeholder or not raw.strip()),
        checked=setup.checked,
        iso=setup.iso,
        choice="" if setup.placeholder else chosen(raw, setup.options),
        struck=_is_struck(story, control),
        grey=story.is_grey(control.start, control.end),
    )


def _raw(story: Story, control: FoundControl) -> str:
    """The text of a control; of one round a whole row what stands beside the row's first cell."""
    if control.level is Level.ROWS and len(control.cells) > 1:
        own = "\t".join(story.cell_text(cell) for cell in control.cells[1:])
    else:
        own = story.text(control.start, control.end)
    boxes = [story.text(box.start, box.end) for box in control.boxes]
    return "\n".join([own, *boxes] if own.strip() else boxes or [own])


def _is_struck(story: Story, control: FoundControl) -> bool:
    return story.is_struck(control.start, control.end) or any(
        story.is_struck(box.start, box.end) for box in control.boxes
    )


def _labelled_answer(text: LabelledText, place: Place, *, struck: bool) -> Answer:
    return Answer(
        raw=text.raw,
        place=place,
        by="label",
        label=text.label,
        items=text.items,
        empty=not text.raw.strip(),
        struck=struck,
    )


# ── the file itself ───────────────────────────────────────────────────────────────────────────────────


def _mark(word: WordFile) -> Mark | None:
    """The hidden identity; None unless programme, form and version are all there."""
    properties = custom_properties(word.package)
    programme, slash, form = properties.get("skoleflex-form", "").strip().partition("/")
    version = properties.get("skoleflex-version", "").strip()
    if not (programme and slash and form and re.fullmatch(r"[0-9]{1,6}", version, re.ASCII)):
        return None
    case = properties.get("skoleflex-case", "").strip()
    return Mark(programme=programme, form=form, version=int(version), case=case)


def _titles(story: Story) -> tuple[str, ...]:
    """The document's titles and first-level headings, filled up with its first texts that are no answers."""
    return tuple(dict.fromkeys([*_texts(story, headings=True), *_texts(story, headings=False)]))[:MAX_TITLES]


def _texts(story: Story, *, headings: bool) -> Iterator[str]:
    count = 0
    for paragraph in story.paragraphs:
        if paragraph.controls or _answered(paragraph.inside) or (headings and not 0 <= paragraph.level <= 1):
            continue
        text = " ".join(story.label_text(paragraph.start, paragraph.end).split())
        if text:
            yield text[:_MAX_TITLE]
            count += 1
        if count == MAX_TITLES:
            return
