"""The chart of what changed: bars as long as their numbers, told apart without colour, and every number in words."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from pytest import approx

from forms.change import Change, ChangeRow, Side
from generator.figures.change_chart import WIDTH_MM, change_words, draw_change
from generator.figures.drawing import TEXT_MM, Drawing, Shape, Text
from generator.print_view import View, record_view

LONG = "전혀 달성하지 못했거나 무엇을 달성하려 했는지 끝내 알 수 없게 된 아주 긴 이름의 구분"


def view(*rows: tuple[str, int | None, int | None]) -> View:
    return record_view(
        Change(
            title="위기도 점수",
            unit="점",
            first=Side(title="첫 조사", on=date(2025, 1, 10)),
            second=Side(title="마지막 조사"),
            label_title="영역",
            note_title="비고",
            rows=tuple(ChangeRow(label=label, first=first, second=second) for label, first, second in rows),
        )
    )


def bars(drawing: Drawing) -> list[Shape]:
    """Without the two of the legend."""
    return list(drawing.shapes[2:])


def box(text: Text) -> tuple[float, float, float, float]:
    half = text.width / 2
    return text.x - half, text.y - 0.8 * TEXT_MM, text.x + half, text.y + 0.2 * TEXT_MM


def edges(shape: Shape) -> tuple[float, float, float, float]:
    across, down = shape.width / 2, shape.height / 2
    return shape.x - across, shape.y - down, shape.x + across, shape.y + down


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_bar_is_as_long_as_its_number() -> None:
    first, second, third, fourth = bars(draw_change(view(("경제", 6, 3), ("돌봄", 2, 1))))
    assert [second.width, third.width, fourth.width] == [
        approx(first.width * share) for share in (3 / 6, 2 / 6, 1 / 6)
    ]
    assert [edges(bar)[0] for bar in (second, third, fourth)] == [approx(edges(first)[0])] * 3


def test_the_two_are_told_apart_without_colour() -> None:
    drawing = draw_change(view(("경제", 6, 3)))
    assert [shape.filled for shape in drawing.shapes] == [False, True, False, True]
    svg = drawing.to_svg()
    fills = {part.split('"')[1] for part in svg.split(" fill=")[1:]}
    # White and greys alone: red, green and blue are the same in each.
    assert all(fill == "none" or len(set(fill.removeprefix("#"))) == 1 for fill in fills)
    assert svg.count('fill="#555"') == 2


def test_nought_has_no_bar_and_what_was_not_counted_says_so() -> None:
    drawing = draw_change(view(("경제", 0, None), ("돌봄", 1, 0)))
    assert len(bars(drawing)) == 1
    said = [text.text for text in drawing.texts]
    assert (said.count("0"), said.count("없음"), said.count("1")) == (2, 1, 1)


def test_nothing_but_noughts_is_drawn_without_bars() -> None:
    drawing = draw_change(view(("경제", 0, 0)))
    assert bars(drawing) == []
    assert [text.text for text in drawing.texts].count("0") == 2


def test_no_word_meets_another_or_a_bar_and_all_of_it_fits() -> None:
    rows = [(f"{number}. {LONG}", number * 1000, 1_000_000) for number in range(12)]
    drawing = draw_change(view(*rows))
    for one, other in combinations(drawing.texts, 2):
        assert not meet(box(one), box(other)), (one, other)
    for text in drawing.texts:
        assert not any(meet(box(text), edges(shape)) for shape in drawing.shapes), text
    for left, above, right, below in (*map(box, drawing.texts), *map(edges, drawing.shapes)):
        assert 0 <= left < right <= drawing.width == WIDTH_MM
        assert 0 <= above < below <= drawing.height
    # Each label in two lines, cut where it is longer.
    assert sum(text.text.endswith("…") for text in drawing.texts) == 12


def test_the_words_tell_every_number() -> None:
    assert change_words(view(("경제", 6, 0), ("돌봄", None, 1))) == (
        "막대 도표, 위기도 점수(점): 경제 첫 조사(2025-01-10) 6, 마지막 조사 0; "
        "돌봄 첫 조사(2025-01-10) 없음, 마지막 조사 1"
    )


def test_the_legend_says_which_bar_is_which() -> None:
    drawing = draw_change(view(("경제", 6, 3)))
    assert [text.text for text in drawing.texts[:3]] == ["첫 조사(2025-01-10)", "마지막 조사", "단위: 점"]
    white, dark = drawing.shapes[:2]
    assert (white.filled, dark.filled) == (False, True)
    for bar, text in ((white, drawing.texts[0]), (dark, drawing.texts[1])):
        assert bar.y == approx(text.y - 0.36 * TEXT_MM)
