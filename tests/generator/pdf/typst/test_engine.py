"""Text is never markup, and a time stands in the file only where one was given."""

from __future__ import annotations

from datetime import datetime
from html import escape
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from generator.binding import BoundForm
from generator.layout import Layout
from generator.pdf.engine import write_pdf
from tests.reading import pdf_text, squeeze

MARKUP = [
    "#panic()", "*b*", "_b_", "= h", "$x$", "\\u{41}", "// c", "/* c */", "@ref", "<label>", "~", "--", "---",
    "\"q\" 'q'", "...", "`raw`", "#let x = 1", "[content]", "- item", "+ item", "https://example.go.kr", "{\"a\": 1}", "\\",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
def test_text_that_looks_like_markup_is_printed_as_it_stands(text: str) -> None:
    one = BoundForm("a_form", "서식", f"<article><p>가{escape(text)}나</p></article>")
    data = write_pdf([one], Layout("서식"), "pdf/a-3a", "typst")
    assert pdf_text(data, [one]) == squeeze(f"가{text}나")


def written(issued_at: datetime | None) -> bytes:
    return write_pdf(
        [BoundForm("a_form", "서식", "<article><p>가</p></article>")],
        Layout("서식", issued_at),
        "pdf/a-3a",
        "typst",
    )


def test_without_a_time_of_issue_no_time_is_in_the_file() -> None:
    with pikepdf.open(BytesIO(written(None))) as document:
        assert not [key for key in document.docinfo if "Date" in key]
        assert b"Date>" not in document.Root.Metadata.read_bytes()
        assert b"2000" not in document.Root.Metadata.read_bytes()


def test_the_time_of_issue_is_in_the_file() -> None:
    issued_at = datetime(2025, 3, 1, 8, 30, tzinfo=ZoneInfo("Asia/Seoul"))
    with pikepdf.open(BytesIO(written(issued_at))) as document, document.open_metadata() as metadata:
        assert datetime.fromisoformat(metadata["xmp:CreateDate"].replace("Z", "+00:00")) == issued_at
        assert str(document.docinfo["/CreationDate"]).startswith(("D:20250301083000+09", "D:20250228233000Z"))
