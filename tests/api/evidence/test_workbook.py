"""The audit workbook of ``seosik evidence --xlsx``, read back."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from forms.registry import clause_named
from tests.api.evidence.calls import HALF, case, data, enough, judged, run, write
from tests.api.evidence.test_papers import blank_pdf, pdf
from tests.forms.savings.proofs import LISTED, item, review

MEMBERS = [
    {"name": "가람슬", "relation": "본인", "current_member": True},
    {"name": "나래울", "relation": "모"},
]


def opened(path: Path) -> Workbook:
    return load_workbook(path)


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by their headings."""
    head, *below = opened(path)[sheet].iter_rows(values_only=True)
    return [dict(zip((str(cell) for cell in head), row, strict=True)) for row in below]


def audited(tmp_path: Path, *cases: dict[str, Any], arguments: tuple[str, ...] = ()) -> Path:
    target = tmp_path / "audit.xlsx"
    run("-", "--xlsx", str(target), *arguments, stdin=b"\n".join(data(one) for one in cases))
    return target


def test_the_workbook_has_a_row_a_case_a_row_an_item_and_the_duplicates(tmp_path: Path) -> None:
    settled = review("accepted", countable_amount=700_000, basis="원본 대조")
    one = case(
        item(amount=HALF, document_no="같은-1", id="ㄱ"),
        item("등록금", amount=900_000, review=settled, id="ㄴ"),
        item("안경구입비", documents=["간이영수증"], id="ㄷ", review=review("accepted")),
    )
    two = case(item(amount=HALF, document_no="같은-1"), number=2)
    target = audited(tmp_path, one, two, {"case_no": "빈-3", "client": {"name": "가람"}}, {"case_no": 3})
    first, second, bare, faulty = rows(target, "사례")
    assert [first[key] for key in ("파일", "관리번호", "통장 종류", "해지 유형", "판정")] == [
        "-:1",
        "2025-0001",
        "희망키움통장Ⅱ",
        "지급해지",
        "검토필요",
    ]
    amounts = ("지원액", "필요 금액(50%)", "인정금액", "검토금액", "불인정금액", "부족금액", "인정 비율")
    assert [first[key] for key in amounts] == [
        10_800_000, 5_400_000, 700_000, 5_400_000, 2_400_000, 4_700_000, 0.0648,
    ]  # fmt: skip
    counts = ("증빙 수", "인정", "검토", "불인정", "다른 사례와 중복")
    assert [first[key] for key in counts] == [3, 1, 1, 1, 1]
    # 3,600,000 + 120,000 + 10,800,000
    working = "본인적립금 3,600,000원 + 이자 120,000원 + 지원금 10,800,000원 = 14,520,000원"
    assert (first["지급액"], first["지급액 계산"]) == (14_520_000, working)
    assert first["해지신청서 제출일"] == datetime(2025, 2, 3)
    assert second["판정"] == "검토필요"
    assert (bare["지급액"], bare["지급액 계산"]) == (None, None)
    assert (bare["판정"], faulty["판정"]) == ("점검표 없음", "판정 못 함")
    assert "FIELD-" in faulty["점검 사항"]

    shared, tuition, refused, other = rows(target, "증빙")
    assert [row["증빙 번호"] for row in (shared, tuition, refused, other)] == ["ㄱ", "ㄴ", "ㄷ", "1"]
    assert (shared["결정"], shared["인정금액"], shared["조항"]) == ("검토", 0, "DUP-3")
    assert shared["서류 날짜"] == datetime(2024, 3, 2)
    assert (tuition["결정"], tuition["인정금액"]) == ("인정", 700_000)
    assert tuition["조항"].splitlines() == ["AB-ED-0", "AB-REVIEW"]
    assert len(tuition["사유"].splitlines()) == 2
    persons = ("담당자 결정", "결정자", "결정일", "결정 금액", "결정 근거", "결정 반영")
    assert [tuition[key] for key in persons] == [
        "인정",
        "나래",
        datetime(2025, 2, 10),
        700_000,
        "원본 대조",
        "반영",
    ]
    assert refused["조항"].splitlines() == ["AB-EV-04", "AB-OT-3"]
    assert clause_named("AB-OT-3").section in refused["출처"]
    assert refused["결정"] == "불인정"
    assert refused["결정 반영"].startswith("반영 안 함")
    assert shared["결정자"] is None

    twice = rows(target, "중복")
    assert [(row["관리번호"], row["증빙 번호"]) for row in twice] == [("2025-0001", "ㄱ"), ("2025-0002", "1")]
    assert [row["같은 서류로 보이는 증빙"] for row in twice] == [
        "2025-0002의 증빙 1번",
        "2025-0001의 증빙 ㄱ번",
    ]


def test_the_rows_of_items_tell_what_stands_in_their_files(tmp_path: Path) -> None:
    receipt, scan = pdf("<p>2024.3.2.</p><p>5400000</p>"), blank_pdf(2)
    (tmp_path / "=a.pdf").write_bytes(receipt)
    (tmp_path / "scan.pdf").write_bytes(scan)
    value = case(
        item(amount=HALF, file="=a.pdf"),
        item("등록금", file="scan.pdf", id="2"),
        item("등록금", file="../b.pdf", id="3"),
        item("등록금", id="4"),
    )
    target = tmp_path / "audit.xlsx"
    # More than are listed on a terminal: the workbook tells all the same.
    cases = [write(tmp_path / f"{number}.json", {**value, "case_no": f"{number}"}) for number in range(21)]
    run(*cases, "--xlsx", str(target))
    keys = (
        "증빙 파일",
        "파일 SHA-256",
        "파일 쪽수",
        "파일의 금액",
        "파일의 서류 날짜",
        "파일의 사용처",
        "파일 점검",
    )
    told = [[row[key] for key in keys] for row in rows(target, "증빙")]
    assert (
        told
        == [
            ["=a.pdf", hashlib.sha256(receipt).hexdigest(), 1, "있음", "있음", "없음", None],
            ["scan.pdf", hashlib.sha256(scan).hexdigest(), 2, *["글자 없음"] * 3, None],
            ["../b.pdf", None, None, *["열지 못함"] * 3, "사례 파일 밖의 파일은 읽지 않습니다."],
            [None] * 7,
        ]
        * 21
    )
    named = next(cell for cell in opened(target)["증빙"][2] if cell.value == "=a.pdf")
    assert (named.data_type, named.quotePrefix) == ("s", True)


def test_the_workbook_is_laid_out_for_reading(tmp_path: Path) -> None:
    book = opened(audited(tmp_path, case(item())))
    assert book.sheetnames == ["사례", "증빙", "중복"]
    for sheet in book:
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref == sheet.dimensions
        letters = [get_column_letter(number) for number in range(1, sheet.max_column + 1)]
        assert all(sheet.column_dimensions[letter].width >= 8 for letter in letters)
    items = book["증빙"]
    by_heading = dict(zip((cell.value for cell in items[1]), items[2], strict=True))
    assert by_heading["금액"].number_format == '#,##0"원"'
    assert by_heading["서류 날짜"].number_format == "yyyy-mm-dd"
    assert by_heading["사유"].alignment.wrap_text


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_text_of_a_case_is_run_as_a_formula(tmp_path: Path, start: str) -> None:
    text = f'{start}HYPERLINK("http://example.invalid","눌러")'
    entry = item(
        "기타", payee=text, document_no=text, note=text, id=text, review=review(basis=text, decided_by="나래")
    )
    other = {**case(entry, number=2)}
    target = audited(tmp_path, case(entry), other)
    held = [cell for sheet in opened(target) for row in sheet.iter_rows() for cell in row if cell.value]
    assert all(cell.data_type != "f" for cell in held)
    alike = [cell for cell in held if cell.value == text]
    # Two items with number, payee, document number, basis and note; two duplicates with the first three.
    assert len(alike) == 2 * 5 + 2 * 3
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in alike)
    with ZipFile(target) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet2.xml")


def test_a_file_name_is_never_run_either(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.json", data(enough()))
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        Path("b.zip").rename("@b.zip")
        assert run("@b.zip", "--xlsx", "a.xlsx").exit_code == 0
    finally:
        os.chdir(before)
    cell = opened(tmp_path / "a.xlsx")["사례"]["A2"]
    assert (cell.value, cell.quotePrefix) == ("@b.zip/a.json", True)


def everything_about_names() -> dict[str, Any]:
    """A case whose messages name its users for every reason that names them."""
    entries = [
        item(name, user=user, id=f"{name}-{user}", review=review(decided_by="다온샘"))
        for name in (*LISTED, "등록금", "개인과외")
        for user in ("가람슬", "나래울", "라온빛")
    ]
    found = case(*entries, members=MEMBERS)
    found["client"]["name"] = "가람슬"
    return found


def test_names_in_the_workbook_show_their_first_and_last_syllable(tmp_path: Path) -> None:
    value = everything_about_names()
    value["forms"]["usage_proof"]["evidence"][0]["note"] = "주민등록번호 900101-1234567"
    book = opened(audited(tmp_path, value))
    text = "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )
    # The numbers of the items bear the names here; numbers are as entered.
    numbers = {
        f"{name}-{user}"
        for name in (*LISTED, "등록금", "개인과외")
        for user in ("가람슬", "나래울", "라온빛")
    }
    for number in sorted(numbers, key=len, reverse=True):
        text = text.replace(number, "")
    for name, short in (("가람슬", "가○슬"), ("나래울", "나○울"), ("라온빛", "라○빛")):
        assert name not in text
        assert short in text
    assert "다온샘" in text
    assert "900101-1******" in text
    full = opened(audited(tmp_path, value, arguments=("--privacy", "full")))
    assert full["사례"]["C2"].value == "가람슬"
    reasons = [row[15] for row in full["증빙"].iter_rows(values_only=True)]
    assert any("사용자(라온빛)" in str(reason) for reason in reasons)


def test_the_same_input_gives_the_same_workbook_at_any_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [case(item(), item("등록금")), enough(2)]
    first = audited(tmp_path, *cases).read_bytes()

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Later:
            return cls(2031, 5, 6, 7, 8, 9, tzinfo=tz)

    monkeypatch.setattr("openpyxl.writer.excel.datetime.datetime", Later)
    assert audited(tmp_path, *cases).read_bytes() == first
    with ZipFile(BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"modified" not in archive.read("docProps/core.xml")


def test_the_workbook_goes_with_json_and_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.xlsx"
    code, entries = judged("-", "--xlsx", str(target), stdin=data(enough()))
    assert (code, len(entries)) == (0, 1)
    assert [path.name for path in target.parent.iterdir()] == ["a.xlsx"]
    streamed = run("-", "--xlsx", "-", stdin=data(enough()))
    assert streamed.stdout_bytes == target.read_bytes()


def test_calls_that_cannot_work_say_so_before_anything_is_read(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", enough())
    assert run(file, "--xlsx", "-", "--json").exit_code == 2
    assert run(file, "--xlsx", str(tmp_path / "a.csv")).exit_code == 2
    assert run(file, "--xlsx", "/dev/null/a.xlsx").exit_code == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json"]


def test_a_plan_is_told_from_its_form_where_the_case_holds_one(tmp_path: Path) -> None:
    record = {"fulfilment_plan": {"payout_requirements_met": True}}
    unsigned, filled, bare = (case(number=number, **record) for number in (1, 2, 3))
    unsigned["forms"]["fulfilment_plan"] = {"due_on": "2025-03-31"}
    filled["forms"]["fulfilment_plan"] = {"signed_on": "2025-02-03"}
    bare["forms"]["usage_proof"]["fulfilment_plan"] = None
    bare["forms"]["fulfilment_plan"] = {"signed_on": "2025-02-03"}
    told = [row["이행계획서"] for row in rows(audited(tmp_path, unsigned, filled, bare), "사례")]
    assert told == ["서명 없음", "서명함", "서명함"]
