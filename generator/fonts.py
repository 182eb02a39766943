"""The print font: where it is, which characters it draws, and which of them look the same."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from forms import DocumentError
from generator.character_map import character_map

FAMILY = "NanumGothic"

# Of characters that share a glyph a PDF reader gives back only one; these are the ones we print.
_PREFERRED = "·～—–…"
# Middle dots of the sources that the font lacks or draws as the same dot.
_MIDDLE_DOTS = {0xFF65: "·", 0x318D: "·", 0x2219: "·"}
_NO_ANSWER = "글꼴을 찾는 fc-match를 실행할 수 없습니다. fontconfig를 설치하세요."


@dataclass(frozen=True)
class PrintFont:
    """A font family on this machine: the characters that both of its files draw."""

    regular: Path
    bold: Path
    characters: frozenset[int]
    twins: dict[int, str]

    @cached_property
    def sha256(self) -> str:
        """The hash of the regular and the bold file."""
        return hashlib.sha256(self.regular.read_bytes() + self.bold.read_bytes()).hexdigest()

    @cached_property
    def _twin(self) -> re.Pattern[str]:
        return re.compile(f"[{re.escape(''.join(map(chr, self.twins)))}]")

    def printed(self, text: str) -> str:
        """``text`` with each character that shares its glyph as the one of them that we print."""
        # Twins are rare, and looking for one takes a tenth of the time of translating.
        return text.translate(self.twins) if self._twin.search(text) else text

    def lacks(self, text: str) -> str | None:
        """The first character of ``text`` that the font cannot draw, or None."""
        undrawn = {character for character in set(text) if ord(character) not in self.characters} - {"\n"}
        return next((character for character in text if character in undrawn), None) if undrawn else None


def _files(styles: Sequence[str]) -> list[Path]:
    """The file of each style of the family. Raises ``DocumentError`` where it is not installed."""
    # fontconfig answers for Pango too, so that these are the files that will be embedded. All are asked at
    # once: an answer takes longer than reading the file.
    try:
        with ExitStack() as running:
            asked = []
            for style in styles:
                process = subprocess.Popen(  # noqa: S603 — fixed words
                    ["fc-match", "-f", "%{family}\n%{file}", f"{FAMILY}:style={style}"],  # noqa: S607
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                )  # fmt: skip
                running.enter_context(process)
                running.callback(process.kill)
                asked.append(process)
            answers = [process.communicate(timeout=30)[0] for process in asked]
        failed = any(process.returncode for process in asked)
    except (OSError, subprocess.SubprocessError) as error:
        raise DocumentError(_NO_ANSWER) from error
    if failed:
        raise DocumentError(_NO_ANSWER)
    found = [answer.partition("\n") for answer in answers]
    if any(FAMILY not in family for family, _, _ in found):
        raise DocumentError(f"인쇄 글꼴 {FAMILY}이 없습니다. 나눔글꼴(fonts-nanum)을 설치하세요.")
    return [Path(file) for _, _, file in found]


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
    regular, bold = _files(("Regular", "Bold"))
    try:
        drawn = character_map(regular.read_bytes())
        characters = frozenset(drawn.keys() & character_map(bold.read_bytes()).keys())
    except ValueError as error:
        raise DocumentError(
            f"인쇄 글꼴 {FAMILY}의 파일을 읽을 수 없습니다. 나눔글꼴(fonts-nanum)을 다시 설치하세요."
        ) from error
    return PrintFont(regular, bold, characters, _twins(drawn))


def _twins(drawn: Mapping[int, int]) -> dict[int, str]:
    """The characters that share a glyph with another one, each with the one that is printed for it."""
    last = {glyph: code for code, glyph in drawn.items()}
    shared = {glyph for code, glyph in drawn.items() if last[glyph] != code}
    by_glyph: dict[int, list[int]] = defaultdict(list)
    for code, glyph in drawn.items():
        if glyph in shared and code > 0x20 and code != 0xA0:
            by_glyph[glyph].append(code)
    twins = dict(_MIDDLE_DOTS)
    for codes in by_glyph.values():
        kept = min(codes, key=_rank)
        twins.update({code: chr(kept) for code in codes if code != kept})
    return twins


def _rank(code: int) -> tuple[int, int]:
    """Preferred characters first, then ordinary ones, then radicals, compatibility and wide forms."""
    compatibility = 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or code >= 0xFE00 or code == 0xAD
    return (0 if chr(code) in _PREFERRED else 2 if compatibility else 1, code)
