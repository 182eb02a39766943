"""An office's own list: its columns are matched and shown, nothing is taken before the button, nothing silently."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook

from api.casebook.cases import Casebook
from api.casebook.kept_case import EventKind
from api.casebook.new_case import DEFAULTS
from tests.api.service.entering import as_another_browser
from tests.api.service.sheet_pages import boxes
from tests.api.service.test_my_cases import keep
from tests.api.service.test_pages import read, words
from tests.api.service.test_taking import held

HEADINGS = ["연번", "관리번호", "성 명", "주민번호", "연락처", "담당자", "접수일", "혈액형"]
ROWS: list[list[Any]] = [
    [1, "2025-0101", "나보람", "560101-2000008", "010-0000-1234", "한가람", date(2025, 3, 4), "A"],
    [2, "2025-0102", "정든솔", "", 1000005678, "한가람", "2025. 3. 5.(수)", "B"],
]


def workbook(*rows: list[Any], title: str = "대상자", above: int = 1) -> Workbook:
    book = Workbook()
    [sheet] = book.worksheets
    sheet.title = title
    for _ in range(above):
        sheet.append(["2025년 사례관리 대상자 명단"])
    for row in [HEADINGS, *rows] if rows else [HEADINGS, *ROWS]:
        sheet.append(row)
    return book


def data_of(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def bring(client: TestClient, data: bytes, name: str = "명단.xlsx") -> str:
    """The address of the list that was brought."""
    answer = client.post("/cases/take/roster", files={"file": (name, data)}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def fields(tree: Any) -> dict[str, str]:
    """What each column is taken for: its letter, and the title of the field."""
    return {
        row.xpath("string(.//label)").split()[0]: "".join(row.xpath(".//option[@selected]/text()"))
        for row in tree.xpath("//tr[.//select]")
    }


def sent(tree: Any) -> dict[str, list[str]]:
    """The boxes of the columns and rows as a browser sends them."""
    [form] = tree.xpath("//form[.//*[@id='columns']]")
    form.set("id", "page")
    values: dict[str, list[str]] = {}
    for name, value in boxes(tree):
        values.setdefault(name, []).append(value)
    return values


def press(client: TestClient, address: str, do: str, **changes: list[str]) -> Any:
    """The page after a button of the list was pressed."""
    values = {**sent(read(client.get(address))), **changes, "do": [do]}
    return read(client.post(address, data=values))


def rows_told(tree: Any) -> dict[str, str]:
    """What is told of rows, by the label of their box."""
    return {
        " ".join(row.xpath("string(.//label)").split()): " ".join(row.xpath("string(./td)").split())
        for row in tree.xpath("//tr[.//input[@name='line']]")
    }


def test_columns_are_matched_by_their_headings_and_shown_as_they_would_be_read(
    client: TestClient, book: Casebook
) -> None:
    tree = read(client.get(bring(client, data_of(workbook()))))
    assert fields(tree) == {
        "A열": "",
        "B열": "사례번호",
        "C열": "대상자명",
        "D열": "주민등록번호(외국인등록번호)",
        "E열": "휴대전화",
        "F열": "담당자 성명",
        "G열": "대상자 접수일",
        "H열": "",
    }
    [row] = tree.xpath("//tr[.//select[@id='column-4']]")
    # A number that Excel made of a telephone gets its zero back, as in the entry workbook.
    assert row.xpath(".//li/text()") == ["010-0000-1234", "010-0000-5678"]
    [row] = tree.xpath("//tr[.//select[@id='column-6']]")
    assert row.xpath(".//li/text()") == ["2025-03-04", "2025-03-05"]
    told = words(tree)
    assert "제목 줄(2행) 위의 글은 읽지 않습니다: 2025년 사례관리 대상자 명단" in told
    assert "2줄 가운데 2줄은 이상이 없어 그대로 가져옵니다" in told
    assert held(book) == []


def test_each_row_becomes_a_case_with_its_heads(client: TestClient, book: Casebook) -> None:
    tree = press(client, bring(client, data_of(workbook())), "take")
    assert "사례 2건을 가져왔습니다" in words(tree)
    assert held(book) == [
        {
            "edition": "2025",
            "case_no": "2025-0101",
            "worker": {"name": "한가람"},
            "client": {"name": "나보람", "resident_number": "560101-2000008", "mobile": "010-0000-1234"},
            "received_on": "2025-03-04",
            "forms": {},
        },
        {
            "edition": "2025",
            "case_no": "2025-0102",
            "worker": {"name": "한가람"},
            "client": {"name": "정든솔", "mobile": "010-0000-5678"},
            "received_on": "2025-03-05",
            "forms": {},
        },
    ]
    events = [book.history(line.id)[0] for line in reversed(book.lines())]
    assert [(one.kind, one.detail) for one in events] == [
        (EventKind.TAKEN_IN, "명단.xlsx 3행"),
        (EventKind.TAKEN_IN, "명단.xlsx 4행"),
    ]


def test_a_column_is_corrected_and_looked_at_before_rows_are_taken(
    client: TestClient, book: Casebook
) -> None:
    address = bring(client, data_of(workbook()))
    # Changed and not looked at: shown again, and nothing taken.
    tree = press(client, address, "take", **{"column-7": ["client/note"], "column-5": [""]})
    assert "항목을 바꾸어 아직 가져오지 않았습니다" in words(tree)
    assert held(book) == []
    assert fields(tree)["H열"] == "비고"
    press(client, address, "take")
    first, _ = held(book)
    assert first["client"]["note"] == "A"
    assert "worker" not in first


def test_two_columns_of_one_field_are_told_and_nothing_can_be_taken(
    client: TestClient, book: Casebook
) -> None:
    address = bring(client, data_of(workbook()))
    tree = press(client, address, "look", **{"column-7": ["client/name"]})
    assert "‘대상자명’ 항목을 두 열에 골랐습니다" in words(tree)
    assert not tree.xpath("//button[@value='take']")
    assert held(book) == []


def test_the_matching_is_kept_for_the_office_and_used_next_time(client: TestClient, book: Casebook) -> None:
    address = bring(client, data_of(workbook()))
    changes = {"column-7": ["client/note"], "column-2": ["client/name"]}
    press(client, address, "look", **changes)
    press(client, address, "take")
    # Another browser, another file: the same headings in another order.
    as_another_browser(client)
    turned = Workbook()
    [sheet] = turned.worksheets
    for row in [HEADINGS, *ROWS]:
        sheet.append(row[::-1])
    again = bring(client, data_of(turned), "다른 명단.xlsx")
    tree = read(client.get(again))
    assert "지난번에 맞춘 대로 골랐습니다" in words(tree)
    assert fields(tree)["A열"] == "비고"
    assert fields(tree)["G열"] == "사례번호"
    tree = press(client, again, "anew")
    assert fields(tree)["A열"] == ""


def test_the_kept_matching_shows_nothing_on_disk(client: TestClient, book: Casebook) -> None:
    press(client, bring(client, data_of(workbook())), "take")
    with book.database.begin() as connection:
        [(name, sealed)] = connection.exec_driver_sql("SELECT name, sealed FROM settings").all()
    assert name == "rosters"
    assert b"client" not in sealed and "혈액형".encode() not in sealed


def test_rows_with_faults_are_told_with_their_cell_and_taken_or_left_out_by_choice(
    client: TestClient, book: Casebook
) -> None:
    bad = [3, "2025-0103", "하늬", "560101-2000009x", "없음", "", "3월 초", ""]
    worse = [4, "2025-0104", "", "", "", "", "", ""]
    address = bring(client, data_of(workbook(*ROWS, bad, worse)))
    tree = read(client.get(address))
    told = rows_told(tree)
    assert sorted(told) == ["5행 2025-0103 하늬 가져오기", "6행 2025-0104 가져오기"]
    for cell in ("D5 주민번호", "E5 연락처", "G5 접수일"):
        assert cell in told["5행 2025-0103 하늬 가져오기"]
    # The name is missing: its cell stands in the column of names.
    assert "C6 성 명" in told["6행 2025-0104 가져오기"]
    assert tree.xpath("//input[@name='line']/@checked") == ["checked", "checked"]
    done = press(client, address, "take", line=["5"])
    assert [raw["case_no"] for raw in held(book)] == ["2025-0101", "2025-0102", "2025-0103"]
    # What was typed stays, to be mended on the screen.
    assert held(book)[2]["received_on"] == "3월 초"
    [row] = done.xpath("//table[starts-with(caption, '가져오지 않은 줄')]/tbody/tr")
    assert "명단.xlsx 6행" in row.text_content()
    assert "가져오지 않기로 고른 줄입니다" in row.text_content()


def test_equal_numbers_are_told_and_taken_on_request(client: TestClient, book: Casebook) -> None:
    id = keep(book, {"case_no": "2025-0101", "client": {"name": "나보람"}, "forms": {}})
    twice = [3, "2025-0102", "하늬", "", "", "", "", ""]
    address = bring(client, data_of(workbook(*ROWS, twice)))
    tree = read(client.get(address))
    told = rows_told(tree)
    assert "관리번호가 같은 사례가 이미 있습니다" in told["3행 2025-0101 나보람 가져오기"]
    assert "관리번호가 4행과 같습니다" in told["5행 2025-0102 하늬 가져오기"]
    assert tree.xpath("//input[@name='line']/@checked") == []
    assert f"/cases/{id}" in tree.xpath("//a/@href")
    done = press(client, address, "take", line=["5"])
    assert [raw["client"]["name"] for raw in held(book)] == ["나보람", "정든솔", "하늬"]
    assert "이미 있는 사례여서 가져오지 않은 것 1건" in words(done)
    assert "명단으로 돌아가 그 줄을 고르세요" in words(done)


def test_a_row_without_a_number_is_told_and_a_line_of_sums_is_not_offered(
    client: TestClient, book: Casebook
) -> None:
    unnumbered = ["", "", "하늬", "", "", "", "", ""]
    sums = ["합계", "", "", "", "", "3명", "", ""]
    address = bring(client, data_of(workbook(*ROWS, unnumbered, sums)))
    tree = read(client.get(address))
    told = rows_told(tree)
    assert "관리번호가 없습니다" in told["5행 하늬 가져오기"]
    assert "관리번호도 대상자명도 없는 줄입니다" in told["6행 가져오기"]
    assert tree.xpath("//input[@name='line'][@checked]/@value") == ["5"]
    done = press(client, address, "take")
    assert [raw.get("case_no") for raw in held(book)] == ["2025-0101", "2025-0102", None]
    [row] = done.xpath("//table[starts-with(caption, '가져오지 않은 줄')]/tbody/tr")
    assert "명단.xlsx 6행" in row.text_content()


def test_a_list_without_numbers_says_so_once_and_is_not_taken_twice(
    client: TestClient, book: Casebook
) -> None:
    data = "성명,휴대폰\n나보람,010-0000-1234\n정든솔,010-0000-5678\n".encode("cp949")
    address = bring(client, data, "명단.csv")
    tree = read(client.get(address))
    assert "관리번호 열을 고르지 않았습니다" in words(tree)
    assert rows_told(tree) == {}
    values = {**sent(tree), "do": ["take"]}
    read(client.post(address, data=values))
    # The same page sent again: its rows are cases by now.
    tree = read(client.post(address, data=values))
    assert "그사이 가져왔습니다" in words(tree)
    assert [raw["client"]["name"] for raw in held(book)] == ["나보람", "정든솔"]
    assert "이 명단에서 이미 가져온 줄입니다" in rows_told(tree)["2행 나보람 가져오기"]
    press(client, address, "take")
    assert len(held(book)) == 2


def test_another_sheet_and_another_heading_row_are_chosen(client: TestClient, book: Casebook) -> None:
    made = workbook()
    other = made.create_sheet("종결")
    for row in (["메모", "메모"], ["번호", "누구"], ["2024-0009", "하늬"]):
        other.append(row)
    address = bring(client, data_of(made))
    assert "다른 시트는 읽지 않습니다: ‘종결’" in words(read(client.get(address)))
    read(client.post(address, data={"do": "sheet", "shown-sheet": "0", "sheet": "1", "row": "2"}))
    read(client.post(address, data={"do": "sheet", "shown-sheet": "1", "sheet": "1", "row": "2"}))
    press(client, address, "look", **{"column-0": ["case_no"], "column-1": ["client/name"]})
    press(client, address, "take")
    assert [(raw["case_no"], raw["client"]["name"]) for raw in held(book)] == [("2024-0009", "하늬")]


def test_hidden_rows_and_merged_cells_are_read_as_in_the_entry_workbook(
    client: TestClient, book: Casebook
) -> None:
    made = workbook(*ROWS, [3, "2025-0103", "하늬", "", "", "", "", ""])
    [sheet] = made.worksheets
    sheet.row_dimensions[5].hidden = True
    sheet.merge_cells("F3:F5")
    address = bring(client, data_of(made))
    assert "숨기거나 필터로 걸러 낸 1줄도 읽습니다: 5행" in words(read(client.get(address)))
    press(client, address, "take")
    assert [raw["worker"]["name"] for raw in held(book)] == ["한가람", "한가람", "한가람"]


def test_what_new_cases_begin_with_stands_where_the_list_says_nothing(
    client: TestClient, book: Casebook
) -> None:
    agency, worker = {"name": "한빛구청"}, {"name": "송이든", "phone": "02-000-0000"}
    book.set_setting(DEFAULTS, {"agency": agency, "worker": worker})
    nobody = [3, "2025-0103", "하늬", "", "", "", "", ""]
    address = bring(client, data_of(workbook(*ROWS, nobody)))
    assert "명단에 기관과 담당자가 없으면 설정에 적어 둔 것을 넣습니다" in words(read(client.get(address)))
    press(client, address, "take")
    first, _, third = held(book)
    assert (first["agency"], first["worker"]) == (agency, {"name": "한가람"})
    assert (third["agency"], third["worker"]) == (agency, worker)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("명단.json", b"{}", "엑셀(.xlsx)이나 CSV"),
        ("명단.xlsx", b"PK\x03\x04 no package", "엑셀"),
        ("명단.csv", b"\xff\xfe\xff", "UTF-16"),
        ("명단.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "다른 이름으로 저장"),
    ],
)
def test_what_is_no_list_is_refused(
    client: TestClient, book: Casebook, name: str, data: bytes, says: str
) -> None:
    answer = client.get(bring(client, data, name), headers={"accept": "text/html"})
    assert 400 <= answer.status_code < 500
    assert says in words(read(answer, answer.status_code))


def test_an_upload_without_a_file_is_asked_for_again(client: TestClient, book: Casebook) -> None:
    tree = read(client.post("/cases/take/roster", data={"file": ""}, files={"x": ("", b"")}))
    assert tree.xpath("//input[@id='file']/@aria-invalid") == ["true"]


def test_a_list_is_its_browsers_alone(client: TestClient, book: Casebook) -> None:
    address = bring(client, data_of(workbook()))
    as_another_browser(client)
    for answer in (
        client.get(address, headers={"accept": "text/html"}),
        client.post(address, data={"do": "look"}, headers={"accept": "text/html"}),
    ):
        read(answer, 404)


def test_hostile_cells_stay_text(client: TestClient, book: Casebook) -> None:
    rows = [["<b>관리번호</b>", "성명", "<i>x</i>"], ["<script>1</script>", "<img src=x>", "<u>y</u>"]]
    text = "\n".join(",".join(row) for row in rows)
    tree = read(client.get(bring(client, text.encode(), "<b>.csv")))
    assert not tree.xpath("//main//script | //main//b | //main//img | //main//i | //main//u")
    assert "<img src=x>" in words(tree)
