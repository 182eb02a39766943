"""사례관리 사업비 구성 내역: how an office's 사업비 of a 회계연도 is made up, against the shares of the source.

2025 guidebook, 통합사례관리 사업비 집행 지침 3 구성 내역: items and details are those of its table
(``budget_composition.toml``); the amounts and sums are ours to add.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from forms.case import CaseFile
from forms.fields import Line, OrganisationName, Text, Won, WonSum, field_error
from forms.figures import figure
from forms.form import Form, FromCase, Needed
from forms.icm.sources import GUIDEBOOK
from forms.icm.support_money import FiscalYear, first_day
from forms.page import Share, Unprinted
from forms.record import FormModel, Value

BudgetGroup = Literal["지원비", "운영비", "역량 강화비"]
# The amounts of each part; visit_goods is a part of other_operation.
GROUPS: Mapping[BudgetGroup, tuple[str, ...]] = MappingProxyType(
    {
        "지원비": ("medical", "living", "training", "other"),
        "운영비": ("expert_fees", "other_operation", "promotion"),
        "역량 강화비": ("staff_training", "staff_travel"),
    }
)


class BudgetLine(Value, extra="forbid"):
    """A row of the source's table: the key of its amount, its item and what it is for."""

    key: str
    item: str
    detail: str = ""
    group: BudgetGroup


@cache
def budget_lines() -> tuple[BudgetLine, ...]:
    """The rows in print order, read once a process."""
    text = files("forms.icm").joinpath("budget_composition.toml").read_text(encoding="utf-8")
    return tuple(BudgetLine.model_validate(line) for line in tomllib.loads(text)["lines"])


class BudgetComposition(FormModel):
    """The amounts of one 회계연도 in won; an item that is not budgeted is left empty."""

    headings = MappingProxyType(
        {"fiscal_year": "기관", "medical": "지원비", "expert_fees": "운영비", "staff_training": "역량 강화비"}
    )

    fiscal_year: Annotated[FiscalYear | None, Needed()] = Field(None, title="회계연도")
    agency_name: Annotated[
        OrganisationName | None, FromCase(lambda case: case.agency.name, "사례의 기관")
    ] = Field(None, title="시군구")
    medical: Annotated[Won | None, Unprinted()] = Field(None, title="의료비")
    living: Annotated[Won | None, Unprinted()] = Field(None, title="생활지원비")
    training: Annotated[Won | None, Unprinted()] = Field(None, title="교육훈련비")
    other: Annotated[Won | None, Unprinted()] = Field(None, title="기타지원비")
    expert_fees: Annotated[Won | None, Unprinted()] = Field(None, title="외부전문가 자문수당")
    other_operation: Annotated[Won | None, Unprinted()] = Field(None, title="기타 운영비")
    visit_goods: Annotated[Won | None, Unprinted()] = Field(
        None, title="방문 등 물품 구입비", description="기타 운영비 가운데 기관방문, 병문안, 가정방문의 물품"
    )
    promotion: Annotated[Won | None, Unprinted()] = Field(None, title="업무추진비")
    staff_training: Annotated[Won | None, Unprinted()] = Field(
        None, title="담당자 교육훈련비", description="역량 강화비의 교육훈련비"
    )
    staff_travel: Annotated[Won | None, Unprinted()] = Field(None, title="교육출장여비")

    @model_validator(mode="after")
    def _goods_are_a_part(self) -> Self:
        goods, whole = self.visit_goods, self.other_operation
        if goods is not None and whole is not None and goods > whole:
            raise field_error(
                "over-amount",
                "방문 등 물품 구입비({goods}원)는 그것이 든 기타 운영비({whole}원)를 넘을 수 없습니다.",
                ("visit_goods",),
                goods=f"{goods:,}",
                whole=f"{whole:,}",
            )
        return self

    def sum_of(self, group: BudgetGroup) -> int | None:
        """The sum of a part, won; None where nothing of it is entered."""
        return _sum(getattr(self, key) for key in GROUPS[group])

    @property
    def total(self) -> int | None:
        """총액, won; None where nothing is entered."""
        return _sum(map(self.sum_of, GROUPS))


def _sum(amounts: Iterable[int | None]) -> int | None:
    given = [amount for amount in amounts if amount is not None]
    return sum(given) if given else None


class ShareBounds(Value):
    """Between which percents of the whole a part lies."""

    least: int
    most: int

    @property
    def words(self) -> str:
        """As the source prints it: 30~70%."""
        return f"{self.least}~{self.most}%"

    def hold(self, part: int, whole: int) -> bool:
        """Whether a part of a whole, both in won, lies between them."""
        return self.least * whole <= 100 * part <= self.most * whole


def support_bounds(year: int) -> ShareBounds | None:
    """The bounds of 지원비 in a 회계연도; None where they are not known."""
    least, most = (figure("icm", f"support_share_{end}", first_day(year)) for end in ("least", "most"))
    return ShareBounds(least=least, most=most) if least is not None and most is not None else None


def other_bounds(year: int) -> ShareBounds | None:
    """Those of 운영비 and 역량 강화비 together, which are the rest of the whole."""
    bounds = support_bounds(year)
    return ShareBounds(least=100 - bounds.most, most=100 - bounds.least) if bounds is not None else None


class BudgetRow(Value):
    """A row of the table: an item with its amount, or a sum with its share of the whole."""

    group: Annotated[Text | None, Share(9)] = Field(None, title="항목")
    detail: Annotated[Text, Share(70)] = Field(title="세부내역")
    amount: Annotated[WonSum | None, Share(16)] = Field(None, title="금액")
    share: Annotated[Line | None, Share(11)] = Field(None, title="비율")
    bounds: Annotated[Line | None, Share(12)] = Field(None, title="예산비율")


class BudgetCompositionPrinted(Value):
    """The table, with sums in won and shares in percent."""

    rows: tuple[BudgetRow, ...] = Field(
        default_factory=lambda: tuple(_rows(BudgetComposition())), title="편성 내역"
    )


def printed(budget: BudgetComposition, case: CaseFile) -> BudgetCompositionPrinted:
    """The table of the source with the amounts entered."""
    return BudgetCompositionPrinted(rows=tuple(_rows(budget)))


# The bounds that the source's own table prints, for a page without a year or of one that is not known.
_EDITION_YEAR = 2025


def _rows(budget: BudgetComposition) -> Iterator[BudgetRow]:
    year = budget.fiscal_year or _EDITION_YEAR
    support, rest = ((bounds(year) or bounds(_EDITION_YEAR)) for bounds in (support_bounds, other_bounds))
    total = budget.total
    for group in GROUPS:
        for number, line in enumerate(line for line in budget_lines() if line.group == group):
            yield BudgetRow(
                # One cell beside all of them in the source.
                group=group.replace(" ", "\n") if number == 0 else None,
                detail=f"{line.item} {line.detail}".strip(),
                amount=getattr(budget, line.key),
            )
        sums = budget.sum_of(group)
        bounds = support if group == "지원비" else None
        yield _sum_row(f"{group} 계", sums, total, bounds.words if bounds is not None else None)
    others = _sum((budget.sum_of("운영비"), budget.sum_of("역량 강화비")))
    yield _sum_row("운영비 및 역량 강화비 계", others, total, rest.words if rest is not None else None)
    yield BudgetRow(detail="총액", amount=total)


def _sum_row(title: str, amount: int | None, total: int | None, bounds: str | None) -> BudgetRow:
    return BudgetRow(detail=title, amount=amount, share=percent(amount, total), bounds=bounds)


def percent(part: int | None, whole: int | None) -> str | None:
    """The share of a part in a whole, both in won: percent with two decimals, half up; None without a whole."""
    if part is None or not whole:
        return None
    hundredths = (20_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


FORM = Form(
    id="budget_composition",
    title="사례관리 사업비 구성 내역",
    number="",
    model=BudgetComposition,
    section="통합사례관리 사업비 집행 지침 3 구성 내역",
    document=GUIDEBOOK,
    repeats=True,
    scope="agency",
    printed=printed,
    printed_model=BudgetCompositionPrinted,
    gaps=(
        "출처의 표에는 항목, 세부내역, 예산비율만 있습니다. 금액, 계, 총액과 비율은 서식이 더한 것입니다.",
        "예산비율은 지원비에 한 번, 운영비와 역량 강화비를 합한 칸에 한 번 인쇄되어 있습니다. 총액은 세 항목의 합이므로 한쪽이 벗어나면 다른 쪽도 벗어납니다.",
        "비율은 소수 둘째 자리까지 반올림하여 인쇄하고, 판단은 원 단위의 금액으로 합니다.",
        "2024년의 예산비율은 신구대조표에 따라 30~50%, 50~70%로 인쇄하고 판단합니다. 그 앞의 해는 출처에 없어 판단하지 않으며, 2025년의 비율을 인쇄합니다.",
        "자치단체가 예산항목을 추가하거나 삭제할 수 있다고 하나, 추가한 항목의 칸은 없어 가까운 항목에 더하여 적습니다.",
    ),
)
