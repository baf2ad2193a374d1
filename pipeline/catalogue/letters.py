"""What a letter's template must print because the law says so, held against what it prints."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache

from pipeline.programme import Document, LetterPart, Programme
from pipeline.render.stories import variables

LACKS = (
    "Skabelonen {template} mangler noget, som brevet skal have: {label} ({source}). "
    "Sæt {name} ind i skabelonen igen. Indtil da laves brevet ikke."
)
UNPROVED = (
    "»{title}« har retsvirkning, men intet siger, hvad brevet skal indeholde. Giv dokumentet en `letter` fra "
    "lovtabellen."
)
NO_GUIDANCE = (
    "»{title}« skal have en klagevejledning af slagsen {kind!r}, men lovtabellen har ingen. Brevet stopper, "
    "til der er en."
)


def lacking_parts(document: Document, programme: Programme, template: bytes) -> tuple[str, ...]:
    """A Danish sentence for each part that the law asks of such a letter and its template doesn't print.

    Raises RenderError where the template can't be read.
    """
    return tuple(sentence_for(part, document) for part in missing_parts(document, programme, template))


def missing_parts(
    document: Document, programme: Programme, template: bytes, meant: frozenset[str] = frozenset()
) -> tuple[LetterPart, ...]:
    """The parts that the law asks of such a letter and its template doesn't print.

    `meant` are names that count as printed, because another fault says that they are misspelt.
    """
    if not document.letter:
        return ()
    printed = _printed(template) | meant
    return tuple(
        part
        for part in programme.letters[document.letter]
        if not any(fnmatchcase(name, pattern) for name in printed for pattern in part.prints)
    )


def sentence_for(part: LetterPart, document: Document) -> str:
    return LACKS.format(
        template=document.template,
        label=part.label,
        source=part.source,
        name=" eller ".join(f"{{{{ {name} }}}}" for name in part.prints),
    )


@lru_cache(maxsize=64)
def _printed(template: bytes) -> frozenset[str]:
    return frozenset(variable.path for variable in variables(template) if variable.printed)


def letter_faults(document: Document, programme: Programme) -> Iterator[str]:
    """What a document says of itself leads somewhere, and no letter with legal effect goes unproved."""
    if document.letter and document.letter not in programme.letters:
        yield f"the law table knows no letter called {document.letter!r}"
    if document.released and not document.letter:
        yield UNPROVED.format(title=document.title)
    about = next((part for part in programme.parts if part.name == document.about), None)
    if document.about and about is None:
        yield f"no part is called {document.about!r}"
    forms = [programme.forms[source.form] for source in about.sources] if about else []
    if document.reasons and not any(form.find(document.reasons) for form in forms):
        yield f"{document.about or 'the letter'} has no field {document.reasons!r}"
    known = {row.id for row in programme.documents}
    yield from (f"replaces {name!r}, which there is not" for name in document.replaces if name not in known)


def guidance_faults(document: Document, programme: Programme) -> Iterator[str]:
    """That no row of the law table holds the guidance a letter needs: the letter alone waits for one."""
    if document.complaint and not any(row.kind == document.complaint for row in programme.complaints):
        yield NO_GUIDANCE.format(title=document.title, kind=document.complaint)
