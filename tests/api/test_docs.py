"""The generated pages are those of today's registry."""

from __future__ import annotations

from docs.pages.all_pages import DOCS, pages


def test_generated_pages_are_current() -> None:
    stale = [
        str(path.relative_to(DOCS))
        for path, text in pages().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make docs`"


def test_no_page_of_a_form_is_left_over() -> None:
    expected = {path for path in pages() if path.parent.name == "forms"}
    assert set((DOCS / "forms").glob("*.md")) == expected
