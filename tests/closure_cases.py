"""Closure cases of differing lengths, made from the samples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.reading import sample

_FORMS = ("consent", "service_plan", "referral_letter", "monitor_sheet")


def closure_case(number: int) -> dict[str, Any]:
    """A valid closure case; the number decides which forms it holds and how long its texts are."""
    case = sample("closure_review")
    case["case_no"] = f"2025-{number:04}"
    case["worker"]["name"] = ("한가람", "노을", "도라지")[number % 3]
    review = case["forms"]["closure_review"]
    review["opinion"] += "\n" + f"○ 사례 {number}의 사후관리 계획을 함께 확인함. " * (number * 7 % 90)
    review["approved_on"] = f"2025-06-{9 + number % 20:02}"
    for position, form_id in enumerate(_FORMS):
        if number >> position & 1:
            case["forms"][form_id] = sample(form_id)["forms"][form_id]
    return case


def write_cases(folder: Path, cases: list[dict[str, Any]]) -> list[str]:
    """The cases as files in a folder; returns their names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number, case in enumerate(cases):
        path = folder / f"{number:04}.json"
        path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
        names.append(str(path))
    return names
