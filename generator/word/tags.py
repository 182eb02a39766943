"""The official form unbound: the same tree as a filled form's, with docxtpl's tags for its values.

``{{ expression }}`` stays as it is; repeated and conditional rows, paragraphs and words stand between
``{%tr … %}``, ``{%p … %}`` and ``{% … %}`` as docxtpl reads them. The DOCX writer of every form writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from lxml import etree

from forms import Form
from generator.binding import BoundForm
from generator.docx.writer import write_docx
from generator.form_template import form_tree
from generator.layout import Layout
from generator.print_view import View
from generator.template import SourceWriter
from generator.word.field_list import field_list
from generator.word.fields import word_fields

# A row of tags is shaded and small, to be told from the paper's own rows.
_TAG_CELL, _TAG_TEXT = "head small left short", "small"


@dataclass(frozen=True)
class _TagLayout(Layout):
    """The page of a template: where a document bears its time of issue, the tag for it."""

    @property
    def issued_text(self) -> str:
        return "{{ issued_text }}"


def export_template(form: Form, edition: str, example: View | None) -> bytes:
    """The official form as a DOCX that Word edits and docxtpl fills.

    ``example`` is the print view of a filled form, whose values the last page shows beside the
    fields; without it there is no such page.
    """
    root = tag_tree(form, edition)
    if example is not None:
        root.extend(field_list(root, word_fields(form), example))
    bound = BoundForm(form.id, form.title, ElementTree.tostring(root, encoding="unicode"))
    return write_docx([bound], _TagLayout(form.title))


def tag_tree(form: Form, edition: str) -> Element:
    """The form's tree with tags in the places of its values."""
    template, _ = form_tree(form, edition)
    # Our own template, checked when it was loaded: no entities, no DOCTYPE.
    root = ElementTree.fromstring(_TagWriter().source(template))  # noqa: S314
    for table in root.iter("table"):
        _lay_tag_rows(table)
    _keep_tables_apart(root)
    return root


class _TagWriter(SourceWriter):
    def source(self, element: etree._Element) -> str:
        # A drawing is no field: what an agency's own template shows in its place is the agency's to say.
        return "" if element.find("figure") is not None else super().source(element)

    def conditional(self, element: etree._Element, body: str, condition: str) -> str:
        return _between(element, body, f"if {condition}", "endif")

    def repeated(self, element: etree._Element, body: str, name: str, items: str, at_least: int) -> str:
        listed = f"pad({items}, {at_least})" if at_least else items
        return _between(element, body, f"for {name} in {listed}", "endfor")

    def expression(self, expression: str) -> str:
        return escape(expression, quote=False)


def _between(element: etree._Element, body: str, begin: str, end: str) -> str:
    begin, end = escape(begin, quote=False), escape(end, quote=False)
    tag, parent = str(element.tag), element.getparent()
    if tag == "template" and parent is not None:
        tag = {"tbody": "tr", "thead": "tr", "table": "tbody"}.get(str(parent.tag), "p")
    if tag == "span":
        return f"{{% {begin} %}}{body}{{% {end} %}}"
    if tag == "tr":
        return _tag_row(begin) + body + _tag_row(end)
    if tag in ("tbody", "thead"):
        return f"<tbody>{_tag_row(begin)}</tbody>{body}<tbody>{_tag_row(end)}</tbody>"
    around = _tag_paragraph(begin), _tag_paragraph(end)
    if tag == "li":
        around = (f"</ul>{around[0]}<ul>", f"</ul>{around[1]}<ul>")
    return around[0] + body + around[1]


def _tag_row(tag: str) -> str:
    return f'<tr tag="tag"><td class="{_TAG_CELL}">{{%tr {tag} %}}</td></tr>'


def _tag_paragraph(tag: str) -> str:
    return f'<p tag="tag" class="{_TAG_TEXT}">{{%p {tag} %}}</p>'


def _lay_tag_rows(table: Element) -> None:
    """Let each row of tags cover the columns that no cell from above reaches down into.

    A label beside a loop so stays one merged cell while the template is edited.
    """
    columns = len(table.findall("colgroup/col"))
    for group in table:
        if group.tag == "colgroup":
            continue
        # Columns that a cell from above covers, and for how many more rows (None: to the group's end).
        reaching: dict[int, int | None] = {}
        for row in group:
            free = [column for column in range(columns) if column not in reaching]
            if row.get("tag") and free:
                _cover(row, free)
            reaching = {
                column: left and left - 1 for column, left in reaching.items() if left is None or left > 1
            }
            for cell in row:
                span, rows = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
                if rows != 1:
                    reaching |= dict.fromkeys(free[:span], rows - 1 if rows else None)
                free = free[span:]


def _cover(row: Element, free: list[int]) -> None:
    runs: list[list[int]] = []
    for column in free:
        if runs and runs[-1][-1] == column - 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    row[0].set("colspan", str(len(runs[0])))
    for run in runs[1:]:
        row.append(Element("td", {"class": _TAG_CELL, "colspan": str(len(run))}))


def _keep_tables_apart(root: Element) -> None:
    """A low paragraph after each table that tags follow: what they leave may be two tables in a row."""
    for parent in list(root.iter()):
        for index, child in reversed(list(enumerate(parent))):
            if child.get("tag") and child.tag == "p" and index and _ends_with_table(parent[index - 1]):
                parent.insert(index, Element("gap"))


def _ends_with_table(element: Element) -> bool:
    if element.tag in ("section", "article") and len(element):
        return _ends_with_table(element[-1])
    return element.tag == "table"
