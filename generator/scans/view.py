"""A page of a paper as a picture for a screen, from what would be laid on paper: nothing hidden is shown."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from PIL import Image

from generator.scans.kinds import PaperKind
from generator.scans.pdf_pages import pages_to_lay_on
from generator.scans.picture import picture_on_page

_QUALITY = 85


def page_view(data: bytes, kind: PaperKind, page: int, longest: int, turn: int) -> tuple[bytes, int]:
    """(a JPEG whose longer side has ``longest`` dots, pages of the paper); empty for a page it does not have.

    ``page`` counts from 1; ``turn`` is 0, 90, 180 or 270 degrees clockwise. Raises ``Refused``.
    """
    if kind == "PDF":
        laid, pages = pages_to_lay_on(data)
        picture = _drawn(laid, page, longest) if 1 <= page <= pages else None
    else:
        pages = 1
        picture = _fitted(picture_on_page(data, kind), longest) if page == 1 else None
    if picture is None:
        return b"", pages
    target = BytesIO()
    picture.rotate(-turn, expand=True).convert("RGB").save(target, "JPEG", quality=_QUALITY)
    return target.getvalue(), pages


def _drawn(laid: bytes, page: int, longest: int) -> Image.Image:
    with pypdfium2.PdfDocument(laid, autoclose=True) as opened:
        drawn = opened[page - 1]
        picture: Image.Image = drawn.render(scale=longest / max(drawn.get_size())).to_pil()
        drawn.close()
        return picture


def _fitted(jpeg: bytes, longest: int) -> Image.Image:
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as opened:
        share = min(1.0, longest / max(opened.size))
        size = (max(1, round(opened.width * share)), max(1, round(opened.height * share)))
        return opened.resize(size, Image.Resampling.LANCZOS)
