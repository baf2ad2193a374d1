"""What flows between the steps: frozen records, one for each stage of a file's way.

IncomingFile → ExtractedForm → Submission → Case → DueDocument → RenderedDocument → Receipt
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pipeline.records.layout import Layout as Layout
from pipeline.records.layout import Place as Place

JSON = Any
"""A value as `json.loads` gives it: dict, list, str, int, float, bool or None."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class FindingKind(StrEnum):
    """Who acts: `form` – the sender can mend it; `criterion` – only the authority can judge it."""

    FORM = "form"
    CRITERION = "criterion"


class Status(StrEnum):
    """What became of one file that was read (the words of the JSON contract)."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN_FORM = "unknown_form"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """The bytes of one file, whatever the channel it came by."""

    name: str
    content: bytes = field(repr=False)
    channel: str = "command line"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The hidden identity of a form: which one it is, which version, which case it was made for."""

    programme: str
    form: str
    version: int
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing that can be answered, as it stands in the document; nothing interpreted yet.

    `tag` is the control's `w:tag` (or a legacy field's name), `alias` its title, `label` the text that
    stands before or beside it. `items` numbers the repeated rows that hold it, outermost first.
    `empty` says that a prompt or nothing stands there. `checked` is set for check boxes only, `iso` for
    date controls that store their date, `choice` for drop-downs that store the chosen value.
    """

    raw: str
    place: Place
    by: str
    tag: str = ""
    alias: str = ""
    label: str = ""
    items: tuple[int, ...] = ()
    empty: bool = False
    checked: bool | None = None
    iso: str = ""
    choice: str = ""
    struck: bool = False
    """Some of the text is crossed out."""
    grey: bool = False
    """Some of the text looks as prompts do."""
    doubt: str = ""
    """Why a person has to confirm that this was read rightly: the code of a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseText:
    """A text that stands in no control: what the form prints, and what somebody wrote beside its fields.

    Answers are named by their number in the document. `near`: those it may belong to, because they stand in
    the same paragraph (`where` is `line`), else in its cell (`cell`), else in the cells behind it (`row`).
    `after`: the one right before it in its line, -1 for none. `read_as`: those that it was read as, by a
    label. `like_answers`: its paragraph looks like those of the answers in its cell.
    """

    text: str
    place: Place
    where: str = ""
    near: tuple[int, ...] = ()
    after: int = -1
    read_as: tuple[int, ...] = ()
    struck: bool = False
    heading: bool = False
    like_answers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedForm:
    """What stands in a document: its mark, its headings, each answer with its place, and the other text."""

    mark: Mark | None
    titles: tuple[str, ...]
    answers: tuple[Answer, ...]
    loose: tuple[LooseText, ...] = ()
    notices: tuple[str, ...] = ()
    """Codes of what was met and left alone (`file.macros`, `file.tracked_changes`, …)."""
    layout: Layout | None = None
    """All that stands on its pages, for a reader that goes by labels; None where controls say everything."""
    others: Iterable[Layout] = ()
    """Other layouts that its pages may be meant to have, made as they are asked for."""
    case: str = ""
    """The sagsnummer that is printed at its foot."""
    proposed: bool = False
    """Read from a picture: whatever it says is a proposal that a person has to confirm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something a step noticed, before it has words.

    `pointer` is a JSON Pointer into the data (or to where the value is missing). `params` fill the Danish
    sentence of `code`; `says` is a ready sentence where the rule brings its own.
    """

    code: str
    pointer: str
    severity: Severity = Severity.ERROR
    kind: FindingKind = FindingKind.FORM
    params: Mapping[str, str | int] = field(default_factory=dict)
    says: str = ""
    spot: Place | None = None
    """Where it stands, when that is known though no value has this place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem in words: what stood there, what is expected, an example – in Danish."""

    severity: Severity
    kind: FindingKind
    code: str
    pointer: str
    label: str
    place: str
    message: str
    spot: Place | None = field(default=None, compare=False)
    """Where in the file a comment on it belongs; known while the file is at hand, and not kept."""

    def as_json(self) -> dict[str, str]:
        return {
            "severity": str(self.severity),
            "kind": str(self.kind),
            "code": self.code,
            "pointer": self.pointer,
            "label": self.label,
            "place": self.place,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a value came from: the text as it stood, its place, and how it was found."""

    raw: str
    place: str
    by: str

    def as_json(self) -> dict[str, str]:
        return {"raw": self.raw, "place": self.place, "by": self.by}


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One form, read and examined: typed data, findings, and the source of each value."""

    file: str
    sha256: str
    status: Status
    programme: str = ""
    form: str = ""
    version: int = 0
    case: str = ""
    data: JSON = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    skipped_rules: tuple[str, ...] = ()
    original: JSON = None
    """What the form itself says, where `data` are its values with later changes made in them."""
    changed: Mapping[str, Submission] = field(default_factory=dict)
    """The forms that made those changes, by the pointer below which their values stand."""

    def says_at(self, pointer: str) -> Submission:
        """The form that a value was read from: this one, or the change that put it there."""
        above = [root for root in self.changed if pointer == root or pointer.startswith(f"{root}/")]
        return self.changed[above[-1]] if above else self

    def as_json(self) -> dict[str, JSON]:
        """The object of the JSON contract; `sources` last, keys in a fixed order."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "status": str(self.status),
            "programme": self.programme or None,
            "form": self.form or None,
            "version": self.version or None,
            "case": self.case or None,
            "data": self.data,
            "findings": [finding.as_json() for finding in self.findings],
            "sources": {pointer: source.as_json() for pointer, source in sorted(self.sources.items())},
        }

    @classmethod
    def from_json(cls, told: Mapping[str, JSON]) -> Submission:
        """The submission that `as_json` wrote."""
        return cls(
            file=told["file"],
            sha256=told["sha256"],
            status=Status(told["status"]),
            programme=told["programme"] or "",
            form=told["form"] or "",
            version=told["version"] or 0,
            case=told["case"] or "",
            data=told["data"],
            findings=tuple(
                Finding(**{**row, "severity": Severity(row["severity"]), "kind": FindingKind(row["kind"])})
                for row in told["findings"]
            ),
            sources={pointer: Source(**source) for pointer, source in told["sources"].items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """An accepted submission in its case: `sequence` orders them as they came."""

    sequence: int
    submission: Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDocument:
    """A document that all its gates stand open for, and what it is to print.

    `key` names it within its case (`decision_school/2` is the letter to the second recipient); `file` is its
    name without ending. `context` is what its template sees. `recipient` is where the recipient's row begins
    (`application:/guardians/1`) when the document goes to one of several.
    """

    key: str
    document: str
    title: str
    file: str
    context: Mapping[str, Any] = field(repr=False)
    recipient: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A document that isn't due yet, and the Danish sentences that say what it waits for."""

    document: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something a named person decides: `choices` are the answers, `key` tells it from all others."""

    key: str
    title: str
    says: str
    who: str
    by: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One step of a merge, in the order it happened.

    kind `hole`: number `n` of part `part` printed `text`, which came from `origin`.
    kind `if`: decision number `n` of the part was `taken` (1 or 0; elif counts as a decision of its own).
    kind `for`: loop number `n` of the part ran `taken` times.
    Numbers count from 0 in the order in which the tags stand in the template's part.
    """

    part: str
    kind: str
    n: int
    text: str = ""
    origin: str = ""
    taken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedDocument:
    """A finished document and the account of how each of its values got there."""

    content: bytes = field(repr=False)
    traces: tuple[Trace, ...]
