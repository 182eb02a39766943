"""``make docs``: the pages of ``docs/`` that are made from the registry."""

from __future__ import annotations

from pathlib import Path

import click

from api.date_page import dates_page
from api.form_pages import form_page
from api.privacy_page import privacy_page
from api.rule_pages import rules_page
from forms import all_forms
from forms.registry import programme_of

DOCS = Path(__file__).resolve().parent.parent / "docs"
EDITION = "2025"


def pages() -> dict[Path, str]:
    """Every generated page, by its path."""
    index = ["# 서식 안내", "", "| 서식 | 번호 | 사업 |", "| --- | --- | --- |"]
    index += [
        f"| [{form.title}]({form.id}.md) | {form.number} | {programme_of(form.id).title} |"
        for form in all_forms()
    ]
    made = {DOCS / "forms" / f"{form.id}.md": form_page(form, EDITION) for form in all_forms()}
    made[DOCS / "forms" / "README.md"] = "\n".join(index) + "\n"
    made[DOCS / "rules.md"] = rules_page()
    made[DOCS / "dates.md"] = dates_page()
    made[DOCS / "privacy.md"] = privacy_page()
    return made


def main() -> None:
    """Write the pages that changed, and say which."""
    for path, text in pages().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            click.echo(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
