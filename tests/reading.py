"""Reading documents back with libraries that did not write them."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree
from pypdf import PageObject, PdfReader

from forms.registry import folder_of
from generator.binding import BoundForm
from generator.styles import style_table

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
LABELS = Path(__file__).resolve().parent / "labels"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MIDDLE_DOTS = str.maketrans({"･": "·", "ㆍ": "·", "‧": "·", "・": "·", "∙": "·"})


def squeeze(text: str) -> str:
    """Text without white space, middle dots folded: what must agree between formats."""
    return re.sub(r"\s+", "", text.translate(_MIDDLE_DOTS))


def sample(name: str) -> dict[str, Any]:
    """A sample case file, fresh for the test to change."""
    value: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return value


def bound_text(form: BoundForm) -> str:
    """The text of a bound form, squeezed."""
    return squeeze("".join(form.tree.itertext()))


def pdf_text(data: bytes, forms: list[BoundForm]) -> str:
    """The text of a PDF, squeezed, without footers and without the heads that tables repeat."""
    heads = [squeeze("".join(head.itertext())) for form in forms for head in form.tree.iter("thead")]
    text = ""
    for number, page in enumerate(PdfReader(BytesIO(data)).pages):
        words = squeeze(_body_text(page))
        repeated = next((head for head in heads if number and head and words.startswith(head)), "")
        # A head at a page's top is a repetition unless its table begins here.
        text += words[len(repeated) :] if repeated and repeated in text else words
    return text


def _body_text(page: PageObject) -> str:
    low = style_table().page["margin_bottom_mm"] * 72 / 25.4
    parts: list[str] = []

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        height = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        if height > low:
            parts.append(text)

    page.extract_text(visitor_text=visit)
    return "".join(parts)


def docx_text(data: bytes) -> str:
    """The text of a DOCX body in document order, squeezed."""
    with ZipFile(BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    return squeeze("".join(node.text or "" for node in body.iter(f"{_W}t")))


def labels(form_id: str) -> list[tuple[str, str]]:
    """The printed labels of a form: (line of the source, text), in print order."""
    rows = (LABELS / folder_of(form_id) / f"{form_id}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(line, text) for line, text in (row.split("\t", 1) for row in rows)]
