"""Table headings in the structure tree of a PDF, so that a screen reader can say what a cell means."""

from __future__ import annotations

from typing import Any


def scope_headings(_document: object, pdf: Any) -> None:
    """Give each heading cell its scope; a finisher of the engine, which changes ``pdf`` in place.

    The engine lists for each cell the headings in its own row and column alone and so loses those
    that span several (PDF/UA-1, 7.5). With a scope on the heading, readers find its cells by the
    table's grid, spans included.
    """
    elements: dict[bytes, dict[str, Any]] = {
        item.reference: item for item in filter(_is_element, pdf.objects)
    }
    for element in elements.values():
        if element["S"] == "/TD":
            element["A"].pop("Headers", None)
        if element["S"] != "/TR":
            continue
        cells = [elements[kid] for kid in element["K"] if kid in elements]
        scope = "/Column" if all(cell["S"] == "/TH" for cell in cells) else "/Row"
        for cell in cells:
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = scope


def _is_element(item: object) -> bool:
    return isinstance(item, dict) and "S" in item
