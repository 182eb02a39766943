"""Every form of every case in one ZIP, and a list of what is not in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from api.cases.intake import Upload
from api.cases.render_all import MadeCase, NotPrinted, made_cases
from api.workbook.spreadsheet_text import defused
from forms import DataError, InputError
from generator.document import Format, RenderOptions

# The earliest that a ZIP can tell: the same cases give the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)
LEFT_OUT = "만들지 않은 것.csv"
_HEADINGS = ("파일", "관리번호", "서식", "까닭", "내용")


def forms_zip(uploads: Iterable[Upload], formats: Sequence[Format], options: RenderOptions) -> bytes:
    """Every form of every case in each of the formats. Raises as :func:`zipped` does."""
    return zipped(made_cases(uploads, formats, options))


def zipped(cases: Iterable[MadeCase]) -> bytes:
    """The ZIP: ``<case_no>/<form>.<ext>``, and the list where anything was left out.

    Raises ``DataError`` where a single case gave nothing, ``InputError`` where several gave nothing.
    """
    target = BytesIO()
    left_out: list[NotPrinted] = []
    findings = []
    made = 0
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for case in cases:
            for name, data in case.files.items():
                archive.writestr(ZipInfo(name, _DATE), data)
            made += len(case.files)
            left_out += case.left_out
            findings.append(case.report.findings)
        if left_out:
            archive.writestr(ZipInfo(LEFT_OUT, _DATE), _listed(left_out))
    if not made:
        if len(findings) == 1 and findings[0]:
            raise DataError(left_out[0].message if left_out else "", findings[0])
        raise InputError("만들 수 있는 사례가 없습니다. 사례마다 점검 결과를 확인하세요.", "FILE-MISSING")
    return target.getvalue()


def _listed(left_out: Sequence[NotPrinted]) -> bytes:
    """The list as CSV: UTF-8 with BOM, CRLF, no cell that a spreadsheet would run."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for one in left_out:
        row = (one.file, one.case_no or "", one.form or "", one.reason.korean, one.message)
        writer.writerow([defused(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig", "backslashreplace")
