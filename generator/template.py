"""Forms' templates: well-formed HTML, checked when loaded, turned into one Jinja source.

A template holds ``{{ expression }}`` in its text and three attributes: ``data-for`` repeats an
element, ``data-min`` pads the repetition with blank rows, ``data-if`` keeps an element only when
true. ``<figure draw="genogram" field="genogram"/>`` shows a drawing of that field. Everything else about a form's look is plain HTML and the classes of the style table.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import NoReturn

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from forms import TemplateError
from generator.figures.figure import FIGURES
from generator.fonts import print_font
from generator.grid import GridError, Span, place
from generator.styles import style_table

_BLOCKS = {"article", "section", "table", "colgroup", "thead", "tbody", "tr", "ul", "template"}
_TEXT_HOLDERS = {"h1", "h2", "h3", "p", "li", "th", "td", "span"}
_VOID = {"br", "col", "figure"}
_FIGURE_ATTRIBUTES = {"draw", "field", "data-if"}
# What begins or ends a line, so that blanks beside it are none of the text.
_BREAKING = {"br", "p", "table", "ul", "template"}
_ATTRIBUTES = {"class", "data-for", "data-min", "data-if", "colspan", "rowspan", "width"}
_FIELD = re.compile(r"[a-z_][a-z0-9_.]*")
_LOOP = re.compile(r"([a-z_][a-z0-9_]*) in ([a-z_][a-z0-9_.]*)")
_EXPRESSION = re.compile(r"(\{\{.*?\}\})", re.DOTALL)
# Only used to parse expressions while a template is checked; nothing is rendered with it.
_SYNTAX = ImmutableSandboxedEnvironment()


@dataclass(frozen=True)
class FormTemplate:
    """A checked template, as the Jinja source that gives the filled form."""

    name: str
    source: str
    sha256: str


def read_template(path: Path) -> FormTemplate:
    """Read and check one template file; raises ``TemplateError``."""
    data, root = parse_template(path)
    return checked_template(path.name, root, hashlib.sha256(data).hexdigest())


def parse_template(path: Path) -> tuple[bytes, etree._Element]:
    """A template file and its tree, not checked yet; raises ``TemplateError`` where it is not well-formed."""
    data = path.read_bytes()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return data, etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateError(f"{path.name} {error.lineno}행: {error.msg}") from error


def checked_template(name: str, root: etree._Element, sha256: str) -> FormTemplate:
    """A tree as a template, once it keeps the rules; raises ``TemplateError`` with the first that it breaks."""
    check_template(name, root)
    return FormTemplate(name, SourceWriter().source(root), sha256)


def check_template(name: str, root: etree._Element) -> None:
    """Raise ``TemplateError`` with file and line of the first rule that a template breaks."""
    _Checker(name).check(root)


class _Checker:
    def __init__(self, name: str) -> None:
        self.name = name
        self.classes = style_table().classes

    def fail(self, element: etree._Element, message: str) -> NoReturn:
        raise TemplateError(f"{self.name} {element.sourceline}행: {message}")

    def check(self, root: etree._Element) -> None:
        if root.tag != "article":
            self.fail(root, "the root must be <article>")
        if root.find("h1") is None:
            self.fail(root, "a form needs its title as <h1>")
        for element in root.iter("*"):
            self._element(element)
        for table in root.iter("table"):
            self._table(table)
        self._headings(root)

    def _headings(self, root: etree._Element) -> None:
        """A reader that jumps from heading to heading must not miss one (PDF/UA-1, 7.4.2)."""
        before = 0
        for heading in root.iter("h1", "h2", "h3"):
            level = int(str(heading.tag)[1])
            if level > before + 1:
                self.fail(heading, f"<h{level}> follows <h{before}>: no level of heading may be left out")
            before = level

    def _element(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag not in _BLOCKS | _TEXT_HOLDERS | _VOID:
            self.fail(element, f"<{tag}> is not an element of templates")
        for name, value in element.items():
            if name not in (_FIGURE_ATTRIBUTES if tag == "figure" else _ATTRIBUTES):
                self.fail(element, f"unknown attribute {name}")
            if "{{" in value or "{%" in value:
                self.fail(element, f"no expression may stand in the attribute {name}")
        for name in element.get("class", "").split():
            if name not in self.classes:
                self.fail(element, f"class {name} is not in the style table")
        if tag in {"td", "th", "col"} and (element.get("data-for") or element.get("data-if")):
            self.fail(element, f"no data-for or data-if on <{tag}>")
        if element.get("data-min") and not element.get("data-for"):
            self.fail(element, "data-min goes with data-for")
        if tag == "tr" and element.get("data-for") and self._keeps_next(element):
            # However many rows there are, none could begin a page: the engine gives up.
            self.fail(element, "repeated rows may not all stay with the next")
        if tag == "figure":
            self._figure(element)
        if tag == "template" and not element.get("data-for"):
            self.fail(element, "<template> needs data-for")
        loop, condition = element.get("data-for"), element.get("data-if")
        if loop is not None and _LOOP.fullmatch(loop) is None:
            self.fail(element, 'data-for reads "name in list"')
        if condition is not None:
            self._expression(element, condition)
        for text in (element.text, *(child.tail for child in element)):
            self._text(element, text or "")

    def _figure(self, element: etree._Element) -> None:
        parent = element.getparent()
        if parent is None or parent.tag not in {"p", "span"}:
            self.fail(element, "<figure> stands in a paragraph")
        if element.get("draw") not in FIGURES:
            self.fail(element, f"draw is one of {', '.join(FIGURES)}")
        if _FIELD.fullmatch(element.get("field", "")) is None:
            self.fail(element, "field names what is drawn")

    def _keeps_next(self, element: etree._Element) -> bool:
        return any(self.classes[name].get("keep_next") for name in element.get("class", "").split())

    def _text(self, element: etree._Element, text: str) -> None:
        if element.tag in _BLOCKS and text.strip():
            self.fail(element, f"text may not stand directly in <{element.tag}>")
        for part in _EXPRESSION.split(text):
            if part.startswith("{{"):
                self._expression(element, part[2:-2])
            elif re.search(r"\{[{%#]|[%}#]\}", part):
                self.fail(element, "only {{ expression }} is allowed in text")

    def _expression(self, element: etree._Element, expression: str) -> None:
        try:
            _SYNTAX.parse("{{ (" + expression + ") }}")
        except TemplateSyntaxError as error:
            self.fail(element, f"{expression.strip()}: {error.message}")

    def _table(self, table: etree._Element) -> None:
        colgroup = table.find("colgroup")
        if colgroup is None:
            self.fail(table, "a table needs a <colgroup>")
        for column in colgroup:
            if not re.fullmatch(r"\d+(\.\d+)?", column.get("width", "")):
                self.fail(column, "a <col> needs a width (a share of the table's)")
        for group in table:
            if group.tag in {"thead", "tbody"}:
                self._row_group(group, len(colgroup))
            elif group.tag != "colgroup":
                self.fail(group, f"<{group.tag!s}> directly in a table; rows stand in <thead> or <tbody>")

    def _row_group(self, group: etree._Element, columns: int) -> None:
        rows = list(group.iter("tr"))
        rows = [row for row in rows if next(row.iterancestors("tbody", "thead")) is group]
        try:
            place([[self._span(cell) for cell in row] for row in rows], columns)
        except GridError as error:
            self.fail(rows[error.row] if rows else group, str(error))
        for index, row in enumerate(rows):
            for cell in row:
                self._counted_rowspan(cell, rows, index)

    def _span(self, cell: etree._Element) -> Span[etree._Element]:
        if cell.tag not in {"td", "th"}:
            self.fail(cell, "only <td> and <th> stand in a row")
        colspan, rowspan = cell.get("colspan", "1"), cell.get("rowspan", "1")
        if not (colspan.isdigit() and rowspan.isdigit() and int(colspan)):
            self.fail(cell, "colspan and rowspan are whole numbers")
        return Span(cell, int(colspan), int(rowspan))

    def _counted_rowspan(self, cell: etree._Element, rows: list[etree._Element], index: int) -> None:
        count = int(cell.get("rowspan", "1"))
        if count < 2:
            return
        # Rows that are repeated or left out would change how many rows there are to count.
        spanned = rows[index : index + count]
        homes = {row.getparent() for row in spanned}
        if len(homes) > 1 or any(row.get("data-for") or row.get("data-if") for row in spanned):
            self.fail(cell, 'a counted rowspan may not cover repeated rows; use rowspan="0"')


class SourceWriter:
    """A checked template as text: well-formed HTML with the tags of a templating language in it.

    The tags are Jinja's own; a subclass writes them as another reader wants them.
    """

    def source(self, element: etree._Element) -> str:
        """The element with its loops and conditions."""
        tag = str(element.tag)
        inner = self._inner(element)
        if tag == "template":
            body = inner
        elif tag == "figure":
            body = self.figure(element.get("draw", ""), element.get("field", ""))
        else:
            attributes = _html_attributes(element)
            body = f"<{tag}{attributes}/>" if tag in _VOID else f"<{tag}{attributes}>{inner}</{tag}>"
        condition, loop = element.get("data-if"), element.get("data-for")
        if condition:
            body = self.conditional(element, body, condition)
        if loop:
            name, items = loop.split(" in ")
            body = self.repeated(element, body, name, items, int(element.get("data-min", "0")))
        return body

    def figure(self, kind: str, field: str) -> str:
        """A drawing of that kind of a field, as a picture with its alternative text."""
        src, alt = (f'{{{{ figure_{part}("{kind}", {field}) }}}}' for part in ("src", "alt"))
        return f'<img class="figure" src="{src}" alt="{alt}"/>'

    def conditional(self, element: etree._Element, body: str, condition: str) -> str:
        """``body``, kept only when the condition is true."""
        return f"{{% if {condition} %}}{body}{{% endif %}}"

    def repeated(self, element: etree._Element, body: str, name: str, items: str, at_least: int) -> str:
        """``body`` for each of the items, padded with blanks to ``at_least``."""
        return f"{{% for {name} in _rows({items}, {at_least}) %}}{body}{{% endfor %}}"

    def expression(self, expression: str) -> str:
        """``{{ expression }}`` as it stands in the result."""
        return expression

    def _inner(self, element: etree._Element) -> str:
        if element.tag in _BLOCKS:
            return "".join(self.source(child) for child in element)
        pieces: list[tuple[str, str]] = [("", element.text or "")]
        for child in element:
            pieces.append((str(child.tag), self.source(child)))
            pieces.append(("", child.tail or ""))
        at_edge = element.tag != "span"
        out: list[str] = []
        for number, (tag, piece) in enumerate(pieces):
            if tag:
                out.append(piece)
                continue
            text = self._text(piece)
            # Blanks of the source's own indentation fall away at the edges of a cell and around breaks.
            first, last = number == 0, number == len(pieces) - 1
            if (at_edge and first) or (not first and pieces[number - 1][0] in _BREAKING):
                text = text.lstrip(" ")
            if (at_edge and last) or (not last and pieces[number + 1][0] in _BREAKING):
                text = text.rstrip(" ")
            out.append(text)
        return "".join(out)

    def _text(self, text: str) -> str:
        parts = _EXPRESSION.split(text)
        return "".join(self.expression(part) if part.startswith("{{") else _static(part) for part in parts)


def _static(text: str) -> str:
    """A template's own text as it prints, its blanks made one."""
    return escape(print_font().printed(re.sub(r"[ \t\r\n]+", " ", text)), quote=False)


def _html_attributes(element: etree._Element) -> str:
    parts = [
        f' {name}="{escape(element.get(name, ""))}"'
        for name in ("class", "colspan", "rowspan")
        if element.get(name)
    ]
    if element.tag == "th":
        # A row of labels alone heads the columns below it, wherever it stands.
        row = element.getparent()
        heads_columns = row is not None and all(cell.tag == "th" for cell in row)
        parts.append(f' scope="{"col" if heads_columns else "row"}"')
    if element.tag == "col":
        parent = element.getparent()
        total = sum(float(column.get("width", "1")) for column in parent) if parent is not None else 1.0
        parts.append(f' style="width: {100 * float(element.get("width", "1")) / total:.4f}%"')
    return "".join(parts)
