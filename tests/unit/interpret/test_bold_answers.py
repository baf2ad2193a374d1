"""Answers in bold below labels in plain type, and labels with a line to write on that could be headings."""

from __future__ import annotations

from tests.unit.interpret.layouts import line, said_in, table

CHILD = line("Barnet/den unge", level=1)
LONG = "Ida kommer ofte i skole, men går igen efter anden lektion."


def test_what_somebody_says_in_a_bold_answer_is_no_label() -> None:
    said, doubts = said_in(
        CHILD,
        line("Barnets perspektiv"),
        line(LONG, bold=True),
        line("Vi har prøvet:", bold=True),
        line("- ro om morgenen", bold=True),
        line("Hvorfor kan barnet have gavn af at blive i almenskolen?"),
        line(LONG, bold=True),
        line('Læreren siger: "Det går bedre." Han ringer hver dag.', bold=True),
    )
    assert said["child_view"].endswith("ro om morgenen")
    assert said["day_treatment.reason"].endswith("ringer hver dag.")
    assert not [one for one in doubts if one.startswith("answer.unplaced")]


def test_a_label_with_a_line_to_write_on_is_no_heading() -> None:
    """Else the labels below it would be at home nowhere, and part of the answer above them."""
    said, _ = said_in(
        line("Mål og indsatser i skole, familie og fritid", level=1),
        line("Mål og indsats 1"),
        line("Ansvarlig (navn) ____"),
        table(("Hvor ofte", "Hver dag")),
        line("Mål"),
        line(LONG),
        line("Delmål"),
        line(LONG),
    )
    assert said["plan.rows[0].goal"] == said["plan.rows[0].sub_goal"] == LONG
