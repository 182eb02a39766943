"""``make docs``: writes the pages of ``docs/`` that are made from the registry."""

from __future__ import annotations

import click

from docs.pages.all_pages import DOCS, pages


def main() -> None:
    """Write the pages that changed, and say which."""
    for path, text in pages().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            click.echo(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
