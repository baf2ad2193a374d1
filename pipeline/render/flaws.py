"""What can be wrong with a template: a stable code, a sentence, and the place where a person finds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.errors import RenderError

SENTENCES: Final[Mapping[str, str]] = {
    # the file
    "file.unreadable": "not a Word document that can be a template ({why})",
    "file.macros": "it holds macros; save it as .docx",
    "file.external_links": "it fetches something from elsewhere; put it into the template instead",
    "file.embedded_document": "it holds a document within; put its text into the template instead",
    "file.active_controls": "it holds controls that only Word can show; put text in their place",
    "file.output": "this is a finished document, not a template",
    "file.type": "not saved as .docx",
    "file.strict": "not saved by Word as .docx (Strict Open XML can't be merged)",
    "file.text": "not a text in UTF-8",
    # one tag by itself
    "tag.brace": "a brace that is no whole tag",
    "tag.syntax": "{why}",
    "tag.statement": "only if, elif, else, endif, for and endfor are known, not {word!r}{near}",
    "tag.edge": "no - or + at the edge of a tag; it would join paragraphs",
    "tag.percent": "no % or }} within a tag for a whole paragraph, row or cell",
    "tag.print_level": "only statements work on whole paragraphs, rows or cells",
    "tag.quotes": "Word bent a quote and it can't be read; write it straight",
    "tag.bent": "Word bent the quotes; they are read as straight ones here, but not by every program",
    "tag.invisible": "a blank or sign that can't be seen ({sign}) keeps it from being read; write it anew",
    "tag.blank": "a blank that is none to every program ({sign}); write a plain one",
    "tag.lost": "tags would be lost; write each in one piece, with plain blanks",
    # a tag in its place
    "tag.place": "it does not stand in a {place} of a table",
    "tag.company": "other text in the {place} of the tag would be lost",
    "tag.lost_content": "a {what} in the {place} of the tag would be lost",
    "tag.swallows": "a {what} inside of the tag would be lost",
    "tag.cut": "a link or a control cuts the tag in two; write it anew in one piece",
    "tag.look": "the text behind it would lose its look: write the tag anew in one piece",
    "tag.text_box": "a tag does not work in a text box",
    "tag.field": "a tag does not work in a field; Word works it out anew",
    "tag.control": "a tag does not work in a control; take the control away and leave the text",
    "tag.bound": "Word overwrites what stands in a control that is bound to data",
    "tag.link": "the link leads to the same place in every letter, whatever the tag prints",
    # tags where none is read
    "tag.attribute": "a tag in a {what}, where only text may hold one",
    "tag.field_code": "a tag in the code of a field, where none is read",
    "tag.address": "a tag in the address of a link, where none is read",
    "tag.property": "a tag in the properties of the document, where none is read",
    "tag.comment": "a tag in a comment, where none is read",
    "tag.deleted": "a tag, or a part of one, in text that is marked as deleted",
    "tag.unread": "a tag where none is read",
    # tags together
    "block.open": "{end} is missing",
    "block.end": "nothing that it could belong to is open",
    "block.place": "it stands in another place than {opener}",
    "block.rows": "the table may be left without rows; give it a heading row",
    # what it asks for
    "name.filter": "No filter named {name!r}{near}",
    "name.test": "no test named {name!r}{near}",
    "name.unknown": "no field is called {name!r}{near}",
    "name.function": "no function is called {name!r}{near}",
    # drafts
    "change.tag": "tracked changes in a tag; accept or reject them in the template first",
    "change.tracked": "tracked changes; accept or reject them in the template first",
    "comment": "comments; delete them in the template first",
    # mails
    "mail.subject": "the first line must be 'Subject: …'",
    # what a programme wants of it
    "must.missing": "it has to carry {pattern}, and prints nothing of it",
    "must_not.printed": "it must not carry {pattern}, and prints {name}",
    "letter.part": "{sentence}",
    "template.unused": "no document is made from it{near}",
}
"""The sentence of each code. `near` is what was meant, told as a question."""

WARNINGS: Final = frozenset({"tag.bent", "tag.blank", "tag.look", "tag.link", "template.unused"})
"""What is merged all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSpot:
    """A place in a template.

    `part` is the part of the Word file, `paragraph` the number of the paragraph among all of its, in tables
    too (0: none); `start` and `end` are signs of its text. `place` says where that is as a person counts:
    `paragraph 3`, `table 1, row 2, cell 1`. `said` is what stands there, `context` the text around it.
    """

    part: str = ""
    place: str = ""
    paragraph: int = 0
    start: int = 0
    end: int = 0
    said: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something wrong with a template; `params` fill the sentence of its code."""

    code: str
    spot: TemplateSpot = TemplateSpot()
    params: tuple[tuple[str, str], ...] = ()

    @property
    def is_error(self) -> bool:
        return self.code not in WARNINGS

    @property
    def message(self) -> str:
        params = dict(self.params)
        near = params.get("near", "")
        return SENTENCES[self.code].format(**params | {"near": f"; did you mean {near!r}?" if near else ""})

    def __str__(self) -> str:
        spot = self.spot
        place = ", ".join(filter(None, (spot.part, spot.place)))
        around = f"{spot.said} in »{spot.context}«" if spot.context else spot.said
        return ": ".join(filter(None, (place, around.strip(), self.message)))


def flaw(code: str, spot: TemplateSpot | None = None, **params: str) -> Flaw:
    return Flaw(code=code, spot=spot or TemplateSpot(), params=tuple(params.items()))


class TemplateFlawed(RenderError):
    """The template can't be merged; `flaws` says why, each with its place."""

    def __init__(self, message: str, flaws: Sequence[Flaw] = ()) -> None:
        super().__init__(message)
        self.flaws = tuple(flaws)

    @classmethod
    def of(cls, name: str, flaws: Iterable[Flaw]) -> TemplateFlawed:
        told = tuple(flaws)
        return cls("\n".join(dict.fromkeys(f"{name}: {one}" for one in told)), told)
