"""The words of code lists in a template: written by the model, so that they stand once.

Two elements are expanded before a template is checked:

- ``<boxes field="result"/>`` gives a box for each word, in a cell or paragraph one after another (each
  kept together), in a row one cell each. ``break="거절이나 포기"`` begins a new line before those words,
  ``class`` styles each piece, ``<note word="상황호전" field="improvement_note" width="17"/>`` puts what is
  written beside a word into brackets.
- ``<options field="main_problems" columns="4"/>`` gives a table of boxes without rules.

``field`` is a path in the scope of the loops around it. What a template ticks by hand must be a word of
the field's list all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from forms import Form, TemplateError
from forms.places import bare, model_in, options_of

# What the print view makes of a flag.
YES_NO = ("예", "아니오")
_CALL = re.compile(r"(?:option|box)\(\s*([a-z_][a-z0-9_.]*)\s*,\s*\"([^\"]*)\"\s*\)")
# A name in a template, and what kind of value it stands for (an annotation of the model).
Scope = Mapping[str, Any]


def expand(form: Form, root: etree._Element, name: str) -> None:
    """Replace the two elements by boxes with the words of the model; raises ``TemplateError``."""
    for element, scope in list(_scoped(root, _fields(form))):
        if element.tag in {"boxes", "options"}:
            words = _words(element.get("field", ""), scope)
            if words is None:
                raise _refused(name, element, f"{element.get('field')} is no coded field")
            if element.tag == "boxes":
                _boxes(element, words, name)
            else:
                _table(element, words)


def check_words(form: Form, root: etree._Element, name: str) -> None:
    """Raise ``TemplateError`` where a template ticks a word that is not in the field's list."""
    for element, scope in _scoped(root, _fields(form)):
        texts = [element.text, element.get("data-if"), *(child.tail for child in element)]
        for field, word in (call for text in texts for call in _CALL.findall(text or "")):
            known = _words(field, scope)
            if known is not None and word not in known:
                raise _refused(name, element, f"'{word}' is no word of {field}")


def _refused(name: str, element: etree._Element, message: str) -> TemplateError:
    return TemplateError(f"{name} {element.sourceline}행: {message}")


def _fields(form: Form) -> dict[str, Any]:
    found = {name: field.annotation for name, field in form.model.model_fields.items()}
    if form.printed_model is not None:
        found |= {name: field.annotation for name, field in form.printed_model.model_fields.items()}
    return found


def _scoped(element: etree._Element, scope: Scope) -> Iterator[tuple[etree._Element, Scope]]:
    """Each element with the names that it sees: the fields, and those of the loops around it."""
    loop = element.get("data-for")
    if loop:
        name, _, items = loop.partition(" in ")
        scope = {**scope, name: _annotation(items, scope)}
    yield element, scope
    for child in list(element):
        if isinstance(child.tag, str):
            yield from _scoped(child, scope)


def _annotation(path: str, scope: Scope) -> Any:
    first, *rest = path.split(".")
    found = scope.get(first)
    for step in rest:
        model = model_in(found)
        field = model.model_fields.get(step) if model is not None else None
        found = field.annotation if field is not None else None
    return found


def _words(path: str, scope: Scope) -> tuple[str, ...] | None:
    """The words of a coded field, or of a yes or no; None for other text, which a template may tick freely."""
    annotation = _annotation(path, scope)
    if annotation is None:
        return None
    return YES_NO if bare(annotation) is bool else options_of(annotation) or None


def _boxes(element: etree._Element, words: tuple[str, ...], name: str) -> None:
    field, parent = element.get("field", ""), element.getparent()
    if parent is None:
        raise TemplateError(f"{name}: <boxes> stands in a row, a cell or a paragraph")
    if parent.tag == "tr":
        pieces = [
            _made("td", element.get("class", "center"), f'{{{{ box({field}, "{word}") }}}}') for word in words
        ]
    else:
        pieces = list(_inline(element, field, words))
    at = parent.index(element)
    tail = element.tail or ""
    parent.remove(element)
    for offset, piece in enumerate(pieces):
        parent.insert(at + offset, piece)
    pieces[-1].tail = (pieces[-1].tail or "").rstrip() + tail


def _inline(element: etree._Element, field: str, words: tuple[str, ...]) -> Iterator[etree._Element]:
    notes = {note.get("word"): note for note in element.iterfind("note")}
    breaks = (element.get("break") or "").split("|")
    for word in words:
        if word in breaks:
            yield _made("br", None, None)
        text = f'{{{{ option({field}, "{word}") }}}}'
        note = notes.get(word)
        if note is not None:
            text += f"({{{{ fill({note.get('field')}, {note.get('width', '12')}) }}}})"
        piece = _made("span", element.get("class", "option keep" if note is None else "option"), text)
        piece.tail = " "
        yield piece


def _table(element: etree._Element, words: tuple[str, ...]) -> None:
    field, columns = element.get("field", ""), int(element.get("columns", "3"))
    table = _made("table", "open", None)
    group = etree.SubElement(table, "colgroup")
    for width in (element.get("widths") or " ".join(["1"] * columns)).split():
        etree.SubElement(group, "col", width=width)
    body = etree.SubElement(table, "tbody")
    for start in range(0, len(words), columns):
        row = etree.SubElement(body, "tr")
        held = words[start : start + columns]
        for number, word in enumerate(held):
            cell = _made("td", element.get("class", "line"), f'{{{{ option({field}, "{word}") }}}}')
            if number == len(held) - 1 and len(held) < columns:
                cell.set("colspan", str(columns - number))
            row.append(cell)
    table.tail = element.tail
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, table)


def _made(tag: str, style: str | None, text: str | None) -> etree._Element:
    made = etree.Element(tag)
    if style:
        made.set("class", style)
    made.text = text
    return made
