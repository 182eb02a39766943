"""자산상태표: both lists side by side, the sums, and a net worth below nothing."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from forms import check_case
from forms.registry import form_named
from generator.document import bound_forms
from tests.reading import sample, squeeze


def rows(position: int) -> list[list[str]]:
    """The cells of each row of one sheet of the sample."""
    case = check_case(sample("asset_sheet")).case
    assert case is not None
    tree: ElementTree.Element = bound_forms(case, form_named("asset_sheet"), "masked")[position].tree
    return [[squeeze("".join(cell.itertext())) for cell in row] for row in tree.iter("tr")]


def test_assets_stand_left_and_debts_right_of_them() -> None:
    shown = rows(1)
    assert ["자산항목", "금액", "부채항목", "금액"] in shown
    assert ["보증금", "30,000,000", "대출", "21,000,000"] in shown
    assert ["예금", "2,500,000", "카드", "4,800,000"] in shown


def test_the_longer_list_stands_alone_where_the_other_ends() -> None:
    shown = rows(0)
    assert ["예금", "1,000,000", "카드", "1,400,000"] in shown
    assert ["", "", "대출", "800,000"] in shown


# 30,000,000 + 2,500,000 against 21,000,000 + 4,800,000; 1,000,000 against 1,400,000 + 800,000.
@pytest.mark.parametrize(
    ("position", "assets", "debts", "net", "balance"),
    [
        (1, "32,500,000", "25,800,000", "6,700,000", "32,500,000=25,800,000+6,700,000"),
        (
            0,
            "1,000,000",
            "2,200,000",
            "-1,200,000",
            "1,000,000=2,200,000+(-1,200,000)",
        ),
    ],
)
def test_the_sums_and_the_net_worth(position: int, assets: str, debts: str, net: str, balance: str) -> None:
    shown = rows(position)
    assert ["총자산", assets, "총부채", debts] in shown
    assert ["총자산=총부채+순자산", balance, "순자산", net] in shown


def test_a_sheet_without_entries_shows_no_sums() -> None:
    raw = sample("asset_sheet")
    raw["forms"]["asset_sheet"] = [{"as_of": "2025-01-20"}]
    case = check_case(raw).case
    assert case is not None
    tree = bound_forms(case, form_named("asset_sheet"), "masked")[0].tree
    assert "총자산총부채" in squeeze("".join(tree.itertext()))
