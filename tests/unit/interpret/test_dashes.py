"""A dash behind a label: what follows is its answer, or the rest of it."""

from __future__ import annotations

import pytest

from pipeline.records.layout import TextLine
from tests.unit.interpret import layouts
from tests.unit.interpret.layouts import line, table

PARTIES = line("Parterne i aftalen", level=1)


def said_in(*lines: TextLine, name: str = "agreement") -> tuple[dict[str, str], list[str]]:
    return layouts.said_in(*lines, name=name)


def test_behind_a_dash_a_label_asks_for_something_of_the_same() -> None:
    said, doubts = said_in(
        PARTIES,
        line("For skolen – navn: Ida Ibsen"),
        line("For skolen – titel: skoleleder"),
        line("For leverandøren – titel: pædagog"),
    )
    told = {
        "parties.school.name": "Ida Ibsen",
        "parties.school.role": "skoleleder",
        "parties.supplier.role": "pædagog",
    }
    assert (said, doubts) == (told, [])


@pytest.mark.parametrize(
    "label", ["Skole – titel", "For leverandøren – stilling", "Socialforvaltning – tlf."]
)
def test_no_school_is_called_titel(label: str) -> None:
    said, _ = layouts.said_in(PARTIES, table((label, ""), ("Leverandør – navn", "Bo")), name="agreement")
    assert said == {"parties.supplier.name": "Bo"}


def test_what_was_answered_and_when_is_told_behind_a_dash() -> None:
    said, doubts = layouts.said_in(
        line("Forældre", level=1),
        line("Forælder 1", bold=True),
        line("Samtykke til støttende indsats – svaret: Ja"),
        line("Samtykke til støttende indsats – dato for svaret: 3. juni 2026"),
        line("Samtykke til støttende indsats – hvordan er svaret givet? Mundtligt"),
    )
    told = {
        "guardians[0].consent_measure.answer": "Ja",
        "guardians[0].consent_measure.date": "3. juni 2026",
        "guardians[0].consent_measure.form": "Mundtligt",
    }
    assert (said, doubts) == (told, [])


def test_small_words_behind_a_dash_say_what_is_meant() -> None:
    said, doubts = said_in(
        line("Mål og indsatser i skole, familie og fritid", level=1),
        line("Mål og indsats 1", bold=True),
        line("Indsats – det gør vi:"),
        line("Skolen ringer hver dag."),
        name="plan",
    )
    assert (said, doubts) == ({"plan.rows[0].measure": "Skolen ringer hver dag."}, [])


def test_where_dashes_part_labels_from_answers_a_small_word_is_one() -> None:
    said, doubts = said_in(
        PARTIES,
        line("Leverandør: navn – Ida Ibsen"),
        line("Leverandør: stilling – pædagog"),
        line("Skole: navn – Bo Bang"),
        line("Skole: stilling – skoleleder"),
    )
    assert said["parties.school.role"] == "skoleleder"
    assert doubts == []


def test_behind_a_colon_what_everybody_has_is_asked_for() -> None:
    said, doubts = said_in(
        PARTIES,
        line("Socialforvaltning: titel"),
        line("sagsbehandler"),
        line("For leverandøren: navn"),
        line("Bo Bang"),
    )
    told = {"parties.social.role": "sagsbehandler", "parties.supplier.name": "Bo Bang"}
    assert (said, doubts) == (told, [])


def test_a_period_below_its_label_answers_both_its_ends() -> None:
    for label in ("Planens periode (fra – til)", "Forløbets periode (start – slut)"):
        said, doubts = layouts.said_in(
            line("Forløbet", level=1),
            line(label),
            line("10. august 2026 – 25. juni 2027"),
            programme="skoleflex-mini",
        )
        assert (sorted(said.values()), doubts) == (["10. august 2026", "25. juni 2027"], [])


def test_whose_item_it_is_stands_in_a_heading_behind_a_dash() -> None:
    said, doubts = layouts.said_in(
        line("Forælder 1", bold=True),
        line("Navn: Ida Ibsen"),
        line("Forælder 2", bold=True),
        line("Navn: Bo Ibsen"),
        line("Samtykke og samråd – forælder 1", bold=True),
        table(("", "Svar", "Dato"), ("Deling med kvalitetsudvalget", "Ja", "3. juni 2026")),
        programme="skolefleks-ballerup",
    )
    assert said["guardians[0].consent_sharing.date"] == "3. juni 2026"
    assert doubts == []
