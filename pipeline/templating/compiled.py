"""Sources made callable: expressions for rules, texts for sentences and mails, parts of documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import TracebackType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Undefined

from pipeline.errors import RenderError
from pipeline.records import Trace
from pipeline.templating.environment import ACCOUNT, MARKUP, TEXT, Joined
from pipeline.templating.recording import Account, Expressions, Recording
from pipeline.views import Leaf

_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


class AbsentValue(RenderError):
    """An expression met a field that nobody filled in; a rule that raises it does not run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A finished text and the account of it."""

    text: str
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A compiled text or document part. Calling it with a context gives its text, `merge` the account too.

    Both raise RenderError naming the template, the place and the tag; never a value.
    """

    name: str
    part: str
    _code: jinja2.Template = field(repr=False)
    _write: Callable[[str], str] = field(repr=False)
    _where: Callable[[int], str] = field(repr=False)

    def __call__(self, context: Mapping[str, Any]) -> str:
        return self.merge(context).text

    def merge(self, context: Mapping[str, Any]) -> Merged:
        account = Account(self._write)
        try:
            whole = self._code.new_context({**context, ACCOUNT: account})
            text = "".join(self._code.root_render_func(whole))
        except _FAULTS as error:
            place = self._where(_line(error.__traceback__, self._code))
            # The cause is dropped: its message and frames may hold a person's data.
            raise RenderError(f"{self.name}: {place}: {_said(error)}") from None
        return Merged(text=text, traces=account.traces(self.part))


@lru_cache(maxsize=1024)
def compile_expression(source: str, name: str = "expression") -> Callable[[Mapping[str, Any]], Any]:
    """A rule's expression as a function of the names it may use; functions stand among the names.

    The function raises AbsentValue where a field that isn't there is used, RenderError where the expression
    can't be worked out. RenderError at once where it can't be read.
    """
    try:
        tree = MARKUP.parse("{{ " + source + " }}")
        body = tree.body[0] if len(tree.body) == 1 else None
        if not isinstance(body, nodes.Output) or len(body.nodes) != 1:
            raise TemplateSyntaxError("not one expression", 1)
        result = nodes.Assign(nodes.Name("result", "store"), Expressions().visit(body.nodes[0]), lineno=1)
        code = MARKUP.compile(nodes.Template([result], lineno=1))
    except TemplateError as error:
        raise RenderError(f"{name}: {_said(error)} in {source!r}") from None
    expression = TemplateExpression(jinja2.Template.from_code(MARKUP, code, {}), False)

    def evaluate(names: Mapping[str, Any]) -> Any:
        try:
            value = expression(names)
            if isinstance(value, Undefined):
                str(value)
            if isinstance(value, Joined):
                value = Leaf(value.value, value.text, value.origin)
        except UndefinedError as error:
            raise AbsentValue(f"{name}: {error.message} in {source!r}") from None
        except _FAULTS as error:
            raise RenderError(f"{name}: {_said(error)} in {source!r}") from None
        return value

    return evaluate


@lru_cache(maxsize=1024)
def compile_text(source: str, name: str = "text", part: str = "text") -> Template:
    """A sentence or the text of a mail. Lines that hold only an `if` or `for` tag leave no line behind.

    RenderError where it can't be read, naming the line.
    """
    lines = source.splitlines()

    def where(line: int) -> str:
        there = lines[line - 1].strip() if 0 < line <= len(lines) else source.strip()
        return f"line {line}: {there[:120]!r}" if len(lines) > 1 else f"{there[:120]!r}"

    return _compile(TEXT, source, name=name, part=part, write=str, where=where)


def compile_part(
    source: str, *, name: str, part: str, write: Callable[[str], str], where: Callable[[int], str]
) -> Template:
    """A part of a document that is markup around holes.

    `write` gives the markup of a value's text, `where` says what stands at a line of the source: for errors.
    """
    return _compile(MARKUP, source, name=name, part=part, write=write, where=where)


def _compile(
    environment: jinja2.Environment,
    source: str,
    *,
    name: str,
    part: str,
    write: Callable[[str], str],
    where: Callable[[int], str],
) -> Template:
    try:
        tree = Recording().visit(environment.parse(source))
        code = environment.compile(tree)
    except TemplateError as error:
        line = error.lineno if isinstance(error, TemplateSyntaxError) else 0
        raise RenderError(f"{name}: {where(line)}: {_said(error)}") from None
    except RecursionError:
        raise RenderError(f"{name}: a tag is nested too deeply") from None
    compiled = jinja2.Template.from_code(environment, code, {})
    return Template(name=name, part=part, _code=compiled, _write=write, _where=where)


def _said(error: BaseException) -> str:
    """What went wrong. A ValueError from a function may quote the value, so only its kind is told."""
    if isinstance(error, TemplateError):
        return error.message or type(error).__name__
    return str(error) if isinstance(error, TypeError) else f"a value does not fit ({type(error).__name__})"


def _line(trace: TracebackType | None, code: jinja2.Template) -> int:
    """The line of the source that was being worked on when an error came; 0 where that isn't known."""
    line = 0
    while trace:
        if trace.tb_frame.f_globals.get("__jinja_template__") is code:
            line = code.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line
