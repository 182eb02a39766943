"""docs/security.md says the numbers that the code holds, and leaves none of its limits out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
UNITS = {"": 1, "s": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
ROWS = re.findall(r"^\| [^|]+ \| ([0-9,]+) ?(|s|KiB|MiB|GiB) \| `([\w.]+):([\w.]+)` \|$", PAGE, re.MULTILINE)
# Names of constants that bound what comes from outside.
LIMIT = re.compile(
    r"[A-Z_]*LIMIT|[A-Z]+(?:_[A-Z]+)*_AT_MOST|MEMBERS|MEMORY_BYTES|FIELDS_BYTES|CPU_SECONDS|WALL_SECONDS|READING_SECONDS"
    r"|TIMEOUT_SECONDS|CHUNKS|OBJECTS|SEGMENTS|PICTURES|PIXELS_IN_SCANS|MOST_STARTS"
)
# Limits of what the program writes or says, and of how it counts: they bound nothing from outside.
OTHERS = {
    "api.entry.tables:_TITLE_LIMIT": "a sheet's name in Excel",
    "api.entry.typed_values:_DIGIT_LIMIT": "digits of one typed number",
    "api.workbook.annotate:_COMMENT_LIMIT": "what a cell's note says",
    "api.workbook.case_building:_ORDINAL_LIMIT": "a row's place that a cell may give",
    "api.workbook.shown_numbers:DIGIT_LIMIT": "digits that Excel holds exactly",
    "api.workbook.spreadsheet_text:CELL_TEXT_LIMIT": "what a cell of Excel holds",
    "api.workbook.row_sheet:ROWS_AT_MOST": "rows of a sheet in Excel",
    "forms.counting:NAMED_AT_MOST": "cases that one line names",
    "forms.savings.duplicates:NAMED_AT_MOST": "items that one message names",
    "forms.savings.receipt_index:NAMED_AT_MOST": "cases that one message names",
    "generator.packets.conference_material:TOLD_AT_MOST": "places that a checklist names",
    "generator.limited.process:_ANSWER_LIMIT": "what our own child answers",
}


@pytest.mark.parametrize(
    ("number", "unit", "module", "name"), ROWS, ids=[f"{row[2]}:{row[3]}" for row in ROWS]
)
def test_a_number_is_that_of_the_code(number: str, unit: str, module: str, name: str) -> None:
    value: Any = import_module(module)
    for step in name.split("."):
        value = value[step] if isinstance(value, dict) else getattr(value, step)
    assert value == int(number.replace(",", "")) * UNITS[unit]


def limits_in_the_code() -> Iterator[str]:
    for folder in ("forms", "generator", "api"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                targets = node.targets if isinstance(node, ast.Assign) else []
                if isinstance(node, ast.AnnAssign):
                    targets = [node.target]
                for target in targets:
                    if isinstance(target, ast.Name) and LIMIT.fullmatch(target.id):
                        yield f"{module}:{target.id}"


def test_every_limit_of_the_code_stands_on_the_page() -> None:
    told = {f"{module}:{name.partition('.')[0]}" for _, _, module, name in ROWS}
    assert sorted(set(limits_in_the_code()) - told - set(OTHERS)) == []
    assert sorted(set(OTHERS) - set(limits_in_the_code())) == []


def test_every_row_with_a_number_was_read() -> None:
    section = PAGE.split("## Limits")[1].split("## What stands on disk")[0]
    rows = [
        line
        for line in section.splitlines()
        if line.startswith("| ") and "`" in line and "number" not in line
    ]
    assert len(rows) == len(ROWS)
