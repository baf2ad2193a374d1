"""Which values a template or an expression asks for, found without running it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from pipeline.errors import RenderError
from pipeline.templating.environment import MARKUP, TEXT
from pipeline.templating.recording import Recording

_Scope = Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A path that a template names (`plan.rows[].goal`), as it is written there (`row.goal`), and the line of
    the source where it does."""

    path: str
    line: int
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A filter, function, method or test (`kind`) that a template names, and the line where it does."""

    kind: str
    name: str
    line: int


def names(expression: str) -> frozenset[str]:
    """The dotted paths an expression uses: `row.funding`, `plan.rows`; not the functions that it calls.

    RenderError where the expression can't be read.
    """
    return frozenset(use.path for use in uses("{{ " + expression + " }}"))


def text_names(source: str) -> frozenset[str]:
    """The dotted paths a text with tags uses; in `for row in plan.rows`, `row.goal` is `plan.rows[].goal`."""
    return frozenset(use.path for use in uses(source))


def functions(source: str) -> frozenset[str]:
    """The names that an expression, or a text with tags, calls as functions."""
    tagged = "{{" in source or "{%" in source
    called = calls(source if tagged else "{{ " + source + " }}")
    return frozenset(call.name for call in called if call.kind == "function")


@lru_cache(maxsize=4096)
def calls(source: str, *, text: bool = True) -> tuple[Call, ...]:
    """Every filter, function, method and test a template names. RenderError where it can't be read."""
    found = []
    for node in _tree(source, text=text).find_all((nodes.Call, nodes.Filter, nodes.Test)):
        if isinstance(node, nodes.Filter):
            found.append(Call(kind="filter", name=node.name, line=node.lineno))
        elif isinstance(node, nodes.Test):
            found.append(Call(kind="test", name=node.name, line=node.lineno))
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            found.append(Call(kind="function", name=node.node.name, line=node.lineno))
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
            found.append(Call(kind="method", name=node.node.attr, line=node.lineno))
    return tuple(sorted(found, key=lambda call: call.line))


def known_calls(kind: str) -> frozenset[str]:
    """The filters or tests there are; functions come with the values a template is given."""
    known = MARKUP.filters if kind == "filter" else MARKUP.tests
    return frozenset(name for name in known if name[0].isalpha())


def fault_in(source: str, *, text: bool = False) -> str:
    """Why a template can't be read, in Jinja's words; nothing where it can. Doesn't judge filters."""
    try:
        Recording().visit((TEXT if text else MARKUP).parse(source))
    except TemplateSyntaxError as error:
        return error.message or "it can't be read"
    except RecursionError:
        return "it is nested too deeply"
    return ""


@lru_cache(maxsize=4096)
def uses(source: str, *, text: bool = True) -> tuple[Use, ...]:
    """Every path a template names, in the order of the source; a loop's variable is what it runs over."""
    found: dict[Use, None] = {}
    for child in _tree(source, text=text).body:
        for use in _walk(child, {}):
            found[use] = None
    return tuple(found)


@lru_cache(maxsize=8)
def _tree(source: str, *, text: bool) -> nodes.Template:
    try:
        return (TEXT if text else MARKUP).parse(source)
    except TemplateSyntaxError as error:
        raise RenderError(f"{error.message} in {source[:80]!r}") from None
    except RecursionError:
        raise RenderError(f"nested too deeply: {source[:80]!r}") from None


def _walk(node: nodes.Node, scope: _Scope) -> Iterator[Use]:
    if isinstance(node, nodes.For):
        yield from _walk(node.iter, scope)
        inner = {**scope, **_bound(node, scope)}
        for child in [*node.body, *([node.test] if node.test else [])]:
            yield from _walk(child, inner)
        for child in node.else_:
            yield from _walk(child, scope)
    elif isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
        path = _path(node, scope)
        if path:
            yield Use(path=path, line=node.lineno, written=_path(node, {}) or path)
        elif not isinstance(node, nodes.Name):
            yield from _walk(node.node, scope)
        if isinstance(node, nodes.Getitem):
            yield from _walk(node.arg, scope)
    elif isinstance(node, nodes.Call):
        # A function's own name is no path, nor is a method's: what it is called on is.
        if isinstance(node.node, nodes.Getattr):
            yield from _walk(node.node.node, scope)
        for child in [*node.args, *(keyword.value for keyword in node.kwargs)]:
            yield from _walk(child, scope)
    else:
        for child in node.iter_child_nodes():
            yield from _walk(child, scope)


def _bound(loop: nodes.For, scope: _Scope) -> dict[str, str | None]:
    """What a loop's variables stand for; None where that can't be said."""
    bound: dict[str, str | None] = {name.name: None for name in loop.target.find_all(nodes.Name)}
    if isinstance(loop.target, nodes.Name):
        rows = _path(loop.iter, scope)
        bound = {loop.target.name: f"{rows}[]" if rows else None}
    return {**bound, "loop": None}


def _path(node: nodes.Node, scope: _Scope) -> str | None:
    steps: list[str] = []
    while True:
        if isinstance(node, nodes.Getattr):
            steps.append("." + node.attr)
            node = node.node
        elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            steps.append(f".{node.arg.value}" if isinstance(node.arg.value, str) else "[]")
            node = node.node
        elif isinstance(node, nodes.Filter) and node.name in ("first", "last") and node.node is not None:
            steps.append("[]")
            node = node.node
        elif isinstance(node, nodes.Name):
            root = scope.get(node.name, node.name)
            return root + "".join(reversed(steps)) if root else None
        else:
            return None
