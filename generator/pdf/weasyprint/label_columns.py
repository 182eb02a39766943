"""Labels that reach down a row group (rowspan="0") keep their shade and rules over a page's end.

The engine gives such a cell to the page on which it begins, as high as its own text, and leaves its column
empty below and on the next page: row and column backgrounds are clipped to cells, and an image would need a
transparency group, which PDF/A-1 forbids. So the table itself bears the shade, under cells that are white,
and the rules around the label are drawn by the table and by the cells beside it.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from generator.styles import style_table

TABLE, LABEL, BESIDE, BELOW = "labelled", "reaching-label", "beside-label", "below-label"


def mark_labels(root: Element) -> None:
    """Give the tables of a bound form that hold such a label, and the cells around it, the classes of the rules."""
    for table in root.iter("table"):
        groups = [group for group in table if group.tag in ("thead", "tbody")]
        marked = [group for group in groups if len(group) > 1 and _label(group) is not None]
        if not marked:
            continue
        _add(table, TABLE)
        after_label = False
        for number, group in enumerate(groups):
            if group in marked:
                _add(group[0][0], LABEL, *([BELOW] if number else []))
                _add(group[0][1], BESIDE)
                for row in group[1:]:
                    _add(row[0], BESIDE)
            elif after_label and len(group):
                _add(group[0][0], BELOW)
            after_label = group in marked


def label_rules(draft: bool) -> list[str]:
    """CSS for the classes. A draft's mark lies under the tables, so that these stay as the engine draws them."""
    table = style_table()
    width = f"{table.border['width']}pt"
    shade, paper = table.elements["th"]["shade"], "FFFFFF"
    rules = [
        f"table.{TABLE} {{ border-bottom-width: {width}; }}",
        f"th.{LABEL} {{ border-right-width: 0; border-bottom-width: 0; }}",
        f"th.{BELOW}, td.{BELOW} {{ border-top-width: {width}; }}",
        f"th.{BESIDE}, td.{BESIDE} {{ border-left-width: {width}; }}",
    ]
    if not draft:
        rules += [
            f"table.{TABLE} {{ background: #{shade}; }}",
            f"table.{TABLE} td {{ background: #{paper}; }}",
        ]
    return rules


def _label(group: Element) -> Element | None:
    first = next(iter(group[0]), None)
    reaches = first is not None and first.tag == "th" and first.get("rowspan") == "0"
    return first if reaches else None


def _add(element: Element, *names: str) -> None:
    element.set("class", " ".join(filter(None, (element.get("class"), *names))))
