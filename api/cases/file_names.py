"""Names of files as other systems write them, made readable and comparable.

Windows in Korean writes CP949 and parts paths with a backslash, macOS takes syllables apart (NFD), and
neither says so.
"""

from __future__ import annotations

import unicodedata


def decoded(raw: bytes) -> str:
    """A name of which only the bytes are known: UTF-8, else CP949, else as much of it as can be read."""
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def path_parts(name: str) -> tuple[str, ...]:
    """The parts of a relative path, composed (NFC), whichever slash parts them; two are the same file if equal."""
    parts = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")
    return tuple(part for part in parts if part not in ("", "."))


def shown(name: str) -> str:
    """A name fit to be shown: what does not print, and what turns the direction of writing, is replaced."""
    composed = unicodedata.normalize("NFC", name)
    return "".join("\ufffd" if unicodedata.category(one)[0] == "C" else one for one in composed)
