"""The line in a packet's checklist that asks for nobody's name: material that a case conference reads.

업무안내 제2부 사례회의 개최 4 수행방안(사례회의 진행 방법): what tells who somebody is must be deleted.
"""

from __future__ import annotations

from collections.abc import Sequence

from forms import CheckedCase, label_with_form
from forms.checklist import ChecklistItem, Found
from forms.packets import PacketPlan
from forms.registry import clause_named
from generator.binding import BoundForm
from generator.privacy.deidentify import Uncertain, uncertain
from generator.privacy.modes import Privacy

TITLE = "개인식별정보 삭제"
# A line for each place would fill pages where a narrative is full of names; the privacy page lists them all.
TOLD_AT_MOST = 30


def names_nobody(
    plan: PacketPlan, checked: CheckedCase, printed: Sequence[BoundForm], privacy: Privacy
) -> tuple[ChecklistItem, ...]:
    """The item of a packet that may name nobody, with the places that a person must look at; empty for others.

    A word is told only where the packet prints it: what de-identification hid stays hidden here.
    """
    if plan.shows_nobody is None or checked.case is None:
        return ()
    found = _deidentified(plan, checked, printed) if privacy == "deidentified" else _AS_ENTERED
    return (ChecklistItem.by(clause_named(plan.shows_nobody), TITLE, found, checked.case.edition),)


_AS_ENTERED = Found(
    "확인 필요",
    "본명, 주민등록번호, 휴대전화번호, 전자우편주소 등 개인을 알아볼 수 있는 정보를 지우지 않은 묶음입니다. "
    "사례회의에서 볼 자료는 비식별 방식으로 다시 만드세요.",
)


def _deidentified(plan: PacketPlan, checked: CheckedCase, printed: Sequence[BoundForm]) -> Found:
    held = {form.id for form, _ in plan.forms}
    text = "\n".join("".join(one.tree.itertext()) for one in printed)
    doubts = [doubt for doubt in uncertain(checked) if doubt.form is None or doubt.form in held]
    lines = tuple(dict.fromkeys(_line(doubt, text) for doubt in doubts))
    if not lines:
        return Found("갖춤", "비식별 방식으로 만들었습니다.")
    rest = len(lines) - TOLD_AT_MOST
    told = (*lines[:TOLD_AT_MOST], *((f"그 밖에 {rest}곳",) if rest > 0 else ()))
    head = f"비식별 방식으로 만들었으나 사람이 확인할 곳이 {len(lines)}곳 있습니다."
    return Found("확인 필요", "\n".join((head, *told)))


def _line(doubt: Uncertain, text: str) -> str:
    place = label_with_form(doubt.form, doubt.label, " ")
    words = f" ‘{doubt.text}’" if doubt.text in text else ""
    return f"· {place}{words}: {doubt.why}"
