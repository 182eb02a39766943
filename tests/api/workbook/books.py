"""Workbooks typed as a person types them, and what a check says about them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from api.cli import main
from api.intake import Upload, read_uploads

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
