"""A page whose layout misleads is looked at again: what the words say tells which layout is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from pipeline import sandbox
from pipeline.process import read_file
from pipeline.records import IncomingFile, Layout, Submission
from tests.casebook import good
from tests.filled import catalogue, filled
from tests.unit.extract.printed import drawn_pdf, told

DAY = dt.date(2026, 9, 1)
PAIRS = (
    ("Barnets navn", "Ida Prøvesen"),
    ("Barnets cpr-nr.", "610114-4201"),
    ("Adresse", "Prøvegade 4"),
    ("Skole", "Eksempelskolen"),
    ("Skoleleder", "Bo Skitsegård"),
    ("Skolelederens telefon", "00000012"),
    ("Sagsbehandler", "Åse Ibsen"),
    ("Sagsbehandlers telefon", "00000013"),
    ("Psykologs navn", "Lis Prøvholm"),
)


def page_with_answers(lower: float) -> bytes:
    """Small labels at the left; their answers, so much lower, beyond the middle of the page."""

    def draw(canvas: Any) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(57, 780, "Ansøgning om samt arbejdsplan for SkoleflexPLUS")
        for n, (label, answer) in enumerate(PAIRS):
            canvas.setFont("Helvetica", 7)
            canvas.drawString(57, 720 - 26 * n, label)
            canvas.setFont("Helvetica", 11)
            canvas.drawString(310, 720 - 26 * n - lower, answer)

    return drawn_pdf(draw)


def read(content: bytes) -> Submission:
    return read_file(IncomingFile(name="ansøgning.pdf", content=content), catalogue(), DAY)


def answers(submission: Submission) -> list[str]:
    return [source.raw for source in submission.sources.values()]


@pytest.mark.parametrize("lower", [0, 5])
def test_answers_that_look_like_a_second_column_are_read_at_their_labels(lower: float) -> None:
    submission = read(page_with_answers(lower))
    assert sorted(answers(submission)) == sorted(answer for _, answer in PAIRS)
    assert submission.data["child"] == {
        "name": "Ida Prøvesen",
        "cpr": "610114-4201",
        "address": "Prøvegade 4",
    }
    assert not [one.code for one in submission.findings if not one.pointer]


def test_only_the_other_layout_says_so() -> None:
    """The first one has all labels above all answers: without another, nothing would be read."""
    extracted = sandbox.read_document(page_with_answers(5))
    assert extracted.layout is not None
    first, others = told(extracted.layout), [told(one) for one in extracted.others]
    assert first.index("Psykologs navn") < first.index("Ida Prøvesen")
    assert others
    assert first not in others
    assert others[0].index("Ida Prøvesen") == others[0].index("Barnets navn") + 1


class Never:
    """Layouts that nobody may ask for."""

    def __iter__(self) -> Iterator[Layout]:
        raise AssertionError("another layout was made")


def test_where_nothing_is_to_be_asked_no_other_layout_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    extracted = sandbox.read_document(filled("application", good("application")))
    monkeypatch.setattr(sandbox, "read_document", lambda _: replace(extracted, others=Never()))
    assert read(b"").data == good("application")
    asking = replace(extracted, answers=extracted.answers[5:], others=Never())
    monkeypatch.setattr(sandbox, "read_document", lambda _: asking)
    with pytest.raises(AssertionError, match="another layout"):
        read(b"")
