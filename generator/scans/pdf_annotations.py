"""What stands on a PDF's pages beside their content: filled fields, stamps, notes, and what of it prints.

After ISO 32000-1, 12.5. What is hidden, or shown on the screen only, is taken away. What prints shows
itself by an appearance that is kept with it; without one it depends on the program that draws it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pikepdf

from generator.scans.pdf_layers import Layers

_INVISIBLE, _HIDDEN, _PRINT = 1, 2, 4
# Neither is part of the page: a link is where one clicks, a popup the window of a note.
_NEVER_PRINTED = ("/Link", "/Popup")
# What PDFium draws from the facts alone.
_DRAWN = (
    "/Circle", "/FreeText", "/Highlight", "/Ink", "/Square", "/Squiggly", "/StrikeOut", "/Text", "/Underline",
)  # fmt: skip
# What is seen on paper but drawn by nobody without its appearance.
_LOST = ("/Caret", "/Line", "/PolyLine", "/Polygon", "/Stamp")
_DEEPEST_FIELD = 32
_PLAIN = re.compile(r"[ -~]+")
# Several lines, a password, or a box for each letter.
_NOT_ONE_LINE = 1 << 12 | 1 << 13 | 1 << 24


@dataclass(frozen=True)
class PrintedAnnotations:
    """What prints beside the content of one page.

    ``drawn``: some of it has no appearance of its own, or one that may not be that of its value, and must
    be drawn by PDFium. ``lost``: of some of it nobody can tell how it looks. ``values``: the texts that
    stand in fields.
    """

    drawn: bool
    lost: bool
    values: tuple[str, ...]


def keep_what_prints(document: pikepdf.Pdf, page: pikepdf.Page, layers: Layers) -> PrintedAnnotations:
    """Take away from a page what does not print, and tell of the rest."""
    annotations = page.get("/Annots")
    listed = list(annotations.as_list()) if isinstance(annotations, pikepdf.Array) else []
    kept = [one for one in listed if isinstance(one, pikepdf.Dictionary) and _prints(one, layers)]
    if kept:
        page.obj.Annots = pikepdf.Array(kept)
    elif "/Annots" in page:
        del page.obj["/Annots"]
    form = document.Root.get("/AcroForm")
    stale = bool(form.get("/NeedAppearances")) if isinstance(form, pikepdf.Dictionary) else False
    states = [_state(document, one, stale) for one in kept]
    values = tuple(value for one in kept if (value := _value(one)))
    return PrintedAnnotations("drawn" in states, "lost" in states, values)


def _prints(annotation: pikepdf.Dictionary, layers: Layers) -> bool:
    if annotation.get("/Subtype") in _NEVER_PRINTED:
        return False
    flags = annotation.get("/F", 0)
    if not isinstance(flags, int) or flags & (_INVISIBLE | _HIDDEN) or not flags & _PRINT:
        return False
    return not layers.hides(annotation.get("/OC"))


def _state(document: pikepdf.Pdf, annotation: pikepdf.Dictionary, stale: bool) -> str:
    """kept: it can be laid on as it is; drawn and lost as above."""
    kind = annotation.get("/Subtype")
    if kind == "/Widget":
        sound = _has_appearance(annotation) and not (stale and _value(annotation))
        if sound or not _filled_in(annotation):
            return "kept"
        if not _belongs_to_form(document, annotation):
            # Nobody would fill it in from the form that does not know it.
            return "kept" if _has_appearance(annotation) else "lost"
        return "kept" if _written(document, annotation) else "drawn"
    if _has_appearance(annotation):
        return "kept"
    if kind == "/FreeText" and not str(annotation.get("/Contents", "")).strip():
        return "kept"
    return "drawn" if kind in _DRAWN else "lost" if kind in _LOST else "kept"


def _belongs_to_form(document: pikepdf.Pdf, widget: pikepdf.Dictionary) -> bool:
    top: Any = widget
    for _ in range(_DEEPEST_FIELD):
        if not isinstance(top.get("/Parent"), pikepdf.Dictionary):
            break
        top = top.get("/Parent")
    form = document.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    listed = list(fields.as_list()) if isinstance(fields, pikepdf.Array) else []
    return any(isinstance(one, pikepdf.Dictionary) and one.objgen == top.objgen for one in listed)


def _written(document: pikepdf.Pdf, widget: pikepdf.Dictionary) -> bool:
    """Whether qpdf could give a field the appearance of its value: one line of Latin letters and figures."""
    flags = _inherited(widget, "/Ff")
    if not _PLAIN.fullmatch(_value(widget)) or (isinstance(flags, int) and flags & _NOT_ONE_LINE):
        return False
    annotation = pikepdf.Annotation(widget)
    field = document.acroform.get_field_for_annotation(annotation)
    if field.is_null or not field.default_appearance:
        return False
    if "/AP" in widget:
        del widget["/AP"]
    field.generate_appearance(annotation)
    return _has_appearance(widget)


def _filled_in(widget: pikepdf.Dictionary) -> bool:
    kind = _inherited(widget, "/FT")
    if kind in ("/Tx", "/Ch"):
        return bool(_value(widget))
    # Of buttons those that are on; a signature shows itself or is not meant to be seen.
    return kind == "/Btn" and widget.get("/AS", _inherited(widget, "/V")) not in (None, "/Off")


def _value(annotation: pikepdf.Dictionary) -> str:
    """The text of a field, or of a selection; empty for everything else."""
    if annotation.get("/Subtype") != "/Widget" or _inherited(annotation, "/FT") not in ("/Tx", "/Ch"):
        return ""
    value = _inherited(annotation, "/V")
    if isinstance(value, pikepdf.Array):
        return " ".join(str(one) for one in value.as_list() if isinstance(one, pikepdf.String))
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace")
    return str(value) if isinstance(value, pikepdf.String) else ""


def _inherited(field: pikepdf.Dictionary, key: str) -> Any:
    holder: Any = field
    for _ in range(_DEEPEST_FIELD):
        if not isinstance(holder, pikepdf.Dictionary):
            return None
        if key in holder:
            return holder.get(key)
        holder = holder.get("/Parent")
    return None


def _has_appearance(annotation: pikepdf.Dictionary) -> bool:
    appearance = annotation.get("/AP")
    normal = appearance.get("/N") if isinstance(appearance, pikepdf.Dictionary) else None
    # One for each state, or one alone.
    return isinstance(normal, pikepdf.Dictionary | pikepdf.Stream)
