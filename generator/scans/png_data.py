"""Whether a PNG is whole: its parts undamaged, and as many rows of dots as it says.

Pillow takes a PNG with too few rows for whole and leaves the rest black, and does not look at the sums
that stand behind the data of a picture. After the PNG specification, chapters 5, 7 and 8.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

# A decoder takes each of a million empty parts in turn; no program writes so many.
CHUNKS = 100_000
_PIECE = 1024 * 1024
# Samples a dot, by colour type.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# First column and row, and steps, of each pass of an interlaced picture.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def is_whole_png(data: bytes) -> bool:
    """Whether the file holds every row of the picture that its header names, undamaged."""
    missing: int | None = None
    inflating = zlib.decompressobj()
    for name, part in _chunks(data):
        if name == b"IHDR":
            if len(part) != 13 or missing is not None:
                return False
            missing = _size(*struct.unpack(">IIBBBBB", part))
        elif missing is None:
            return False
        elif name == b"IDAT":
            waiting = bytes(part)
            # More than it needs does no harm, and is not unpacked.
            while waiting and missing > 0 and not inflating.eof:
                try:
                    missing -= len(inflating.decompress(waiting, _PIECE))
                except zlib.error:
                    return False
                waiting = inflating.unconsumed_tail
    return missing is not None and missing <= 0


def has_sound_outline(data: bytes) -> bool:
    """Whether the parts of a PNG come to an end after no more of them than a program would write."""
    return sum(1 for _ in _places(data)) < CHUNKS


def _places(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, begin and end of the content of each part, at most so many of them."""
    at = 8
    for _ in range(CHUNKS):
        if len(data) < at + 12:
            return
        length, name = struct.unpack_from(">I4s", data, at)
        yield name, at + 8, at + 8 + length
        if name == b"IEND":
            return
        at += 12 + length


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Name and content of each part, as far as those that make the picture are undamaged."""
    view = memoryview(data)
    for name, begin, end in _places(data):
        if len(data) < end + 4:
            return
        # A capital letter first: no picture without this part.
        needed = 0x41 <= name[0] <= 0x5A
        if needed and zlib.crc32(view[begin - 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            return
        yield name, view[begin:end]


def _size(width: int, height: int, bits: int, kind: int, *rest: int) -> int:
    """The bytes of all rows before they are packed; 0 for a header that means nothing."""
    dot = _SAMPLES.get(kind, 0) * bits
    passes = _PASSES if rest[-1] else ((0, 0, 1, 1),)
    total = 0
    for column, row, across, down in passes:
        dots, rows = -(-(width - column) // across), -(-(height - row) // down)
        if dots > 0 and rows > 0:
            total += rows * (1 + -(-dots * dot // 8))
    return total
