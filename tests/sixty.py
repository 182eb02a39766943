"""A tree of the product with many more forms, as sixty official forms would make it: what grows, and how."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Of the size that a form of the built ones has: heads, dates, money, choices, two lists, long texts.
_MODEL = '''"""가상 서식 {number}: contents alone, so that its page is laid out from the model."""

from typing import Annotated, Literal

from pydantic import Field

from forms.fields import CalendarDate, Count, Flag, Line, Narrative, Phone, Won
from forms.form import Form, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME, WORKER_PHONE
from forms.record import FormModel, Record
from forms.source import SourceDocument


class Cost{number}(Record):
    use: Line = Field(title="쓴 곳")
    amount: Won = Field(title="금액")
    paid_on: CalendarDate | None = Field(None, title="낸 날")
    note: Line | None = Field(None, title="비고")


class Step{number}(Record):
    title: Line = Field(title="단계")
    began_on: CalendarDate | None = Field(None, title="시작일")
    ended_on: CalendarDate | None = Field(None, title="종료일")
    result: Literal["달성", "부분 달성", "미달성"] | None = Field(None, title="결과")


class Synthetic{number}(FormModel):
    dated_by = "written_on"

    case_no: Annotated[Line | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Line | None, CLIENT_NAME, Needed()] = Field(None, title="대상자명")
    worker_name: Annotated[Line | None, WORKER_NAME] = Field(None, title="담당자")
    worker_phone: Annotated[Phone | None, WORKER_PHONE] = Field(None, title="연락처")
    unit: Annotated[Line | None, AGENCY_UNIT] = Field(None, title="소속")
    written_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="작성일")
    began_on: CalendarDate | None = Field(None, title="시작일")
    ended_on: CalendarDate | None = Field(None, title="종료일")
    way: Literal["방문", "전화", "내방", "기타"] | None = Field(None, title="방법")
    area: Literal["안전", "건강", "일상생활", "가족관계", "경제", "주거", "교육", "직업"] | None = Field(
        None, title="영역"
    )
    agreed: Flag | None = Field(None, title="동의 여부")
    visits: Count | None = Field(None, title="횟수")
    paid: Won | None = Field(None, title="지원금")
    story: Narrative | None = Field(None, title="내용")
    opinion: Narrative | None = Field(None, title="의견")
    costs: tuple[Cost{number}, ...] = Field((), title="비용")
    steps: tuple[Step{number}, ...] = Field((), title="단계별 진행")


FORM = Form(
    id="synthetic_{number}",
    title="가상 서식 {number}",
    number="",
    model=Synthetic{number},
    section="가상 서식",
    document=SourceDocument("가상 안내"),
    repeats=True,
)
'''
_PROGRAMME = '''"""A programme of made-up forms."""

from forms.programme import PacketList, Printed, Programme
from forms.source import SourceDocument
from forms.{folder} import {modules}

FORMS = ({forms},)

PROGRAMME = Programme(
    title="{title}",
    order={order},
    document=SourceDocument("가상 안내"),
    forms=FORMS,
    packets=(
        PacketList("closure", "{title} 서류", openers=FORMS[:1], forms=tuple(map(Printed, FORMS))),
    ),
)
'''
_CLAUSES = """[SYN-{number}-{clause}]
strength = "SOFT"
title = "가상 서식 {number}의 조항 {clause}을 지킨다"
section = "가상 서식"
form = "synthetic_{number}"
reads = ["synthetic_{number}.story", "synthetic_{number}.began_on"]

"""
_RULES_HEAD = '''"""Rules of the made-up forms."""

from forms.finding import Breach
from forms.rule import rule

'''
_RULE = """
@rule("SYN-{number}-{clause}")
def check_{number}_{clause}(form, case):
    if form.story is None:
        yield Breach(("story",), "내용이 비어 있습니다.")

"""
# 180 rules for 8 forms are built, most of them of one programme; the further sources hold fewer a form.
CLAUSES_A_FORM = 4


def tree_with(root: Path, more: int, programmes: int = 4, checkout: Path = ROOT) -> Path:
    """The product in ``root`` with so many forms more, in further programmes of equal size, rules included.

    ``checkout`` is the checkout that is copied.
    """
    for name in ("forms", "generator", "api", "docs", "templates", "samples", "tests"):
        shutil.copytree(checkout / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    numbers = list(range(1, more + 1))
    for index in range(programmes if more else 0):
        _add_programme(root, index, numbers[index::programmes])
    return root


def _add_programme(root: Path, index: int, numbers: list[int]) -> None:
    name = f"made_up_{index + 1}"
    folder = root / "forms" / name
    (folder / "rules").mkdir(parents=True)
    (folder / "clauses").mkdir()
    modules = [f"synthetic_{number}" for number in numbers]
    pairs = [(number, clause) for number in numbers for clause in range(1, CLAUSES_A_FORM + 1)]
    files = {
        "__init__.py": "",
        "programme.py": _PROGRAMME.format(
            folder=name,
            modules=", ".join(modules),
            forms=", ".join(f"{module}.FORM" for module in modules),
            title=f"가상 사업 {index + 1}",
            order=90 + index,
        ),
        "rules/__init__.py": "",
        "rules/checks.py": _RULES_HEAD
        + "".join(_RULE.format(number=number, clause=clause) for number, clause in pairs),
        "clauses/made_up.toml": 'part = "가상"\norder = 1\n\n'
        + "".join(_CLAUSES.format(number=number, clause=clause) for number, clause in pairs),
        **{f"synthetic_{number}.py": _MODEL.format(number=number) for number in numbers},
    }
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    for number in numbers:
        sample = {
            "case_no": f"2025-{8000 + number}",
            "client": {"name": "나보람"},
            "agency": {"name": "다온구청"},
            "forms": {
                f"synthetic_{number}": [
                    {
                        "written_on": "2025-03-04",
                        "way": "방문",
                        "story": "집에서 만남.",
                        "costs": [{"use": "주차", "amount": 3000}],
                        "steps": [{"title": "첫 단계", "result": "달성"}],
                    }
                ]
            },
        }
        (root / "samples" / f"synthetic_{number}.json").write_text(
            json.dumps(sample, ensure_ascii=False), encoding="utf-8"
        )
        (root / "tests" / "labels" / f"synthetic_{number}.tsv").write_text(
            "1\t관리번호\n2\t대상자명\n", encoding="utf-8"
        )
