"""Data sets that a form's schema admits, drawn from everything it admits: for the round trip.

A plain seeded generator: data set 0 has only what must be there, 1 has everything at its longest and most,
the others lie in between. The same seed gives the same data on every machine.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline import danish
from pipeline.definitions import Form

LOOKALIKES = (
    "A & B <c> \"D\" 'e'",
    "{{ 7*7 }} {% if x %} {# y #}",
    "]]> &amp; <w:t>",
    "☒ Ja ☐ Nej",
    "[x] (x) X ✓",
    "Barnets/den unges navn: Alma",
    "Skriv her, hvad I tænker",
    "Vælg den bedste",
    "dd-mm-åååå er ikke en dato",
    "Klik her for at angive tekst, stod der",
    "............ og så videre",
    "____ udfyldes senere",
    "Ja",
    "Nej",
    "-1",
    "0",
    "Side 3 af 5",
    "Æblegård på Østerø, Å",
    "👧🏽 🏫 🎉 🇩🇰",
    "naïve Ångström ﬁ ½ № ™",
    "שלום مرحبا 你好 Привет",
    "a  b",
    "FORMTEXT MERGEFIELD",
    "=1+1",
    "»citat« – tankestreg … 'x'",
)
# Blocks from which single characters are drawn, beside those of the sentences above.
RANGES = (
    *((0x20, 0x7E), (0xA1, 0x17F), (0x370, 0x3FF), (0x400, 0x4FF), (0x2010, 0x2027), (0x20A0, 0x20BF)),
    *((0x2190, 0x21FF), (0x2600, 0x26FF), (0x3041, 0x3096), (0x1F300, 0x1F5FF), (0x1F600, 0x1F64F)),
)


@dataclass(slots=True)
class Drawer:
    """Draws one data set; `covered` counts what kinds of value were drawn, for the test to print."""

    form: Form
    seed: int
    covered: Counter[str] = field(default_factory=Counter)
    dice: random.Random = field(default_factory=random.Random)
    likely: float = 0.0

    def draw(self) -> dict[str, Any]:
        self.dice = random.Random(f"{self.form.name}/{self.seed}")
        self.likely = {0: 0.0, 1: 1.0}.get(self.seed, self.dice.choice((0.15, 0.5, 0.85, 1.0)))
        drawn: dict[str, Any] = self._value(self.form.schema)
        return drawn

    def _value(self, schema: Mapping[str, Any]) -> Any:
        if "enum" in schema:
            self.covered["enum"] += 1
            return self.dice.choice(schema["enum"])
        kind = schema["type"]
        if kind == "object":
            return self._object(schema)
        if kind == "array":
            return self._array(schema)
        if kind == "boolean":
            self.covered["boolean"] += 1
            return True if schema.get("x-widget") == "tick" else self.dice.random() < 0.5
        if kind in ("integer", "number"):
            return self._number(schema)
        return self._text(schema)

    def _object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        drawn = {}
        for key, child in schema["properties"].items():
            if key in schema.get("required", ()) or self.dice.random() < self.likely:
                value = self._value(child)
                if value != {}:
                    drawn[key] = value
            else:
                self.covered["left out"] += 1
        return drawn

    def _array(self, schema: Mapping[str, Any]) -> list[Any]:
        items = schema["items"]
        if "enum" in items:
            self.covered["several ticks"] += 1
            chosen = [value for value in items["enum"] if self.dice.random() < 0.6]
            return chosen or [items["enum"][0]]
        most = schema["maxItems"]
        count = most if self.seed == 1 else self.dice.choice((1, 1, 2, self.dice.randint(1, most), most))
        self.covered[f"rows: {'max' if count == most else 'fewer'}"] += 1
        rows = (self._value(items) for _ in range(count))
        return [row for row in rows if row != {}] or [self._some(items)]

    def _some(self, items: Mapping[str, Any]) -> dict[str, Any]:
        """A row with at least one value, where all of its fields are optional."""
        key, child = next(iter(items["properties"].items()))
        return {key: self._value(child)}

    def _number(self, schema: Mapping[str, Any]) -> int | float:
        self.covered[schema.get("format", schema["type"])] += 1
        low, high = schema.get("minimum", 0), schema.get("maximum", 9_999_999)
        if self.dice.random() < 0.1:
            return int(self.dice.choice((low, high)))
        number = self.dice.randint(int(low), int(high))
        if schema["type"] == "number" and number < high and self.dice.random() < 0.5:
            return number + self.dice.choice((0.5, 0.25, 0.75))
        return number

    def _text(self, schema: Mapping[str, Any]) -> str:
        kind = schema.get("format", "line")
        self.covered[kind] += 1
        makers: dict[str, Callable[[], str]] = {
            "date": self._date,
            "cpr": self._cpr,
            "cvr": lambda: self._checked("cvr", 8, danish.parse_cvr),
            "ean": lambda: self._checked("ean", 13, danish.parse_ean),
            "phone": self._phone,
            "email": lambda: f"{self._letters(6)}.{self._letters(4)}@{self._letters(5)}.example",
            "postal-code": lambda: f"{self.dice.randint(0, 9999):04d}",
            "institution": lambda: f"{self.dice.randint(0, 999999):06d}",
        }
        if kind in makers:
            return makers[kind]()
        return self._words(schema.get("maxLength", 120), prose=kind == "prose")

    def _words(self, most: int, prose: bool) -> str:
        clean = danish.clean_prose if prose else danish.clean_line
        right = danish.is_clean_prose if prose else danish.is_clean_line
        while True:
            length = (
                most if self.seed == 1 or self.dice.random() < 0.05 else self.dice.randint(1, min(most, 300))
            )
            text = ""
            while len(text) < length:
                text += self._piece(prose)
            text = clean(text[:length])
            while len(text) < length and self.seed == 1:
                text += "å"
            # Typed into the prompt it would look like this, and the reader says so (`text.prompt_left`).
            into_prompt = text.startswith("Skriv") and text.endswith("her")
            plain = right(text) and not danish.is_empty_text(text) and not into_prompt
            if text and plain and len(text) <= most:
                self.covered["longest"] += len(text) == most
                self.covered["line breaks"] += "\n" in text
                return text

    def _piece(self, prose: bool) -> str:
        dice = self.dice.random()
        if dice < 0.35:
            self.covered["lookalikes"] += 1
            return self.dice.choice(LOOKALIKES) + " "
        if prose and dice < 0.5:
            return self.dice.choice(("\n", "\n\n"))
        if dice < 0.7:
            return self._letters(self.dice.randint(2, 9)) + " "
        low, high = self.dice.choice(RANGES)
        return chr(self.dice.randint(low, high))

    def _letters(self, count: int) -> str:
        return "".join(self.dice.choice("abcdefghijklmnoprstuvy") for _ in range(count))

    def _date(self) -> str:
        return (dt.date(1990, 1, 1) + dt.timedelta(days=self.dice.randint(0, 18_000))).isoformat()

    def _cpr(self) -> str:
        born = dt.date(2000, 1, 1) + dt.timedelta(days=self.dice.randint(0, 9_000))
        return f"{born.day + 60:02d}{born.month:02d}{born.year % 100:02d}-{self.dice.randint(4000, 9999):04d}"

    def _phone(self) -> str:
        if self.dice.random() < 0.2:
            return f"+46{self.dice.randint(10_000_000, 999_999_999)}"
        return f"{self.dice.randint(0, 99_999_999):08d}"

    def _checked(self, kind: str, digits: int, parse: Any) -> str:
        """Digits that pass the check of their kind: drawn until they do."""
        while True:
            text = f"{self.dice.randint(1, 10**digits - 1):0{digits}d}"
            if parse(text) == text:
                return text
