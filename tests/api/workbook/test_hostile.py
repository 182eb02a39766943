"""Hostile and unsuitable files: refused at once, with a sentence that says what to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from api.workbook import package_limits
from tests.api.workbook.books import book, checked

CASES = [["사례번호", "대상자명"], ["2025-0001", "나보람"]]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _package() -> dict[str, bytes]:
    made = BytesIO()
    book({"사례": CASES}).save(made)
    with ZipFile(made) as package:
        return {name: package.read(name) for name in package.namelist()}


def _zip(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return made.getvalue()


def _with(**changes: bytes) -> bytes:
    names = {"sheet": SHEET, "workbook": "xl/workbook.xml", "styles": "xl/styles.xml"}
    return _zip(_package() | {names.get(name, name): data for name, data in changes.items()})


def _sheet(rows: str, head: str = "", tail: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'.encode()


def _bomb() -> bytes:
    return _with(sheet=_sheet("<row/>" * 10_000_000))


def _declared() -> bytes:
    return _with(sheet=_sheet('<row r="1"/>', head='<dimension ref="A1:J1000000"/>'))


def _held() -> bytes:
    # Cells that name their places do not shrink to a bomb's ratio.
    rows = (
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"/>' for letter in "ABCDEFGHIJ") + "</row>"
        for row in range(1, 310_001)
    )
    return _with(sheet=_sheet("".join(rows)))


def _reaching() -> bytes:
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"/></row>' for row in range(1, 1001))
    return _with(sheet=_sheet(rows))


def _far_row() -> bytes:
    return _with(sheet=_sheet('<row r="99999999999"><c r="A99999999999"/></row>'))


def _merged() -> bytes:
    return _with(sheet=_sheet("", tail='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))


def _merged_often() -> bytes:
    cells = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 200_002))
    return _with(sheet=_sheet("", tail=f"<mergeCells>{cells}</mergeCells>"))


def _hidden_often() -> bytes:
    columns = '<col min="1" max="16384" hidden="1"/>' * 1000
    return _with(sheet=_sheet("", head=f"<cols>{columns}</cols>"))


def _entities() -> bytes:
    lines = ['<!ENTITY a0 "하하하하하하하하하하">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    text = f"<!DOCTYPE worksheet [{''.join(lines)}]>"
    return _with(sheet=text.encode() + _sheet("<row><c t='str'><v>&a9;</v></c></row>"))


def _entities_in_utf16() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return _with(styles=text.encode("utf-16"))


def _outside_entity() -> bytes:
    text = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return _with(sheet=text.encode() + _sheet("<row><c t='str'><v>&x;</v></c></row>"))


def _outside_relation() -> bytes:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject" '
        'Target="http://127.0.0.1/x" TargetMode="External"/></Relationships>'
    )
    return _zip(_package() | {"xl/worksheets/_rels/sheet1.xml.rels": relations.encode()})


def _macro() -> bytes:
    return _zip(_package() | {"xl/vbaProject.bin": b"\x00"})


def _old() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "Workbook".encode("utf-16-le") + bytes(500)


def _encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le")


def _twice() -> bytes:
    made = BytesIO(_zip(_package()))
    with ZipFile(made, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr(SHEET, _sheet(""))
    return made.getvalue()


@pytest.mark.parametrize(
    ("make", "rule", "says"),
    [
        (_bomb, "FILE-LIMIT", "너무 큽니다"),
        (_declared, "FILE-LIMIT", "칸이 너무 많습니다"),
        (_held, "FILE-LIMIT", "칸이 너무 많습니다"),
        (_reaching, "FILE-LIMIT", "칸이 너무 많습니다"),
        (_merged, "FILE-LIMIT", "칸이 너무 많습니다"),
        (_merged_often, "FILE-LIMIT", "칸이 너무 많습니다"),
        (_hidden_often, "FILE-WORKBOOK", "손상"),
        (_far_row, "FILE-WORKBOOK", "손상"),
        (_entities, "FILE-XML", "DOCTYPE"),
        (_entities_in_utf16, "FILE-XML", "DOCTYPE"),
        (_outside_entity, "FILE-XML", "DOCTYPE"),
        (_outside_relation, "FILE-EXTERNAL", "바깥 파일"),
        (_macro, "FILE-MACRO", "매크로"),
        (_old, "FILE-KIND", ".xlsx"),
        (_encrypted, "FILE-ENCRYPTED", "암호"),
        (_twice, "FILE-WORKBOOK", "구성"),
        (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "FILE-KIND", ".xlsx"),
        (lambda: _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "FILE-KIND", ".xlsx"),
        (lambda: _with(sheet=b"<worksheet"), "FILE-WORKBOOK", "손상"),
        (lambda: _with(sheet=_sheet("<row><c t='s'><v>9</v></c></row>")), "FILE-WORKBOOK", "손상"),
        (lambda: _zip(_package())[:-200], "FILE-WORKBOOK", "손상"),
        (lambda: _with(workbook=b'<workbook xmlns="urn:x"/>'), "FILE-KIND", ".xlsx"),
    ],
)
def test_it_is_refused_at_once_with_a_clear_sentence(
    make: Callable[[], bytes], rule: str, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(make())
    started = time.process_time()
    status, (entry,) = checked(str(file))
    assert time.process_time() - started < 2
    assert status == 2
    (finding,) = entry["findings"]
    assert (finding["rule"], finding["severity"]) == (rule, "error")
    assert says in finding["message"]


def test_a_workbook_within_the_limits_is_read(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(_zip(_package()))
    status, (entry,) = checked(str(file))
    assert (status, entry["case_no"]) == (0, "2025-0001")


@pytest.mark.parametrize("suffix", [".xls", ".xlsm", ".xlsb"])
def test_other_kinds_of_workbook_are_refused_by_what_they_are(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"book{suffix}"
    file.write_bytes(_old())
    status, (entry,) = checked(str(file))
    assert status == 2
    assert ".xlsx" in entry["findings"][0]["message"]


def test_links_to_other_workbooks_are_read_by_their_saved_value_and_never_opened(tmp_path: Path) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'externalLinkPath" Target="file:///nowhere/other.xlsx" TargetMode="External"/></Relationships>'
    )
    row = (
        '<row r="1"><c r="A1" t="str"><v>사례번호</v></c><c r="B1" t="str"><v>대상자명</v></c></row><row r="2">'
        '<c r="A2" t="str"><v>2025-0001</v></c><c r="B2" t="str"><f>[1]명단!$A$1</f><v>나보람</v></c></row>'
    )
    parts = _package() | {
        SHEET: _sheet(row),
        "xl/externalLinks/_rels/externalLink1.xml.rels": relations.encode(),
    }
    file = tmp_path / "book.xlsx"
    file.write_bytes(_zip(parts))
    status, (entry,) = checked(str(file))
    assert (status, entry["findings"]) == (0, [])


def test_what_the_library_cannot_read_within_a_sheet_is_no_traceback(tmp_path: Path) -> None:
    data = bytearray(_zip(_package()))
    position = data.index(b"PK\x01\x02")
    for offset in range(60, position, 97):
        broken = bytes(data[:offset]) + bytes([data[offset] ^ 0xFF]) + bytes(data[offset + 1 :])
        file = tmp_path / "book.xlsx"
        file.write_bytes(broken)
        status, entries = checked(str(file))
        assert status in (0, 1, 2)
        assert entries


def test_the_limits_stand_above_what_a_thousand_cases_need() -> None:
    # The case of every form takes some 1,400 cells, its case numbers among them.
    assert package_limits.CELL_LIMIT >= 1_000 * 1_400
