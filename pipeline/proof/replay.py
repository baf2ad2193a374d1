"""What a document must say: its template, played with the account of the merge."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.proof.reading import STORIES, Astray, Token, joined, read
from pipeline.records import Trace
from pipeline.xml import parse

_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_ENDS = {"if": "endif", "for": "endfor"}
_MOST_TURNS = 100_000
# What must hold a paragraph, and gets an empty one where all of its own stood in branches not taken.
_HOLDERS = {"tc", "hdr", "ftr", "footnote", "endnote"}


@dataclass(frozen=True, slots=True)
class Program:
    """A part of a template, ready to be played: its tokens, and the tags among them by their place."""

    tokens: tuple[Token, ...]
    stops: Mapping[int, _Stop]


@lru_cache(maxsize=128)
def read_program(part: bytes) -> Program | None:
    """The program that a part of a template is; None for a part that holds no text.

    Raises Astray for tags that nobody could follow, and as `parse` does.
    """
    root = parse(part)
    if root.tag not in STORIES:
        return None
    tokens = _hoisted(_with_tags(read(root)))
    return Program(tuple(tokens), _stops(tokens))


def expected(program: Program, account: deque[Trace]) -> Iterator[Token]:
    """Every token that must stand in the finished part. Uses up the account.

    Raises Astray where the template asks for a step that the account doesn't tell of, or has one left over.
    """
    last = Token("", "")
    for token in _played(program, account):
        if token.kind == "close" and token.name in _HOLDERS and _is_hollow(last, token):
            yield Token("open", "p", token.paragraph, "p")
            yield Token("close", "p", token.paragraph, "p")
        last = token
        yield token
    if account:
        raise Astray(f": the account tells of {len(account)} more steps than the template has")


def _is_hollow(last: Token, end: Token) -> bool:
    return (last.kind, last.name) in (("open", end.name), ("close", "tcPr"), ("close", "tbl"))


def _with_tags(tokens: Iterable[Token]) -> list[Token]:
    """The tokens of a template with its tags cut out of its texts."""
    found: list[Token] = []
    for group in joined(tokens):
        first = group[0]
        if first.kind != "text":
            if "{{" in first.said or "{%" in first.said:
                raise Astray(f", paragraph {first.paragraph}: a tag outside of text")
            found.append(first)
            continue
        text, at = "".join(token.said for token in group), 0
        while True:
            start = min((n for mark in _CLOSERS if (n := text.find(mark, at)) >= 0), default=-1)
            if start < 0:
                break
            end = text.find(_CLOSERS[text[start : start + 2]], start + 2)
            if end < 0:
                raise Astray(f", paragraph {first.paragraph}: a tag that doesn't end")
            found.append(Token("text", text[at:start], first.paragraph))
            found.append(Token("tag", text[start : end + 2], first.paragraph))
            at = end + 2
        found.append(Token("text", text[at:], first.paragraph))
    return found


def _words(tag: Token) -> list[str]:
    """A tag's first two words; printing tags and comments have their mark for the second."""
    mark, inside = tag.said[:2], tag.said[2:-2]
    head = inside.split(None, 1)
    level = head[0] if head and inside[:1].strip() and head[0] in ("p", "tr", "tc", "r") else ""
    if mark != "{%":
        return [level, mark]
    rest = (head[1] if len(head) > 1 else "").split() if level else inside.split()
    return [level, rest[0] if rest else ""]


def _hoisted(tokens: list[Token]) -> list[Token]:
    """The template with each paragraph, row or cell that stands for a tag replaced by the tag."""
    spans: dict[int, tuple[int, int]] = {}
    around: list[int] = []
    tagged: dict[int, int] = {}
    for place, token in enumerate(tokens):
        if token.kind == "open":
            around.append(place)
        elif token.kind == "close":
            start = around.pop()
            if start in tagged:
                spans[start] = (tagged[start], place)
        elif token.kind == "tag" and (level := _words(token)[0]) in ("p", "tr", "tc"):
            start = next((n for n in reversed(around) if tokens[n].name == level), -1)
            if start < 0 or start in tagged:
                raise Astray(
                    f", paragraph {token.paragraph}: {level} where there is no such thing of its own"
                )
            tagged[start] = place
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        if place in spans:
            tag, end = spans[place]
            if any(token.kind == "text" and token.said.strip() for token in tokens[place:end]):
                raise Astray(f", paragraph {tokens[tag].paragraph}: text beside a tag would be lost")
            kept.append(tokens[tag])
            place = end
        else:
            kept.append(tokens[place])
        place += 1
    return kept


# ── playing it ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Stop:
    """A tag at which something is decided: its number among its kind, and where to go from it.

    `other` is the branch to try when this one isn't taken, `end` the tag that closes the block. `turn` is the
    loop that a tag sends back to: the one before it that ends a loop's body.
    """

    word: str
    number: int = 0
    other: int = 0
    end: int = 0
    turn: int = -1


def _stops(program: list[Token]) -> dict[int, _Stop]:
    """Every tag of the program by its place, each knowing its block."""
    stops: dict[int, _Stop] = {}
    blocks: list[list[int]] = []
    seen: Counter[str] = Counter()
    for place, token in enumerate(program):
        if token.kind != "tag":
            continue
        word = _words(token)[1]
        kind = {"elif": "if", "{{": "hole"}.get(word, word)
        stops[place] = _Stop(word, seen[kind])
        seen[kind] += 1
        if word in _ENDS:
            blocks.append([place])
        elif word in ("elif", "else", "endif", "endfor"):
            if not blocks or (word.startswith("end") and _ENDS[stops[blocks[-1][0]].word] != word):
                raise Astray(f", paragraph {token.paragraph} of the template: {word} belongs to nothing")
            stops[blocks[-1][-1]].other = place
            blocks[-1].append(place)
            if word.startswith("end"):
                _close(blocks.pop(), stops)
        elif word not in ("{{", "{#"):
            raise Astray(f", paragraph {token.paragraph} of the template: {word!r} is no known tag")
    if blocks:
        raise Astray(f", paragraph {program[blocks[-1][0]].paragraph} of the template: a block doesn't end")
    return stops


def _close(block: list[int], stops: dict[int, _Stop]) -> None:
    for place in block:
        stops[place].end = block[-1]
    if stops[block[0]].word == "for":
        stops[block[1]].turn = block[0]


def _played(program: Program, account: deque[Trace]) -> Iterator[Token]:
    loops: list[int] = []
    place, sent_to = 0, -1
    while place < len(program.tokens):
        token, stop = program.tokens[place], program.stops.get(place)
        # Being sent to a tag holds for it once: in the next turn of a loop it is reached anew.
        sent, sent_to = sent_to == place, -1 if sent_to == place else sent_to
        place += 1
        if stop is None:
            yield token
        elif stop.word == "{{":
            step = _step(account, "hole", stop.number, token)
            yield Token("text", step.text, token.paragraph, origin=step.origin)
        elif stop.word == "for":
            turns = _step(account, "for", stop.number, token).taken
            if turns:
                loops.append(turns)
            else:
                place = sent_to = stop.other
        elif stop.turn >= 0 and not sent:
            loops[-1] -= 1
            if loops[-1]:
                place = stop.turn + 1
            else:
                loops.pop()
                place = stop.end + 1
        elif stop.word in ("elif", "else") and not sent:
            place = stop.end + 1
        elif stop.word in ("if", "elif") and not _step(account, "if", stop.number, token).taken:
            place = sent_to = stop.other


def _step(account: deque[Trace], kind: str, number: int, tag: Token) -> Trace:
    """The next step of the account, which must be the one the template has come to."""
    step = account.popleft() if account else None
    if step is None or (step.kind, step.n) != (kind, number) or not 0 <= step.taken <= _MOST_TURNS:
        told = f"{step.kind} {step.n}" if step else "nothing"
        place = f", paragraph {tag.paragraph} of the template"
        raise Astray(f"{place}: {kind} {number} is due and the account tells of {told}")
    return step
