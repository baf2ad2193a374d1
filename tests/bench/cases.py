"""Data as people fill it in, drawn from a seed: invented persons, and courses that break no rule.

Each set starts from the data of a straight course; names, numbers, dates, answers and prose are drawn anew,
and what the programme's own rules have an error for is drawn again.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from pipeline import danish
from pipeline.catalogue import Catalogue
from pipeline.definitions import Field, Form, Kind, Rows, get, leaves, pattern_of, prune
from pipeline.process import examine
from pipeline.records import FindingKind, Severity
from tests.casebook import GONE, changed
from tests.programmes.book import DATA, SAME_DATA, good

PROGRAMME = "skoleflexplus"
DAY = dt.date(2026, 9, 1)
FORMS = ("application", "agreement", "decision", "plan")
"""The forms of SkoleflexPLUS that are measured first; its others come after them."""

GIVEN = (
    *("Ida", "Åse", "Søren", "Nadia", "Ellen-Marie", "Jørn", "Yasin", "Bjørk", "Karl Emil", "Freja"),
    *("Anne-Sofie", "Mikkel", "Ægir", "Lærke", "Noor", "Zeynep", "Hans Åge", "Rosa", "Villads", "Signe"),
)
SURNAMES = (
    *("Ibsen", "Prøvholm", "Eksempelsen", "Skitsegård", "O'Prøve", "Testrup-Holm", "Blanketby", "Æblegaard"),
    *(
        "Skemadal Øst",
        "Fiktivsen",
        "Kladdebo",
        "D'Eksempel",
        "Modelsen",
        "Papirsen",
        "Ørtoft Prøve",
        "af Skema",
    ),
)
PLACES = (
    *(("2100", "København Ø"), ("2200", "København N"), ("2700", "Brønshøj"), ("2450", "København SV")),
    *(("2300", "København S"), ("1799", "København V"), ("2720", "Vanløse"), ("0900", "København C")),
)
STREETS = ("Eksempelvej", "Prøvegade", "Åboulevarden Prøve", "Skabelonstien", "H.C. Ørstedsprøve Vej")
FLOORS = ("", ", 3. tv.", ", st. th.", ", 1. sal", " B", ", 4., lejl. 12")
SCHOOLS = (
    "Eksempelskolen",
    "Skolen ved Prøvesøen",
    "Sct. Prøves Skole",
    "Den Åbne Skole (fiktiv)",
    "Østre Prøveskole",
)
SUPPLIERS = (
    "Broen ApS (fiktiv)",
    "Prøvehuset",
    "Fonden Skema & Co.",
    "Åsen – fiktivt opholdssted",
    "Springbrættet I/S",
)
SENTENCES = (
    "{} kommer ofte i skole, men går igen efter anden lektion.",
    "Det hjælper, når en voksen tager imod ved døren.",
    "»Jeg vil helst blive i min klasse,« siger {}.",
    "Vi har aftalt følgende: en fast plads, et pausekort og en makker.",
    "Forældrene fortæller, at morgenerne er svære, især om mandagen.",
    "Klasseteamet har brug for tid til fælles forberedelse – mindst to timer hver anden uge.",
    "I matematik går det bedre; her arbejder {} sammen med to fra klassen.",
    "Fraværet faldt fra 38 % til 21,5 % i perioden 1/3-30/4.",
    "Læreren siger: \"Når der er ro, lærer {} hurtigt.\"",
    "PPR anbefaler støtte i alle boglige fag (jf. vurderingen).",
    "Der holdes møde hver anden måned, første gang i uge 43.",
    "Kontaktpersonen ringer kl. 7.30, hvis {} ikke er kommet.",
    "Familien ønsker den samme aftale i begge hjem.",
    "{} har en god ven i parallelklassen og går til svømning om torsdagen.",
    "Skolen stiller et lille lokale til rådighed, så der kan holdes pauser.",
    "Hvis planen ikke virker, mødes vi igen – senest efter tre uger.",
    "Den voksne følger {} fra hjemmet og ind i klassen de første fjorten dage.",
    "Vi evaluerer sammen med familien, bl.a. ved hjælp af et skema over fremmøde.",
    "Det er vigtigt, at {} ikke skal forklare sig forfra hver gang.",
    "Sagsbehandleren og skolen taler sammen hver fredag.",
)  # fmt: skip
POINTS = (
    "en fast makker",
    "pausekort",
    "opgaver i små bidder",
    "kontakt til hjemmet hver dag",
    "ro om morgenen",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What somebody wrote on a form, and the findings that such data are owed whatever they stand on."""

    form: Form
    data: Any
    owed: frozenset[tuple[str, str]]
    seed: int


def forms_of(known: Catalogue) -> tuple[tuple[str, str], ...]:
    """Programme and name of every form of the catalogue there are data of, the programmes in turn."""
    by_programme = [
        [
            (programme.id, name)
            for name in dict.fromkeys((*FORMS, *programme.forms))
            if _bases(programme.id, name)
        ]
        for programme in known.programmes.values()
    ]
    return tuple(form for turn in zip_longest(*by_programme) for form in turn if form)


def _bases(programme: str, form: str) -> list[str]:
    """The sets of data that fill a form, the one of its plain name alone where there is one."""
    folder = DATA / SAME_DATA.get(programme, programme)
    names = sorted(path.stem for path in folder.glob("*.json") if re.fullmatch(f"{form}(_.*)?", path.stem))
    return [form] if form in names and form not in ("decision", "plan") else names


def filled_form(
    known: Catalogue, name: str, seed: int, *, whole: bool = False, programme: str = PROGRAMME
) -> Filled:
    """The data set of a seed; a municipality's own form asks for a part of it unless it is to be `whole`."""
    form = known.form(f"{programme}/{name}")
    dice = random.Random(f"{name}/{seed}" if programme == PROGRAMME else f"{programme}/{name}/{seed}")
    base = good(programme, dice.choice(_bases(programme, name)))
    if programme != PROGRAMME and "cpr" not in base["child"] and form.find("/case_no"):
        base = {"case_no": f"{known.programme(programme).case_prefix}-2026-0001", **base}
    for attempt in range(40):
        data = _renamed(base, dice)
        data = _varied(data, form, dice, 0.5 if attempt < 20 else 0.1 if attempt < 30 else 0.0)
        if not whole:
            data = _asked(data, form, dice)
        sound, owed, returned = owed_by(data, form, known)
        if sound == data and not returned:
            return Filled(form=form, data=data, owed=owed, seed=seed)
    raise AssertionError(f"no sound data for {name}, seed {seed}")


def owed_by(data: Any, form: Form, known: Catalogue) -> tuple[Any, frozenset[tuple[str, str]], bool]:
    """What the program makes of the data themselves: the sound ones, the findings, whether they go back."""
    sound, findings, _ = examine(data, form, known.programme(form.programme), DAY)
    returned = any(one.severity is Severity.ERROR and one.kind == FindingKind.FORM for one in findings)
    return sound, frozenset((finding.code, finding.pointer) for finding in findings), returned


def _renamed(base: Any, dice: random.Random) -> Any:
    """The same course with other people, schools and suppliers in it, everywhere they are named."""
    text = json.dumps(base, ensure_ascii=False)
    named = re.findall(r'"(?:name|held_by|noted_by|author|coordinator)": "([^"]+)"', text)
    old = sorted(set(named), key=lambda name: (len(name), name))
    surnames = dice.sample(SURNAMES, len(SURNAMES)) * 2
    givens = dice.sample(GIVEN, len(GIVEN)) * 2
    for name in reversed(old):
        if "Broen" in name or "skole" in name.lower():
            continue
        text = text.replace(name, f"{givens.pop()} {surnames.pop()}")
    text = text.replace("Broen ApS (fiktiv)", dice.choice(SUPPLIERS)).replace(
        "Eksempelskolen", dice.choice(SCHOOLS)
    )
    return json.loads(text)


def _varied(data: Any, form: Form, dice: random.Random, often: float) -> Any:
    """Other numbers, addresses, prose; and `often` another answer or date."""
    changes: dict[str, Any] = {}
    phones = [f"000000{n:02d}" for n in dice.sample(range(1, 100), 99)]
    given = str(get(data, "/child/name") or "Ida").split()[0]
    for pointer, value in leaves(data):
        field = form.find(pointer)
        if isinstance(field, Field):
            changes[pointer] = _redrawn(field, value, dice, often, phones, given)
    _connected(changes, dice)
    data = changed(data, changes)
    for entry in form.entries():
        rows = get(data, entry.pointer) if isinstance(entry, Rows) else None
        if rows and len(rows) > 1 and dice.random() < often / 2:
            rows.pop(dice.randrange(len(rows)))
    return data


def _redrawn(
    field: Field, value: Any, dice: random.Random, often: float, phones: list[str], given: str
) -> Any:
    makers: dict[Kind, Callable[[], Any]] = {
        Kind.PHONE: phones.pop,
        Kind.EMAIL: lambda: _email(dice),
        Kind.CVR: lambda: _checked(dice, 8, danish.cvr_adds_up, "0"),
        Kind.EAN: lambda: _checked(dice, 13, danish.ean_adds_up, "952"),
        Kind.INSTITUTION: lambda: f"{dice.randint(1, 99):06d}",
    }  # fmt: skip
    if field.kind in makers:
        return makers[field.kind]()
    if field.multiline:
        return _prose(dice, given, field.max_length)
    if dice.random() >= often:
        return value
    if field.kind is Kind.DATE and "period" not in field.path:
        return (dt.date.fromisoformat(value) - dt.timedelta(days=dice.randint(0, 6))).isoformat()
    if field.kind is Kind.BOOLEAN and field.widget != "tick":
        return dice.random() < 0.5
    if field.kind is Kind.CHOICE and "outcome" not in field.path and "administration" not in field.path:
        return dice.choice(field.choices).value
    if field.kind is Kind.CHOICES:
        return [one.value for one in field.choices if dice.random() < 0.6] or [field.choices[0].value]
    if field.kind is Kind.NUMBER:
        return dice.choice((9.5, 10, 12, 14, 18.5))
    return value


def _email(dice: random.Random) -> str:
    box = dice.choice(("ida", "post", "a.b-holm", "kontakt", "soeren_2"))
    return f"{box}{dice.randint(1, 999)}@{dice.choice(('skole', 'ppr-proeve', 'post', 'bbu'))}.example"


def _connected(changes: dict[str, Any], dice: random.Random) -> None:
    """Values that follow from one another, or stand together."""
    for pointer in list(changes):
        if pointer.endswith("/postal_code"):
            code, city = dice.choice(PLACES)
            changes |= {pointer: code, pointer.replace("postal_code", "city"): city}
        if pointer.endswith(("child/address", "guardians/0/address", "guardians/1/address")):
            changes[pointer] = f"{dice.choice(STREETS)} {dice.randint(1, 199)}{dice.choice(FLOORS)}"
    if "/child/cpr" in changes:
        born = dt.date(2011, 1, 2) + dt.timedelta(days=dice.randint(0, 1700))
        changes["/child/cpr"] = replacement_cpr(dice, born)
        if "/child/birth_date" in changes:
            changes["/child/birth_date"] = born.isoformat()
    if "/child/grade" in changes:
        grade = dice.randint(1, 9)
        changes |= {"/child/grade": grade, "/child/class_name": f"{grade}.{dice.choice('abcæ')}"}
    if "/supplier/price" in changes:
        changes["/supplier/price"] = dice.choice((350000, 248500, 1250000, 9750))


def replacement_cpr(dice: random.Random, born: dt.date) -> str:
    """A day + 60 number that adds up."""
    while True:
        cpr = f"{born.day + 60:02d}{born.month:02d}{born.year % 100:02d}-{dice.randint(4000, 9999):04d}"
        if not danish.cpr_looks_mistyped(cpr) and danish.birth_date(cpr) == born:
            return cpr


def _checked(dice: random.Random, digits: int, adds_up: Callable[[str], bool], prefix: str) -> str:
    while True:
        number = prefix + "".join(dice.choice("0123456789") for _ in range(digits - len(prefix)))
        if adds_up(number):
            return number


def _prose(dice: random.Random, given: str, most: int) -> str:
    """One to three paragraphs; now and then a list."""
    paragraphs = []
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        chosen = dice.sample(SENTENCES, dice.randint(2, 4))
        paragraphs.append(" ".join(chosen).replace("{}", given))
    if dice.random() < 0.25:
        paragraphs.append("Vi har prøvet:\n" + "\n".join(f"- {one}" for one in dice.sample(POINTS, 3)))
    if dice.random() < 0.2:
        paragraphs[0] = dice.choice(SENTENCES).replace("{}", given)
    text = "\n".join(paragraphs)
    while len(text) > (most or 1000):
        text = text.rpartition("\n")[0] or text[: (most or 1000)].rpartition(".")[0] + "."
    return text


def _asked(data: Any, form: Form, dice: random.Random) -> Any:
    """The part of the data that a form asks for: all that is required, and some of the rest."""
    share = dice.choice((0.55, 0.7, 0.85, 1.0))
    left_out = {
        field.pointer
        for field in form.fields()
        if not (field.required or field.needed or dice.random() < share)
    }
    mine = copy.deepcopy(data)
    for pointer, _ in list(leaves(data)):
        if pattern_of(pointer) in left_out:
            mine = changed(mine, {pointer: GONE})
    return prune(mine)


def answers(filled: Filled) -> Iterator[tuple[str, Any]]:
    """Each value with its pointer."""
    return leaves(filled.data)
