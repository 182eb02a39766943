"""What stands before and between the data of a JPEG, judged before a decoder walks through it.

A decoder takes each of a million empty segments in turn, and goes through the whole of a large JPEG once
for each of its scans: so they are counted first. No camera or scanner comes near these numbers.
"""

from __future__ import annotations

import re
import struct

from generator.scans.refusal import too_large

SEGMENTS = 5_000
# A progressive JPEG has some ten scans.
PIXELS_IN_SCANS = 1_600_000_000

_FILL = re.compile(rb"\xff{1,64}")
_START_OF_SCAN = b"\xff\xda"


def judge_scans(data: bytes, pixels: int) -> None:
    """Refuse a JPEG that would be gone through too often (FILE-LIMIT)."""
    # Within the data of a scan these two bytes cannot stand side by side.
    if data.count(_START_OF_SCAN) * pixels > PIXELS_IN_SCANS:
        raise too_large(
            "그림이 너무 많은 단계로 나뉘어 저장되었습니다. 다른 프로그램에서 다시 저장한 파일을 주세요."
        )


def has_sound_outline(data: bytes) -> bool:
    """Whether a JPEG comes to its first scan by segment after segment."""
    at = 2
    for _ in range(SEGMENTS):
        fill = _FILL.match(data, at)
        if fill is None or len(data) < fill.end() + 3:
            return False
        marker = data[fill.end()]
        if marker in (0x00, 0xFF):
            return False
        at = fill.end() + 1
        if data[at - 2 : at] == _START_OF_SCAN:
            return True
        # These alone stand without a length.
        if marker != 0x01 and not 0xD0 <= marker <= 0xD8:
            at += max(2, struct.unpack_from(">H", data, at)[0])
    return False
