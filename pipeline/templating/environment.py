"""The sandbox that all templates run in, and the few filters they may use.

An unknown name is a failure and not a blank; methods, functions and operators that could build a text of any
length are out of reach; nothing here trusts a value as markup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2.exceptions import SecurityError, TemplateRuntimeError, UndefinedError
from jinja2.runtime import Context, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from pipeline.views import Absent, Leaf, View

ACCOUNT = "@account"
"""Where a merge keeps its account in the context; no template can write a name with an @."""

# Methods that can't be made to build a text of any length (`center`, `format`, `zfill` can).
_STRING_METHODS = frozenset({"casefold", "endswith", "lower", "split", "startswith", "strip", "upper"})


class _Missing(StrictUndefined):
    """A name that leads nowhere. The message never shows what stood there instead."""

    __slots__ = ()

    @property
    def told(self) -> bool:
        """Whether it brings its own message (the sandbox's does)."""
        return bool(self._undefined_hint)

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if isinstance(self._undefined_name, str):
            return f"{self._undefined_name!r} does not exist"
        return "there is no such item"


class _Strict(ImmutableSandboxedEnvironment):
    """The sandbox, narrowed to what walking records and plain data takes."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, View):
            try:
                return obj[attribute]
            except KeyError:
                return self._mistaken(obj, attribute)
        if isinstance(obj, Undefined):
            # Asking whether `a.b` is defined is fair where `a` isn't; using it fails all the same.
            return obj
        if isinstance(obj, Absent):
            return Absent(f"{obj.path}.{attribute}")
        if isinstance(obj, Mapping):
            # A field may be called `items` or `values`: the data's own keys, never a method.
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, str) and attribute not in _STRING_METHODS:
            return self.unsafe_undefined(obj, attribute)
        if isinstance(obj, Leaf):
            return self._mistaken(obj, attribute)
        found = super().getattr(obj, attribute)
        return self._mistaken(obj, attribute) if type(found) is _Missing and not found.told else found

    def _mistaken(self, obj: Any, attribute: str) -> Undefined:
        """What only a mistake in the template asks for: no reason to think that an answer is missing."""
        return self.undefined(obj=obj, name=attribute, exc=TemplateRuntimeError)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str) or isinstance(obj, (Undefined, Absent, Leaf)):
            return self.getattr(obj, str(argument))
        return super().getitem(obj, argument)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Functions get plain values, and are not asked about what isn't there."""
        if isinstance(__obj, Undefined):
            raise TemplateRuntimeError("a function is called that does not exist")
        plain = [_present(argument) for argument in args]
        named = {name: _present(argument) for name, argument in kwargs.items()}
        return super().call(__context, __obj, *plain, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        left, right = _present(left), _present(right)
        texts = isinstance(left, str) or isinstance(right, str)
        if operator == "**" or (texts and operator != "+"):
            raise SecurityError(f"{operator!r} is not allowed here")
        return super().call_binop(context, operator, left, right)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Leaf) else value


def _present(value: Any) -> Any:
    """The plain value, or UndefinedError where there is none."""
    if isinstance(value, Absent):
        raise UndefinedError(f"{value.path!r} is not filled in")
    if isinstance(value, Undefined):
        str(value)  # a strict undefined raises with its own message
    return _plain(value)


def printed(value: Any) -> tuple[str, str]:
    """A value's text and where it came from."""
    if isinstance(value, Leaf):
        return value.text, value.origin
    if isinstance(value, str):
        return str.__str__(value), "fixed"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value), "fixed"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ","), "fixed"
    _present(value)
    raise TypeError(f"a {type(value).__name__} can't be printed; name one of the values in it")


@dataclass(frozen=True, slots=True, eq=False)
class Joined(Leaf):
    """Several values in one text: fine to ask about, but the account of a document tells them one by one."""


def _concat(parts: Iterable[Any]) -> Leaf:
    pieces = [printed(part) for part in parts]
    text = "".join(text for text, _ in pieces)
    origins = tuple(dict.fromkeys(origin for _, origin in pieces if origin != "fixed"))
    kind = Joined if len(origins) > 1 else Leaf
    return kind(text, text, " + ".join(origins) or "fixed")


def _join(items: Iterable[Any], separator: str = ", ") -> Leaf:
    parts: list[Any] = []
    for item in items:
        parts += [separator, item] if parts else [item]
    return _concat(parts)


def _kort(value: Any) -> Leaf:
    """A date as 01-09-2026, for tables."""
    day = _present(value)
    day = day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
    return Leaf(day.isoformat(), f"{day:%d-%m-%Y}", value.origin if isinstance(value, Leaf) else "fixed")


def _reworded(change: Callable[[str], str]) -> Callable[[Any], Leaf]:
    def reword(value: Any) -> Leaf:
        text, origin = printed(value)
        return Leaf(change(text), change(text), origin)

    return reword


def _nth(n: int) -> Callable[[Any], Any]:
    def pick(items: Any) -> Any:
        found = tuple(items)
        return found[n] if found else _Missing(hint="there is no first or last of nothing")

    return pick


def _length(items: Any) -> int:
    return 0 if isinstance(items, Absent) else len(_present(items))


_FILTERS: Mapping[str, Callable[..., Any]] = {
    "kort": _kort,
    "join": _join,
    "length": _length,
    "first": _nth(0),
    "last": _nth(-1),
    "upper": _reworded(str.upper),
    "lower": _reworded(str.lower),
    "capitalize": _reworded(lambda text: text[:1].upper() + text[1:]),
    # What the rewritten trees call; no template can name these.
    "@concat": _concat,
    "@plain": _plain,
    "@present": _present,
    "@hole": pass_context(lambda context, value, n: context[ACCOUNT].hole(n, value)),
    "@if": pass_context(lambda context, value, n: context[ACCOUNT].decide(n, value)),
    "@for": pass_context(lambda context, value, n: context[ACCOUNT].loop(n, value)),
    "@turn": pass_context(lambda context, value, n: context[ACCOUNT].turn(n)),
}


def _made(*, text: bool) -> _Strict:
    made = _Strict(
        autoescape=True,
        undefined=_Missing,
        trim_blocks=text,
        lstrip_blocks=text,
        keep_trailing_newline=True,
        cache_size=0,
    )
    made.filters = dict(_FILTERS)
    made.globals.clear()
    return made


MARKUP, TEXT = _made(text=False), _made(text=True)
"""For parts of a document, where every blank counts; for plain text, where a line with only a tag is none."""
