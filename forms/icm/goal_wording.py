"""What makes the text of a goal none: a service name or a bare abstraction (ICM-ERR-08).

업무안내 참고 6, 목표 및 서비스 제공계획 수립: “○○○서비스 지원”, “탈빈곤”, “정서적 안정”.
"""

from __future__ import annotations

import re

from forms.icm.words import found_in, left_of, words
from forms.particles import quoted_with_particle

# The guidebook's example marks whose goal it is: "…치료 및 관리(부)".
_WHOSE = re.compile(r"\([^)]*\)")
# "주 2회", "매월 1회씩", "3개월 동안"
_HOW_OFTEN = re.compile(
    r"(매?[일주월년연]|하루)?\s*\d+\s*(~\s*\d+\s*)?(회|번|차례|시간|분|일|주|개월|달|년)(씩|간|\s*동안|\s*이상)?"
)
_JOINED = re.compile(r"\s+및\s+|[,·/]|(?<=[과와])\s")

_SIGNS = re.compile(r"^[\s○▪∙·•.,:;~–-]+|[\s○▪∙·•.,:;~–-]+$")


def complaint_about_goal(text: str) -> str | None:
    """Why a goal is none: it names a service, or a bare abstraction; None if it is a goal."""
    plain = _WHOSE.sub(" ", text)
    if found_in(plain, "abstract_goals") is not None and not left_of(plain, "abstract_goals", "goal_words"):
        return (
            f"{quoted_with_particle(text, '은(는)')} 막연합니다. 측정하거나 확인할 수 있는 변화로 적으세요."
        )
    if _is_service(plain):
        return f"{quoted_with_particle(text, '은(는)')} 제공할 서비스입니다. 서비스로 이루려는 변화를 목표로 적으세요."
    return None


def _is_service(text: str) -> bool:
    """Whether every part of the text is a service or goes along with one, and one at least is a service."""
    parts = [core for part in _JOINED.split(text) if (core := _core(part))]
    services = [_ends_with(part, "service_endings") for part in parts]
    return any(services) and all(
        service or _ends_with(part, "service_companions")
        for part, service in zip(parts, services, strict=True)
    )


def _core(part: str) -> str:
    """A part without how often it is given and without the verbs that say that it is given."""
    part = _HOW_OFTEN.sub(" ", part)
    before = None
    while part != before:
        before = part
        part = _SIGNS.sub("", part)
        for tail in words("service_tails"):
            if part.endswith(tail) and len(part) > len(tail):
                part = part.removesuffix(tail)
                break
    return part


def _ends_with(part: str, name: str) -> bool:
    plain = part.replace(" ", "")
    return any(plain.endswith(word.replace(" ", "")) for word in words(name))
