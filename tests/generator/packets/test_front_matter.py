"""The pages of a packet besides its official forms."""

from __future__ import annotations

from forms.checklist import ChecklistItem
from generator.packets.front_matter import checklist
from tests.reading import squeeze

ITEM = ChecklistItem("동의서", "갖춤", "1건", "ICM-PRIV-01", "2025 업무안내")


def text(*items: ChecklistItem) -> str:
    return squeeze("".join(checklist("서류 점검표", items, ()).tree.itertext()))


def test_a_checklist_without_items_says_so_and_prints_no_empty_table() -> None:
    assert text() == squeeze(
        "서류 점검표 이 묶음에 갖추도록 정해진 것이 없습니다. 주의와 확인한 사항 없습니다."
    )
    assert "갖추도록" not in text(ITEM) and "갖출것" in text(ITEM)
