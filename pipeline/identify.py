"""Which form a document is: by its hidden mark; else by its title and the labels it bears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline import danish
from pipeline.definitions import Form
from pipeline.records import ExtractedForm

ENOUGH_LABELS = 0.6
"""Share of a form's labels that must stand in a document without a mark before it counts as that form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """The form a document is, or the nearest known ones when it is none for certain.

    `code` says why there is no form: `form.unknown`, or `form.version` for a version nobody knows here.
    """

    form: Form | None
    nearest: tuple[str, ...] = ()
    code: str = ""


def identify(extracted: ExtractedForm, forms: Sequence[Form]) -> Identified:
    """The form, among all the programmes', that was filled in."""
    mark = extracted.mark
    if mark:
        named = [form for form in forms if (form.programme, form.name) == (mark.programme, mark.form)]
        found = next((form for form in named if form.version == mark.version), None)
        if found:
            return Identified(form=found)
        if named:
            return Identified(form=None, nearest=(named[-1].title,), code="form.version")
    shares = {id(form): _share(extracted, form) for form in forms}
    best = sorted(forms, key=lambda form: shares[id(form)], reverse=True)
    titled = [form for form in best if _bears_title(extracted, form)]
    if len(titled) == 1 and shares[id(titled[0])] >= ENOUGH_LABELS:
        return Identified(form=titled[0])
    near = tuple(form.title for form in best[:2] if shares[id(form)] > 0)
    return Identified(form=None, nearest=near, code="form.unknown")


def _bears_title(extracted: ExtractedForm, form: Form) -> bool:
    wanted = danish.fold(form.title)
    return any(danish.fold(title) == wanted for title in extracted.titles)


def _share(extracted: ExtractedForm, form: Form) -> float:
    """The part of the form's required labels that the document has answers or empty places for."""
    seen = {
        danish.fold(text) for answer in extracted.answers for text in (answer.label, answer.alias) if text
    }
    wanted: Mapping[str, tuple[str, ...]] = {
        field.tag: tuple(danish.fold(label) for label in (field.label, *field.aliases))
        for field in form.fields()
        if field.required
    }
    met = sum(any(label in seen for label in labels) for labels in wanted.values())
    return met / len(wanted) if wanted else 0.0
