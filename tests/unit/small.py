"""A small form that has one of everything, for the tests of reading, judging and wording."""

from __future__ import annotations

from typing import Any

from pipeline.definitions import Form
from pipeline.formschema import form_from_schema


def line(title: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "format": "line", "maxLength": 40, "title": title, **more}


def text(title: str, form: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "format": form, "title": title, **more}


def group(title: str, required: list[str], **properties: Any) -> dict[str, Any]:
    section = {key: properties.pop(key) for key in ("x-section",) if key in properties}
    return {
        "type": "object", "title": title, "properties": properties, "required": required,
        "additionalProperties": False, **section,
    }  # fmt: skip


CONSENT = {
    "type": "string", "enum": ["yes", "no", "not_asked"], "x-widget": "ticks", "title": "Samtykke",
    "x-choices": {"yes": "Ja", "no": "Nej", "not_asked": "Ikke spurgt"},
}  # fmt: skip

SCHEMA: dict[str, Any] = {
    "title": "Lille skema",
    "x-sections": [
        {"key": "child", "title": "Barnet"},
        {"key": "school", "title": "Skolen"},
        {"key": "plan", "title": "Mål og økonomi"},
    ],
    **group(
        "Lille skema",
        ["child", "school", "goals"],
        child={
            **group(
                "Barnet",
                ["name", "cpr"],
                name=line("Barnets navn", **{"x-labels": ["Elevens navn", "Elev"], "x-example": "Alma"}),
                cpr=text("Barnets cpr-nr.", "cpr", **{"x-labels": ["Personnummer"]}),
                birth_date=text("Fødselsdato", "date"),
                postal_code=text("Postnr.", "postal-code"),
                grade={"type": "integer", "format": "grade", "title": "Klassetrin", "x-recommended": True},
                interpreter={"type": "boolean", "title": "Behov for tolk"},
                view=text("Barnets perspektiv", "prose", maxLength=200),
            ),
            "x-section": "child",
        },
        school={
            **group(
                "Skolen",
                ["name"],
                name=line("Skole", **{"x-labels": ["Skolens navn"]}),
                institution_no=text("Institutionsnr.", "institution"),
                ready={"type": "boolean", "title": "Klasseteamet er klar", "x-widget": "tick"},
                leader=group(
                    "Skoleleder",
                    ["name"],
                    name=line("Skoleleders navn"),
                    phone=text("Skoleleders telefon", "phone"),
                    email=text("Skoleleders e-mail", "email", maxLength=254),
                ),
            ),
            "x-section": "school",
        },
        supplier={
            **group(
                "Leverandøren",
                [],
                cvr=text("CVR-nr.", "cvr"),
                ean=text("EAN-nr.", "ean"),
                phone=text("Leverandørens telefon", "phone"),
            ),
            "x-section": "school",
        },
        goals={
            "type": "array", "title": "Mål", "x-section": "plan", "x-widget": "table", "x-rows": 2,
            "minItems": 1, "maxItems": 3,
            "items": group(
                "Mål",
                ["goal"],
                goal=line("Mål og indsats"),
                indicators=line("Tegn", **{"x-recommended": True}),
                arena={
                    "type": "string", "title": "Arena", "enum": ["school", "family"],
                    "x-choices": {"school": "Skole", "family": "Familie"},
                },
                by=text("Dato", "date"),
            ),
        },
        guardians={
            "type": "array", "title": "Forældre", "x-section": "child", "x-widget": "cards", "x-rows": 2,
            "minItems": 1, "maxItems": 2,
            "items": group(
                "Forælder",
                ["name"],
                name=line("Navn"),
                phone=text("Telefon", "phone"),
                consent=CONSENT,
            ),
        },
        funding={
            "type": "string", "enum": ["buf", "sof"], "x-choices": {"buf": "Børn og Unge", "sof": "Social"},
            "title": "Betales af", "x-section": "plan",
        },
        criteria={
            "type": "array", "uniqueItems": True, "title": "Krav", "x-section": "plan",
            "items": {
                "type": "string", "enum": ["inclusive", "bridge", "translate"],
                "x-choices": {"inclusive": "inkludere", "bridge": "bygge bro", "translate": "oversætte"},
            },
        },
        budget={
            "type": "integer", "format": "money", "minimum": 0, "maximum": 10_000_000, "title": "Beløb",
            "x-section": "plan", "x-recommended": True,
        },
        hours={
            "type": "number", "minimum": 0, "maximum": 60, "title": "Støtte", "x-unit": "lektioner pr. uge",
            "x-section": "plan",
        },
        count={"type": "integer", "minimum": 1, "maximum": 9, "title": "Antal møder", "x-section": "plan"},
        start=text("Forløbet starter", "date", **{"x-section": "plan"}),
    ),
}  # fmt: skip

FORM: Form = form_from_schema(SCHEMA, "lille", "skema", 1)

GOOD: dict[str, Any] = {
    "child": {"name": "Alma Testrup Eksempelsen", "cpr": "621112-5002", "grade": 7},
    "school": {"name": "Eksempelskolen"},
    "goals": [{"goal": "Komme i skole", "indicators": "Fremmøde"}],
    "budget": 175_000,
}
