"""The character map (cmap) of a font file: which characters it draws, and with which glyph.

OpenType 1.9, "cmap": the formats 4 and 12, one of which every font for Unicode has. Every case that is checked
needs it, and loading fontTools for these two tables took longer than all the rules.
"""

from __future__ import annotations

import struct

# (platform, encoding) of maps from Unicode, the fullest first.
_UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


def character_map(font: bytes) -> dict[int, int]:
    """The number of the glyph for each character (code point) that a font draws.

    Raises ``ValueError`` where the file has no map from Unicode that can be read.
    """
    try:
        at = _cmap(font)
        for start in _unicode_maps(font, at):
            (kind,) = struct.unpack_from(">H", font, start)
            if kind in _READERS:
                return _READERS[kind](font, start)
    except (struct.error, IndexError) as error:
        raise ValueError("the font file is cut") from error
    raise ValueError("the font has no character map from Unicode of format 4 or 12")


def _cmap(font: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4s3I", font, 12 + 16 * number)
        if tag == b"cmap":
            return int(offset)
    raise ValueError("the font has no character map")


def _unicode_maps(font: bytes, at: int) -> list[int]:
    """Where the maps from Unicode begin, the fullest first."""
    (count,) = struct.unpack_from(">H", font, at + 2)
    held = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, at + 4 + 8 * number)
        held[platform, encoding] = at + offset
    return [held[kind] for kind in _UNICODE if kind in held]


def _format_4(font: bytes, at: int) -> dict[int, int]:
    """Segments of 16-bit characters, their glyphs counted on or listed."""
    length, _, twice = struct.unpack_from(">3H", font, at + 2)
    words = struct.unpack_from(f">{(length - 14) // 2}H", font, at + 14)
    count = twice // 2
    # One word of padding stands behind the ends.
    starts, deltas, offsets = count + 1, 2 * count + 1, 3 * count + 1
    glyphs: dict[int, int] = {}
    for number in range(count):
        first, last = words[starts + number], words[number]
        delta, offset = words[deltas + number], words[offsets + number]
        codes = range(first, last + 1)
        if offset:
            # Counted in bytes from where the offset itself stands.
            listed = offsets + number + offset // 2
            found = words[listed : listed + len(codes)]
            shifted = [glyph and (glyph + delta) % 65536 for glyph in found] if delta else found
            glyphs.update(zip(codes, shifted, strict=True))
        else:
            glyphs.update((code, (code + delta) % 65536) for code in codes)
    return {code: glyph for code, glyph in glyphs.items() if glyph and code != 0xFFFF}


def _format_12(font: bytes, at: int) -> dict[int, int]:
    """Groups of characters whose glyphs follow each other."""
    (count,) = struct.unpack_from(">I", font, at + 12)
    glyphs: dict[int, int] = {}
    for first, last, glyph in struct.iter_unpack(">3I", font[at + 16 : at + 16 + 12 * count]):
        glyphs.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return {code: glyph for code, glyph in glyphs.items() if glyph}


_READERS = {4: _format_4, 12: _format_12}
