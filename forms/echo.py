"""Text of an upload that is told again: in a message, a label, a path, a file name.

It is cut, so that an answer stays as small as its findings are many, and holds nothing that an
encoding refuses: a lone surrogate in a key must not stop the answer that complains of it.
"""

from __future__ import annotations

import re

# So many characters of what was entered are told again.
ECHO_LIMIT = 200
_LONG_QUOTE = re.compile(rf"'([^'\n]{{{ECHO_LIMIT},}})'")
_SURROGATE = re.compile("[\ud800-\udfff]")


def echoed(text: str) -> str:
    """The text as it may be told again: its first 200 characters, then …; U+FFFD for what is no character."""
    shown = text if len(text) <= ECHO_LIMIT else f"{text[:ECHO_LIMIT]}…"
    return _SURROGATE.sub("\ufffd", shown)


def with_short_quotes(message: str) -> str:
    """A message with every long text between its single quotes cut, as ``echoed`` cuts."""
    if len(message) > ECHO_LIMIT:
        message = _LONG_QUOTE.sub(lambda found: f"'{echoed(found[1])}'", message)
    return _SURROGATE.sub("\ufffd", message)
