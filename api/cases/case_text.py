"""A case as the text of a case file, for a person to keep."""

from __future__ import annotations

import json
from typing import Any


def case_text(raw: Any) -> bytes:
    """The case file as UTF-8, indented. Read back it is equal, unpaired surrogates too."""
    return json.dumps(raw, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
