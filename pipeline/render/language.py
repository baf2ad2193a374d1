"""What the tags of a template say, read together where that can be done and one by one where it can't.

One tag that can't be read must not hide what is wrong with the others: it is left out, the block it opened
is kept open in its stead, and the rest is read as it stands.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pipeline.errors import RenderError
from pipeline.render.flaws import Flaw, flaw
from pipeline.render.tags import ENDS, STATEMENTS, Tag, unread
from pipeline.templating import Call, Use, calls, fault_in, known_calls, uses

_TARGETS = re.compile(r"for\s+(.*?)(?:\s+in\b|$)", re.DOTALL)
_ANY_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a tag asks for; `conditional` where it stands in a block that an if decides on."""

    tag: Tag
    use: Use
    conditional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What is wrong with the expressions of a template, which values they name and which functions."""

    flaws: tuple[Flaw, ...]
    uses: tuple[Asked, ...]
    functions: tuple[tuple[Tag, str], ...]


def read_language(tags: Sequence[Tag], *, text: bool = False) -> Language:
    """The expressions of a part. Order and place of its tags are judged elsewhere."""
    faults = _faults(tags, text=text)
    flaws = [unread(tags[n], why) for n, why in faults.items()]
    source, loose = _skeleton(tags, set(faults))
    functions: list[tuple[Tag, str]] = []
    try:
        named = uses(source, text=text)
        called = calls(source, text=text)
    except RenderError:
        # No single tag is at fault: together they say something that nobody can read.
        return Language(flaws=tuple(flaws), uses=(), functions=())
    for call in called:
        tag = tags[call.line - 1]
        if call.kind == "function":
            functions.append((tag, call.name))
        else:
            flaws.extend(_unknown_call(call, tag))
    depths = list(accumulate({"if": 1, "endif": -1}.get(tag.meant, 0) for tag in tags))
    asked = tuple(
        Asked(tag=tags[use.line - 1], use=use, conditional=depths[use.line - 1] > 0)
        for use in named
        if use.path.partition(".")[0].rstrip("[]") not in loose
    )
    return Language(flaws=tuple(flaws), uses=asked, functions=tuple(functions))


def told_once(own: Sequence[Flaw], language: Language) -> list[Flaw]:
    """The flaws of a part in its order.

    A tag that is wrong as it stands needs no sentence about what it says, and one that can't be read none
    about what may be read all the same.
    """
    wrong = {one.spot for one in own if one.is_error}
    unread_tags = {one.spot for one in language.flaws}
    told = [one for one in own if one.is_error or one.spot not in unread_tags]
    told += (one for one in language.flaws if one.spot not in wrong)
    return sorted(told, key=lambda one: (one.spot.paragraph, one.spot.start))


def _unknown_call(call: Call, tag: Tag) -> Iterator[Flaw]:
    known = known_calls(call.kind)
    if call.name not in known:
        near = next(iter(difflib.get_close_matches(call.name, sorted(known), n=1, cutoff=0.5)), "")
        yield flaw(f"name.{call.kind}", tag.spot, name=call.name, near=near)


def _faults(tags: Sequence[Tag], *, text: bool) -> dict[int, str]:
    """The tags that can't be read, by their number, and why. Read one by one only where that is needed."""
    if not fault_in(_skeleton(tags, set())[0], text=text):
        return {}
    told = ((n, _fault(tag, text=text)) for n, tag in enumerate(tags) if tag.whole)
    return {n: why for n, why in told if why}


def _fault(tag: Tag, *, text: bool) -> str:
    """Why a tag by itself can't be read."""
    if tag.source.startswith("{#") or (tag.source.startswith("{%") and tag.word not in STATEMENTS):
        return ""
    word = tag.word if tag.source.startswith("{%") else ""
    if word in ENDS:
        return fault_in(f"{tag.source}{{% {ENDS[word]} %}}", text=text)
    if word:
        start = "{% for x in y %}" if word == "endfor" else "{% if x %}"
        end = "" if word.startswith("end") else "{% endif %}"
        return fault_in(f"{start}{tag.source}{end}", text=text)
    return fault_in(tag.source, text=text)


def _skeleton(tags: Sequence[Tag], bad: set[int]) -> tuple[str, set[str]]:
    """The tags as a source that can be read, each on its line, and the names that can't be judged in it.

    Blocks that don't end are ended, ends of nothing are left out; of a loop that can't be read the variables
    are unknown.
    """
    open_blocks: list[str] = []
    lines: list[str] = []
    loose: set[str] = set()
    for n, tag in enumerate(tags):
        # A line break in a tag would shift all that follows.
        line = " ".join(tag.source.split("\n"))
        word, fine = tag.meant, tag.is_sure and n not in bad
        if not fine or line.startswith("{#"):
            line = ""
        if word in ENDS:
            open_blocks.append(word if fine else "if")
            if not fine:
                line = "{% if true %}"
                targets = _TARGETS.search(tag.source)
                loose.update(["loop", *_ANY_NAME.findall(targets[1])] if targets else ())
        elif word in ENDS.values():
            line = f"{{% {ENDS[open_blocks.pop()]} %}}" if open_blocks else ""
        elif word and not open_blocks:
            line = ""
        lines.append(line)
    ends = "".join(f"{{% {ENDS[word]} %}}" for word in reversed(open_blocks))
    return "\n".join([*lines[:-1], lines[-1] + ends]) if lines else "", loose
