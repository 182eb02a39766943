"""Papers made for tests: pictures, and PDFs with fields, stamps, notes and layers."""

from __future__ import annotations

import random
import warnings
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

A4 = (595, 842)


def saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    target = BytesIO()
    with warnings.catch_warnings():
        # Some tests want a field that its form does not list.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        document.save(target, **options)
    return target.getvalue()


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def photo(width: int = 600, height: int = 800, **options: Any) -> bytes:
    """A JPEG full of detail, so that its data are many and a cut or a fault falls among them.

    Always the same one: Pillow's own noise goes on from test to test.
    """
    dots = random.Random(width * height).randbytes(width * height)  # noqa: S311 - a picture, no secret
    return encoded(Image.frombytes("L", (width, height), dots).convert("RGB"), "JPEG", **options)


class Sheet:
    """A PDF of one page to draw on."""

    def __init__(self, words: str = "BASE") -> None:
        self.pdf = pikepdf.new()
        self.page = self.pdf.add_blank_page(page_size=A4)
        self.font = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
            )
        )
        self.page.obj.Resources = Dictionary(Font=Dictionary(F=self.font))
        self.content = text_at(72, 750, words) if words else b""

    def annotate(self, **facts: Any) -> Dictionary:
        """One more annotation."""
        made = self.pdf.make_indirect(Dictionary(Type=Name.Annot, **facts))
        listed = self.page.obj.get("/Annots", Array())
        listed.append(made)
        self.page.obj.Annots = listed
        assert isinstance(made, Dictionary)
        return made

    def appearance(self, words: str) -> Dictionary:
        """An appearance that shows some words."""
        return Dictionary(N=self.form(text_at(2, 8, words), box=(0, 0, 300, 30)))

    def form(
        self, content: bytes, box: tuple[int, int, int, int] = (0, 0, *A4), **facts: Any
    ) -> pikepdf.Stream:
        """A form that draws some content."""
        made = self.pdf.make_stream(
            content, Type=Name.XObject, Subtype=Name.Form, BBox=list(box),
            Resources=Dictionary(Font=Dictionary(F=self.font)), **facts,
        )  # fmt: skip
        assert isinstance(made, pikepdf.Stream)
        return made

    def field(self, value: str, shown: str | None = None, **facts: Any) -> Dictionary:
        """A text field with a value, and what its appearance shows; without, it has none."""
        if shown is not None:
            facts["AP"] = self.appearance(shown)
        made = self.annotate(
            Subtype=Name.Widget, FT=Name.Tx, T=String("amount"), V=String(value), DA=String("/F 18 Tf 0 g"),
            Rect=[72, 600, 372, 630], **{"F": 4, **facts},
        )  # fmt: skip
        self.pdf.Root.AcroForm = Dictionary(
            Fields=Array([made]), DR=Dictionary(Font=Dictionary(F=self.font)), DA=String("/F 18 Tf 0 g")
        )
        return made

    def layers(self, names: str, off: str, **configuration: Any) -> dict[str, Dictionary]:
        """Layers of these letters, some switched off; each may be named in the content by its letter."""
        groups = {
            name: self.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in names
        }
        self.page.obj.Resources.Properties = Dictionary({f"/{name}": group for name, group in groups.items()})
        self.pdf.Root.OCProperties = Dictionary(
            OCGs=Array(groups.values()),
            D=Dictionary(OFF=Array([groups[name] for name in off]), **configuration),
        )
        return groups

    def data(self) -> bytes:
        """The file."""
        self.page.obj.Contents = self.pdf.make_stream(self.content)
        return saved(self.pdf)


def text_at(x: int, y: int, words: str) -> bytes:
    return b"BT /F 12 Tf %d %d Td (%s) Tj ET\n" % (x, y, words.encode("latin-1"))


def layered(name: str, content: bytes) -> bytes:
    """Content that belongs to a layer."""
    return b"/OC /%s BDC %s EMC\n" % (name.encode(), content)


def words_of(pdf: bytes, page: int | None = None) -> str:
    """The words that a PDF, or a page of it, prints, a space between them."""
    with pypdfium2.PdfDocument(pdf, autoclose=True) as document:
        numbers = range(len(document)) if page is None else [page]
        return " ".join(" ".join(document[n].get_textpage().get_text_range() for n in numbers).split())


def printed(pdf: bytes, page: int = 0) -> Image.Image:
    """A page as it prints, in shades of grey, a dot a point."""
    with pypdfium2.PdfDocument(pdf, autoclose=True) as document:
        picture: Image.Image = document[page].render(scale=1, optimize_mode="print").to_pil().convert("L")
        return picture


def has_ink(picture: Image.Image, left: int, bottom: int, right: int, top: int) -> bool:
    """Whether anything is printed in a part of an A4 page, told in points from its lower left corner."""
    return picture.crop((left, A4[1] - top, right, A4[1] - bottom)).getextrema()[0] < 128  # type: ignore[operator]
