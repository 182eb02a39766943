"""Every page that is made from the registry, with its path."""

from __future__ import annotations

from pathlib import Path

from docs.pages.dates import dates_page
from docs.pages.forms import form_page
from docs.pages.privacy import privacy_page
from docs.pages.rules import rules_page
from forms import all_forms
from forms.registry import titles_of

DOCS = Path(__file__).resolve().parent.parent
EDITION = "2025"


def pages() -> dict[Path, str]:
    """Every generated page, by its path."""
    index = ["# 서식 안내", "", "| 서식 | 번호 | 사업 |", "| --- | --- | --- |"]
    index += [
        f"| [{form.title}]({form.id}.md) | {form.number} | {titles_of(form.id)} |" for form in all_forms()
    ]
    made = {DOCS / "forms" / f"{form.id}.md": form_page(form, EDITION) for form in all_forms()}
    made[DOCS / "forms" / "README.md"] = "\n".join(index) + "\n"
    made[DOCS / "rules.md"] = rules_page()
    made[DOCS / "dates.md"] = dates_page()
    made[DOCS / "privacy.md"] = privacy_page()
    return made
