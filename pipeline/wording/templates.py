"""What is wrong with a template, said in Danish to the one who wrote it in Word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COMMENTS: Final[Mapping[str, str]] = {
    "file.unreadable": "Filen kan ikke læses som en Word-skabelon. Gem den igen som .docx.",
    "file.macros": "Skabelonen indeholder makroer. Gem den som .docx uden makroer.",
    "file.external_links": "Skabelonen henter noget udefra. Sæt det ind i skabelonen i stedet.",
    "file.embedded_document": "Der ligger et andet dokument inde i skabelonen. Skriv teksten i skabelonen "
    "selv.",
    "file.active_controls": "Der er et felt, som kun Word kan vise. Erstat det med almindelig tekst.",
    "file.output": "Dette er et færdigt dokument og ikke en skabelon. Ret i skabelonen i stedet.",
    "file.type": "Filen er ikke gemt som .docx. Vælg Gem som, Word-dokument (.docx).",
    "file.strict": "Filen er gemt som Strict Open XML. Vælg Gem som, Word-dokument (.docx).",
    "file.text": "Filen er ikke gemt som tekst i UTF-8.",
    "tag.brace": "En krøllet parentes hører ikke til en hel kode. En kode skrives {{{{ navn }}}} eller "
    "{{% if navn %}}.",
    "tag.syntax": "Koden kan ikke læses ({why}).",
    "tag.statement": "»{word}« kendes ikke. Her kan kun stå if, elif, else, endif, for og endfor.{near}",
    "tag.edge": "Skriv ikke - eller + i kanten af koden. Det ville trække afsnit sammen.",
    "tag.percent": "En kode for et helt afsnit, en række eller en celle må ikke indeholde % eller }}.",
    "tag.print_level": "Kun if og for kan gælde et helt afsnit, en række eller en celle. Skriv {{{{ … }}}} "
    "uden p.",
    "tag.quotes": "Et anførselstegn kan ikke læses. Skriv det lige: \" eller '.",
    "tag.bent": "Word har lavet anførselstegnene krumme. Her læses de rigtigt, men skriv dem hellere lige.",
    "tag.invisible": "Der står et usynligt tegn i koden ({sign}), så den ikke kan læses. Skriv koden forfra.",
    "tag.blank": "Der står et hårdt mellemrum i koden ({sign}). Skriv et almindeligt mellemrum.",
    "tag.lost": "Koden ville gå tabt. Skriv den forfra i ét stykke med almindelige mellemrum.",
    "tag.place": "Koden gælder {one_place} i en tabel, men står uden for tabellen.",
    "tag.company": "Anden tekst i {place} ville gå tabt. Koden skal stå alene.",
    "tag.lost_content": "{what} i {place} ville gå tabt. Koden skal stå alene.",
    "tag.swallows": "{what} inde i koden ville gå tabt. Flyt det ud af koden.",
    "tag.cut": "Et link eller et felt deler koden i to. Skriv koden forfra i ét stykke.",
    "tag.look": "Teksten efter koden ville miste sit udseende (fx fed). Skriv koden forfra i ét stykke.",
    "tag.text_box": "Koder virker ikke i en tekstboks. Flyt koden ud i teksten.",
    "tag.field": "Koder virker ikke i et felt, for Word regner feltet ud igen.",
    "tag.control": "Koder virker ikke i et indholdskontrolelement. Fjern kontrolelementet, og lad "
    "teksten stå.",
    "tag.bound": "Kontrolelementet er bundet til data, og Word overskriver det, der står i det.",
    "tag.link": "Linket fører til det samme sted i alle breve, uanset hvad koden udskriver.",
    "tag.attribute": "Der står en kode i noget, som ikke er tekst (fx en alternativ tekst). Den bliver "
    "ikke udfyldt.",
    "tag.field_code": "Der står en kode i en feltkode. Den bliver ikke udfyldt.",
    "tag.address": "Der står en kode i et links adresse. Den bliver ikke udfyldt.",
    "tag.property": "Der står en kode i dokumentets egenskaber. Den bliver ikke udfyldt.",
    "tag.comment": "Der står en kode i en kommentar. Den bliver ikke udfyldt; slet kommentaren.",
    "tag.deleted": "En kode er slettet med registrerede ændringer. Godkend eller afvis ændringen i "
    "skabelonen.",
    "tag.unread": "Der står en kode et sted, hvor den ikke bliver udfyldt.",
    "block.open": "{end} mangler. Det, der begynder her, slutter ikke.",
    "block.end": "Her slutter noget, som ikke er begyndt.",
    "block.place": "Koden står et andet sted end den, den hører til: begge i samme afsnit, eller begge alene "
    "i hvert sit afsnit eller hver sin række.",
    "block.rows": "Tabellen kan komme til at stå helt uden rækker. Giv den en overskriftsrække.",
    "name.filter": "Der er ikke noget filter, der hedder »{name}«.{near}",
    "name.test": "Der er ikke noget, der hedder »is {name}«.{near}",
    "name.unknown": "Der er ikke noget felt, der hedder »{name}«.{near}",
    "name.function": "Der er ikke nogen funktion, der hedder »{name}«.{near}",
    "change.tag": "Der er registrerede ændringer i koden. Godkend eller afvis dem i skabelonen.",
    "change.tracked": "Der er registrerede ændringer. Godkend eller afvis dem i skabelonen.",
    "comment": "Der er en kommentar i skabelonen. Slet den, så den ikke følger med brevet.",
    "mail.subject": "Den første linje skal være »Subject: …« med mailens emne.",
    "must.missing": "Dokumentet skal indeholde {pattern}, men skabelonen udskriver det ikke.",
    "must_not.printed": "Dokumentet må ikke indeholde {pattern}, men skabelonen udskriver {name}.",
    "letter.part": "{sentence}",
    "template.unused": "Ingen dokumenter laves af denne skabelon.{near}",
}
"""The comment of each code. `near` is what was meant, told as a question."""

_PLACES: Final = {
    "paragraph": ("et afsnit", "afsnittet"),
    "row": ("en række", "rækken"),
    "cell": ("en celle", "cellen"),
}
_THINGS: Final = {
    "drawing": "Et billede",
    "pict": "Et billede",
    "object": "Et objekt",
    "sectPr": "Et sektionsskift",
    "footnoteReference": "En fodnote",
    "endnoteReference": "En slutnote",
    "fldChar": "Et felt",
    "fldSimple": "Et felt",
    "tbl": "En tabel",
    "sym": "Et symbol",
    "noBreakHyphen": "En hård bindestreg",
}


def template_comment(code: str, params: Mapping[str, str], place: str = "") -> str:
    """The Danish comment for a fault of a template; `place` is named where the comment stands elsewhere."""
    told = dict(params)
    near = told.get("near", "")
    told["near"] = f" Mente du »{near}«?" if near else ""
    told["one_place"], told["place"] = _PLACES.get(told.get("place", ""), ("", ""))
    told["what"] = _THINGS.get(told.get("what", ""), "Noget")
    said = COMMENTS[code].format(**told)
    return f"{_danish(place)}: {said}" if place else said


_WORDS: Final = (
    ("header of the first page", "Første sides sidehoved"),
    ("footer of the first page", "Første sides sidefod"),
    ("header of even pages", "Lige siders sidehoved"),
    ("footer of even pages", "Lige siders sidefod"),
    ("header", "Sidehoved"),
    ("footer", "Sidefod"),
    ("paragraph", "afsnit"),
    ("table", "tabel"),
    ("row", "række"),
    ("cell", "celle"),
    ("text box", "tekstboks"),
    ("footnote", "fodnote"),
    ("endnote", "slutnote"),
    ("line", "linje"),
)


def _danish(place: str) -> str:
    """A place in Danish: `header, paragraph 2` is `Sidehoved, afsnit 2`."""
    for english, danish in _WORDS:
        place = place.replace(english, danish)
    return place
