"""Words that the screens of 아동자립지원 let one choose from.

What the source shows legibly is a closed list; what it lost in part is words to pick or to leave.
"""

from __future__ import annotations

from typing import Literal

from forms.page import Suggestions

UniversityType = Literal["1년제/비학위과정 포함", "2년제", "3년제", "4년제", "대학원"]
WorkField = Literal[
    "관리직",
    "전문직",
    "사무직",
    "서비스직",
    "판매직",
    "농업/어업",
    "기능직",
    "기계조작/조립",
    "단순노무직",
    "기타",
]
WorkForm = Literal["정규직", "비정규직"]

# Two of these are read differently in two places of the source (학교추진, 취업알선).
WORK_ROUTES = Suggestions(
    "시설",
    "본인/스스로",
    "학교추천",
    "자립센터",
    "훈련기관",
    "선후배",
    "친인척(위탁가정 외)",
    "취업알선/취업포털",
    "취업정보",
    "고용지원센터",
    "위탁가정",
    "기타",
)
# Whether 친인척 지정후원금 is one word or two cannot be read.
TUITION_SOURCES = Suggestions(
    "국가장학금",
    "대학장학금(각급대학)",
    "근로(아르바이트포함)",
    "시설후원",
    "친인척",
    "지정후원금",
    "자립정착금",
    "위탁가정 후원",
    "기타",
)
