"""What painted paths are: borders, boxes to tick, areas."""

from __future__ import annotations

import pytest

from pipeline.extract.strokes import Corner, Drawing, with_boxes, without_text_lines
from pipeline.extract.words import Ruling
from pipeline.records.layout import TICKED, UNTICKED
from tests.unit.extract.printed import written


def rectangle(x0: float, top: float, x1: float, bottom: float) -> list[Corner]:
    return [(x0, top), (x1, top), (x1, bottom), (x0, bottom), (x0, top)]


def painted(*areas: tuple[float, float, float, float], light: float = 0.2) -> Drawing:
    drawing = Drawing()
    for area in areas:
        drawing.add(rectangle(*area), weight=0, stroke=False, fill=True, light=light, line=1.0)
    return drawing


def test_an_area_within_one_of_its_colour_leaves_its_border() -> None:
    """So a web page's borders are printed: an outer and an inner area, painted where only one of them is."""
    drawing = painted((100, 100, 300, 140), (101, 101, 299, 139))
    assert sorted((one.level, round(one.top), round(one.x0)) for one in drawing.rulings) == [
        *((False, 100, 100), (False, 100, 300)),
        *((True, 100, 100), (True, 140, 100)),
    ]
    assert drawing.shades == []


def test_of_a_border_on_one_side_only_that_side_is_drawn() -> None:
    drawing = painted((57, 100, 290, 112), (57, 100, 290, 111.5))
    assert drawing.rulings == [Ruling(57, 112, 290, 112, 0.5)]


@pytest.mark.parametrize(
    "areas",
    [((100, 100, 300, 140), (110, 110, 290, 130)), ((100, 100, 300, 140), (100, 141, 300, 180))],
    ids=["far within", "below"],
)
def test_other_areas_are_areas(areas: tuple[tuple[float, float, float, float], ...]) -> None:
    drawing = painted(*areas)
    assert (len(drawing.shades), drawing.rulings) == (2, [])


def test_a_small_border_is_a_box_to_tick_and_not_ticked() -> None:
    (word,), _ = with_boxes([], painted((100, 100, 110, 110), (100.8, 100.8, 109.2, 109.2)), 1)
    assert word.text == UNTICKED


def test_a_small_area_within_a_box_ticks_it() -> None:
    drawing = painted((100, 100, 110, 110), (100.8, 100.8, 109.2, 109.2))
    drawing.add(rectangle(103, 103, 107, 107), weight=0, stroke=False, fill=True, light=0.0, line=1.0)
    (word,), _ = with_boxes([], drawing, 1)
    assert word.text == TICKED


def test_a_line_below_words_underlines_them_and_is_no_ruling() -> None:
    words = written("Ja / Nej", 57, 100)
    nej = words[-1].box
    found, left = without_text_lines(words, [Ruling(nej.x0, 109, nej.x1, 109)])
    assert [word.text for word in found if word.underlined] == ["Nej"]
    assert (left, any(word.struck for word in found)) == ([], False)
