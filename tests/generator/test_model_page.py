"""Pages that are laid out from a model: what stands where, blank and filled, in both formats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal
from xml.etree import ElementTree

import pytest
from pydantic import BaseModel, Field, create_model

from forms import CaseFile, Form, FormModel, TemplateError
from forms.fields import CalendarDate, Flag, Line, Name, Narrative, PersonMark, Text, Won
from forms.page import After, BlankRows, Centred, Columns, Heading, Prose, Room, Share, Signature, Unprinted
from forms.record import Record
from forms.source import SourceDocument
from generator.binding import bind_template
from generator.docx.writer import write_docx
from generator.layout import Layout
from generator.model_page import model_page
from generator.print_view import View, blank_view, print_view
from generator.template import checked_template
from generator.template_words import check_words, expand
from tests.reading import bound_text, docx_text, squeeze


class Asset(Record):
    kind: Literal["예금", "보험"] = Field(title="종류")
    bought_on: CalendarDate | None = Field(None, title="가입일")
    amount: Won = Field(title="금액")


class Place(Record):
    name: Line | None = Field(None, title="이름")


class Sheet(FormModel):
    written_on: CalendarDate | None = Field(None, title="작성일")
    writer: Name | None = Field(None, title="작성자")
    address: Text | None = Field(None, title="주소")
    insured: Flag | None = Field(None, title="보험 가입")
    path: Literal["경로 하나", "경로 둘"] | None = Field(None, title="경로")
    purposes: tuple[Literal["가", "나", "다", "라", "마", "바", "사"], ...] = Field((), title="목적")
    assets: Annotated[tuple[Asset, ...], Heading("재산"), BlankRows(4)] = Field((), title="자산 목록")
    story: Narrative | None = Field(None, title="의견")
    place: Place | None = Field(None, title="장소")
    secret: Annotated[Line | None, Unprinted()] = Field(None, title="비밀")
    signer: Annotated[Name | None, Signature()] = Field(None, title="확인자")


class Sums(BaseModel):
    total: Annotated[Won | None, After("assets")] = Field(None, title="자산 합계")


FORM = Form(
    id="sheet",
    title="재산 현황표",
    number="",
    model=Sheet,
    section="부록",
    document=SourceDocument("출처"),
    printed=lambda sheet, case: Sums(total=sum(asset.amount for asset in sheet.assets)),
    printed_model=Sums,
)
CASE = CaseFile.model_validate({"case_no": "2025-1", "client": {"name": "나보람"}})
FILLED = Sheet.model_validate(
    {
        "written_on": "2025-03-04",
        "writer": "한가람",
        "insured": False,
        "path": "경로 둘",
        "purposes": ["나", "사"],
        "assets": [
            {"kind": "예금", "bought_on": "2024-01-02", "amount": 1200000},
            {"kind": "보험", "amount": 300000},
        ],
        "story": "글",
        "secret": "보이지 않는 글",
        "signer": "한가람",
    }
)


def bound(view: View) -> ElementTree.Element:
    root = model_page(FORM)
    expand(FORM, root, "sheet")
    check_words(FORM, root, "sheet")
    return bind_template("sheet", FORM.title, checked_template("sheet", root, ""), view).tree


def texts(element: ElementTree.Element) -> list[str]:
    return [
        squeeze("".join(cell.itertext())) for cell in element.iter() if cell.tag in ("th", "td", "h1", "h2")
    ]


def test_fields_stand_in_the_order_of_the_model_and_sums_below_what_they_sum() -> None:
    said = texts(bound(print_view(FORM, FILLED, CASE)))
    wanted = [
        "재산현황표",
        "작성일",
        "2025-03-04",
        "작성자",
        "한가람",
        "주소",
        "보험가입",
        "□예■아니오",
        "경로",
    ]
    wanted += ["□경로하나■경로둘", "목적", "재산", "자산목록", "종류", "가입일", "금액", "예금", "2024-01-02"]
    # 1,200,000 + 300,000 won.
    wanted += ["1,200,000", "보험", "300,000", "자산합계", "1,500,000", "의견", "글", "장소", "이름"]
    places: list[int] = []
    for word in wanted:
        places.append(said.index(word, places[-1] if places else 0))
    assert places == sorted(places)
    assert "확인자:한가람(서명또는인)" in said


def test_what_is_not_printed_stands_on_no_page() -> None:
    assert "보이지" not in "".join(texts(bound(print_view(FORM, FILLED, CASE))))


def test_a_blank_page_has_rows_to_write_in() -> None:
    blank = bound(blank_view(FORM))
    rows = [row for row in blank.iter("tr") if [cell.tag for cell in row] == ["td", "td", "td"]]
    assert len([row for row in rows if "".join(row.itertext()).strip() == ""]) == 4
    assert "■" not in "".join(blank.itertext())


def test_both_formats_hold_the_same_characters() -> None:
    root = model_page(FORM)
    expand(FORM, root, "sheet")
    made = bind_template(
        "sheet", FORM.title, checked_template("sheet", root, ""), print_view(FORM, FILLED, CASE)
    )
    data = write_docx([made], Layout(FORM.title, None, False))
    assert docx_text(data) == bound_text(made)


def test_a_list_inside_a_list_needs_a_template() -> None:
    class Row(Record):
        parts: tuple[Asset, ...] = Field((), title="부분")

    class Nested(FormModel):
        rows: tuple[Row, ...] = Field((), title="줄")

    with pytest.raises(TemplateError, match="rows: a list inside a list needs a template"):
        model_page(replace(FORM, model=Nested, printed=None, printed_model=None))


def test_the_day_of_a_row_is_one_word() -> None:
    tree = bound(print_view(FORM, FILLED, CASE))
    days = [span for span in tree.iter("span") if span.text == str(date(2024, 1, 2))]
    assert [span.get("class") for span in days] == ["keep"]


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        # 8 and 13 letters, four boxes of two letters' room each, in a cell of seventeen.
        (Literal["전화", "대면", "문자", "기타"], False),
        (Literal["인터넷 설문지", "문자", "전화", "내방"], True),
    ],
)
def test_words_that_do_not_fit_beside_another_field_take_the_row(words: Any, alone: bool) -> None:
    ways: Any = (words | None, Field(None, title="방법"))
    days: Any = (CalendarDate | None, Field(None, title="날짜"))
    both = create_model("Both", __base__=FormModel, way=ways, on=days)
    rows = list(model_page(replace(FORM, model=both, printed=None, printed_model=None)).iter("tr"))
    assert [len(row) for row in rows] == ([2, 2] if alone else [4])


def test_what_tells_forms_of_one_name_apart_stands_below_the_name() -> None:
    page = model_page(replace(FORM, title="재산 현황표(청년)"))
    assert [(one.tag, one.text) for one in page[:2]] == [("h1", "재산 현황표"), ("p", "청년")]
    assert page[2].tag == "table"
    assert [one.tag for one in model_page(FORM)[:2]] == ["h1", "table"]


class Talk(Record):
    told: Narrative | None = Field(None, title="이야기")
    giver: Annotated[Line | None, PersonMark("강사", "anyone")] = Field(None, title="강사·기관")
    teller: Name | None = Field(None, title="말한 이")


class Talks(FormModel):
    talks: tuple[Talk, ...] = Field((), title="이야기들")


def test_running_text_in_a_list_has_room_and_an_organisation_more_than_a_name() -> None:
    page = model_page(replace(FORM, model=Talks, printed=None, printed_model=None))
    told, giver, teller = (int(col.get("width", "0")) for col in page.iter("col"))
    assert told > giver > teller
    (row,) = page.xpath(".//tbody/tr")
    assert "row-room" in row[0].get("class")


def test_a_list_shows_the_columns_that_are_named() -> None:
    class Some(FormModel):
        talks: Annotated[tuple[Talk, ...], Columns("teller", "told")] = Field((), title="이야기들")

    page = model_page(replace(FORM, model=Some, printed=None, printed_model=None))
    heads = [th.text for th in page.iter("th")]
    # In the order of the record.
    assert heads == ["이야기들", "이야기", "말한 이"]


def test_a_column_is_as_wide_as_its_mark_says() -> None:
    class Month(Record):
        number: Annotated[int | None, Share(5)] = Field(None, title="회차")
        days: Annotated[Line | None, Share(40)] = Field(None, title="납입기간")
        sum: Annotated[Won | None, Share(3)] = Field(None, title="근로소득장려금")

    class Months(FormModel):
        months: tuple[Month, ...] = Field((), title="달")

    page = model_page(replace(FORM, model=Months, printed=None, printed_model=None))
    assert [col.get("width") for col in page.iter("col")] == ["5", "40", "3"]


class Letter(FormModel):
    reason: Line | None = Field(None, title="사유")
    sent_on: Annotated[CalendarDate | None, Centred()] = Field(None, title="보낸 날")
    office: Annotated[Line | None, Centred()] = Field(None, title="보낸 곳")


class Sentences(BaseModel):
    first: Annotated[Line | None, Prose()] = Field("빈 종이의 글", title="글")
    further: Annotated[tuple[Line, ...], Prose(), After("reason")] = Field((), title="글들")


def test_a_letter_has_sentences_across_the_page_and_ends_with_its_day_and_office() -> None:
    letter = replace(
        FORM,
        model=Letter,
        printed=lambda _, case: Sentences(first=None, further=("하나입니다.", "둘입니다.")),
        printed_model=Sentences,
    )
    root = model_page(letter)
    expand(letter, root, "letter")

    def lines(view: View) -> list[str]:
        made = bind_template("letter", letter.title, checked_template("letter", root, ""), view)
        return [
            "".join(line.itertext()).replace("\N{NO-BREAK SPACE}", " ").strip()
            for line in made.tree.iter("p")
        ]

    sent = Letter.model_validate({"reason": "까닭", "sent_on": "2025-03-04", "office": "○○시청"})
    assert lines(print_view(letter, sent, CASE)) == ["하나입니다.", "둘입니다.", "2025년 3월 4일", "○○시청"]
    day, office, said = lines(blank_view(letter))
    assert (day.replace(" ", ""), office, said) == ("년월일", "", "빈 종이의 글")


def test_running_text_has_the_room_that_its_mark_says() -> None:
    class Told(FormModel):
        short: Annotated[Narrative | None, Room("row-room")] = Field(None, title="한마디")
        long: Narrative | None = Field(None, title="이야기")

    page = model_page(replace(FORM, model=Told, printed=None, printed_model=None))
    assert [cell.get("class") for cell in page.iter("td")] == ["top row-room", "top tall"]


@pytest.mark.parametrize(("letters", "columns"), [(14, "3"), (15, "2"), (34, "2"), (35, "1")])
def test_a_sentence_to_tick_takes_a_line_of_its_own(letters: int, columns: str) -> None:
    words: Any = Literal[tuple(letter * letters for letter in "가나다라마바사")]
    grounds: Any = (tuple[words, ...], Field((), title="기준"))
    model = create_model("Ticked", __base__=FormModel, grounds=grounds)
    page = model_page(replace(FORM, model=model, printed=None, printed_model=None))
    (table,) = page.iter("options")
    assert table.get("columns") == columns
