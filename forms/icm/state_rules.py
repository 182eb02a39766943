"""Rules of approval and change: 업무안내 제2부 서비스 제공계획 수립부터 종결까지, 제1부 기타 행정사항."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from forms.case import CaseFile
from forms.date_order import breaches
from forms.figures import figure
from forms.finding import Breach, Severity, Unjudged
from forms.icm import closure_review, intake_sheet
from forms.icm.closure_review import ClosureReview
from forms.icm.closure_type_rules import SURVEY_EXEMPT
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.referral_letter import ReferralLetter
from forms.icm.service_plan import ServicePlan
from forms.icm.simple_services import is_simple
from forms.icm.words import letters
from forms.periods import months_after
from forms.rule import Strength, rule

# The boxes of 서식 7 that bear the day of a stage.
STAGE_BOXES = (
    "requested_on", "profiled_on", "needs_surveyed_on", "crisis_surveyed_on", "selected_on", "planned_on",
    "closure_reviewed_on",
)  # fmt: skip
PLANNING = "서비스 제공계획 수립"
CLOSURE = "종결"


@rule(
    "ICM-STATE-01",
    "사례관리 단계는 정해진 차례로 진행한다",
    section="통합사례관리의 절차(개요)",
    strength=Strength.INFO,
)
def stages_follow_one_another(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from breaches(case, "ICM-STATE-01")
    # That the conference or the approval is missing is told by ICM-MEET-01 and ICM-STATE-07.
    for review in case.all_of(ClosureReview):
        empty = [name for name in STAGE_BOXES if getattr(review, name) is None]
        if empty:
            yield closure_review.FORM.lacks(review, *empty)


@rule(
    "ICM-STATE-04",
    "최초 서비스 제공계획은 사례관리팀장(또는 선임공무원)이 승인한다",
    form="service_plan",
    section=f"{PLANNING} 4 수행방안(서비스 제공계획 수립에 따른 승인 처리)",
)
def first_plan_is_approved(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    if plan is case.first_of(ServicePlan) and plan.approved_on is None:
        yield Breach(
            ("approved_on",),
            "최초 서비스 제공계획의 승인일이 없습니다. 사례관리팀장(또는 선임공무원)의 승인이 필요합니다.",
        )
    yield from breaches(case, "ICM-STATE-04", plan)


@rule(
    "ICM-STATE-05",
    "승인은 최초 서비스 제공계획에만 한다",
    form="service_plan",
    section=f"{PLANNING} 5 시스템 활용",
    strength=Strength.INFO,
    severity=Severity.INFO,
)
def later_plans_need_no_approval(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    if plan is not case.first_of(ServicePlan) and plan.approved_on is not None:
        yield Breach(
            ("approved_on",), "승인은 최초 서비스 제공계획을 수립할 때만 처리하므로 승인일이 없어도 됩니다."
        )


@rule(
    "ICM-STATE-07",
    "종결은 사례관리팀장이 승인한다",
    form="closure_review",
    section=f"{CLOSURE} 4 수행방안(종결 절차)",
)
def closure_is_approved(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result == "종결" and review.approved_on is None:
        yield Breach(
            ("approved_on",), "종결심사 승인일자가 없습니다. 사례종결은 사례관리팀장이 승인해야 합니다."
        )


@rule(
    "ICM-STATE-11",
    "타 사례관리 사업에는 한 번만 의뢰한다",
    form="referral_letter",
    section="대상자 구분 및 선정 5 시스템 활용(타 사례관리 사업으로 의뢰)",
)
def other_programmes_are_asked_once(letter: ReferralLetter, case: CaseFile) -> Iterator[Breach]:
    if letter.other_programme is None:
        return
    earlier = takewhile(lambda other: other is not letter, case.all_of(ReferralLetter))
    if any(other.other_programme == letter.other_programme for other in earlier):
        yield Breach(
            ("other_programme",),
            f"{letter.other_programme}에 이미 의뢰한 대상자입니다. 같은 대상자를 다시 의뢰할 수 없습니다.",
        )


@rule(
    "ICM-STATE-12",
    "되풀이되는 같은 단순 서비스는 한 번만 입력한다",
    form="service_plan",
    section="대상자 구분 및 선정 5 시스템 활용(서비스 연계)",
)
def repeated_simple_services_stand_once(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    providers: dict[str, set[str | None]] = {}
    for index, service in enumerate(plan.services):
        if not is_simple(service):
            continue
        earlier = providers.setdefault(letters(service.name), set())
        # A row without a provider may be about any.
        if earlier and (service.provider in earlier or service.provider is None or None in earlier):
            yield Breach(
                ("services", index, "name"),
                f"같은 단순 서비스('{service.name}')가 두 번 있습니다. 서비스가 개시되는 때 한 번만 적으세요.",
            )
        earlier.add(service.provider)


@rule(
    "ICM-STATE-13",
    "서비스 점검은 서비스마다 하루에 한 번 등록한다",
    form="service_plan",
    section="서비스 제공 및 점검 5 시스템 활용",
    strength=Strength.INFO,
)
def one_check_a_day(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    seen = set()
    for index, check in enumerate(plan.checks):
        key = (check.checked_on, letters(check.service))
        if key in seen:
            yield Breach(
                ("checks", index, "checked_on"),
                f"'{check.service}'의 {check.checked_on} 점검이 두 번 있습니다. 서비스별로 하루에 한 번만 등록합니다.",
            )
        seen.add(key)


@rule(
    "ICM-STATE-14",
    "주사례관리자가 바뀌면 대상자에게 미리 안내한다",
    section="통합사례관리, 기타 행정사항(주사례관리자 변경)",
)
def new_worker_is_announced(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    if case.worker.changed_on is not None and case.worker.change_told_on is None:
        yield Breach(
            ("worker", "change_told_on"),
            f"주사례관리자가 {case.worker.changed_on}에 바뀌었는데 안내한 날이 없습니다. 바뀌기 전에 대상자에게 안내해야 합니다.",
        )
    yield from breaches(case, "ICM-STATE-14")


@rule(
    "ICM-STATE-15",
    "서비스 제공계획에는 대상자와 사례관리자가 함께 서명한다",
    form="service_plan",
    section=f"{PLANNING} 4 수행방안(서비스 제공 및 이용 동의); 통합사례관리, 기타 행정사항(가구별 문서관리)",
)
def plan_is_signed_by_both(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    lacking = [
        (name, title)
        for name, title, signed in (
            ("client_signed", "대상자", plan.client_signed),
            ("worker_signed", "사례관리자", plan.worker_signed),
        )
        if not signed
    ]
    if lacking:
        yield Breach(
            (lacking[0][0],),
            f"{', '.join(title for _, title in lacking)}의 서명이 확인되지 않습니다. 서비스 이용 동의는 서면으로 구하고 "
            "동의란에 함께 서명하여 보관해야 합니다.",
        )


@rule(
    "ICM-STATE-19",
    "거절·포기는 1개월 이상 이어진 경우에 종결을 평가한다",
    form="closure_review",
    section="서비스 제공 및 점검 4 수행방안(점검에 따른 조치)",
    strength=Strength.INFO,
    severity=Severity.INFO,
)
def refusal_lasts_a_month(review: ClosureReview, case: CaseFile) -> Iterator[Breach | Unjudged]:
    # 작성 방법 of 서식 7 names no such period, so that this stays information.
    since, until = review.refused_since, review.closure_reviewed_on
    if review.closure_type != "거절이나 포기":
        return
    if since is None or until is None:
        yield closure_review.FORM.lacks(review, "refused_since" if since is None else "closure_reviewed_on")
        return
    if since > until:
        return  # The dates themselves are wrong, and told so.
    months = figure("icm", "refusal_months", until)
    if months is not None and until < months_after(since, months):
        yield Breach(
            ("refused_since",),
            f"거절하거나 포기한 지 {months}개월이 되지 않았습니다({since} ~ {until}). {months}개월 이상 이어지는 경우에 "
            "종결을 위한 사례관리 평가를 합니다.",
        )


@rule(
    "ICM-STATE-20",
    "종결은 위기도 조사, 사례회의, 종결심사의 차례로 한다",
    form="closure_review",
    section=f"{CLOSURE} 4 수행방안(종결 절차)",
)
def closing_steps_in_order(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    surveyed = review.closing_crisis_survey_on is not None or review.closure_type in SURVEY_EXEMPT
    if review.result == "종결" and not surveyed:
        yield Breach(
            ("closing_crisis_survey_on",),
            "종결 단계의 위기도 조사일이 없습니다. 종결 절차는 위기도 조사부터 시작합니다.",
        )
    yield from breaches(case, "ICM-STATE-20", review)


@rule(
    "ICM-STATE-21",
    "전출로 종결하면 대상자 정보를 이관한다",
    form="closure_review",
    section=f"{CLOSURE} 4 수행방안(종결 유형)",
)
def records_move_with_the_client(review: ClosureReview, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if review.closure_type != "이사또는사망" or review.transferred_to is not None:
        return
    if review.moved_or_died is None:
        yield closure_review.FORM.lacks(review, "moved_or_died")
    elif review.moved_or_died == "이사":
        yield Breach(
            ("transferred_to",),
            "이사로 종결하는데 대상자 정보를 이관한 시군구가 없습니다. 타 시군구로 전출하면 그 시군구로 이관해야 합니다.",
        )


@rule(
    "ICM-STATE-24",
    "종결하면 의뢰한 기관에 알린다",
    form="closure_review",
    section="공공부문 사례관리 사업 연계·협력 체계 운영, 가. 읍면동 게이트웨이 및 희망복지지원단 코디네이터 강화",
)
def referrer_learns_of_the_closure(review: ClosureReview, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if review.result != "종결" or review.referrer_notified_on is not None:
        return
    routes = {sheet.referral_route for sheet in case.all_of(IntakeSheet)}
    if "기관" not in routes and (not routes or None in routes):
        yield Unjudged(f"{intake_sheet.FORM.title}의 의뢰경로")
    elif "기관" in routes:
        yield Breach(
            ("referrer_notified_on",),
            "기관이 의뢰한 사례인데 의뢰기관에 종결을 통보한 날이 없습니다. 종결하면 의뢰기관에 통보해야 합니다.",
        )
