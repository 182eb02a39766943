"""서식 안내: each form's fields, checks and sources, and what the sources lack."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.service.pages.page import page
from forms import all_rules, form_named
from forms.field_rows import field_rows
from forms.registry import programmes, titles_of

EDITION = "2025"

router = APIRouter(prefix="/guide", include_in_schema=False)


@router.get("")
def guide(request: Request) -> Response:
    """Every form."""
    return page(request, "guide.html", "서식 안내", programmes=programmes())


@router.get("/{form}")
def form_guide(request: Request, form: str) -> Response:
    """One form."""
    found = form_named(form)
    rules = [rule for rule in all_rules() if rule.form == found.id]
    return page(
        request,
        "form_guide.html",
        found.title,
        form=found,
        programme=titles_of(found.id),
        source=found.source(EDITION),
        fields=list(field_rows(found.model)),
        rules=[(rule, rule.source(EDITION)) for rule in rules],
    )
