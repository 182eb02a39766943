"""Case data as canonical JSON: equal data is equal text, whatever its order, spacing and escapes were."""

from __future__ import annotations

import json


def canonical_json(raw: object) -> str:
    """A JSON value in ASCII, keys sorted, without blanks."""
    return json.dumps(raw, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
