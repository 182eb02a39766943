"""Scanned attachments: opened with limits, and laid into a packet as pages of their own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from forms import InputError, TooLarge
from forms.particles import quoted_with_particle
from generator.layout import AttachedPages
from generator.styles import style_table

FILE_LIMIT = 50 * 1024 * 1024
PAGE_LIMIT = 300
PIXEL_LIMIT = 80_000_000
# A4 at 300 dots an inch: more is lost on paper and felt in memory.
_LARGEST = (2480, 3508)
_IMAGE_KINDS = {".jpg", ".jpeg", ".png"}


@dataclass(frozen=True)
class Attachment:
    """An attachment that was opened and found sound. ``data`` is the file's bytes."""

    title: str
    data: bytes
    sha256: str
    is_pdf: bool
    pages_laid: AttachedPages


def read_attachment(title: str, file: str, data: bytes) -> Attachment:
    """Open an attachment. Raises ``InputError`` with a Korean sentence where it is not usable."""
    if len(data) > FILE_LIMIT:
        raise TooLarge(f"첨부 '{title}'의 파일이 {FILE_LIMIT // 1024**2}MB를 넘습니다.")
    digest = hashlib.sha256(data).hexdigest()
    kind = PurePosixPath(file).suffix.lower()
    if kind == ".pdf":
        return Attachment(title, data, digest, True, AttachedPages(title, _pdf_pages(title, data)))
    if kind in _IMAGE_KINDS:
        return Attachment(title, data, digest, False, AttachedPages(title, 1, _image(title, data)))
    raise InputError(
        f"첨부 {quoted_with_particle(title, '은(는)')} PDF, JPEG, PNG 파일이어야 합니다.", "FILE-KIND"
    )


def _pdf_pages(title: str, data: bytes) -> int:
    try:
        with pikepdf.open(BytesIO(data)) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError:
        raise InputError(
            f"첨부 {quoted_with_particle(title, '은(는)')} 암호가 걸린 PDF입니다.", "FILE-ENCRYPTED"
        ) from None
    except pikepdf.PdfError:
        raise InputError(
            f"첨부 {quoted_with_particle(title, '은(는)')} 손상된 PDF입니다.", "FILE-PDF"
        ) from None
    if not 1 <= pages <= PAGE_LIMIT:
        raise TooLarge(
            f"첨부 {quoted_with_particle(title, '은(는)')} 1쪽부터 {PAGE_LIMIT}쪽까지만 붙일 수 있습니다."
        )
    return pages


def _image(title: str, data: bytes) -> str:
    """The image as a data URI: upright, without transparency, no larger than a printed page needs."""
    try:
        with Image.open(BytesIO(data)) as opened:
            if opened.width * opened.height > PIXEL_LIMIT:
                raise TooLarge(f"첨부 '{title}'의 그림이 너무 큽니다.")
            upright = ImageOps.exif_transpose(opened)
            flat = Image.new("RGB", upright.size, "white")
            flat.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise InputError(
            f"첨부 {quoted_with_particle(title, '은(는)')} 열 수 없는 그림입니다.", "FILE-IMAGE"
        ) from None
    flat.thumbnail(_LARGEST)
    target = BytesIO()
    flat.save(target, "JPEG", quality=90)
    return "data:image/jpeg;base64," + base64.b64encode(target.getvalue()).decode("ascii")


def laid_on(packet: bytes, attachments: Sequence[Attachment]) -> bytes:
    """The packet with the pages of its PDF attachments laid on the places that were left for them.

    Places are at the packet's end, in order, so that contents, numbers and outline stay as made.
    """
    page_style = style_table().page
    points = 72 / 25.4
    with pikepdf.open(BytesIO(packet)) as document:
        place = len(document.pages) - sum(attachment.pages_laid.pages for attachment in attachments)
        for attachment in attachments:
            if attachment.is_pdf:
                with pikepdf.open(BytesIO(attachment.data)) as scan:
                    for number, page in enumerate(scan.pages):
                        area = pikepdf.Rectangle(
                            page_style["margin_side_mm"] * points,
                            page_style["margin_bottom_mm"] * points,
                            (page_style["width_mm"] - page_style["margin_side_mm"]) * points,
                            (page_style["height_mm"] - page_style["margin_top_mm"] - 9) * points,
                        )
                        document.pages[place + number].add_overlay(page, area)
            place += attachment.pages_laid.pages
        target = BytesIO()
        document.save(target, deterministic_id=True)
    return target.getvalue()
