"""Pictures: whole or refused, in the greys and colours that they have, whatever was imported before."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from itertools import pairwise

import pytest

# Switches Pillow to lenient loading for the whole process, as it does in every program that prints.
import weasyprint.images  # noqa: F401
from PIL import Image, ImageFile

from generator.scans import jpeg_outline, picture, png_data
from generator.scans.kinds import kind_of
from generator.scans.picture import PAGE_HEIGHT, PAGE_WIDTH, picture_on_page
from generator.scans.refusal import Refused
from tests.generator.scans.papers import encoded, photo


def on_page(data: bytes) -> Image.Image:
    """The picture as it comes to the page."""
    with Image.open(BytesIO(picture_on_page(data, kind_of(data)))) as opened:
        opened.load()
        return opened


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        picture_on_page(data, kind_of(data))
    return caught.value.code


def test_loading_is_lenient_here_so_that_these_tests_mean_something() -> None:
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True
    with Image.open(BytesIO(photo()[:20_000])) as cut:
        cut.load()
    on_page(photo())
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_jpeg_cut_short(share: float, progressive: bool) -> None:
    whole = photo(progressive=progressive)
    assert on_page(whole).size == (600, 800)
    cut = whole[: int(len(whole) * share)]
    assert refused(cut) == "FILE-IMAGE"
    # As some programs leave it: with the mark of an end.
    assert refused(cut + b"\xff\xd9") == "FILE-IMAGE"


def test_a_jpeg_damaged_in_the_middle() -> None:
    whole = photo()
    middle = len(whole) // 2
    # Bytes that happen to decode to as many blocks are another picture, and no program can tell.
    for damage in (bytes(300), b"\xff\x00" * 150, b"\xff\xd9" + bytes(50)):
        assert refused(whole[:middle] + damage + whole[middle + len(damage) :]) == "FILE-IMAGE"
    assert refused(whole[:middle] + whole[middle + 500 :]) == "FILE-IMAGE"


def test_bytes_behind_a_jpeg_do_no_harm() -> None:
    assert on_page(photo() + b"made by a scanner").size == (600, 800)


def png(width: int, height: int, kind: int, rows: bytes, bits: int = 8, extra: bytes = b"") -> bytes:
    """A PNG of these rows, each with its filter byte."""
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + extra
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND")
    )


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_png_cut_short(share: float) -> None:
    whole = encoded(Image.effect_noise((300, 400), 60), "PNG")
    assert on_page(whole).size == (300, 400)
    assert refused(whole[: int(len(whole) * share)]) == "FILE-IMAGE"


def test_a_png_damaged_in_the_middle() -> None:
    whole = encoded(Image.effect_noise((300, 400), 60), "PNG")
    middle = len(whole) // 2
    assert refused(whole[:middle] + bytes(20) + whole[middle + 20 :]) == "FILE-IMAGE"


def test_a_png_with_fewer_rows_than_it_says() -> None:
    row = b"\0" + b"\x80" * 40
    assert on_page(png(40, 30, 0, row * 30)).size == (40, 30)
    assert refused(png(40, 30, 0, row * 20)) == "FILE-IMAGE"


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (9, 5), (40, 30)])
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_whole_pngs_of_every_sort(size: tuple[int, int], mode: str) -> None:
    assert on_page(encoded(Image.new(mode, size), "PNG")).size == size


def test_an_interlaced_png() -> None:
    # Nine columns and ten rows of one byte each, in the seven passes of the specification: their sizes
    # are counted by hand from the pattern of 8 by 8 dots.
    passes = ((2, 2), (1, 2), (3, 1), (2, 3), (5, 2), (4, 5), (9, 5))
    rows = b"".join((b"\0" + b"\x80" * width) * height for width, height in passes)
    header = struct.pack(">IIBBBBB", 9, 10, 8, 0, 0, 0, 1)
    for share, whole in ((rows, True), (rows[:-10], False)):
        data = (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(share))
            + chunk(b"IEND")
        )
        if whole:
            assert on_page(data).getpixel((8, 9)) == 0x80
        else:
            assert refused(data) == "FILE-IMAGE"


def test_greys_of_16_bits_keep_their_shade() -> None:
    shades = (0, 0x2000, 0x4000, 0x8000, 0xC000, 0xFFFF)
    rows = b"".join(b"\0" + struct.pack(">H", shade) * 64 for shade in shades for _ in range(16))
    page = on_page(png(64, 16 * len(shades), 0, rows, bits=16))
    assert page.mode == "L"
    for number, shade in enumerate(shades):
        found = page.getpixel((32, 16 * number + 8))
        # Shade n of 65535 is n / 257 of 255.
        assert isinstance(found, int) and abs(found - shade / 257) <= 2


def test_colours_of_16_bits_and_grey_with_transparency() -> None:
    red = b"\0" + struct.pack(">HHH", 0xC000, 0x2000, 0x1000) * 32
    colour = on_page(png(32, 32, 2, red * 32, bits=16)).getpixel((16, 16))
    assert isinstance(colour, tuple)
    assert [abs(found - wanted) <= 4 for found, wanted in zip(colour, (0xC0, 0x20, 0x10), strict=True)] == [
        True
    ] * 3
    # Half covered black on white paper is grey.
    half = b"\0" + struct.pack(">HH", 0, 0x8000) * 32
    grey = on_page(png(32, 32, 4, half * 32, bits=16)).convert("L").getpixel((16, 16))
    assert isinstance(grey, int) and abs(grey - 127) <= 3


def test_what_is_transparent_is_paper() -> None:
    clear = Image.new("RGBA", (32, 32), (10, 200, 10, 0))
    assert on_page(encoded(clear, "PNG")).getpixel((16, 16)) == (255, 255, 255)
    palette = Image.new("P", (32, 32), 0)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    assert on_page(encoded(palette, "PNG", transparency=0)).getpixel((16, 16)) == (255, 255, 255)


def test_inks_of_a_printer_become_colours() -> None:
    cyan = encoded(Image.new("CMYK", (32, 32), (255, 0, 0, 0)), "JPEG")
    red, green, blue = on_page(cyan).getpixel((16, 16))  # type: ignore[misc]
    assert red < 40 and green > 215 and blue > 215


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_lies_as_its_camera_says(orientation: int) -> None:
    upright = Image.new("L", (40, 60), 255)
    upright.paste(0, (0, 0, 20, 20))
    # What the camera stores, so that turning it as told gives the upright picture.
    stored = {
        1: upright,
        2: upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: upright.transpose(Image.Transpose.ROTATE_180),
        4: upright.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: upright.transpose(Image.Transpose.TRANSPOSE),
        6: upright.transpose(Image.Transpose.ROTATE_90),
        7: upright.transpose(Image.Transpose.TRANSVERSE),
        8: upright.transpose(Image.Transpose.ROTATE_270),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    page = on_page(encoded(stored, "PNG", exif=exif))
    assert page.size == (40, 60)
    corners = [page.getpixel(at) for at in ((5, 5), (35, 5), (5, 55), (35, 55))]
    assert [isinstance(shade, int) and shade < 128 for shade in corners] == [True, False, False, False]


def test_a_large_picture_comes_down_to_the_page_without_seams() -> None:
    wide = Image.linear_gradient("L").resize((PAGE_WIDTH * 2, PAGE_HEIGHT + 200))
    page = on_page(encoded(wide, "PNG"))
    assert page.size == (PAGE_WIDTH, round((PAGE_HEIGHT + 200) / 2))
    column = [page.getpixel((PAGE_WIDTH // 2, line)) for line in range(page.height)]
    assert all(isinstance(one, int) for one in column)
    # Dark above, light below, no step of more than a shade or two where strips meet.
    assert column[0] < 3 and column[-1] > 252  # type: ignore[operator]
    assert max(abs(a - b) for a, b in pairwise(column)) <= 3  # type: ignore[operator]


def test_a_lying_picture_is_fitted_after_it_was_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    page = on_page(encoded(Image.new("L", (PAGE_HEIGHT, PAGE_WIDTH)), "JPEG", exif=exif))
    assert page.size == (PAGE_WIDTH, PAGE_HEIGHT)


def test_only_the_kinds_that_are_named_are_opened() -> None:
    for kind in ("GIF", "BMP", "TIFF", "WEBP", "PPM"):
        with pytest.raises(Refused) as caught:
            kind_of(encoded(Image.new("RGB", (9, 9)), kind))
        assert caught.value.code == "FILE-KIND"
    assert refused(b"\xff\xd8\xff" + encoded(Image.new("RGB", (9, 9)), "PNG")) == "FILE-IMAGE"


def test_more_pixels_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    small = photo(40, 30)
    monkeypatch.setattr(picture, "PIXEL_LIMIT", 40 * 30)
    on_page(small)
    monkeypatch.setattr(picture, "PIXEL_LIMIT", 40 * 30 - 1)
    assert refused(small) == "FILE-LIMIT"


def test_sizes_that_are_only_claimed() -> None:
    row = b"\0" + b"\x80" * 120
    for width, height in ((60_000, 60_000), (2**31 - 1, 1), (1, 2**31 - 1)):
        assert refused(png(width, height, 2, row)) == "FILE-LIMIT"


def test_a_progressive_jpeg_is_held_to_what_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    # Two bytes for each of three numbers a dot: 4:4:4, no colour is thinned out.
    data = photo(64, 64, progressive=True, subsampling=0)
    monkeypatch.setattr(picture, "DECODING_LIMIT", 64 * 64 * 6)
    on_page(data)
    monkeypatch.setattr(picture, "DECODING_LIMIT", 64 * 64 * 6 - 1)
    assert refused(data) == "FILE-LIMIT"
    on_page(photo(64, 64))


def test_outlines_without_end() -> None:
    jpeg, one = photo(16, 16), b"\xff\xe5\x00\x02"
    segments = jpeg_outline.SEGMENTS
    on_page(jpeg[:2] + one * (segments - 100) + jpeg[2:])
    assert refused(jpeg[:2] + one * segments + jpeg[2:]) == "FILE-IMAGE"
    assert refused(jpeg[:2] + b"\xff" * 1000 + jpeg[2:]) == "FILE-IMAGE"
    assert refused(jpeg[:2] + one + bytes(1000) + jpeg[2:]) == "FILE-IMAGE"
    row = b"\0" + b"\x80" * 16
    chunks = png_data.CHUNKS
    on_page(png(16, 16, 0, row * 16, extra=chunk(b"aaAa") * 100))
    assert refused(png(16, 16, 0, row * 16, extra=chunk(b"aaAa") * chunks)) == "FILE-IMAGE"


def test_scans_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    data = photo(64, 64, progressive=True)
    scans = data.count(b"\xff\xda")
    assert scans > 5
    monkeypatch.setattr(jpeg_outline, "PIXELS_IN_SCANS", scans * 64 * 64)
    on_page(data)
    monkeypatch.setattr(jpeg_outline, "PIXELS_IN_SCANS", scans * 64 * 64 - 1)
    assert refused(data) == "FILE-LIMIT"
