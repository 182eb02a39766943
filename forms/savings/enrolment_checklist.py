"""What must be there when an account is joined and opened (통장 가입 서류).

자산형성지원사업 사례관리, 주요 단계별 유의사항; 희망저축계좌Ⅰ 사업 안내문, 가입 및 유지기준. Titles and clauses stand in
``enrolment_checklist.toml``.
"""

from __future__ import annotations

from forms.case import CaseFile
from forms.checklist import ChecklistItem, Found, item_table
from forms.registry import clause_named
from forms.savings.account import LAST_TRANSFER_DAY, Account, account_of
from forms.savings.heads import account_type_in
from forms.savings.hs1_eligibility import Hs1Eligibility, criteria, receives_benefits
from forms.savings.payout import NOTICE_ACCOUNT


def enrolment_items(case: CaseFile) -> tuple[ChecklistItem, ...]:
    """The items of a filled case that joins; the household's limits for 희망저축계좌Ⅰ alone."""
    account = account_of(case) or Account()
    found = {
        "eligibility": _eligibility(case),
        "first_deposit": _first_deposit(account),
        "auto_transfer": _auto_transfer(account),
    }
    return tuple(_item(name, one, case) for name, one in found.items())


def _item(name: str, found: Found, case: CaseFile) -> ChecklistItem:
    words = item_table("forms.savings", "enrolment_checklist")[name]
    return ChecklistItem.by(clause_named(words["rule"]), words["title"], found, case.edition)


def _eligibility(case: CaseFile) -> Found:
    checks = [check for check in case.all_of(Hs1Eligibility) if check.purpose == "가입"]
    kind = account_type_in(case)
    if not checks:
        if kind not in (None, NOTICE_ACCOUNT):
            return Found("해당 없음", f"통장이 {kind}입니다.")
        return Found("없음", "가입기준을 확인한 확인서가 이 파일에 없습니다.")
    last = checks[-1]
    results = {receives_benefits(last), *(one.result for one in criteria(last))}
    if results == {"충족"}:
        return Found("갖춤", f"확인일 {last.checked_on}: 기준을 모두 채웁니다.")
    lacking = "채우지 못하는 기준이 있습니다." if "미충족" in results else "확인하지 못한 기준이 있습니다."
    return Found("확인 필요", f"확인일 {last.checked_on}: {lacking}")


def _first_deposit(account: Account) -> Found:
    if account.first_deposit_made is None:
        return Found("확인 필요", "통장에 첫월 입금 여부가 적혀 있지 않습니다.")
    if account.first_deposit_made:
        return Found("갖춤", "입금하였습니다.")
    return Found("없음", "입금하지 않았습니다. 미입금 시 정부 지원금이 매칭되지 않습니다.")


def _auto_transfer(account: Account) -> Found:
    day = account.auto_transfer_day
    if day is None:
        return Found("확인 필요", "통장에 자동이체일이 적혀 있지 않습니다.")
    return Found("갖춤" if day <= LAST_TRANSFER_DAY else "확인 필요", f"매월 {day}일")
