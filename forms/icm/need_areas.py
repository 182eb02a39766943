"""욕구 영역: the eleven areas of need with their sub-areas and phenomena.

From the 2025 guidebook, 부록 서식 3, 욕구 영역별 욕구내용; the words stand in ``need_areas.toml``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field, TypeAdapter
from pydantic_core import PydanticCustomError

from forms.particles import quoted_with_particle
from forms.record import Value

NeedArea = Literal[
    "경제",
    "돌봄",
    "신체적 건강",
    "정신적 건강",
    "주거",
    "일자리",
    "보육 및 교육",
    "관계",
    "안전",
    "법률 및 권익보장",
    "문화 및 여가",
]
"""욕구 영역 대분류, in the guidebook's order."""

NeedSubArea = Literal[
    "기초생활 해결",
    "재정관리",
    "돌봄지원",
    "일상생활지원",
    "신체적 질환 관리",
    "신체적 건강 유지",
    "정신적 질환 관리",
    "심리·정서적 건강 유지",
    "주거 내·외부 환경개선",
    "주거지 마련",
    "취(창)업",
    "고용 유지",
    "기초학습 습득 및 향상",
    "보육 및 교육 환경 개선",
    "가족관계",
    "사회적 관계",
    "가족 내 안전",
    "가족 외부로부터의 안전",
    "법률적 지원",
    "권익보장",
    "문화 및 여가생활 활용",
]
"""욕구 영역 중분류; no name occurs in two areas."""


class SubArea(Value, extra="forbid"):
    """중분류: what may show (드러난 주요현상), and the needs that this confirms (확인된 욕구)."""

    name: NeedSubArea
    label: str = ""
    heading: str = ""
    phenomena: tuple[str, ...]
    remark: str = ""
    needs: tuple[str, ...]


class Area(Value, extra="forbid"):
    """대분류 with its sub-areas."""

    name: NeedArea
    label: str = ""
    sub_areas: tuple[SubArea, ...] = Field(alias="sub_area")


@cache
def need_areas() -> tuple[Area, ...]:
    """The eleven areas, in the guidebook's order."""
    table = tomllib.loads(files("forms.icm").joinpath("need_areas.toml").read_text(encoding="utf-8"))
    return TypeAdapter(tuple[Area, ...]).validate_python(table["area"])


def area_named(name: NeedArea) -> Area:
    """The area of that name."""
    return next(area for area in need_areas() if area.name == name)


def sub_area_named(name: NeedSubArea) -> SubArea:
    """The sub-area of that name."""
    return next(part for area in need_areas() for part in area.sub_areas if part.name == name)


def numbered(phenomena: tuple[str, ...]) -> tuple[str, ...]:
    """Phenomena as the table prints them, ①, ②, … by their place."""
    return tuple(f"{chr(ord('①') + place)} {words}" for place, words in enumerate(phenomena))


def of_its_area(sub_area: NeedSubArea | None, area: NeedArea | None) -> NeedSubArea | None:
    """The sub-area, where it is one of the area or either is not given; else a field error names those of the area."""
    known = [part.name for part in area_named(area).sub_areas] if area is not None else []
    if sub_area is None or area is None or sub_area in known:
        return sub_area
    raise PydanticCustomError(
        "pairing",
        "{sub_area} {area} 영역의 중분류가 아닙니다. {known} 가운데 하나를 적습니다.",
        {
            "sub_area": quoted_with_particle(sub_area, "은(는)"),
            "area": area,
            "known": ", ".join(f"'{word}'" for word in known),
        },
    )
