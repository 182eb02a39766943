"""A workbook opened for reading, its text as the file holds it."""

from __future__ import annotations

from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

_STRING = f"{{{SHEET_MAIN_NS}}}si"
# A text, or runs of it; how it is pronounced stands in an element of its own.
_PARTS = (f"{{{SHEET_MAIN_NS}}}t", f"{{{SHEET_MAIN_NS}}}r/{{{SHEET_MAIN_NS}}}t")


def opened_workbook(file: IO[bytes]) -> Workbook:
    """The workbook, to be read row by row with saved results in place of formulas.

    The package must have been inspected. Raises whatever a malformed part leads the library to.
    """
    reader = _Reader(file, read_only=True, data_only=True, keep_links=False)
    reader.read()
    return reader.wb


class _Reader(ExcelReader):
    """openpyxl cuts ``x005F_`` out of shared text, after which an escaped underscore and the escape of a
    character look alike; here both stay, for ``unescaped`` to tell apart."""

    def read_strings(self) -> None:
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            strings = []
            # The package has been inspected for document types.
            for _, node in iterparse(source):  # noqa: S314
                if node.tag == _STRING:
                    strings.append(_text(node))
                    node.clear()
            self.shared_strings = strings


def _text(node: Element) -> str:
    return "".join(part.text or "" for path in _PARTS for part in node.findall(path))
