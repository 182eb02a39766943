"""자산상태표, from 자산형성지원사업 사례관리, 재무설계: assets on the left, debts on the right.

The source describes the table in words and prints none: the layout is ours.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Annotated

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Line, Name, OrganisationName, Won, WonSum, printed_won
from forms.form import Form, Needed
from forms.heads import AGENCY_UNIT, CASE_NO, CLIENT_NAME, WORKER_NAME
from forms.page import BlankRows, Unprinted
from forms.record import FormModel, Record, Value
from forms.savings.sources import DOCUMENT


class Asset(Record):
    """A thing owned, bought with borrowed money or not."""

    name: Line = Field(title="자산 항목", description="예: 예금, 보증금")
    amount: Won = Field(title="금액")


class Debt(Record):
    """A sum owed."""

    name: Line = Field(title="부채 항목", description="예: 대출, 카드")
    amount: Won = Field(title="금액")


class AssetSheet(FormModel):
    """What a subscriber owns and owes on a day; sums are computed, never entered."""

    dated_by = "as_of"

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="가입자")
    worker_name: Annotated[Name | None, WORKER_NAME] = Field(None, title="사례관리사")
    center: Annotated[OrganisationName | None, AGENCY_UNIT] = Field(None, title="기관")
    as_of: Annotated[CalendarDate | None, Needed()] = Field(None, title="작성일")
    assets: Annotated[tuple[Asset, ...], Unprinted()] = Field((), title="자산")
    debts: Annotated[tuple[Debt, ...], Unprinted()] = Field((), title="부채")


class BalanceRow(Value):
    """A row of the table: an asset and the debt that stands beside it, either of them absent."""

    asset: Line | None = Field(None, title="자산 항목")
    asset_amount: Won | None = Field(None, title="금액")
    debt: Line | None = Field(None, title="부채 항목")
    debt_amount: Won | None = Field(None, title="금액")


class AssetSheetPrinted(Value):
    """Both lists side by side, and the sums below them, in won."""

    rows: Annotated[tuple[BalanceRow, ...], BlankRows(8)] = Field((), title="자산과 부채")
    total_assets: WonSum | None = Field(None, title="총자산")
    total_debts: WonSum | None = Field(None, title="총부채")
    balance: Line | None = Field(None, title="총자산 = 총부채 + 순자산")
    net_worth: WonSum | None = Field(None, title="순자산")


def printed(sheet: AssetSheet, case: CaseFile) -> AssetSheetPrinted:
    """The lists zipped, as entered, and 순자산 = 총자산 - 총부채, which may be negative."""
    if not sheet.assets and not sheet.debts:
        return AssetSheetPrinted()
    assets, debts = sum(asset.amount for asset in sheet.assets), sum(debt.amount for debt in sheet.debts)
    net = assets - debts
    shown = f"({printed_won(net)})" if net < 0 else printed_won(net)
    return AssetSheetPrinted(
        rows=tuple(
            BalanceRow(
                asset=asset.name if asset else None,
                asset_amount=asset.amount if asset else None,
                debt=debt.name if debt else None,
                debt_amount=debt.amount if debt else None,
            )
            for asset, debt in zip_longest(sheet.assets, sheet.debts)
        ),
        total_assets=assets,
        total_debts=debts,
        balance=f"{printed_won(assets)} = {printed_won(debts)} + {shown}",
        net_worth=net,
    )


FORM = Form(
    id="asset_sheet",
    title="자산상태표",
    number="",
    model=AssetSheet,
    section="심화 사례관리(예시) 자산상태표",
    document=DOCUMENT,
    repeats=True,
    printed=printed,
    printed_model=AssetSheetPrinted,
    gaps=(
        "출처는 표를 만드는 방법을 글로만 적고, 평가사례는 그림이어서 읽을 수 없습니다.",
        "왼쪽에 자산, 오른쪽에 부채를 적는 것은 출처를 따릅니다. 같은 줄의 자산과 부채는 서로 관계가 없습니다.",
        "모델에서 배치한 인쇄면에는 표의 한가운데를 가르는 굵은 선이나 표 안의 합계 줄이 없습니다. "
        "합계는 표 바로 아래의 칸에 따로 인쇄합니다.",
        "어떤 것을 자산과 부채로 보는지, 자산의 값을 어떻게 매기는지는 출처에 없어 적은 대로 인쇄합니다.",
    ),
)
