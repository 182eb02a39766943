"""What a source says of its own year, and of a text before it."""

from __future__ import annotations

from datetime import date

import pytest

from forms.registry import all_forms, form_named, form_summary, programme_of, programmes
from forms.source import SourceDocument

TOLD = SourceDocument("안내", "2025", earliest_text="2024")


@pytest.mark.parametrize(
    ("document", "day", "text"),
    [
        (TOLD, date(2019, 3, 1), "2024"),
        (TOLD, date(2024, 12, 31), "2024"),
        (TOLD, date(2025, 1, 1), "2025"),
        (TOLD, date(2031, 1, 1), "2025"),
        (SourceDocument("안내", "2025"), date(2019, 3, 1), "2025"),
        (SourceDocument("안내"), date(2019, 3, 1), None),
    ],
)
def test_the_text_in_force_is_the_earliest_known_or_the_documents_own(
    document: SourceDocument, day: date, text: str | None
) -> None:
    assert document.text_year(day) == text


def test_only_a_text_that_is_known_through_a_later_one_is_marked() -> None:
    assert TOLD.cite("종결", "2024") == "2025 안내, 종결(2024년 적용)"
    assert TOLD.cite("종결", "2025") == "2025 안내, 종결"
    # The edition of a case is that of one guidebook: it says nothing of another document.
    assert SourceDocument("안내", "2025").cite("종결", "2024") == "2025 안내, 종결"
    assert SourceDocument("안내").cite("종결", "2024") == "안내, 종결"


def test_every_form_follows_a_document_of_its_programme() -> None:
    for programme in programmes():
        own = {programme.document, *programme.further_documents.values()}
        # A form that several list follows a document of the first.
        held = {form.document for form in programme.forms if programme_of(form.id) is programme}
        assert held <= own


def test_a_form_whose_source_bears_no_year_has_no_edition() -> None:
    editions = {form.id: form_summary(form, "2025")["edition"] for form in all_forms()}
    assert editions["usage_proof"] is None
    assert editions["closure_review"] == "2025"
    assert form_named("usage_proof").source("2025").startswith("자산형성지원사업 사례관리, ")
