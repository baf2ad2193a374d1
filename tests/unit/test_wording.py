"""Problems in words: a sentence for every code, the label, the place, the order of the form."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from pipeline.definitions import Kind, Rows
from pipeline.records import FindingKind, Problem, Severity, Source
from pipeline.validate import validate
from pipeline.wording import label_of, notice_sentence, reject_sentence, word, word_all
from pipeline.wording.sentences import EXAMPLES, EXPECTED, NOTICES, REJECTED, SENTENCES
from tests.unit.small import FORM

PIPELINE = Path(__file__).parents[2] / "pipeline"
CODE = re.compile(r"[a-z_]{3,}\.[a-z_0-9]{3,}")
ALL = {**SENTENCES, **REJECTED, **NOTICES}


def message(code: str, pointer: str = "/child/name", **params: str | int) -> str:
    return word(Problem(code=code, pointer=pointer, params=params), FORM, {}).message


# ── every code has its sentence ───────────────────────────────────────────────────────────────────────


PLAIN = frozenset({"required", "recommended", "type", "unknown_key"})
# Codes that are put together: a name and what is wrong with it.
COMPOSED = {f"{name}.{fault}" for name in ("cvr", "ean", "institution") for fault in ("form", "length")}
COMPOSED |= {f"{name}.form" for name in ("date", "cpr", "phone", "email", "postal_code")}
COMPOSED |= {"value.proposed.weighty"}


def codes_in(*rooms: str) -> set[str]:
    """Every code that these rooms can give a problem: all strings that look like one."""
    found: set[str] = set()
    for room in rooms:
        for file in sorted((PIPELINE / room).rglob("*.py")):
            found |= {text for text in strings_in(ast.parse(file.read_text("utf-8"))) if CODE.fullmatch(text)}
            found |= PLAIN & strings_in(ast.parse(file.read_text("utf-8")))
    return found | COMPOSED


def strings_in(node: ast.AST) -> set[str]:
    return {
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def test_every_code_of_reading_and_judging_has_a_sentence() -> None:
    codes = codes_in("danish", "interpret", "validate")
    assert sorted(codes - SENTENCES.keys()) == []
    assert len(codes) > 60


def test_every_sentence_is_said_by_someone() -> None:
    codes = codes_in("danish", "interpret", "validate")
    assert sorted({code.partition("+")[0] for code in SENTENCES} - codes) == []


def test_every_code_of_a_file_has_a_sentence() -> None:
    rejected: set[str] = set()
    noticed: set[str] = set()
    for file in PIPELINE.rglob("*.py"):
        if file.parent.name == "wording":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "InputRejected" and node.args:
                rejected |= {text for text in strings_in(node.args[0]) if CODE.fullmatch(text)}
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "add" and node.args:
                noticed |= {text for text in strings_in(node.args[0]) if text.startswith("file.")}
            elif isinstance(node, ast.Yield) and node.value is not None and file.name != "stories.py":
                # What is wrong with a template is told in words of its own (`wording/templates`).
                noticed |= {text for text in strings_in(node.value) if text.startswith("file.")}
    assert sorted(rejected - REJECTED.keys()) == []
    assert sorted(noticed - NOTICES.keys()) == []


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        message("no.such_code")
    with pytest.raises(KeyError):
        reject_sentence("file.no_such_code", {})
    with pytest.raises(KeyError):
        notice_sentence("file.no_such_code")


def test_every_kind_says_what_it_expects() -> None:
    assert EXPECTED.keys() == set(Kind)
    for kind, template in EXPECTED.items():
        assert ("{example}" not in template) or kind in EXAMPLES


# ── what a sentence is like ───────────────────────────────────────────────────────────────────────────

FOREIGN = re.compile(
    r"\b(the|is|not|must|should|value|field|error|invalid|missing|required|string|pattern|null|true|false|row|key"
    r"|please|type|none|item|empty|match|expected|unknown)\b"
)


@pytest.mark.parametrize("code", sorted(ALL))
def test_sentences_are_danish_short_and_unblaming(code: str) -> None:
    sentence = ALL[code]
    words = string.Formatter().vformat(sentence, (), _Shown())
    assert words.endswith((".", "…")) or sentence.endswith("{expected}")
    assert words[0] in "…»" or words[0].isupper()
    assert len(words) < 260
    assert not FOREIGN.search(words.casefold()), words
    assert not re.search(r"[/\\^$*\[\]]|_|\bNone\b", words), words
    assert not re.search(r"\b(afvis|afslag|afslå|godkend|forkert|fejl|ulovlig|ugyldig)", words.casefold()), (
        words
    )


class _Shown(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


# ── what stood there, what is expected, an example ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "pointer", "params", "words"),
    [
        ("required", "/child/name", {}, "Her mangler et svar. Skriv svaret i feltet, for eksempel »Alma«."),
        ("required", "/school/name", {}, "Her mangler et svar. Skriv svaret i feltet."),
        ("required", "/goals", {}, "Her mangler et svar. Udfyld mindst én række."),
        ("required", "/school/ready", {}, "Her mangler et svar. Sæt kryds i feltet, hvis det passer."),
        ("required", "/child/interpreter", {}, "Her mangler et svar. Sæt kryds ved Ja eller Nej."),
        ("required", "/funding", {}, "Her mangler et svar. Vælg »Børn og Unge« eller »Social«."),
        (
            "date.imprecise",
            "/start",
            {"raw": "ultimo maj"},
            "»ultimo maj« er ikke en bestemt dag. "
            "Skriv en dato med dag, måned og år, for eksempel 1. september 2026.",
        ),
        (
            "date.disagrees",
            "/start",
            {"raw": "02-09-2026", "stored": "01-09-2026"},
            "Der står »02-09-2026«, men feltet har gemt 01-09-2026. Vælg datoen igen, så de passer sammen.",
        ),
        (
            "cpr.length",
            "/child/cpr",
            {"raw": "740314-400", "digits": 9},
            "»740314-400« har 9 cifre, og et cpr-nummer har 10. "
            "Skriv de seks cifre for fødselsdagen, en bindestreg og de fire sidste cifre.",
        ),
        (
            "choice.unknown",
            "/funding",
            {"raw": "Staten", "allowed": "»Børn og Unge« eller »Social«"},
            "»Staten« er ikke en af svarmulighederne. Vælg »Børn og Unge« eller »Social«.",
        ),
        (
            "answer.conflict",
            "/child/name",
            {"first": "Alma", "second": "Bo"},
            "Der står to forskellige svar: »Alma« og »Bo«. Ret det, så der kun står ét.",
        ),
        ("number.unit", "/count", {"raw": "6 timer"}, None),
        (
            "number.unit",
            "/hours",
            {"raw": "9 timer", "unit": "lektioner pr. uge"},
            "»9 timer« er skrevet med en anden enhed, end feltet har. Skriv tallet i lektioner pr. uge.",
        ),
    ],
)  # fmt: skip
def test_messages(code: str, pointer: str, params: dict[str, str | int], words: str | None) -> None:
    expected = words or "»6 timer« er skrevet med en enhed, som feltet ikke har. Skriv kun tallet."
    assert message(code, pointer, **params) == expected


def test_quotes_are_shortened_to_one_line_without_invisible_characters() -> None:
    said = message("text.too_long", raw="Første\nlinje \u202e" + "ord " * 500, number="2000", limit="40")
    quote = said[said.index("»") + 1 : said.index("«")]
    assert quote.startswith("Første linje ord ord")
    assert quote.endswith("…")
    assert len(quote) <= 80
    assert "\n" not in said
    assert "\u202e" not in said


def test_what_was_read_nowhere_is_quoted_line_by_line() -> None:
    said = message("text.unplaced", "", raw="Mor: " + "ord " * 500 + "\n\nFar: rejser meget")
    assert said.startswith("Her står »Mor: ord")
    assert "… / Far: rejser meget«" in said


def test_what_was_written_is_never_a_template() -> None:
    assert "»{expected} {0.__class__} %s {{ 7*7 }}«" in message(
        "date.unclear", "/start", raw="{expected} {0.__class__} %s {{ 7*7 }}"
    )


def test_a_rule_brings_its_own_sentence() -> None:
    problem = Problem(
        code="P01.sum",
        pointer="/budget",
        severity=Severity.WARNING,
        kind=FindingKind.CRITERION,
        says="Summen passer ikke.",
    )
    finding = word(problem, FORM, {})
    assert finding.message == "Summen passer ikke."
    assert (finding.code, finding.severity, finding.kind) == (
        "P01.sum",
        Severity.WARNING,
        FindingKind.CRITERION,
    )
    assert finding.label == "Beløb"


# ── label and place ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("pointer", "label"),
    [
        ("/child/cpr", "Barnets cpr-nr."),
        ("/goals", "Mål"),
        ("/goals/1", "Mål, række 2"),
        ("/goals/1/indicators", "Mål, række 2: Tegn"),
        ("/guardians/0/name", "Forælder 1: Navn"),
        ("/guardians/1", "Forælder 2"),
        ("/school", "Skolen"),
        ("/school/leader", "Skoleleder"),
        ("/nowhere", ""),
        ("/child/nickname", ""),
        ("/goals/0/colour", "Mål, række 1"),
        ("", ""),
    ],
)
def test_labels_as_printed(pointer: str, label: str) -> None:
    assert label_of(pointer, FORM) == label


def test_a_value_is_placed_where_it_stood_and_a_missing_one_in_its_section() -> None:
    sources = {"/child/cpr": Source(raw="123", place="side 1, tabel 1, række 2", by="tag")}
    problems = [Problem(code="cpr.length", pointer="/child/cpr", params={"raw": "123", "digits": 3})]
    problems += [
        Problem(code="required", pointer="/school/name"),
        Problem(code="required", pointer="/goals/0/goal"),
    ]
    assert [finding.place for finding in word_all(problems, FORM, sources)] == [
        "side 1, tabel 1, række 2",
        "afsnit Skolen",
        "afsnit Mål og økonomi",
    ]


def test_what_could_not_be_placed_brings_its_place_and_label() -> None:
    params = {
        "raw": "33",
        "beside": "Telefon",
        "fields": "»Telefon« eller »Skoleleders telefon«",
        "place": "tabel 3",
    }
    finding = word(Problem(code="label.ambiguous", pointer="", params=params), FORM, {})
    assert (finding.label, finding.place) == ("Telefon", "tabel 3")
    assert finding.message.startswith("Ved »Telefon« står »33«. Det kan høre til »Telefon« eller")


# ── order ─────────────────────────────────────────────────────────────────────────────────────────────


def test_findings_stand_in_the_order_of_the_form_whatever_their_severity() -> None:
    pointers = [
        "/start", "/goals/10/goal", "/goals/2/by", "/goals/2/goal", "/goals", "/nowhere", "/school",
        "/school/name", "/child/cpr", "/child/name", "", "/guardians/0/name", "/goals/2",
    ]  # fmt: skip
    problems = [
        Problem(code="required", pointer=pointer, severity=list(Severity)[n % 3])
        for n, pointer in enumerate(pointers)
    ]
    assert [finding.pointer for finding in word_all(problems, FORM, {})] == [
        "", "/child/name", "/child/cpr", "/guardians/0/name", "/school", "/school/name", "/goals", "/goals/2",
        "/goals/2/goal", "/goals/2/by", "/goals/10/goal", "/start", "/nowhere",
    ]  # fmt: skip
    assert word_all(reversed(problems), FORM, {}) == word_all(problems, FORM, {})


def test_every_problem_of_an_empty_form_gets_its_words() -> None:
    findings = word_all(validate({}, FORM), FORM, {})
    assert len(findings) == 6
    assert all(
        finding.label and finding.place.startswith("afsnit ") and finding.message for finding in findings
    )
    assert any(isinstance(FORM.find(finding.pointer), Rows) for finding in findings)


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────


def test_sentences_about_files() -> None:
    assert reject_sentence("file.too_large", {"limit_mb": 25}).startswith("Filen fylder mere end 25 MB")
    assert reject_sentence("file.too_large", {}).startswith("Filen er for stor")
    nearest = {"nearest": "»Ansøgning« eller »Plan«"}
    assert "ligner mest »Ansøgning« eller »Plan«, men det står ikke tydeligt" in reject_sentence(
        "form.unknown", nearest
    )
    assert "mangler blandt andet Navn eller Skole." in reject_sentence(
        "form.unknown", {"missing": "Navn eller Skole", **nearest}
    )
    assert "Skemaet »Plan« er i en udgave" in reject_sentence("form.version", {"nearest": "»Plan«"})
    assert "ligner" not in reject_sentence("form.unknown", {"nearest": ""})
    assert "adgangskode" in reject_sentence("file.encrypted", {})
    assert ".doc" in reject_sentence("file.old_word", {})
    assert "makroer" in notice_sentence("file.macros")
