"""Rules of approval and change: 업무안내 제2부 서비스 제공계획 수립부터 종결까지, 제1부 기타 행정사항."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from forms.case import CaseFile
from forms.date_order import breaches
from forms.figures import figure
from forms.finding import Breach, Unjudged
from forms.icm import closure_review, intake_sheet
from forms.icm.closure_review import ClosureReview
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.referral_letter import ReferralLetter
from forms.icm.rules.closure_types import SURVEY_EXEMPT
from forms.icm.service_plan import ServicePlan
from forms.icm.simple_services import is_simple
from forms.icm.words import letters
from forms.periods import months_after
from forms.rule import rule

# The boxes of 서식 7 that bear the day of a stage.
STAGE_BOXES = (
    "requested_on", "profiled_on", "needs_surveyed_on", "crisis_surveyed_on", "selected_on", "planned_on",
    "closure_reviewed_on",
)  # fmt: skip


@rule("ICM-STATE-01")
def stages_follow_one_another(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from breaches(case, "ICM-STATE-01")
    # That the conference or the approval is missing is told by ICM-MEET-01 and ICM-STATE-07.
    for review in case.all_of(ClosureReview):
        empty = [name for name in STAGE_BOXES if getattr(review, name) is None]
        if empty:
            yield closure_review.FORM.lacks(review, *empty)


@rule("ICM-STATE-04")
def first_plan_is_approved(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    if plan is case.first_of(ServicePlan) and plan.approved_on is None:
        yield Breach(
            ("approved_on",),
            "최초 서비스 제공계획의 승인일이 없습니다. 사례관리팀장(또는 선임공무원)의 승인이 필요합니다.",
        )
    yield from breaches(case, "ICM-STATE-04", plan)


@rule("ICM-STATE-05")
def later_plans_need_no_approval(plan: ServicePlan, case: CaseFile) -> Iterator[Breach]:
    if plan is not case.first_of(ServicePlan) and plan.approved_on is not None:
        yield Breach(
            ("approved_on",), "승인은 최초 서비스 제공계획을 수립할 때만 처리하므로 승인일이 없어도 됩니다."
        )


@rule("ICM-STATE-07")
def closure_is_approved(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    if review.result == "종결" and review.approved_on is None:
        yield Breach(
            ("approved_on",), "종결심사 승인일자가 없습니다. 사례종결은 사례관리팀장이 승인해야 합니다."
        )


@rule("ICM-STATE-11")
def other_programmes_are_asked_once(letter: ReferralLetter, case: CaseFile) -> Iterator[Breach]:
    if letter.other_programme is None:
        return
    earlier = takewhile(lambda other: other is not letter, case.all_of(ReferralLetter))
    if any(other.other_programme == letter.other_programme for other in earlier):
        yield Breach(
            ("other_programme",),
            f"{letter.other_programme}에 이미 의뢰한 대상자입니다. 같은 대상자를 다시 의뢰할 수 없습니다.",
        )


@rule("ICM-STATE-12")
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


@rule("ICM-STATE-13")
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


@rule("ICM-STATE-14")
def new_worker_is_announced(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    if case.worker.changed_on is not None and case.worker.change_told_on is None:
        yield Breach(
            ("worker", "change_told_on"),
            f"주사례관리자가 {case.worker.changed_on}에 바뀌었는데 안내한 날이 없습니다. 바뀌기 전에 대상자에게 안내해야 합니다.",
        )
    yield from breaches(case, "ICM-STATE-14")


@rule("ICM-STATE-15")
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


@rule("ICM-STATE-19")
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


@rule("ICM-STATE-20")
def closing_steps_in_order(review: ClosureReview, case: CaseFile) -> Iterator[Breach]:
    surveyed = review.closing_crisis_survey_on is not None or review.closure_type in SURVEY_EXEMPT
    if review.result == "종결" and not surveyed:
        yield Breach(
            ("closing_crisis_survey_on",),
            "종결 단계의 위기도 조사일이 없습니다. 종결 절차는 위기도 조사부터 시작합니다.",
        )
    yield from breaches(case, "ICM-STATE-20", review)


@rule("ICM-STATE-21")
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


@rule("ICM-STATE-24")
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
