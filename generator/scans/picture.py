"""A picture as it goes onto paper: whole or refused, upright, on white, no larger than a page needs.

Other libraries switch Pillow to lenient loading for the whole process, after which a picture cut in
half opens without complaint. So strictness is asked for here, each time. Pillow sees a JPEG that ends
too early, but not one damaged within; qpdf's decoder does. What it does not see of a PNG is looked at
by ``png_data``. Accepted: a JPEG too large for that second look (some 50 megapixels in colour) is only
seen to be whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO

import pikepdf
from PIL import ExifTags, Image, ImageFile, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

from generator.scans import jpeg_outline, png_data
from generator.scans.kinds import PaperKind
from generator.scans.refusal import Refused, too_large

# A3 at 600 dots an inch has 69.6 million.
PIXEL_LIMIT = 80_000_000
# What decoding may take: beside it the file is held twice, and the page.
DECODING_LIMIT = 320 * 1024 * 1024
# A4 at 300 dots an inch: more is lost on paper and felt in memory.
PAGE_WIDTH, PAGE_HEIGHT = 2480, 3508
_QUALITY = 90
# Lines of the page that are made at once, so that no second copy of a large picture is needed.
_STRIP = 32
# Halved and thirded first as long as the result stays so many times as large: as good and faster.
_GAP = 1.5
_TOO_LARGE = f"그림이 너무 큽니다({PIXEL_LIMIT // 10_000_000}천만 화소까지)."
_TOO_MUCH = "그림을 여는 데 메모리가 너무 많이 듭니다. 더 작은 크기로 저장한 파일을 주세요."


def picture_on_page(data: bytes, kind: PaperKind) -> bytes:
    """A JPEG of the picture for a page; greys stay grey, also those of 16 bits.

    Raises ``Refused``: FILE-IMAGE for what is cut short or damaged, FILE-LIMIT for what is too large.
    """
    if not (jpeg_outline if kind == "JPEG" else png_data).has_sound_outline(data):
        raise _damaged()
    with _strictly():
        try:
            with Image.open(BytesIO(data), formats=(kind,)) as opened:
                if opened.width * opened.height > PIXEL_LIMIT:
                    raise too_large(_TOO_LARGE)
                if isinstance(opened, JpegImageFile):
                    _look_at_jpeg(opened, data)
                elif not png_data.is_whole_png(data):
                    raise _damaged()
                page = _page(opened)
        except (Refused, MemoryError):
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise too_large(_TOO_LARGE) from None
        except Exception:
            # A damaged picture makes a decoder raise nearly anything.
            raise _damaged() from None
    target = BytesIO()
    page.save(target, "JPEG", quality=_QUALITY)
    return target.getvalue()


def _damaged() -> Refused:
    return Refused("FILE-IMAGE", "손상되었거나 중간에서 잘려 열 수 없는 그림입니다.")


@contextmanager
def _strictly() -> Iterator[None]:
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _look_at_jpeg(opened: JpegImageFile, data: bytes) -> None:
    """Refuse a JPEG that is damaged, as far as there is memory to see it."""
    jpeg_outline.judge_scans(data, opened.width * opened.height)
    samples = opened.width * opened.height * opened.layers
    held = _coefficients(opened) if opened.info.get("progressive") else 0
    if held > DECODING_LIMIT:
        raise too_large(_TOO_MUCH)
    # qpdf holds the decoded samples in a buffer that grows.
    if 2 * samples + held > DECODING_LIMIT:
        return
    with pikepdf.new() as document:
        spaces = {1: pikepdf.Name.DeviceGray, 3: pikepdf.Name.DeviceRGB, 4: pikepdf.Name.DeviceCMYK}
        document.Root.Picture = document.make_stream(
            data,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=opened.width,
            Height=opened.height,
            BitsPerComponent=8,
            ColorSpace=spaces[opened.layers],
            Filter=pikepdf.Name.DCTDecode,
        )
        if document.check_pdf_syntax():
            raise _damaged()


def _coefficients(opened: JpegImageFile) -> int:
    """The bytes of a progressive JPEG before it becomes a picture: two for each number, colours often fewer."""
    sizes = [across * down for _, across, down, _ in opened.layer]
    return 2 * opened.width * opened.height * sum(sizes) // max(sizes)


def _page(opened: ImageFile.ImageFile) -> Image.Image:
    orientation = _orientation(opened)
    # From 5 on the picture lies on its side.
    lying = orientation in (5, 6, 7, 8)
    width, height = (opened.height, opened.width) if lying else opened.size
    share = min(1.0, PAGE_WIDTH / width, PAGE_HEIGHT / height)
    size = (max(1, round(opened.width * share)), max(1, round(opened.height * share)))
    # A JPEG is decoded at a fraction of its size; other kinds know no such thing.
    opened.draft(None, size)
    opened.load()
    page = _on_white(opened, size)
    page.getexif()[ExifTags.Base.Orientation] = orientation
    return ImageOps.exif_transpose(page)


def _orientation(opened: ImageFile.ImageFile) -> int:
    # What stands beside a picture may be damaged while the picture is whole.
    with suppress(Exception):
        found = opened.getexif().get(ExifTags.Base.Orientation)
        if isinstance(found, int) and 1 <= found <= 8:
            return found
    return 1


def _on_white(opened: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture in that size, grey or in colour, a few lines at a time."""
    width, height = size
    scale = opened.height / height
    # The lines beside a strip take part in its own.
    margin = math.ceil(2 * scale) + 1
    grey = opened.mode in ("1", "L", "LA", "La") or opened.mode.startswith("I")
    page = Image.new("L" if grey else "RGB", size)
    for top in range(0, height, _STRIP):
        end = min(height, top + _STRIP)
        above = max(0, math.floor(top * scale) - margin)
        below = min(opened.height, math.ceil(end * scale) + margin)
        lines = _flat(opened.crop((0, above, opened.width, below)), page.mode)
        box = (0, top * scale - above, opened.width, min(below - above, end * scale - above))
        page.paste(lines.resize((width, end - top), Image.Resampling.BICUBIC, box, _GAP), (0, top))
    return page


def _flat(lines: Image.Image, mode: str) -> Image.Image:
    """Some lines without transparency, in shades of grey (L) or in colour (RGB)."""
    if lines.mode.startswith("I"):
        # Shades of 16 bits: brought to 8, where a plain conversion would make all but the darkest white.
        return lines.point(lambda shade: shade * (255 / 65535)).convert("L")
    if lines.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in lines.info:
        seen = lines.convert("RGBA")
        white = Image.new("RGB", lines.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white.convert(mode)
    return lines if lines.mode == mode else lines.convert(mode)
