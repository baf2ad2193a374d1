"""The release check: does a finished document say what its template and its values say, and nothing else?

Shares no code with the merge. The template is read anew, its tags by a parser of this module's own; the
account of the merge says which way each decision went, how often each loop ran and what each hole printed.
Played over the template that gives every paragraph, cell, row and text that must stand in the document, in
order. Then the document is read, and the two are held against each other to the letter.

What is compared: body, headers, footers and notes, with the text of every paragraph, the tables they stand
in, their styles, numbering, fields, links and pictures; all other members byte for byte. Not compared: how
single words look, widths of table columns, and the document's properties but for its author.

Problems are told with part and paragraph and never quote a value.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from pipeline.container import CONTENT_TYPES, open_package
from pipeline.errors import InputRejected
from pipeline.proof.reading import STORIES, Astray, Token, attributes, joined, read
from pipeline.proof.replay import expected, read_program
from pipeline.records import Trace
from pipeline.xml import NS, Element, QName, parse

_PROPERTIES = {f"{{{NS['cp']}}}coreProperties", f"{{{NS['custom']}}}Properties"}
_CALLED = {"p": "a paragraph", "tbl": "a table", "tr": "a row", "tc": "a cell"}


def check(document: bytes, template: bytes, traces: Sequence[Trace]) -> tuple[str, ...]:
    """What is wrong with a finished document, in short sentences with part and paragraph; empty: all is well.

    `template` is what it was made from, `traces` the account of the merge. Never raises for what it is given.
    """
    try:
        made, source = open_package(document), open_package(template)
    except InputRejected as rejected:
        return (f"the document or its template can't be opened ({rejected.code})",)
    problems = list(_check_members(made, source))
    accounts: dict[str, deque[Trace]] = {}
    for trace in traces:
        accounts.setdefault(trace.part, deque()).append(trace)
    for name in source:
        try:
            if name in made and name.endswith(".xml"):
                _check_part(name, made[name], source[name], accounts.pop(name, deque()))
        except InputRejected as rejected:
            problems.append(f"{name}: can't be read ({rejected.code})")
        except Astray as astray:
            problems.append(f"{name}{astray}")
    problems.extend(
        f"{name}: the account tells of a part that the template doesn't have" for name in accounts
    )
    return tuple(problems)


# ── the package ───────────────────────────────────────────────────────────────────────────────────────


def _check_members(made: Mapping[str, bytes], source: Mapping[str, bytes]) -> Iterator[str]:
    """Nothing is missing, nothing was added but properties, and what is no text is the same."""
    for name in source:
        if name not in made:
            yield f"{name}: is missing"
    for name, content in made.items():
        if name in source and content == source[name]:
            continue
        try:
            root = parse(content) if name.endswith((".xml", ".rels")) else None
            if root is not None and root.tag in _PROPERTIES:
                yield from _check_properties(name, root)
            elif root is not None and name in source and name in (CONTENT_TYPES, "_rels/.rels"):
                yield from _check_entries(name, root, parse(source[name]))
            elif root is None or root.tag not in STORIES or name not in source:
                yield f"{name}: is not as in the template"
        except InputRejected as rejected:
            yield f"{name}: can't be read ({rejected.code})"


def _check_properties(name: str, root: Element) -> Iterator[str]:
    for node in root:
        if QName(node).localname in ("creator", "lastModifiedBy") and (node.text or "").strip():
            yield f"{name}: names a person as its author"


def _check_entries(name: str, made: Element, source: Element) -> Iterator[str]:
    """Every entry of the template is kept; new ones are for properties."""

    def entries(root: Element) -> set[str]:
        return {attributes(node) for node in root}

    if entries(source) - entries(made):
        yield f"{name}: an entry of the template is missing"
    if any("-properties" not in entry for entry in entries(made) - entries(source)):
        yield f"{name}: an entry was added"


def _check_part(name: str, made: bytes, source: bytes, account: deque[Trace]) -> None:
    if made == source and b"{" not in source and not account:
        return
    program = read_program(source)
    if program is None:
        if account:
            raise Astray(": the account tells of a part without text")
        return
    must, does = joined(expected(program, account)), joined(read(parse(made)))
    for wanted, found in zip_longest(must, does, fillvalue=()):
        if _said(wanted) != _said(found):
            at = (*found, *wanted)[0].paragraph
            raise Astray(f", paragraph {at}: {_difference(wanted, found)}")


# ── telling ───────────────────────────────────────────────────────────────────────────────────────────


def _said(group: Sequence[Token]) -> tuple[str, str]:
    if len(group) == 1:
        return group[0].kind, group[0].said
    return (group[0].kind if group else "", "".join(token.said for token in group))


def _difference(wanted: Sequence[Token], found: Sequence[Token]) -> str:
    """What differs, told by where the text should come from and never by the text."""
    if _said(wanted)[0] != "text" or _said(found)[0] != "text":
        return f"{_called(wanted)} should stand here, not {_called(found)}"
    must, does = _said(wanted)[1], _said(found)[1]
    same = next((n for n, (one, other) in enumerate(zip(must, does, strict=False)) if one != other), -1)
    at = min(len(must), len(does)) if same < 0 else same
    left, origin = at, ""
    for token in wanted:
        origin = token.origin
        if left < len(token.said):
            break
        left -= len(token.said)
    source = f"the value of {origin}" if origin else "the fixed text"
    return f"differs in {source}, at character {at + 1}"


def _called(group: Sequence[Token]) -> str:
    if not group:
        return "nothing"
    token = group[0]
    if token.kind == "text":
        origins = [token.origin for token in group if token.origin]
        return f"text with the value of {origins[0]}" if origins else "text"
    called = _CALLED.get(token.name, token.name)
    return called if token.kind == "open" else f"the end of {called}"
