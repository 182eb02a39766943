"""Reading documents back with libraries that did not write them."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pdfplumber
from lxml import etree

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
    low = style_table().page["margin_bottom_mm"] * 72 / 25.4
    with pdfplumber.open(BytesIO(data)) as document:
        for number, page in enumerate(document.pages):
            # Letter by letter, as they are drawn.
            words = squeeze("".join(char["text"] for char in page.chars if char["y1"] > low))
            page.close()
            # The letters of a repeated head, which is no part of the text, may be drawn in another order.
            repeated = next(
                (head for head in heads if number and head and sorted(words[: len(head)]) == sorted(head)), ""
            )
            # A head at a page's top is a repetition unless its table begins here.
            text += words[len(repeated) :] if repeated and repeated in text else words
    return text


def docx_text(data: bytes) -> str:
    """The text of a DOCX body in document order, squeezed."""
    with ZipFile(BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    return squeeze("".join(node.text or "" for node in body.iter(f"{_W}t")))


def labels(form_id: str) -> list[tuple[str, str]]:
    """The printed labels of a form: (line of the source, text), in print order."""
    rows = (LABELS / folder_of(form_id) / f"{form_id}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(line, text) for line, text in (row.split("\t", 1) for row in rows)]
