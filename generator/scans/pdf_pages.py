"""The pages of a PDF made ready to be laid on ours: what prints is part of each page, and nothing else is left.

qpdf draws fields, stamps and notes into their pages as they stand. Where something has no appearance of
its own, or belongs to a hidden layer, the page is printed by PDFium and taken as a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2

from generator.scans.pdf_annotations import PrintedAnnotations, keep_what_prints
from generator.scans.pdf_document import PRINT_IT, damaged, opened_pdf
from generator.scans.pdf_hidden import take_out_hidden
from generator.scans.pdf_layers import Layers
from generator.scans.picture import PAGE_HEIGHT, PAGE_WIDTH
from generator.scans.refusal import Refused, too_large

# Pages of one file that are taken as pictures: each takes a tenth of a second.
PICTURES = 20
_DOTS_AN_INCH = 300
_QUALITY = 90
# What makes a page; nothing else of it is taken along.
_PAGE_KEYS = (
    "/Contents", "/CropBox", "/Group", "/MediaBox", "/Parent", "/Resources", "/Rotate", "/Type", "/UserUnit",
)  # fmt: skip


@dataclass(frozen=True)
class CleanPdf:
    """A PDF from which everything was taken that does not print.

    ``annotations`` and ``hidden`` are given page by page: hidden is a page with hidden layers that could
    not be taken out.
    """

    document: pikepdf.Pdf
    layers: Layers
    annotations: tuple[PrintedAnnotations, ...]
    hidden: tuple[bool, ...]

    @classmethod
    def of(cls, document: pikepdf.Pdf) -> CleanPdf:
        """Clean an opened PDF, in place."""
        layers = Layers(document)
        annotations = tuple(keep_what_prints(document, page, layers) for page in document.pages)
        hidden = tuple(
            layers.hidden_below(page.obj) and not take_out_hidden(document, page, layers)
            for page in document.pages
        )
        return cls(document, layers, annotations, hidden)

    def saved(self) -> bytes:
        """The whole document as it is now, without a lock."""
        target = BytesIO()
        self.document.save(target, encryption=False)
        return target.getvalue()


@dataclass(frozen=True)
class PagePicture:
    """A page as a picture: a JPEG of so many dots, and the size of the page in points."""

    jpeg: bytes
    width: int
    height: int
    points: tuple[float, float]


def pages_to_lay_on(data: bytes) -> tuple[bytes, int]:
    """(a PDF of plain pages, how many). Raises ``Refused``."""
    with opened_pdf(data) as document:
        clean = CleanPdf.of(document)
        if any(page.lost for page in clean.annotations):
            raise Refused(
                "FILE-PDF",
                f"모양이 저장되지 않은 도장이나 표시, 칸이 있어 그대로 인쇄할 수 없습니다. {PRINT_IT}",
            )
        pictures = _pictures(clean)
        form = document.Root.get("/AcroForm")
        if isinstance(form, pikepdf.Dictionary) and "/NeedAppearances" in form:
            # Where it mattered the page is a picture by now; qpdf would leave out every field.
            del form["/NeedAppearances"]
        document.flatten_annotations("print")
        return _plain(document, pictures), len(document.pages)


def _pictures(clean: CleanPdf) -> dict[int, PagePicture]:
    """By position, the pages that must be taken as pictures."""
    wanted = [n for n, page in enumerate(clean.annotations) if page.drawn or clean.hidden[n]]
    if len(wanted) > PICTURES:
        raise too_large(
            f"숨긴 층이나 모양이 저장되지 않은 칸이 있는 쪽이 {PICTURES}쪽을 넘습니다. {PRINT_IT}"
        )
    if not wanted:
        return {}
    if clean.layers.any:
        clean.layers.made_plain()
    with pypdfium2.PdfDocument(clean.saved(), autoclose=True) as printed:
        printed.init_forms()
        return {n: _picture(printed[n]) for n in wanted}


def _picture(page: pypdfium2.PdfPage) -> PagePicture:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise damaged()
    scale = min(_DOTS_AN_INCH / 72, PAGE_WIDTH / min(width, height), PAGE_HEIGHT / max(width, height))
    picture = page.render(scale=scale, optimize_mode="print").to_pil().convert("RGB")
    page.close()
    target = BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY)
    return PagePicture(target.getvalue(), picture.width, picture.height, (width, height))


def _plain(document: pikepdf.Pdf, pictures: dict[int, PagePicture]) -> bytes:
    target = BytesIO()
    with pikepdf.new() as plain:
        try:
            for number, page in enumerate(document.pages):
                if number in pictures:
                    _add_picture(plain, pictures[number])
                    continue
                # One stream a page can be laid on as packed as it is; several are joined, under the limits here.
                page.contents_coalesce()
                for key in set(page.obj.keys()) - set(_PAGE_KEYS):
                    del page.obj[key]
                plain.pages.append(page)
            plain.save(target, deterministic_id=True)
        except pikepdf.PdfError:
            # Where several are joined the library tells damage and want of memory alike.
            raise Refused(
                "FILE-PDF", f"쪽의 내용이 손상되었거나 너무 커서 붙일 수 없는 PDF입니다. {PRINT_IT}"
            ) from None
    return target.getvalue()


def _add_picture(plain: pikepdf.Pdf, picture: PagePicture) -> None:
    page = plain.add_blank_page(page_size=picture.points)
    drawn = plain.make_stream(
        picture.jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceRGB,
        Filter=pikepdf.Name.DCTDecode,
    )
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=drawn))
    page.obj.Contents = plain.make_stream(b"%.4f 0 0 %.4f 0 0 cm /Picture Do" % picture.points)
