"""아동자립지원, after the manual of its system of 2024."""

from __future__ import annotations

from forms.programme import CaseRecord, Programme
from forms.youth.care import Care
from forms.youth.sources import MANUAL

PROGRAMME = Programme(
    title="아동자립지원",
    order=4,
    document=MANUAL,
    conference_kinds=("자립지원 사례회의",),
    record=CaseRecord("care", Care, "보호"),
)
