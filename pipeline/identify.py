"""Which form a document is: by its hidden mark; else by the programme it names, its title and its labels.

A programme's name counts only as it is written: Skoleflex, SkoleflexPLUS and SkoleFleks are three programmes
of three offices, and a document that bears a name nobody knows here is no form of ours, however alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline import danish
from pipeline.danish.labels import label_words, without_brackets
from pipeline.definitions import Field, Form
from pipeline.records import ExtractedForm

ENOUGH_LABELS = 0.5
"""Share of a form's required labels that must stand in a document without a mark for it to be that form."""

_TITLE_LINES, _LONGEST_TITLE = 12, 200
_LONGEST_LABEL = 160
_CLEARLY, _FEWEST_MORE = 0.1, 4
"""By how large a share of its labels, and by how many, another programme's form has to be nearer."""
_FEWEST_ASKED = 2
"""Of the questions of a form that is called by its title."""
_DASH = re.compile(r"\s[–—-]\s|:\s")
_ENDS_LABEL = re.compile(rf"[:?\t\n]|[._…]{{3,}}| {{3,}}|[*.]\s|\s(?:{danish.ARROW}|[=|])(?:\s|$)")
"""What may part a label from its answer."""
_CLOSE_NAME = 0.72
"""How alike a word must be to a programme's name to be another programme's, and no word of the language."""

Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """The form a document is, or the nearest known ones when it is none for certain.

    `code` says why there is no form: `form.unknown`; `form.version` for a version nobody knows here;
    `form.stopped` for a form of a programme that stands still, `form.maybe_stopped` where it could be one.
    `missing`: what would have made it one, in the form's own words.
    """

    form: Form | None
    nearest: tuple[str, ...] = ()
    code: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Likeness:
    form: Form
    met: int
    explained: int
    share: float
    score: float
    missing: tuple[str, ...]


def identify(
    extracted: ExtractedForm, forms: Sequence[Form], stopped: Mapping[str, Sequence[str]] | None = None
) -> Identified:
    """The form, among all the programmes' and all their versions, that was filled in.

    `stopped` are the names of programmes that stand still, by programme: nobody can read their forms now, and
    none of them is taken for another programme's.
    """
    mark = extracted.mark
    stopped = stopped or {}
    if mark:
        if mark.programme in stopped:
            return Identified(form=None, nearest=tuple(stopped[mark.programme][:1]), code="form.stopped")
        named = [form for form in forms if (form.programme, form.name) == (mark.programme, mark.form)]
        found = next((form for form in named if form.version == mark.version), None)
        if found:
            return Identified(form=found)
        if named:
            return Identified(form=None, nearest=(named[-1].title,), code="form.version")
    head, running, body = _texts(extracted)
    titles = [label_words(text) for text in head if len(text) < _LONGEST_TITLE]
    labels = _label_sets(extracted, body)
    nearly = labels.union(label - {word} for label in labels for word in label)
    likenesses = sorted(
        (_likeness(form, titles, labels, nearly) for form in forms),
        key=lambda one: (one.score, one.form.version),
        reverse=True,
    )
    names = _names(forms, stopped)
    programmes = _programmes(running, names)
    if not programmes and not _names_another(head, names):
        programmes = _programmes(body, names)
    still = [programme for programme in programmes if programme in stopped]
    if still:
        return Identified(form=None, nearest=tuple(stopped[still[0]][:1]), code="form.stopped")
    mine = [one for one in likenesses if one.form.programme in programmes]
    called = _by_title(head, likenesses)
    if called is not None and _named_alone(called.form.programme, programmes, names):
        return Identified(form=called.form)
    other = _asks_more(mine[0], likenesses) if mine else None
    if len(programmes) == 1 and mine and mine[0].share >= ENOUGH_LABELS and _is_clear(mine) and not other:
        return Identified(form=mine[0].form)
    if stopped and not programmes:
        known_as = tuple(known[0] for known in stopped.values() if known)
        return Identified(form=None, nearest=known_as, code="form.maybe_stopped")
    near = [one for one in ([mine[0], other] if other else mine or likenesses) if one.share > 0][:2]
    missing = near[0].missing if near and len(programmes) == 1 else ()
    return Identified(
        form=None,
        nearest=tuple(dict.fromkeys(one.form.title for one in near)),
        code="form.unknown",
        missing=missing[:3] if near and near[0].share < ENOUGH_LABELS else (),
    )


def _by_title(head: Sequence[str], likenesses: Sequence[_Likeness]) -> _Likeness | None:
    """The one form whose whole title stands in the head, if some of its questions stand there too.

    A short form may ask few of them; but clearly no more of another programme's.
    """
    said = {
        danish.fold(part)
        for text in head
        for part in (text, text.partition(":")[2], *_DASH.split(text))
        if len(part) < _LONGEST_TITLE
    }
    called = [one for one in likenesses if danish.fold(one.form.title) in said]
    if not called or len({(one.form.programme, one.form.name) for one in called}) > 1:
        return None
    best = called[0]
    other = _asks_more(best, likenesses)
    theirs = other is not None and other.explained >= best.explained + _FEWEST_MORE
    return best if best.explained >= _FEWEST_ASKED and not theirs else None


def _asks_more(mine: _Likeness, everything: Sequence[_Likeness]) -> _Likeness | None:
    """Another programme's form whose questions stand there, and clearly more of them than of the named one's.

    A document that bears one office's name on another office's questions is put before a person.
    """
    return next(
        (
            one
            for one in everything
            if one.form.programme != mine.form.programme
            and one.met >= mine.met + _FEWEST_MORE
            and one.share > mine.share + _CLEARLY
        ),
        None,
    )


def _is_clear(ranked: Sequence[_Likeness]) -> bool:
    """Whether the best form is clearly better than any other; versions of one form are no rivals."""
    others = [one for one in ranked[1:] if one.form.name != ranked[0].form.name]
    return not others or ranked[0].score > others[0].score + 0.05


# ── names of programmes ───────────────────────────────────────────────────────────────────────────────


Names = Sequence[tuple[str, str]]
"""The names of programmes, each with its programme, the longest first."""


def _names(forms: Sequence[Form], stopped: Mapping[str, Sequence[str]]) -> Names:
    known = {(name, form.programme) for form in forms for name in form.names}
    known |= {(name, programme) for programme, names in stopped.items() for name in names}
    return sorted(known, key=lambda one: (-len(one[0]), one))


def _programmes(texts: Iterable[str], names: Names) -> list[str]:
    """The programmes that are named; of a name within a longer one only the longer counts."""
    found: list[str] = []
    for text in texts:
        rest = danish.clean_line(text).casefold()
        for name, programme in names:
            rest, count = re.subn(_as_written(name), " ", rest)
            if count and programme not in found:
                found.append(programme)
    return found


def _named_alone(programme: str, named: Sequence[str], names: Names) -> bool:
    """Whether a programme is named, and no other one but by a shorter name that lies within its own.

    Under the whole title of Skoleflex MINI people may say Skoleflex and mean it.
    """
    own = [name.casefold() for name, one in names if one == programme]
    within = {one for name, one in names if any(name.casefold() in longer for longer in own)}
    return programme in named and {*named} <= within


def _as_written(name: str) -> str:
    """A name as a pattern: its words may be joined, spaced or hyphenated, and other words may hang on."""
    words = r"[\s-]?".join(map(re.escape, re.split(r"[\s-]+", name.casefold())))
    return rf"(?<![^\W_]){words}(?:s|-\w*|)(?![^\W_])"


def _names_another(texts: Iterable[str], known: Names) -> bool:
    """Whether the head of a document bears a name like a programme's that is none of them."""
    names = {danish.fold(name) for name, _ in known}
    for text in texts:
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", danish.clean_line(text)):
            key = danish.fold(word)
            if key not in names and any(
                SequenceMatcher(None, key, name).ratio() >= _CLOSE_NAME for name in names if len(key) > 5
            ):
                return True
    return False


# ── titles and labels ─────────────────────────────────────────────────────────────────────────────────


def _texts(extracted: ExtractedForm) -> tuple[list[str], list[str], list[str]]:
    """The head of a document (its titles, its first lines, what repeats on each page), and all its lines.

    Between them the head again, its titles and first lines as running text: a name may go on in the next line
    of a title, `Skoleflex` with `MINI` below it.
    """
    layout = extracted.layout
    lines = [line.text for line in layout.lines()] if layout else []
    first = [text for text in lines if text.strip()][:_TITLE_LINES]
    furniture = list(layout.furniture) if layout else []
    margins = [line.text for line in layout.lines() if line.place.in_margin] if layout else []
    repeated = [*furniture, *margins]
    running = [" ".join(extracted.titles), " ".join(first), *repeated]
    return [*extracted.titles, *first, *repeated], running, lines


def _label_sets(extracted: ExtractedForm, lines: Sequence[str]) -> frozenset[Words]:
    """What may be labels in a document, each as its words."""
    said = [text for answer in extracted.answers for text in (answer.label, answer.alias) if text]
    for line in lines:
        said += _maybe_labels(line)
    return frozenset(
        words
        for text in dict.fromkeys(said)
        if len(text) <= _LONGEST_LABEL
        for words in (label_words(text), label_words(without_brackets(text)))
    )


def _maybe_labels(line: str) -> Iterator[str]:
    """A line, and what stands in it before each colon, tab, arrow, leader or other end of a label."""
    if len(line) <= _LONGEST_LABEL:
        yield line
    parts = _ENDS_LABEL.split(line[:2000])
    yield from (part for part in parts[:12] if 0 < len(part.strip()) <= _LONGEST_LABEL)


def _likeness(
    form: Form, titles: Sequence[Words], labels: frozenset[Words], nearly: frozenset[Words]
) -> _Likeness:
    """How much of a form stands in a document: its required labels, and the words of its title.

    `nearly` are the labels themselves and what is left of each without one of its words.
    """
    asked = _asked_in(form)
    met = [field for field, ways in asked.required if not ways.isdisjoint(nearly)]
    titled = max((_alike(words - asked.names, asked.title) for words in titles), default=0.0)
    share = len(met) / len(asked.required) if asked.required else 0.0
    # A form that asks little is soon met: how many of the labels it explains tells as well.
    explained = sum(not wordings.isdisjoint(labels) for wordings in asked.wordings)
    return _Likeness(
        form=form,
        met=len(met),
        explained=explained,
        share=share,
        score=share + 0.6 * titled + 0.01 * (len(met) + explained),
        missing=tuple(field.label for field, _ in asked.required if field not in met),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What tells a form: the ways to ask for each field, as their words, and those of its title and names."""

    required: tuple[tuple[Field, frozenset[Words]], ...]
    wordings: tuple[frozenset[Words], ...]
    title: Words
    names: Words


@lru_cache(maxsize=128)
def _asked_in(form: Form) -> _Asked:
    """Made once, for a form is loaded once and never changes."""
    ways = {
        field: frozenset(label_words(without_brackets(said)) for said in (field.label, *field.aliases))
        for field in form.fields()
    }
    names = frozenset().union(*(label_words(name) for name in (*form.names, "om", "samt")))
    return _Asked(
        required=tuple(
            (field, said)
            for field, said in ways.items()
            if field.required or (field.needed and "*" in field.path)
        ),
        wordings=tuple(ways.values()),
        title=label_words(form.title) - names,
        names=names,
    )


def _alike(words: Words, wanted: Words) -> float:
    return len(words & wanted) / len(words | wanted) if words and wanted else 0.0
