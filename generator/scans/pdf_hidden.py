"""What belongs to hidden layers, taken out of the content of a page.

After ISO 32000-1, 8.11.3: what is hidden marks no paper, but what it does to the state of drawing (colour,
position, clipping) goes on. Only a page that cannot be taken apart so is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf

from generator.scans.pdf_layers import Layers

_SHOWS = ("Tj", "TJ", "'", '"')
_PAINTS = ("B", "B*", "F", "S", "b", "b*", "f", "f*", "s")
_DRAWS = ("Do", "INLINE IMAGE", "sh")
# After these the place of the next letter no longer depends on the letters before.
_PLACES = ("BT", "T*", "TD", "Td", "Tm", "'", '"')
_DEEPEST_FORM = 16

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage


class _CannotTakeApart(Exception):
    pass


def take_out_hidden(document: pikepdf.Pdf, page: pikepdf.Page, layers: Layers) -> bool:
    """Take what is hidden out of a page, its forms and its annotations; False where that is not possible."""
    try:
        content = _Content(layers)
        kept = content.without_hidden(page, page.resources, 0)
        for annotation in page.get("/Annots", pikepdf.Array()).as_list():
            for appearance in _appearances(annotation):
                content.take_out_of_form(appearance, page.resources, 0)
    except _CannotTakeApart:
        return False
    page.obj.Contents = document.make_stream(kept)
    return True


class _Content:
    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._done: set[tuple[int, int]] = set()

    def without_hidden(self, drawn: Any, resources: Any, depth: int) -> bytes:
        """The content of a page or form without what is hidden; the forms that it draws are changed in place."""
        if not isinstance(resources, pikepdf.Dictionary):
            resources = pikepdf.Dictionary()
        for place in ("/Pattern", "/Font", "/ExtGState"):
            if place in resources and self._layers.hidden_below(resources[place]):
                raise _CannotTakeApart
        self._take_out_drawn(resources, depth)
        kept: list[Instruction] = []
        marks: list[bool] = []
        adrift = False
        for one in pikepdf.parse_content_stream(drawn):
            operator = str(one.operator)
            if operator in _PLACES:
                adrift = False
            if operator in ("BMC", "BDC"):
                marks.append(operator == "BDC" and self._hides(list(one.operands), resources))
                kept.append(one)
            elif operator == "EMC":
                kept.append(one)
                if marks:
                    marks.pop()
            elif any(marks):
                kept += _without_marks(operator, one)
                adrift = adrift or operator in _SHOWS
            elif operator in _SHOWS and adrift:
                # The letters taken out have moved this one's place.
                raise _CannotTakeApart
            elif operator != "Do" or _names_one(list(one.operands), resources):
                kept.append(one)
        return pikepdf.unparse_content_stream(kept)

    def _hides(self, operands: Sequence[Any], resources: pikepdf.Dictionary) -> bool:
        if len(operands) != 2 or operands[0] != "/OC":
            return False
        layer = operands[1]
        if isinstance(layer, pikepdf.Name):
            listed = resources.get("/Properties")
            layer = listed.get(str(layer)) if isinstance(listed, pikepdf.Dictionary) else None
        return self._layers.hides(layer)

    def _take_out_drawn(self, resources: pikepdf.Dictionary, depth: int) -> None:
        """Drop pictures and forms of hidden layers from the resources, and take the others apart."""
        objects = resources.get("/XObject")
        if not isinstance(objects, pikepdf.Dictionary):
            return
        for name, one in list(objects.items()):
            if not isinstance(one, pikepdf.Stream):
                continue
            if self._layers.hides(one.get("/OC")):
                del objects[name]
            elif one.get("/Subtype") == "/Form":
                self.take_out_of_form(one, resources, depth + 1)

    def take_out_of_form(self, form: pikepdf.Stream, resources: Any, depth: int) -> None:
        """Take what is hidden out of a form, in place; without resources of its own it uses those given."""
        if form.objgen in self._done:
            return
        self._done.add(form.objgen)
        if depth > _DEEPEST_FORM:
            raise _CannotTakeApart
        if self._layers.hidden_below(form):
            form.write(self.without_hidden(form, form.get("/Resources", resources), depth))


def _without_marks(operator: str, one: Instruction) -> list[Instruction]:
    """What a hidden instruction still does."""
    if operator in _PAINTS:
        return [_instruction([], "n")]
    if operator == '"':
        spaces = [_instruction([one.operands[0]], "Tw"), _instruction([one.operands[1]], "Tc")]
        return [*spaces, _instruction([], "T*")]
    if operator == "'":
        return [_instruction([], "T*")]
    return [] if operator in _SHOWS or operator in _DRAWS else [one]


def _instruction(operands: Sequence[Any], operator: str) -> Instruction:
    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(operator))


def _names_one(operands: Sequence[Any], resources: pikepdf.Dictionary) -> bool:
    objects = resources.get("/XObject")
    return isinstance(objects, pikepdf.Dictionary) and bool(operands) and str(operands[0]) in objects


def _appearances(annotation: Any) -> list[pikepdf.Stream]:
    appearance = annotation.get("/AP") if isinstance(annotation, pikepdf.Dictionary) else None
    normal = appearance.get("/N") if isinstance(appearance, pikepdf.Dictionary) else None
    if isinstance(normal, pikepdf.Stream):
        return [normal]
    states = list(normal.as_dict().values()) if isinstance(normal, pikepdf.Dictionary) else []
    return [one for one in states if isinstance(one, pikepdf.Stream)]
