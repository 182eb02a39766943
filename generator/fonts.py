"""The print font: where it is, which characters it draws, and which of them look the same."""

from __future__ import annotations

import hashlib
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from forms import DocumentError

FAMILY = "NanumGothic"

# Of characters that share a glyph a PDF reader gives back only one; these are the ones we print.
_PREFERRED = "·～—–…"
# Middle dots of the sources that the font lacks or draws as the same dot.
_MIDDLE_DOTS = {0xFF65: "·", 0x318D: "·", 0x2219: "·"}


@dataclass(frozen=True)
class PrintFont:
    """A font family on this machine. ``sha256`` covers the regular and the bold file."""

    regular: Path
    bold: Path
    characters: frozenset[int]
    twins: dict[int, str]
    sha256: str

    def lacks(self, text: str) -> str | None:
        """The first character of ``text`` that the font cannot draw, or None."""
        for character in text:
            if ord(character) not in self.characters and character != "\n":
                return character
        return None


def _match(style: str) -> Path:
    # fontconfig answers for Pango too, so that this is the file that will be embedded.
    try:
        answer = subprocess.run(  # noqa: S603 — fixed words
            ["fc-match", "-f", "%{family}\n%{file}", f"{FAMILY}:style={style}"],  # noqa: S607
            capture_output=True, text=True, check=True, timeout=30,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise DocumentError("글꼴을 찾는 fc-match를 실행할 수 없습니다. fontconfig를 설치하세요.") from error
    family, _, file = answer.partition("\n")
    if FAMILY not in family:
        raise DocumentError(f"인쇄 글꼴 {FAMILY}이 없습니다. 나눔글꼴(fonts-nanum)을 설치하세요.")
    return Path(file)


@cache
def installed_families() -> frozenset[str]:
    """The names of every font of this machine, in lower case; empty where they cannot be asked for."""
    try:
        answer = subprocess.run(
            ["fc-list", "--format", "%{family}\n"],  # noqa: S607
            capture_output=True, text=True, check=True, timeout=30,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(name.strip().lower() for line in answer.splitlines() for name in line.split(","))


@cache
def print_font() -> PrintFont:
    """The print font, read once a process. Raises ``DocumentError`` where it is not installed."""
    regular, bold = _match("Regular"), _match("Bold")
    with TTFont(regular, lazy=True) as font:
        drawn = font.getBestCmap()
    with TTFont(bold, lazy=True) as font:
        characters = frozenset(set(drawn) & set(font.getBestCmap()))
    digest = hashlib.sha256(regular.read_bytes() + bold.read_bytes()).hexdigest()
    return PrintFont(regular, bold, characters, _twins(drawn), digest)


def _twins(drawn: dict[int, str]) -> dict[int, str]:
    by_glyph: dict[str, list[int]] = defaultdict(list)
    for code, glyph in drawn.items():
        if code > 0x20 and code != 0xA0:
            by_glyph[glyph].append(code)
    twins = dict(_MIDDLE_DOTS)
    for codes in by_glyph.values():
        if len(codes) > 1:
            kept = min(codes, key=_rank)
            twins.update({code: chr(kept) for code in codes if code != kept})
    return twins


def _rank(code: int) -> tuple[int, int]:
    """Preferred characters first, then ordinary ones, then radicals, compatibility and wide forms."""
    compatibility = 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or code >= 0xFE00 or code == 0xAD
    return (0 if chr(code) in _PREFERRED else 2 if compatibility else 1, code)
