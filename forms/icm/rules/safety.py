"""Rules of who visits and of accidents: 업무안내 행정사항 Ⅰ 통합사례관리 담당자 안전 대책."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.date_order import breaches
from forms.finding import Breach, Unjudged
from forms.icm import incident_report, visit_safety_check
from forms.icm.incident_report import IncidentReport
from forms.icm.visit_safety_check import VisitSafetyCheck
from forms.rule import rule


@rule("ICM-SAFE-02")
def a_visit_is_reported(check: VisitSafetyCheck, case: CaseFile) -> Iterator[Breach]:
    if check.reported_to is None:
        yield Breach(
            ("reported_to",),
            "방문 일정을 보고받은 상사나 동료가 적혀 있지 않습니다. 반드시 보고하고 누구에게 보고하였는지 적으세요.",
        )
    yield from breaches(case, "ICM-SAFE-02", check)


@rule("ICM-SAFE-03")
def danger_changes_the_visit(check: VisitSafetyCheck, case: CaseFile) -> Iterator[Breach | Unjudged]:
    suspected, unknown = check.dangers("예"), check.dangers("모름")
    if check.changed:
        return
    if suspected:
        yield Breach(
            ("rescheduled_to",),
            f"위험요소가 있습니다({', '.join(suspected)}). 방문 일정을 재조정하거나, 반드시 방문해야 하면 경찰 등의 "
            "협조를 구하여 동행하고 그 내용을 적으세요.",
        )
    elif unknown:
        yield Unjudged(f"모름으로 답한 위험요소({', '.join(unknown)})")


@rule("ICM-SAFE-04")
def two_visit_together(check: VisitSafetyCheck, case: CaseFile) -> Iterator[Breach]:
    if check.companion is None:
        yield Breach(
            ("companion",),
            "동행자가 적혀 있지 않습니다. 관련 기관이나 동료직원, 인적안전망과 일정을 협의하여 2인 1조로 방문합니다.",
        )


@rule("ICM-SAFE-04a")
def who_comes_along_keeps_it_private(check: VisitSafetyCheck, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if check.companion is None:
        return
    if check.companion_consented is None:
        yield visit_safety_check.FORM.lacks(check, "companion_consented")
    elif not check.companion_consented:
        yield Breach(
            ("companion_consented",),
            "동행자에게서 대상자의 개인정보 보호에 대한 동의를 받지 않았습니다. 함께 방문하기 전에 동의를 받으세요.",
        )


@rule("ICM-SAFE-05")
def an_accident_is_told_at_once(report: IncidentReport, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if report.witness_name is None:
        yield Breach(
            ("witness_name",),
            "목격자가 적혀 있지 않습니다. 사고보고서는 사고당사자와 목격자가 객관적 상황을 정확하게 작성합니다.",
        )
    if report.reported_on is None:
        yield incident_report.FORM.lacks(report, "reported_on")
    elif report.occurred_on is not None and report.reported_on > report.occurred_on:
        yield Breach(
            ("reported_on",),
            f"사고가 난 날({report.occurred_on})이 아니라 {report.reported_on}에 알렸습니다. 사고가 발생하면 즉시 "
            "슈퍼바이저 및 관리자에게 알려야 합니다.",
        )


@rule("ICM-SAFE-07")
def those_harmed_are_cared_for(report: IncidentReport, case: CaseFile) -> Iterator[Breach]:
    if not report.after_care_planned:
        yield Breach(
            ("after_care_planned",),
            "심리적 개입과 소진 방지 대책을 마련하였다는 말이 없습니다. 피해자와 주변의 클라이언트, 동료 등에 대한 대책을 "
            "마련하세요.",
        )
