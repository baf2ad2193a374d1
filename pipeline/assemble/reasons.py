"""Whether a letter says why: an empty reasoning, the form's own words or a ready-made phrase is none."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import danish
from pipeline.assemble.case import Case
from pipeline.assemble.parts import Held
from pipeline.definitions import Field, Form, get
from pipeline.programme import Document
from pipeline.templating import AbsentValue, compile_expression

STOPPED = (
    "Brevet »{title}« stopper: {fault} Skriv i skemaet »{form}«, feltet »{label}«, hvilke oplysninger I har "
    "lagt vægt på, og hvorfor det fører til netop denne afgørelse."
)
EMPTY = "begrundelsen mangler."
HELP = "begrundelsen er skemaets egen hjælpetekst."
PHRASE = "begrundelsen er kun en standardsætning."
SHORT = "begrundelsen er kun på {length} tegn. Der skal mindst stå {least}."


def lacking_reasons(case: Case, document: Document) -> str:
    """The Danish sentence that stops a letter without a real reasoning; empty where there is nothing to stop.

    A decision that grants all that was asked for needs none (FVL § 22): that is `reasons_unless`.
    """
    held = case.parts.get(document.about)
    if not document.reasons or held is None or held.void or _needs_none(case, document):
        return ""
    field = held.form.find(document.reasons)
    text = str(get(held.submission.data, document.reasons) or "").strip()
    fault = _fault(case, held, text)
    if not fault or not isinstance(field, Field):
        return ""
    return STOPPED.format(title=document.title, fault=fault, form=held.form.title, label=field.label)


def _needs_none(case: Case, document: Document) -> bool:
    if not document.reasons_unless:
        return False
    try:
        names = {**case.names, "decision": case.names[document.about]}
        return bool(compile_expression(document.reasons_unless)(names))
    except AbsentValue:
        return False


def _fault(case: Case, held: Held, text: str) -> str:
    """What is wrong with a reasoning: what is left once the ready-made phrases are gone must suffice."""
    rule = case.programme.reasoning
    if not text:
        return EMPTY
    said = danish.fold(text)
    if any(said == danish.fold(printed) for printed in _printed(held.form)):
        return HELP
    left = said
    for phrase in sorted(map(danish.fold, rule.phrases), key=len, reverse=True):
        left = left.replace(phrase, "")
    if not left:
        return PHRASE
    if len(text) < rule.min_characters:
        return SHORT.format(length=len(text), least=rule.min_characters)
    return PHRASE if left != said and len(left) < rule.min_characters else ""


def _printed(form: Form) -> Iterator[str]:
    """Everything that stands in a blank of the form where somebody could have copied it from."""
    yield from (form.title, form.description, form.who_fills, form.who_sends, form.what_happens)
    for field in form.fields():
        yield from filter(None, (field.label, field.help, field.example, *field.aliases))
