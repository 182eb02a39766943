"""What ``check`` says of extending and ending a child's protection, and of the papers that belong to it.

Source: 아동자립지원 시스템 매뉴얼, 보호연장 관리, 보호종료 관리, 중간종료 관리, 일시중지 관리, 자립지원 상담일지.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.checklist import attached
from forms.finding import Breach, Severity, Unjudged
from forms.rule import rule
from forms.youth.care import FOSTER_CARE, care_of
from forms.youth.closure_checklist import AFTERCARE_PAPER, COURSE_PAPER
from forms.youth.protection_end import FORM as END
from forms.youth.protection_end import FULL_ENDS, ProtectionEnd, age_on
from forms.youth.protection_extension import FORM as EXTENSION
from forms.youth.protection_extension import ProtectionExtension
from forms.youth.readiness import READINESS_SCALE, check_conferences, check_minutes, has_paper, scale_in
from forms.youth.settlement_plan import FORM as PLAN
from forms.youth.settlement_plan import SettlementPlan
from forms.youth.youth_counseling import YouthCounseling

# 「만 18세 이후 보호종료」, 「25세 미만 보호대상아동의 보호조치 연장」.
ADULT, TOO_OLD = 18, 25

FULL_TAB = ("employed", "wished_field", "university_type", "living_main", "living_other", "remark")
EARLY_TAB = ("end_form", "transfer_kind", "transfer_name")
PAUSE_TAB = ("pause_from", "pause_to", "pause_reason")


@rule("CS-ST-5")
def extensions_lie_behind_the_cutoff(
    form: ProtectionExtension, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    care = care_of(case)
    cutoff = care.cutoff_on if care is not None else None
    if form.extended_on is None:
        yield EXTENSION.lacks(form, "extended_on")
    elif cutoff is not None and form.extended_on < cutoff:
        yield Breach(
            ("extended_on",),
            f"연장일자 {form.extended_on}이 마감일자 {cutoff}보다 앞서 시스템에 입력할 수 없습니다.",
        )


@rule("CS-EX-1")
def those_extended_are_young(form: ProtectionExtension, case: CaseFile) -> Iterator[Breach | Unjudged]:
    age = age_on(form.birth_date, form.extended_on)
    if age is None:
        yield EXTENSION.lacks(form, *_empty(form, "birth_date", "extended_on"))
    elif age >= TOO_OLD:
        yield Breach(("extended_on",), f"연장일자에 만 {age}세입니다. 연장은 25세 미만인 아동에게 합니다.")


@rule("CS-EX-2")
def the_first_extension_has_the_first_reason(
    form: ProtectionExtension, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if form.reason_no is None or form.extended_on is None:
        yield EXTENSION.lacks(form, *_empty(form, "reason_no", "extended_on"))
        return
    days = [one.extended_on for one in case.all_of(ProtectionExtension) if one.extended_on is not None]
    is_first = form.extended_on == min(days, default=form.extended_on)
    if is_first and form.reason_no != 1:
        yield Breach(
            ("reason_no",), f"최초 연장의 사유가 {form.reason_no}번째입니다. 1번째로 적는지 확인하세요."
        )
    elif not is_first and form.reason_no == 1:
        yield Breach(("reason_no",), "추가 연장의 사유가 1번째입니다. 2~6번째로 적는지 확인하세요.")


@rule("CS-SUM-1")
def the_uses_come_to_the_grant(form: SettlementPlan, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.grant is None or not form.uses:
        yield PLAN.lacks(form, *(name for name in ("grant", "uses") if not getattr(form, name)))
    elif form.total != form.grant:
        yield Breach(
            ("uses",),
            f"사용계획의 합계 {form.total:,}원이 자립정착금 총액 {form.grant:,}원과 다릅니다"
            f"(차액 {form.grant - form.total:,}원).",
        )


@rule("CS-SUM-2")
def the_plan_comes_before_the_end(form: SettlementPlan, case: CaseFile) -> Iterator[Breach | Unjudged]:
    end = case.last_of(ProtectionEnd)
    if end is None or end.reason not in (None, *FULL_ENDS):
        return
    if form.applied_on is None:
        yield PLAN.lacks(form, "applied_on")
    elif end.ended_on is None:
        yield END.lacks(end, "ended_on")
    elif form.applied_on > end.ended_on:
        yield Breach(("applied_on",), f"신청일 {form.applied_on}이 종료일 {end.ended_on}보다 늦습니다.")


@rule("CS-ST-8")
def a_log_is_kept_before_the_end(form: ProtectionEnd, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if case.entered("youth_case_log") or attached(case, "사례관리일지") is not None:
        return
    if form.reason is None:
        yield END.lacks(form, "reason")
    elif form.reason != "일시중지":
        given = case.entered("session_report")
        yield Breach(
            ("reason",),
            "사례관리일지가 이 파일에 없습니다. 1개 이상 입력해야 종결을 입력할 수 있습니다.",
            Severity.WARNING if given else None,
        )


@rule("CS-ST-9")
def ends_are_entered_in_their_year(form: ProtectionEnd, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.written_on is None or form.ended_on is None:
        yield END.lacks(form, *_empty(form, "written_on", "ended_on"))
    elif form.written_on.year != form.ended_on.year:
        yield Breach(
            ("written_on",),
            f"작성일 {form.written_on}이 보호종료하는 해({form.ended_on.year}년)가 아닙니다.",
        )


@rule("CS-END-1")
def full_ends_come_at_eighteen(form: ProtectionEnd, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.reason not in FULL_ENDS:
        return
    age = form.age_at_end()
    if age is None:
        yield END.lacks(form, *_empty(form, "birth_date", "ended_on"))
    elif age < ADULT:
        yield Breach(("reason",), f"종료일에 만 {age}세입니다. {form.reason}는 만 18세 이후에 합니다.")


@rule("CS-END-2")
def early_ends_come_before_eighteen(form: ProtectionEnd, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.reason != "중간종료":
        return
    age = form.age_at_end()
    if age is None:
        yield END.lacks(form, *_empty(form, "birth_date", "ended_on"))
    elif age >= ADULT:
        yield Breach(("reason",), f"종료일에 만 {age}세입니다. 중간종료는 만 18세가 되기 전에 합니다.")


@rule("CS-END-3")
def extended_ends_follow_an_extension(form: ProtectionEnd, case: CaseFile) -> Iterator[Breach | Unjudged]:
    care = care_of(case)
    extended = case.all_of(ProtectionExtension) or (care is not None and care.extended_on is not None)
    if form.reason == "연장종료" and not extended:
        yield Breach(("reason",), "보호아동연장이 이 파일에 없고 보호에 연장일자도 없습니다.")


@rule("CS-END-4")
def foster_children_alone_are_suspended(form: ProtectionEnd, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.reason != "일시중지":
        return
    care = care_of(case)
    if care is None or care.facility_kind is None:
        yield Unjudged("보호의 시설 종류")
    elif care.facility_kind != FOSTER_CARE:
        yield Breach(
            ("reason",), f"시설 종류가 {care.facility_kind}입니다. 일시중지는 가정위탁의 아동에게 합니다."
        )


@rule("CS-END-5")
def suspensions_begin_on_the_day_of_the_end(
    form: ProtectionEnd, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if form.reason != "일시중지":
        return
    if form.ended_on is None or form.pause_from is None:
        yield END.lacks(form, *_empty(form, "ended_on", "pause_from"))
    elif form.ended_on != form.pause_from:
        yield Breach(
            ("pause_from",),
            f"일시중지 시작일 {form.pause_from}이 종료일 {form.ended_on}과 다릅니다. 종료일에는 시작일을 적습니다.",
        )


@rule("CS-END-7")
def only_the_tab_of_the_reason_is_filled(form: ProtectionEnd, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.reason is None:
        return
    others = [
        *(FULL_TAB if not form.is_full else ()),
        *(EARLY_TAB if form.reason != "중간종료" else ()),
        *(PAUSE_TAB if form.reason != "일시중지" else ()),
    ]
    for name in others:
        if getattr(form, name) is not None:
            yield Breach((name,), f"보호종료사유가 {form.reason}여서 이 칸은 인쇄하지 않습니다.")


@rule("CS-END-8")
def those_paid_an_allowance_applied(form: ProtectionEnd, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.allowance_received == "유" and form.allowance == "미신청":
        yield Breach(("allowance",), "자립수당 수급여부가 '유'인데 자립수당이 '미신청'입니다.")


@rule("CS-PK-1")
def the_readiness_scale_is_attached(form: ProtectionEnd, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if not form.is_full:
        return
    if not check_minutes(case) and not check_conferences(case):
        yield Breach(("reason",), "보호종료점검 사례회의가 이 파일에 없습니다.", Severity.INFO)
    elif scale_in(case) is None:
        yield Breach(("reason",), f"보호종료점검 사례회의에 {READINESS_SCALE}가 첨부되어 있지 않습니다.")


@rule("CS-PK-2")
def papers_of_the_end_are_attached(form: ProtectionEnd, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.aftercare_consent == "동의" and has_paper(case, AFTERCARE_PAPER, form.attachments) is None:
        yield Breach(("aftercare_consent",), "사후관리에 동의하였는데 사후관리 동의서가 첨부에 없습니다.")
    if form.course == "수료" and has_paper(case, COURSE_PAPER, form.attachments) is None:
        yield Breach(("course",), "자립교육을 수료하였는데 수료증이 첨부에 없습니다.")


@rule("CS-ST-16")
def closed_counselling_stays_out_of_packets(
    form: YouthCounseling, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if form.open == "비공개":
        yield Breach(
            ("open",), "비공개 상담입니다. 작성자, 담당자, 관리자만 확인하며 묶음에 인쇄하지 않습니다."
        )


def _empty(form: ProtectionExtension | ProtectionEnd, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(form, name) is None)
