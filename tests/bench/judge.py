"""Whether what was read is what was written, and whether somebody is told where it isn't.

exact     the value is right, and no error or warning stands at it
needless  the value is right, yet an error or warning stands at it or at its row
flagged   the value is wrong or missing, and an error or warning concerns it: at it, at what holds it, or
          one at no field that quotes it or its label; or the whole file was refused
silent    the value is wrong or missing, or nobody wrote it, and nobody is told
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.definitions import Field, Kind, get, leaves
from pipeline.records import Finding, Severity, Status, Submission
from tests.bench.cases import Filled

LEAST_QUOTE, QUOTED, LEAST_WORDS = 3, 25, 5
"""A text shorter than this quotes nothing; of a longer one so much has to be quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One file to read. `printed` gives each pointer's printed label and written text.

    `ends`: what has become of the line ends within values on the way, so that they aren't held against the
    reader: `kept`; `flowing` on a printed page, where they may be anywhere; `lost` by a program that drops
    them.
    """

    row: str
    name: str
    content: bytes = field(repr=False)
    filled: Filled = field(repr=False)
    printed: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    ends: str = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    pointer: str
    verdict: str
    expected: Any
    got: Any
    label: str
    proposed: bool
    """The value is right, in the data or as the raw text that is shown to a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    case: Case
    verdicts: tuple[Verdict, ...]
    status: str
    needless_at_file: tuple[str, ...]
    """Codes of errors and warnings at no value, in a file whose values are all right."""
    findings: tuple[str, ...]

    @property
    def counts(self) -> Counter[str]:
        return Counter(one.verdict for one in self.verdicts)


def judge(case: Case, read: Submission) -> Judged:
    told = tuple(
        finding
        for finding in read.findings
        if finding.severity is not Severity.NOTICE and (finding.code, finding.pointer) not in case.filled.owed
    )
    refused = read.status in (Status.UNREADABLE, Status.UNKNOWN_FORM)
    verdicts = list(_verdicts(case, read, told, refused))
    if not refused and (read.form, read.programme) != (case.filled.form.name, case.filled.form.programme):
        verdicts.append(
            Verdict(
                pointer="(the form)", verdict="silent", expected=case.filled.form.name, got=read.form,
                label="", proposed=False,
            )
        )  # fmt: skip
    right = all(one.verdict in ("exact", "needless") for one in verdicts)
    counted = {
        finding.pointer for finding in told if any(_at(finding, one.pointer, row=True) for one in verdicts)
    }
    loose = tuple(finding.code for finding in told if finding.pointer not in counted)
    return Judged(
        case=case,
        verdicts=tuple(verdicts),
        status=str(read.status),
        needless_at_file=loose if right else (),
        findings=tuple(f"{one.severity} {one.code} {one.pointer}: {one.message}" for one in told),
    )


def _verdicts(case: Case, read: Submission, told: Sequence[Finding], refused: bool) -> Iterator[Verdict]:
    written = dict(leaves(case.filled.data))
    for pointer, value in written.items():
        got = get(read.data, pointer)
        right = same(value, got, case.filled.form.find(pointer), case.ends)
        label, text = case.printed.get(pointer, ("", "" if isinstance(value, bool) else str(value)))
        if right:
            verdict = "needless" if any(_at(one, pointer, row=True) for one in told) else "exact"
        else:
            verdict = "flagged" if refused or _concerned(told, pointer, label, text) else "silent"
        source = read.sources.get(pointer)
        shown = source is not None and _same_text(source.raw, text or label, "lost")
        yield Verdict(
            pointer=pointer, verdict=verdict, expected=value, got=got, label=label, proposed=right or shown
        )
    for pointer, got in leaves(read.data):
        if pointer not in written and got not in ({}, [], None):
            verdict = "flagged" if _concerned(told, pointer, "", str(got)) else "silent"
            yield Verdict(pointer=pointer, verdict=verdict, expected=None, got=got, label="", proposed=False)


def _at(finding: Finding, pointer: str, *, row: bool) -> bool:
    """The finding stands at the value, or at the row that holds it."""
    if finding.pointer == pointer:
        return True
    return row and bool(re.search(r"/\d+$", finding.pointer)) and pointer.startswith(finding.pointer + "/")


def _concerned(told: Sequence[Finding], pointer: str, label: str, text: str) -> bool:
    for finding in told:
        at = finding.pointer
        if at and (at == pointer or pointer.startswith(at + "/")):
            return True
        if not at and any(_quotes(finding, one) for one in (label, *text.split("\n"))):
            return True
    # What a page broke into pieces is quoted piece by piece.
    said = _folded(" ".join(f"{one.label} {one.message}" for one in told if not one.pointer))
    words = _folded(text).split()
    return len(words) >= LEAST_WORDS and set(words) <= set(said.split())


def _quotes(finding: Finding, text: str) -> bool:
    wanted = _folded(text)[:QUOTED].strip()
    said = _folded(f"{finding.label} {finding.message}")
    if f"»{_folded(text)}«" in said:
        return True  # as a whole, however short
    return len(wanted) >= LEAST_QUOTE and re.search(rf"(?<!\w){re.escape(wanted)}", said) is not None


def same(expected: Any, got: Any, entry: object, ends: str) -> bool:
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, list):
        return isinstance(got, list) and sorted(map(str, expected)) == sorted(map(str, got))
    if isinstance(expected, str) and isinstance(got, str):
        is_text = isinstance(entry, Field) and entry.kind is Kind.TEXT
        return _same_text(expected, got, ends) if is_text else expected == got
    return bool(expected == got)


ENDS = {"kept": (r"[ \t]*\n\s*", "\n"), "flowing": (r"\s+", " "), "lost": (r"\s+", "")}


def _same_text(one: str, other: str, ends: str) -> bool:
    """Line ends may always be doubled."""
    pattern, mark = ENDS[ends]
    left, right = (re.sub(pattern, mark, unicodedata.normalize("NFC", text)).strip() for text in (one, other))
    return left == right


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).casefold().strip()


def as_lines(judged: Judged, verdict: str) -> Iterator[str]:
    """Each value of one verdict, for people: where, what was expected, what was got, at which label."""
    for one in judged.verdicts:
        if one.verdict == verdict:
            expected, got = (json.dumps(value, ensure_ascii=False)[:70] for value in (one.expected, one.got))
            yield f"  {judged.case.name} {one.pointer}: expected {expected}, got {got} at »{one.label}«"
