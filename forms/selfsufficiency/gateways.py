"""How long and how often somebody takes part in the gateway, for the rules and the deadlines alike (SS-PR-1).

자활사례관리의 절차: 「2개월 이내를 원칙으로 하며, 1개월에 한하여 추가 연장이 가능하다」, 「참여 기간(최대 5년) 동안 총
3회 이내로 제한」.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from forms.case import CaseFile
from forms.limit import Limit, Step
from forms.periods import months_after
from forms.selfsufficiency.milestones import ended_on
from forms.selfsufficiency.participation import Gateway, participation_of

# The text bears no year, so no figure of one stands beside it.
MONTHS, EXTENSION, MOST_GATEWAYS, YEARS = 2, 1, 3, 5


class GatewayEnd(NamedTuple):
    """The last day of a gateway in time, the period in Korean, and what a reader should know of it."""

    on: date
    period: str
    remark: str


def gateway_ends(gateway: Gateway) -> GatewayEnd:
    """By when a gateway is to end: two months after it began, three where it was extended."""
    if gateway.extended:
        months = MONTHS + EXTENSION
        return GatewayEnd(
            months_after(gateway.started_on, months),
            f"{months}개월",
            f"연장은 {EXTENSION}개월에 한합니다.",
        )
    return GatewayEnd(
        months_after(gateway.started_on, MONTHS),
        f"{MONTHS}개월",
        f"연장했으면({EXTENSION}개월에 한함) 게이트웨이의 연장에 적으세요.",
    )


def gateway_limits(case: CaseFile) -> Iterator[Limit]:
    """SS-PR-1: the last day of each gateway that the case states; none is due where participation ended before it."""
    participation, left = participation_of(case), ended_on(case)
    for at, gateway in enumerate(participation.gateway if participation is not None else ()):
        place = ("participation", "gateway", at)
        end = gateway_ends(gateway)
        ended = gateway.ended_on
        if ended is None and left is not None and left <= end.on:
            continue
        yield Limit(
            "SS-PR-1",
            "게이트웨이 과정 종료",
            Step(gateway.started_on, "게이트웨이 시작일", (*place, "started_on")),
            end.period,
            end.on,
            Step(ended, "게이트웨이 종료일", (*place, "ended_on")) if ended is not None else None,
            (*place, "ended_on"),
            note=end.remark if ended is None else None,
        )
