"""All rules over one file."""

from __future__ import annotations

from tests.hwpx import header_rules, package_rules, section_rules, table_rules
from tests.hwpx.reading import Opened

# Each has a fault seeded for it in tests/generator/hwpx/test_rules.py and a line in docs/hwpx.md.
RULES = (
    "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "X1", "X2", "X3",
    "H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "R1",
    "S1", "S2", "S3", "S5", "S6", "S7", "S8", "S10", "S11", "E1",
    "T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12",
)  # fmt: skip


def broken_rules(data: bytes) -> list[str]:
    """What is wrong with a file, rule by rule and each with its place; empty when nothing was found."""
    opened = Opened(data)
    found = dict.fromkeys(
        f"{rule}: {message}"
        for judge in (package_rules, header_rules, section_rules, table_rules)
        for rule, message in judge.broken(opened)
    )
    return list(found)
