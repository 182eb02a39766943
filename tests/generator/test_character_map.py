"""Which characters a font draws, and with which glyph: as fontTools, an independent reader, tells it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont

from generator.character_map import character_map
from generator.fonts import print_font


def as_fonttools_reads(font: bytes) -> dict[int, int]:
    with TTFont(BytesIO(font), lazy=True) as opened:
        return {code: opened.getGlyphID(name) for code, name in opened.getBestCmap().items()}


def built(characters: dict[int, str]) -> bytes:
    """A font of three glyphs that draw these characters."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "one", "two", "three"])
    builder.setupCharacterMap(characters)
    target = BytesIO()
    builder.font.save(target)
    return target.getvalue()


def print_font_files() -> list[Path]:
    font = print_font()
    return [font.regular, font.bold]


@pytest.mark.parametrize("file", print_font_files(), ids=lambda file: file.name)
def test_the_print_font_is_read_as_fonttools_reads_it(file: Path) -> None:
    data = file.read_bytes()
    read = character_map(data)
    assert len(read) > 11_172  # every syllable and more
    assert read == as_fonttools_reads(data)


@pytest.mark.parametrize(
    "characters",
    [
        {0x41: "one", 0x42: "two", 0x43: "three"},
        # Glyphs in another order, shared, and with gaps between the characters.
        {0x41: "three", 0x42: "one", 0x43: "one", 0xAC00: "two", 0xFFFD: "three"},
        # Beyond 16 bits.
        {0x41: "two", 0x42: "three", 0x1F600: "one", 0x20000: "two", 0x20001: "three"},
    ],
)
def test_a_font_is_read_as_it_was_built(characters: dict[int, str]) -> None:
    glyphs = {"one": 1, "two": 2, "three": 3}
    expected = {code: glyphs[name] for code, name in characters.items()}
    assert character_map(built(characters)) == expected


@pytest.mark.parametrize(
    "font",
    # A font bears the time at which it was built: its bytes would name the test anew in each process.
    [b"", b"%PDF-1.7 no font at all", built({0x41: "one"})[:60]],
    ids=["nothing", "another file", "half a font"],
)
def test_what_is_no_font_is_refused(font: bytes) -> None:
    with pytest.raises(ValueError, match="font"):
        character_map(font)
