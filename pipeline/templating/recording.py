"""Trees rewritten so that a merge accounts for every hole, decision and loop; and that account."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from pipeline.records import Trace
from pipeline.templating.environment import Joined, printed
from pipeline.views import Leaf

# All that XML 1.0 can't carry, and the carriage return, which its parsers turn into something else.
_UNPRINTABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _through(name: str, node: Any, *arguments: nodes.Expr) -> nodes.Expr:
    return nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)


class Expressions(NodeTransformer):
    """Makes operators see the values behind leaves; what is absent has no place in an order."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _through("@concat", nodes.List(node.nodes, lineno=node.lineno))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        orders = {operand.op for operand in node.ops}
        if orders - {"eq", "ne"}:
            name = "@present" if orders & {"lt", "lteq", "gt", "gteq"} else "@plain"
            node.expr = _through(name, node.expr)
            for operand in node.ops:
                operand.expr = _through(name, operand.expr)
        return node


class Recording(Expressions):
    """Numbers holes, decisions and loops in the order of the source and has each of them accounted for."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def _next(self, kind: str) -> nodes.Const:
        self.seen[kind] += 1
        return nodes.Const(self.seen[kind] - 1)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        for place, child in enumerate(node.nodes):
            if not isinstance(child, nodes.TemplateData):
                n = self._next("hole")
                node.nodes[place] = _through("@hole", self.visit(child), n)
        return node

    def visit_If(self, node: nodes.If) -> nodes.Node:
        n = self._next("if")
        self.generic_visit(node)
        node.test = _through("@if", node.test, n)
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:
        if node.recursive or not isinstance(node.target, nodes.Name):
            raise TemplateSyntaxError("a loop has one variable and no 'recursive'", node.lineno)
        n = self._next("for")
        self.generic_visit(node)
        node.iter = _through("@for", node.iter, n)
        node.body.insert(0, nodes.Output([_through("@turn", nodes.Const("", lineno=node.lineno), n)]))
        return node

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        if isinstance(node, nodes.Stmt) and not isinstance(node, (nodes.Output, nodes.If, nodes.For)):
            said = f"only if and for are allowed, not {type(node).__name__.lower()}"
            raise TemplateSyntaxError(said, node.lineno or 0)
        return super().generic_visit(node, *args, **kwargs)


@dataclass(slots=True)
class _Step:
    """A trace in the making: a loop's turns are counted while it runs."""

    kind: str
    n: int
    text: str = ""
    origin: str = ""
    taken: int = 0


class Account:
    """What one merge did so far; `write` turns a value's text into what stands in the output."""

    __slots__ = ("_loops", "_steps", "_write")

    def __init__(self, write: Callable[[str], str]) -> None:
        self._steps: list[_Step] = []
        self._loops: dict[int, _Step] = {}
        self._write = write

    def hole(self, n: int, value: Any) -> Markup:
        text, origin = printed(value)
        if isinstance(value, Joined):
            raise TypeError(f"one hole prints one value, not {origin}: give each its own")
        bad = _UNPRINTABLE.search(text)
        if bad:
            raise TemplateRuntimeError(f"the value of {origin} holds the character U+{ord(bad[0]):04X}")
        self._steps.append(_Step("hole", n, text, origin))
        # Not trust in the value: `write` has just made it safe for where it stands.
        return Markup(self._write(text))  # noqa: S704

    def decide(self, n: int, value: Any) -> bool:
        taken = bool(value)
        self._steps.append(_Step("if", n, taken=int(taken)))
        return taken

    def loop(self, n: int, items: Any) -> tuple[Any, ...]:
        if isinstance(items, (str, Mapping, Leaf)):
            raise TypeError(f"a {type(items).__name__} can't be looped over")
        self._loops[n] = _Step("for", n)
        self._steps.append(self._loops[n])
        return tuple(items)

    def turn(self, n: int) -> str:
        self._loops[n].taken += 1
        return ""

    def traces(self, part: str) -> tuple[Trace, ...]:
        return tuple(
            Trace(part=part, kind=step.kind, n=step.n, text=step.text, origin=step.origin, taken=step.taken)
            for step in self._steps
        )
