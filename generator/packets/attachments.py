"""Attachments (첨부): papers of a case that are laid into its packet as pages of their own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from forms import DocumentError
from generator.layout import AttachedPages
from generator.scans.process import paper_to_lay_on
from generator.styles import POINTS_A_MM, style_table


@dataclass(frozen=True)
class Attachment:
    """An attachment that was opened and found sound.

    ``sha256`` is that of the file as it came; ``pdf`` the pages to lay on, empty for a picture.
    """

    title: str
    sha256: str
    pages_laid: AttachedPages
    pdf: bytes = b""

    @property
    def is_pdf(self) -> bool:
        """Whether its pages are laid on, which leaves the packet without a claim of conformance."""
        return bool(self.pdf)

    @property
    def size(self) -> int:
        """The bytes that it adds to a packet."""
        return len(self.pdf) or len(self.pages_laid.image or "")


def read_attachment(title: str, data: bytes) -> Attachment:
    """Open an attachment, told by its content. Raises ``InputError`` with a Korean sentence."""
    paper = paper_to_lay_on(data)
    digest = hashlib.sha256(data).hexdigest()
    if paper.kind == "PDF":
        return Attachment(title, digest, AttachedPages(title, paper.pages), paper.data)
    image = "data:image/jpeg;base64," + base64.b64encode(paper.data).decode("ascii")
    return Attachment(title, digest, AttachedPages(title, 1, image))


def laid_on(packet: bytes, attachments: Sequence[Attachment]) -> bytes:
    """The packet with the pages of its PDF attachments laid on the places that were left for them.

    Places are at the packet's end, in order, so that contents, numbers and outline stay as made.
    Raises ``DocumentError`` where they do not.
    """
    target = BytesIO()
    with pikepdf.open(BytesIO(packet)) as document:
        pages = len(document.pages)
        place = pages - sum(attachment.pages_laid.pages for attachment in attachments)
        for attachment in attachments:
            if attachment.is_pdf:
                with pikepdf.open(BytesIO(attachment.pdf)) as scan:
                    for number, page in enumerate(scan.pages):
                        document.pages[place + number].add_overlay(_drawing(page), _free_area())
            place += attachment.pages_laid.pages
        document.save(target, deterministic_id=True)
    with pikepdf.open(target) as finished:
        if len(finished.pages) != pages:
            raise DocumentError("첨부를 붙인 묶음의 쪽수가 맞지 않습니다.")
    return target.getvalue()


def _drawing(page: pikepdf.Page) -> pikepdf.Object:
    """A page as something to draw, its content as packed as it came: unpacked it may be a thousand times larger."""
    drawing = page.as_form_xobject()
    content = page.obj.get("/Contents")
    if isinstance(content, pikepdf.Stream):
        packing, parameters = content.get("/Filter"), content.get("/DecodeParms")
        # Whatever else stands there is no packing: then qpdf's own copy of the content remains.
        if isinstance(packing, pikepdf.Name | pikepdf.Array | None) and isinstance(
            parameters, pikepdf.Dictionary | pikepdf.Array | None
        ):
            drawing.write(content.read_raw_bytes(), filter=packing, decode_parms=parameters)
    return drawing


def _free_area() -> pikepdf.Rectangle:
    """What is left of a page below its heading, in points."""
    style = style_table().page
    return pikepdf.Rectangle(
        style["margin_side_mm"] * POINTS_A_MM,
        style["margin_bottom_mm"] * POINTS_A_MM,
        (style["width_mm"] - style["margin_side_mm"]) * POINTS_A_MM,
        (style["height_mm"] - style["margin_top_mm"] - 9) * POINTS_A_MM,
    )
