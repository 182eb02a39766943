"""Why a paper from outside is not opened.

Not part of the tree of errors: what is raised here crosses the border of a process as code and
sentence, and becomes an ``InputError`` on the other side.
"""

from __future__ import annotations


class Refused(Exception):
    """``sentence`` tells in Korean, as a predicate of the file, what is wrong; ``code`` begins with FILE-."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


def too_large(sentence: str) -> Refused:
    """The refusal of what exceeds a limit."""
    return Refused("FILE-LIMIT", sentence)
