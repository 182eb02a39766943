"""What kind of upload a file is by what it holds, for one whose name does not say."""

from __future__ import annotations

import json
from pathlib import Path

from api.cases.archives import Archive, archive_of
from forms import InputError

_LOOKED_AT = 65536
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def ending_of(path: Path) -> str | None:
    """The ending that the name of such a file would bear (``.json``, ``.xlsx``); None where none fits."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if start.startswith(_OLD_OFFICE):
        return ".xls"
    if start.startswith(b"PK"):
        return _packed(path)
    if start.removeprefix(_BYTE_ORDER_MARK).lstrip().startswith(b"{"):
        return ".jsonl" if _one_a_line(start.removeprefix(_BYTE_ORDER_MARK)) else ".json"
    return None


def _packed(path: Path) -> str:
    try:
        return ".xlsx" if _is_workbook(archive_of(path)) else ".zip"
    except InputError:
        # The reader of archives says what is wrong.
        return ".zip"


def _is_workbook(archive: Archive) -> bool:
    return ("[Content_Types].xml",) in archive.by_parts and any(
        parts[:1] == ("xl",) for parts in archive.by_parts
    )


def _one_a_line(start: bytes) -> bool:
    """Whether the first line is a whole value and more follows."""
    first, _, rest = start.lstrip().partition(b"\n")
    try:
        json.loads(first)
    except ValueError:
        return False
    return bool(rest.strip())
