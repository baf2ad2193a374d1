"""Text that stands in no control: what the form prints, and what somebody wrote beside its fields.

Which of it is the form's own is for others to say; here each text is found with the answers it stands by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from pipeline.extract.found import FoundCell, FoundControl, FoundParagraph, Story
from pipeline.extract.labels import LabelledText
from pipeline.records import LooseText


@dataclass(slots=True, kw_only=True)
class Answered:
    """Which answers of a story are which, by their number in the document."""

    controls: Mapping[int, int]
    """The answer of each control, by the control's number."""
    labelled: Sequence[tuple[LabelledText, int]]
    cells: dict[int, list[int]] = field(default_factory=dict)
    """The answers in each cell, by the cell's identity."""

    def in_cell(self, cell: FoundCell) -> list[int]:
        return self.cells.get(id(cell), [])

    def styles(self, cell: FoundCell | None) -> set[str]:
        """The styles of the paragraphs in a cell that hold answers."""
        paragraphs = cell.paragraphs if cell is not None else ()
        return {
            paragraph.style
            for paragraph in paragraphs
            if any(control.number in self.controls for control in paragraph.controls)
        }

    def holds(self, control: FoundControl | None) -> bool:
        """Whether something inside this control is part of an answer."""
        while control is not None and control.number not in self.controls:
            control = control.parent
        return control is not None


def loose_texts(story: Story, answered: Answered) -> Iterator[LooseText]:
    """Each text outside the controls, in the order of the document; those of one paragraph one by one."""
    answers = [control for control in story.controls if control.number in answered.controls]
    for control in answers:
        if control.cell is not None:
            answered.cells.setdefault(id(control.cell), []).append(answered.controls[control.number])
    boxes = [
        box for control in story.controls if control.number in answered.controls for box in control.boxes
    ]
    read_as = _read_as(story, answered)
    for n, paragraph in enumerate(story.paragraphs):
        if paragraph.end == paragraph.start or answered.holds(paragraph.inside):
            continue
        if any(box.start <= paragraph.start < box.end for box in boxes):
            continue
        yield from _of_paragraph(story, paragraph, answered, tuple(read_as.get(n, ())))


def _read_as(story: Story, answered: Answered) -> dict[int, list[int]]:
    """The answers that a label named, by the number of each paragraph that is part of one."""
    found: dict[int, list[int]] = {}
    if not answered.labelled:
        return found
    starts: dict[int, int] = {}
    for n, paragraph in enumerate(story.paragraphs):
        starts.setdefault(paragraph.start, n)
    for text, answer in answered.labelled:
        n = starts.get(text.start, len(story.paragraphs))
        while n < len(story.paragraphs) and story.paragraphs[n].end <= text.end:
            found.setdefault(n, []).append(answer)
            n += 1
    return found


def _of_paragraph(
    story: Story, paragraph: FoundParagraph, answered: Answered, read_as: tuple[int, ...]
) -> Iterator[LooseText]:
    line = [control for control in paragraph.controls if control.number in answered.controls]
    near = tuple(answered.controls[control.number] for control in line)
    where = "line" if near else ""
    if not near and paragraph.cell is not None:
        where, near = _around(paragraph.cell, answered)
    place = paragraph.spot.as_place(pages_known=story.pages_known)
    for start, end, after in _gaps(paragraph, line):
        text = _written(story, start, end)
        if text.strip():
            yield LooseText(
                text=text,
                place=place,
                where=where,
                near=near,
                after=answered.controls[after.number] if after is not None else -1,
                read_as=read_as,
                struck=story.is_struck(start, end),
                heading=paragraph.level >= 0,
                like_answers=where == "cell" and paragraph.style in answered.styles(paragraph.cell),
            )


def _around(cell: FoundCell, answered: Answered) -> tuple[str, tuple[int, ...]]:
    """The answers of the cell, else those of the cells behind it, up to the next one without any."""
    if within := answered.in_cell(cell):
        return "cell", tuple(within)
    behind = takewhile(answered.in_cell, cell.row.cells[cell.place + 1 :])
    near = tuple(answer for other in behind for answer in answered.in_cell(other))
    return ("row", near) if near else ("", ())


def _gaps(
    paragraph: FoundParagraph, line: Sequence[FoundControl]
) -> Iterator[tuple[int, int, FoundControl | None]]:
    """What stands before, between and behind the controls of a paragraph, with the control before it."""
    at, after = paragraph.start, None
    for control in line:
        if control.start > at:
            yield at, control.start, after
        # LibreOffice stretches the first box of a line round all of them: only its sign is the box.
        end = control.start + 1 if control.holds_boxes and control.setup.checked is not None else control.end
        at, after = max(at, end), control
    if paragraph.end > at:
        yield at, paragraph.end, after


def _written(story: Story, start: int, end: int) -> str:
    """A stretch of the text without what Word writes into headers and footers itself."""
    if not story.computed:
        return "".join(story.pieces[start:end])
    return "".join(story.pieces[n] for n in range(start, end) if n not in story.computed)
