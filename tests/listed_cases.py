"""Two hundred cases of a 지역자활센터 and a few of 통합사례관리, of which it is known in which state their forms are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from tests.changing import drop
from tests.closure_cases import closure_case
from tests.reading import sample

State = Literal["인쇄 가능", "고칠 곳", "비어 있음", "없음"]
# How long somebody took part, as far as the case tells.
Stay = Literal["thirty days", "twenty days", "open", "no start"]


@dataclass(frozen=True)
class Known:
    """What is known of a case beforehand; of one that is no participant's only its closing review."""

    number: int
    participant: bool
    year: int
    stay: Stay
    interview: State
    assessment: State
    path: bool
    plan: bool
    counselled: int
    closing: State

    @property
    def case_no(self) -> str:
        return f"{self.year}-{self.number:04}"

    @property
    def wrong(self) -> bool:
        """Whether any form of it has an error; an empty one lacks all that it needs."""
        return {self.interview, self.assessment, self.closing} & {"고칠 곳", "비어 있음"} != set()


def known(number: int) -> Known:
    """What the case of that number is made to be."""
    participant = number % 5 != 4
    states: tuple[State, ...] = (
        "인쇄 가능",
        "인쇄 가능",
        "없음",
        "고칠 곳",
        "인쇄 가능",
        "인쇄 가능",
        "비어 있음",
    )
    # Nothing in an open one is later than its plans.
    stays: list[Stay] = ["thirty days"] * 11
    stays[6], stays[7], stays[9] = "twenty days", "open", "no start"
    stay = stays[number % 11]
    return Known(
        number=number,
        participant=participant,
        year=2024 + number % 2,
        stay=stay,
        interview=states[number % 7] if participant else "없음",
        assessment=states[number // 7 % 7] if participant else "없음",
        path=participant and number % 3 == 0,
        plan=participant and number % 13 == 0,
        counselled=number % 4 if participant and stay != "open" else 0,
        closing="없음" if participant else "고칠 곳" if number % 20 == 19 else "인쇄 가능",
    )


def listed_case(it: Known) -> dict[str, Any]:
    """A case file that is as known beforehand."""
    if not it.participant:
        case = closure_case(it.number)
        # Of its forms the review alone: what others may be in follows from nothing here.
        case["forms"] = {"closure_review": case["forms"]["closure_review"]}
        if it.closing == "고칠 곳":
            drop(case, "forms/closure_review/result")
        return {**case, "case_no": it.case_no}
    case = sample("isp")
    forms = case["forms"]
    forms["iap"]["summary"] = forms["isp"]["agreed_need"] = "오전의 일자리와 방과 후 돌봄을 마련함"
    forms["counseling_log"] = [
        {
            "counselled_on": f"2025-0{month}-11",
            "method": "대면",
            "topics": ["기타"],
            "content": "사업단의 적응을 이야기함",
            "completed": True,
        }
        for month in range(3, 3 + it.counselled)
    ]
    if it.counselled:
        # One that was not held counts for nobody.
        forms["counseling_log"].append({**forms["counseling_log"][0], "completed": False})
    for form, state in (("basic_interview", it.interview), ("assessment_sheet", it.assessment)):
        if state == "없음":
            del forms[form]
        elif state == "비어 있음":
            forms[form] = {}
        elif state == "고칠 곳":
            drop(case, f"forms/{form}/{'goal' if form == 'basic_interview' else 'kind'}")
    for form, held in (("iap", it.path), ("isp", it.plan)):
        if not held:
            del forms[form]
    part = case["participation"]
    part["gateway"] = []
    if it.stay in ("thirty days", "twenty days"):
        part["ended_on"] = "2025-12-20" if it.stay == "thirty days" else "2025-02-02"
    elif it.stay == "no start":
        del part["started_on"]
    text = json.dumps(case, ensure_ascii=False).replace("2025-", f"{it.year}-")
    return {**json.loads(text), "case_no": it.case_no}
