"""What the writer makes of the bound tree: page, tables, letters, pictures, footers and drafts."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from forms import check_case, form_named
from generator.binding import BoundForm
from generator.document import RenderOptions, render
from generator.hwpx.writer import write_hwpx
from generator.layout import Layout, PacketFrame
from tests.changing import put
from tests.hwpx.reading import HEADER, HH, HP, MANIFEST, OPF, Opened, hwpx_text
from tests.hwpx.rules import broken_rules
from tests.reading import sample, squeeze

MM = 7200 / 25.4
GRID = """<article><h1>제목</h1><table><colgroup><col style="width: 25%"/><col style="width: 75%"/></colgroup>
<thead><tr><th colspan="2">머리</th></tr></thead>
<tbody><tr><th rowspan="2">이름표</th><td class="tall">값</td></tr><tr><td>
<table class="open"><colgroup><col style="width: 50%"/><col style="width: 50%"/></colgroup>
<tbody><tr><td>왼쪽</td><td class="close">오른쪽</td></tr></tbody></table></td></tr></tbody></table>
<p>가 <span class="strong">굵게</span> 나<br/>다 &lt;라&gt;</p><h2 class="new-page">새 쪽</h2></article>"""


def opened(markup: str = GRID, layout: Layout | None = None) -> Opened:
    data = write_hwpx([BoundForm("x", "제목", markup)], layout or Layout("제목"))
    assert broken_rules(data) == []
    return Opened(data)


def cells(table: etree._Element) -> list[tuple[str, dict[str, int]]]:
    """The cells of a table: text, and place, spans, size and side margins."""
    found = []
    for cell in table.findall(f"{HP}tr/{HP}tc"):
        numbers = {
            str(key): int(value)
            for name in ("cellAddr", "cellSpan", "cellSz", "cellMargin")
            for key, value in cell.find(f"{HP}{name}").attrib.items()  # type: ignore[union-attr]
        }
        found.append((squeeze("".join(text.text or "" for text in cell.iter(f"{HP}t"))), numbers))
    return found


def test_a_table_has_its_widths_merged_cells_shade_and_repeated_head() -> None:
    made = opened()
    table, nested = made.sections[0].iter(f"{HP}tbl")
    (head, at_head), (label, at_label), (_, at_value), (_, at_last) = cells(table)
    assert (head, at_head["colSpan"], at_head["rowSpan"]) == ("머리", 2, 1)
    assert (label, at_label["colSpan"], at_label["rowSpan"]) == ("이름표", 1, 2)
    # 176 mm lie between the margins of 17 mm.
    assert at_head["width"] == round(176 * MM)
    assert at_label["width"] == pytest.approx(44 * MM, abs=1)
    assert at_value["height"] == round(22 * MM)
    assert at_label["height"] == at_value["height"] + at_last["height"]
    assert table.get("repeatHeader") == "1"
    shades = {fill.get("id"): fill for fill in made.trees[HEADER].iter(f"{HH}borderFill")}
    label_fill = shades[table.findall(f".//{HP}tc")[1].get("borderFillIDRef")]
    assert [brush.get("faceColor") for brush in label_fill.iter("{*}winBrush")] == ["#ECEFF2"]
    assert {side.get("width") for side in label_fill.iter(f"{HH}leftBorder")} == {"0.2 mm"}
    bare = shades[nested.find(f".//{HP}tc").get("borderFillIDRef")]  # type: ignore[union-attr]
    assert {side.get("type") for side in bare.iter(f"{HH}leftBorder", f"{HH}topBorder")} == {"NONE"}


def test_a_table_without_rules_begins_in_its_cell_where_text_would() -> None:
    (_, left), (_, right) = cells(list(opened().sections[0].iter(f"{HP}tbl"))[1])
    # 4 points between columns, 1 where the class says so.
    assert (left["left"], left["right"]) == (0, 400)
    assert (right["left"], right["right"]) == (100, 0)


def test_letters_breaks_and_pages_come_through() -> None:
    made = opened()
    section, head = made.sections[0], made.trees[HEADER]
    looks = {look.get("id"): look for look in head.iter(f"{HH}charPr")}
    bold = [run for run in section.iter(f"{HP}run") if "굵게" in "".join(run.itertext())]
    assert looks[bold[0].get("charPrIDRef")].find(f"{HH}bold") is not None
    title = next(run for run in section.iter(f"{HP}run") if "".join(run.itertext()) == "제목")
    assert looks[title.get("charPrIDRef")].get("height") == "1600"
    assert len(list(section.iter(f"{HP}lineBreak"))) == 1
    (fresh,) = [one for one in section.iter(f"{HP}p") if one.get("pageBreak") == "1"]
    assert "".join(fresh.itertext()) == "새 쪽"
    assert "다<라>" in hwpx_text(made.data)
    (text,) = {font.get("face") for font in head.iter(f"{HH}font")}
    (instead,) = {font.get("face") for font in head.iter(f"{HH}substFont")}
    assert (text, instead) == ("나눔고딕", "함초롬돋움")


def test_the_title_the_language_and_a_time_only_when_it_is_given() -> None:
    manifest = opened(layout=Layout("제목 <1>")).trees[MANIFEST]
    assert [one.text for one in manifest.iter(f"{OPF}title", f"{OPF}language")] == ["제목 <1>", "ko"]
    assert list(manifest.iter(f"{OPF}meta")) == []
    issued = Layout("제목", datetime.fromisoformat("2025-06-09T10:00:00+09:00"))
    made = opened(layout=issued)
    assert [one.text for one in made.trees[MANIFEST].iter(f"{OPF}meta")] == ["2025-06-09T01:00:00Z"]
    (footer,) = made.sections[0].iter(f"{HP}footer")
    assert "".join(footer.itertext()) == "발급 2025-06-09 10:00  /"


def test_one_form_counts_all_pages_and_several_count_their_own() -> None:
    def counted(section: etree._Element) -> tuple[list[str | None], int]:
        numbers = [one.get("numType") for one in section.iter(f"{HP}autoNum")]
        return numbers, len(list(section.iter(f"{HP}newNum")))

    form = BoundForm("x", "제목", GRID)
    assert counted(opened().sections[0]) == (["PAGE", "TOTAL_PAGE"], 0)
    several = Opened(write_hwpx([form, form], Layout("제목")))
    assert [counted(section) for section in several.sections] == [(["PAGE"], 1)] * 2
    # A packet counts through.
    packet = Layout("묶음", packet=PacketFrame("2025-0001", ("제목",)))
    made = Opened(write_hwpx([form, form], packet))
    assert [counted(section) for section in made.sections] == [(["PAGE", "TOTAL_PAGE"], 0)] * 3
    footers = ["".join(one.itertext()) for section in made.sections for one in section.iter(f"{HP}footer")]
    assert footers == ["2025-0001  /"] * 3


def test_a_draft_says_so_on_every_page_behind_the_text() -> None:
    case = check_case(sample("needs_survey")).case
    assert case is not None
    made = Opened(render(case, form_named("needs_survey"), "hwpx", RenderOptions(draft=True)))
    for section in made.sections:
        (header,) = section.iter(f"{HP}header")
        assert "".join(text.text or "" for text in header.iter(f"{HP}t")) == "초안"
        (mark,) = header.iter(f"{HP}pic")
        assert mark.get("textWrap") == "BEHIND_TEXT"
    with Image.open(BytesIO(made.parts["BinData/image1.png"])) as image:
        # Grey letters on white, and nothing of them cut off at the edges.
        grey = image.convert("L")
        assert grey.getextrema() == (0xE4, 0xFF)
        edges = [grey.crop(box) for box in _edges(*grey.size)]
        assert {edge.getextrema() for edge in edges} == {(0xFF, 0xFF)}


def _edges(width: int, height: int) -> list[tuple[int, int, int, int]]:
    return [
        (0, 0, width, 2), (0, height - 2, width, height), (0, 0, 2, height), (width - 2, 0, width, height),
    ]  # fmt: skip


def test_figures_are_pictures_with_their_words_and_fit_their_cell() -> None:
    case = check_case(sample("solution_request")).case
    assert case is not None
    made = Opened(render(case, form_named("solution_request"), "hwpx"))
    pictures = [one for section in made.sections for one in section.iter(f"{HP}pic")]
    said = ["".join(one.find(f"{HP}shapeComment").itertext()) for one in pictures]  # type: ignore[union-attr]
    assert [words.split(":")[0] for words in said] == ["가계도", "생태도"]
    for picture in pictures:
        image = picture.find("{*}img")
        assert image is not None
        assert made.parts[f"BinData/{image.get('binaryItemIDRef')}.png"].startswith(b"\x89PNG")
        size, cell = picture.find(f"{HP}sz"), next(picture.iterancestors(f"{HP}tc"))
        assert size is not None
        room = cell.find(f"{HP}cellSz")
        assert room is not None
        for side in ("width", "height"):
            assert 0 < int(size.get(side, "0")) < int(room.get(side, "0"))


def test_text_in_the_privacy_mode_stands_nowhere_else() -> None:
    raw = put(sample("closure_review"), "forms/closure_review/change", "900101-1234567")
    case = check_case(raw).case
    assert case is not None
    made = Opened(render(case, form_named("closure_review"), "hwpx"))
    assert all(b"1234567" not in part for part in made.parts.values())
    assert "900101-1******" in hwpx_text(made.data)
