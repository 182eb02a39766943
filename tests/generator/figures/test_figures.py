"""The drawings: lines meet symbols, labels keep apart, and nobody is named who must not be."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from lxml import etree

from forms import check_case
from forms.kinship import Ecomap, EcomapCentre, Tie, genogram_of
from forms.registry import form_named
from generator.binding import bind
from generator.document import form_views
from generator.figures.drawing import TEXT_MM, Drawing, Line, Shape, Text, wrapped
from generator.figures.ecomap import draw_ecomap, ecomap_words
from generator.figures.figure import FIGURES, figure_alt, figure_src, svg_of
from generator.figures.genogram import SYMBOL_MM, draw_genogram, genogram_words
from generator.fonts import print_font
from generator.print_view import View, record_view
from tests.reading import sample

DAY = date(2024, 9, 11)
# An A4 page between its margins, less the label and the padding of the narrower cell.
CELL_MM = 146.0
HOUSEHOLDS = {
    "couple and three children": ["배우자", "자", "녀", "자"],
    "grandparents and grandchild": ["조부", "조모", "남동생"],
    "client as grandparent": ["배우자", "손자", "손녀"],
    "siblings without parents": ["형", "누나", "동생"],
    "eight children": ["배우자", *["자"] * 8],
    "forty members": [
        "부", "모", "계모", "계부", "양부", "양모", "장인", "장모", "배우자", "조부", "조모", "외조부", "외조모",
        *["동생"] * 10, *["자"] * 10, *["계자"] * 7,
    ],
}  # fmt: skip


def genogram(relations: list[str], name: str = "김하늬") -> View:
    rows = [
        {"relation": relation, "name": f"{name}{chr(0xAC00 + 28 * number)}"}
        for number, relation in enumerate(relations)
    ]
    raw = {"case_no": "1", "client": {"name": "도가온", "birth_date": "1979-01-01"}, "household": rows}
    checked = check_case(raw)
    assert checked.case is not None, checked.findings
    return record_view(genogram_of(checked.case, DAY))


def box(text: Text) -> tuple[float, float, float, float]:
    half = text.width / 2
    return text.x - half, text.y - 0.8 * TEXT_MM, text.x + half, text.y + 0.2 * TEXT_MM


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def through(line: Line) -> tuple[float, float, float, float]:
    return min(line.x1, line.x2), min(line.y1, line.y2), max(line.x1, line.x2), max(line.y1, line.y2)


@pytest.mark.parametrize("relations", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
def test_no_label_meets_another_or_a_line_and_all_fits_the_cell(relations: list[str]) -> None:
    drawing = draw_genogram(genogram(relations))
    for one, other in combinations(drawing.texts, 2):
        assert not meet(box(one), box(other)), (one, other)
    symbols = [
        (
            shape.x - shape.width / 2,
            shape.y - shape.height / 2,
            shape.x + shape.width / 2,
            shape.y + shape.height / 2,
        )
        for shape in drawing.shapes
    ]
    outside = [text for text in drawing.texts if not any(meet(box(text), symbol) for symbol in symbols)]
    assert outside
    for text in outside:
        assert not any(meet(box(text), through(line)) for line in drawing.lines), text
    assert drawing.width <= CELL_MM


def ends(line: Line) -> Iterator[tuple[float, float]]:
    yield line.x1, line.y1
    yield line.x2, line.y2


@pytest.mark.parametrize("relations", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
def test_every_line_ends_at_a_symbol_or_at_another_line(relations: list[str]) -> None:
    drawing = draw_genogram(genogram(relations))
    for line in drawing.lines:
        for x, y in ends(line):
            in_symbol = any(
                abs(x - shape.x) <= SYMBOL_MM / 2 and abs(y - shape.y) <= SYMBOL_MM / 2
                for shape in drawing.shapes
            )
            on_line = any(
                other is not line and left - 0.01 <= x <= right + 0.01 and top - 0.01 <= y <= bottom + 0.01
                for other in drawing.lines
                for left, top, right, bottom in [through(other)]
            )
            assert in_symbol or on_line, line


def test_the_lines_of_several_families_do_not_cross() -> None:
    drawing = draw_genogram(genogram(HOUSEHOLDS["forty members"]))
    across = [line for line in drawing.lines if line.y1 == line.y2]
    down = [line for line in drawing.lines if line.x1 == line.x2]
    crossings = [
        (one, other)
        for one in across
        for other in down
        if min(one.x1, one.x2) + 0.01 < other.x1 < max(one.x1, one.x2) - 0.01
        and min(other.y1, other.y2) + 0.01 < one.y1 < max(other.y1, other.y2) - 0.01
    ]
    assert crossings == []


def shapes_of(relations: list[str], **client: Any) -> Drawing:
    raw = {
        "case_no": "1",
        "client": {"name": "도가온", **client},
        "household": [{"relation": relation} for relation in relations],
    }
    case = check_case(raw).case
    assert case is not None
    return draw_genogram(record_view(genogram_of(case, DAY)))


def test_signs_are_square_circle_and_diamond_and_the_client_is_doubled() -> None:
    kinds = [shape.kind for shape in shapes_of(["남편", "딸", "자"], sex="여").shapes]
    assert kinds == ["circle", "circle", "box", "circle", "diamond"]


def test_marriage_is_solid_or_broken_and_an_assumed_parent_dotted() -> None:
    assert {line.stroke for line in shapes_of(["배우자"]).lines} == {"solid"}
    assert {line.stroke for line in shapes_of(["사실혼"]).lines} == {"dashed"}
    assert {line.stroke for line in shapes_of(["양부", "양모"]).lines} == {"solid", "dashed"}
    assert [shape.stroke for shape in shapes_of(["조모"]).shapes] == ["solid", "dotted", "solid", "solid"]


def test_the_dead_are_crossed() -> None:
    assert len(shapes_of(["모(사망)"]).strokes) == 2
    assert shapes_of(["모"]).strokes == ()


def test_the_legend_names_the_signs_that_are_there() -> None:
    drawing = shapes_of(["남편", "모(사망)"], sex="여")
    assert drawing.texts[-1].text == "네모 남, 동그라미 여, 두 겹 대상자, × 사망"


def test_the_words_name_everybody_the_client_first() -> None:
    rows = [
        {
            "relation": "배우자",
            "name": "안도현",
            "sex": "남",
            "died_on": "2021-06-14",
            "birth_date": "1976-11-03",
        },
        {"relation": "조모", "name": "표순덕"},
    ]
    raw = {"case_no": "1", "client": {"name": "도가온", "sex": "여"}, "household": rows}
    case = check_case(raw).case
    assert case is not None
    view = record_view(genogram_of(case, DAY))
    assert genogram_words(view) == "가계도: 본인 도가온 여, 조모 표순덕 여, 배우자 안도현 44세 남 사망"


def ecomap(count: int) -> View:
    ties = tuple(
        Tie(
            kind="기관" if number % 2 else "개인",
            relation="다온시 다온구 종합사회복지관",
            name="사례관리팀 방나래",
        )
        for number in range(count)
    )
    return record_view(Ecomap(centre=EcomapCentre(name="도가온"), ties=ties))


@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_an_ecomap_fits_and_no_box_meets_another(count: int) -> None:
    drawing = draw_ecomap(ecomap(count))
    assert drawing.width <= CELL_MM
    boxes = [
        (
            shape.x - shape.width / 2,
            shape.y - shape.height / 2,
            shape.x + shape.width / 2,
            shape.y + shape.height / 2,
        )
        for shape in drawing.shapes[:-1]
    ]
    assert len(boxes) == count + 1
    assert not any(meet(one, other) for one, other in combinations(boxes, 2))
    for text in drawing.texts[:-1]:
        (holder,) = [edge for edge in boxes if meet(box(text), edge)]
        assert holder[0] <= box(text)[0] and box(text)[2] <= holder[2]
        assert holder[1] <= box(text)[1] and box(text)[3] <= holder[3]


def test_the_words_of_an_ecomap() -> None:
    said = "개인 다온시 다온구 종합사회복지관 사례관리팀 방나래"
    assert ecomap_words(ecomap(1)) == f"생태도: 도가온 가구와 이어진 개인·기관: {said}"


def test_a_long_text_is_broken_between_words_and_cut_with_a_sign() -> None:
    em = TEXT_MM
    assert wrapped("가나 다라", 10 * em, 2) == ["가나 다라"]
    assert wrapped("가나 다라", 3 * em, 2) == ["가나", "다라"]
    cut = wrapped("가나다라마바사아자차", 3 * em, 2)
    assert len(cut) == 2
    assert cut[1].endswith("…")


def test_rare_hanja_is_drawn() -> None:
    drawing = draw_genogram(genogram(["모"], name="金燮"))
    root = etree.fromstring(drawing.to_svg())
    assert "金燮가" in [text.text for text in drawing.texts]
    drawn = [path.get("d") for path in root.iter("{http://www.w3.org/2000/svg}path")]
    assert len(drawn) == sum(not letter.isspace() for text in drawing.texts for letter in text.text)
    assert all(drawn)


def test_the_picture_holds_no_text_and_comes_as_an_address_of_its_own() -> None:
    view = genogram(["모"])
    root = etree.fromstring(svg_of(figure_src("genogram", view)))
    assert {str(element.tag).partition("}")[2] for element in root.iter()} == {
        "svg",
        "g",
        "line",
        "circle",
        "polygon",
        "path",
    }
    assert "".join(map(str, root.itertext())) == ""


def everything_shown(form_id: str, privacy: Any) -> Iterator[tuple[str, Drawing]]:
    case = check_case(sample("case_solution" if form_id == "solution_request" else form_id)).case
    assert case is not None
    for view in form_views(case, form_named(form_id), privacy):
        for kind, figure in FIGURES.items():
            if kind in view:
                yield figure_alt(kind, view[kind]), figure.draw(view[kind])


NAMES = {
    "needs_survey": ["박은하", "이도윤", "최순례", "박창수", "박은철", "박은호"],
    "solution_request": ["도이랑", "안누리", "표순덕", "안도현", "방나래"],
}


@pytest.mark.parametrize("form_id", NAMES)
def test_de_identified_nobody_is_named_in_picture_or_words(form_id: str) -> None:
    shown = list(everything_shown(form_id, "deidentified"))
    assert shown
    for words, drawing in shown:
        said = words + " ".join(text.text for text in drawing.texts)
        assert [name for name in NAMES[form_id] if name in said or name[1:] in said] == []


@pytest.mark.parametrize("form_id", NAMES)
def test_masked_names_stand_as_in_the_table_of_the_family(form_id: str) -> None:
    said = " ".join(words for words, _ in everything_shown(form_id, "masked"))
    assert [name for name in NAMES[form_id] if name not in said] == []


@pytest.mark.parametrize("form_id", NAMES)
def test_the_font_has_every_letter_of_the_words(form_id: str) -> None:
    for words, _ in everything_shown(form_id, "masked"):
        assert print_font().lacks(words) is None


def test_markup_in_a_name_stays_text() -> None:
    raw = sample("needs_survey")
    raw["household"][0]["name"] = "<b>\"이'&도윤"
    case = check_case(raw).case
    assert case is not None
    form = form_named("needs_survey")
    (image, *_) = bind(form, "2025", form_views(case, form, "masked")[0]).tree.iter("img")
    assert "<b>\"이'&도윤" in (image.get("alt") or "")


PRINT = """
from hashlib import sha256
from forms import check_case
from forms.registry import form_named
from generator.document import render
from tests.reading import sample
case = check_case(sample("solution_request")).case
for format in ("pdf", "docx"):
    print(sha256(render(case, form_named("solution_request"), format)).hexdigest())
"""


def test_the_same_case_gives_the_same_bytes_in_every_process() -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", PRINT], env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert made[0] == made[1]
    assert len(made[0].split()) == 2


def test_a_shape_of_a_drawing_lies_within_it() -> None:
    drawing = Drawing.around([], [Shape("box", -40, 3, 10, 10)], [])
    assert (drawing.width, drawing.height, drawing.shapes[0].x) == (11, 11, 5.5)
