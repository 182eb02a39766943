"""What a case is closed with, as planned from a raw case."""

from __future__ import annotations

from typing import Any

from forms import check_case
from forms.packets import PacketPlan, packet_plan


def plan(raw: dict[str, Any]) -> PacketPlan:
    """The closure packet of a sound case that opens one."""
    case = check_case(raw).case
    assert case is not None
    made = packet_plan(case, "closure")
    assert made is not None
    return made


def items(raw: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """The items of the checklist by title: what became of each, and its details."""
    return {item.title: (item.state, item.detail) for item in plan(raw).checklist}
