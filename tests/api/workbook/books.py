"""Workbooks typed as a person types them, and what a check says about them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from api.cases.intake import Upload, read_uploads
from api.cli.main import main

Rows = Sequence[Sequence[Any]]


def book(sheets: Mapping[str, Rows]) -> Workbook:
    """A workbook with these sheets."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet: Worksheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return workbook


def saved(workbook: Workbook, path: Path) -> str:
    """The workbook as a file; its name."""
    workbook.save(path)
    return str(path)


def with_shared_text(file: str) -> str:
    """The file with its text in one table for all sheets, as Excel writes it; openpyxl leaves it in the cells."""
    with ZipFile(file) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    shared: list[str] = []

    def moved(match: re.Match[str]) -> str:
        shared.append(f"<si>{match[2]}</si>")
        return f'{match[1]}t="s"><v>{len(shared) - 1}</v></c>'

    for name in [name for name in parts if name.startswith("xl/worksheets/")]:
        parts[name] = re.sub(
            r'(<c [^>]*)t="inlineStr"><is>(.*?)</is></c>', moved, parts[name], flags=re.DOTALL
        )
    assert shared
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{"".join(shared)}</sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", types)
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file


def through_libreoffice(file: str, folder: Path) -> str:
    """The workbook opened and saved again by LibreOffice; its name. Skips the test where there is none."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    profile, kind = f"-env:UserInstallation=file://{folder}/profile", "xlsx:Calc MS Excel 2007 XML"
    run = subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "saved"), file],
        capture_output=True,
        timeout=300,
        check=False,
    )
    made = folder / "saved" / Path(file).name
    if not made.is_file():
        pytest.skip(f"LibreOffice has no spreadsheet: {run.stderr.decode()[:200]}")
    return str(made)


def uploads(workbook: Workbook, folder: Path) -> list[Upload]:
    """The cases that are read from the workbook."""
    return list(read_uploads((saved(workbook, folder / "book.xlsx"),)))


def raw_of(upload: Upload) -> dict[str, Any]:
    """The case as read, with nothing found wrong on the way."""
    assert upload.unreadable is None
    assert upload.cells is not None
    assert upload.cells.findings == ()
    assert isinstance(upload.raw, dict)
    return upload.raw


def checked(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """Exit status and entries of ``check --json``."""
    result = CliRunner().invoke(main, ["check", "--json", *arguments], catch_exceptions=False)
    return result.exit_code, json.loads(result.stdout)["files"]


def told(entry: dict[str, Any], severity: str | None = None) -> set[tuple[str, str, str]]:
    """Each finding of an entry as (rule, sheet, cell)."""
    return {
        (finding["rule"], finding["place"]["sheet"], finding["place"]["cell"])
        for finding in entry["findings"]
        if severity in (None, finding["severity"])
    }


def pruned(value: Any) -> Any:
    """A case without keys that are null: an absent value and a null say the same.

    The numbers of questions are kept: null there says that the question does not apply.
    """
    if isinstance(value, dict):
        return {key: pruned(item) for key, item in value.items() if item is not None or key.isdigit()}
    return [pruned(item) for item in value] if isinstance(value, list) else value
