"""Rows, notes and entries that are taken out of a case: what they were, and put back where they stood."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from api.casebook.kept_case import AsideValue
from api.service.entry.sheets import RawCase
from api.service.problems import NotFound


def value_at(raw: Mapping[str, Any], path: str) -> AsideValue | None:
    """The value at a path (in a mapping a name, or the number of an entry); None where nothing is there."""
    *way, last = steps_of(path)
    try:
        node: Any = raw
        for step in way:
            node = node[key_in(node, step)]
        key = key_in(node, last)
        return AsideValue(path, None if isinstance(node, list) else str(key), deepcopy(node[key]))
    except NotFound:
        return None


def with_value_back(raw: Mapping[str, Any], aside: AsideValue) -> RawCase:
    """The case with a value that was taken out; raises ``NotFound`` where its place is gone or taken."""
    made: RawCase = deepcopy(dict(raw))
    *way, last = steps_of(aside.path)
    node: Any = made
    for place, step in enumerate(way):
        if isinstance(node, dict) and step not in node and not step.isdigit():
            # A list that was emptied may be gone with its last row.
            node[step] = [] if aside.key is None and place == len(way) - 1 else {}
        node = node[key_in(node, step)]
    if isinstance(node, list) and aside.key is None:
        node.insert(min(int(last), len(node)), deepcopy(aside.record))
    elif isinstance(node, dict) and aside.key is not None and aside.key not in node:
        node[aside.key] = deepcopy(aside.record)
    else:
        raise NotFound("되돌릴 자리가 없습니다. 같은 항목이 이미 있거나, 있던 곳을 뺐습니다.")
    return made


def steps_of(path: str) -> list[str]:
    """The steps of a path of the case file."""
    return [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]] or [""]


def key_in(node: Any, step: str) -> Any:
    """What a step leads to in a mapping or a list; raises ``NotFound``."""
    if isinstance(node, dict) and step in node:
        return step
    number = int(step[:9]) if step.isascii() and step.isdigit() else -1
    if isinstance(node, list) and 0 <= number < len(node):
        return number
    if isinstance(node, dict) and 0 <= number < len(node):
        return list(node)[number]
    raise NotFound
