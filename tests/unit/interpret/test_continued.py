"""Rows of a list that may be the rest of the row above, and answers that two labels have alike."""

from __future__ import annotations

import pytest

from pipeline.interpret.askedtwice import says_again
from pipeline.interpret.entries import Entry
from pipeline.interpret.lexicon import Lexicon
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.vocabulary import Fit
from pipeline.records import Place
from tests.unit.interpret.layouts import form, line, said_in, table

HEAD = ("Mål", "Tegn")


def doubts_of(*rows: tuple[str, str]) -> list[str]:
    _, doubts = said_in(line("Mål", level=1), table(HEAD, *rows), programme="skoleflex")
    return doubts


@pytest.mark.parametrize("rest", ["- ro om morgenen", "– og til sidst ringer vi", "og en fast plads."])
def test_a_row_that_begins_in_the_middle_may_be_the_rest_of_the_one_above(rest: str) -> None:
    doubts = doubts_of(("Vi har prøvet en makker", "Det gik."), (rest, "Bedre."))
    assert sorted(doubts) == sorted(f"answer.maybe_less: goals[].{one}" for one in ("goal", "indicators") * 2)


@pytest.mark.parametrize(
    "rows",
    [
        (("- en makker", "Det gik."), ("- ro om morgenen", "Bedre.")),  # all are lists
        (("En makker.", "Det gik."), ("ro om morgenen.", "Bedre.")),  # the one above has ended
        (("En makker", "Det gik."), ("Ro om morgenen", "Bedre.")),
    ],
)
def test_rows_that_begin_as_the_others_do_are_rows(rows: tuple[tuple[str, str], ...]) -> None:
    assert doubts_of(*rows) == []


def test_an_items_answer_that_another_label_far_below_says_again_may_be_somebody_elses() -> None:
    asked = form("application", "skoleflex")
    by_path = {one.path: one for one in asked.fields()}

    def entry(label: str, *path: str, item: tuple[int, ...] = ()) -> Entry:
        return Entry(
            field=by_path[path], item=item, label=label, fit=Fit.SURE, place=Place(), texts=["Prøvehuset"]
        )

    supplier = ("existing_social_measures", "*", "supplier")
    first, again = (entry(label, *supplier, item=(0,)) for label in ("Leverandør", "Hvem er leverandør?"))
    step = entry("Trin", "intervention_step")
    sheet = Sheet(form=asked, lexicon=Lexicon.of(asked), own_help=frozenset())
    sheet.entries = [first, step, again]
    assert says_again(sheet, again, first)
    sheet.entries = [step, first, again]
    assert not says_again(sheet, again, first)
