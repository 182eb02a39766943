"""Rules of the monitoring indicators: which counts contradict each other, and what is divided by nothing."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.figures import figure
from forms.finding import Breach, Unjudged
from forms.icm.indicator_ratios import CHECKS, HANDLED, RATIOS
from forms.icm.township_indicators import FORM, TownshipIndicators
from forms.particles import with_particle
from forms.rule import rule

# Each part with the whole that it is counted out of: 요청된 대상 후보 중, (A)대상의, 발굴된 민간자원 중 …
PARTS = (
    ("selected", "requested"),
    ("served", "needs"),
    ("closed_well", "closed_all"),
    ("entered", "resources"),
)
MONTHS = {"월": 1, "분기": 3, "연간": 12}


def _title(name: str) -> str:
    return str(TownshipIndicators.model_fields[name].title)


def _exceeds(sheet: TownshipIndicators, part: str, whole: str) -> Iterator[Breach]:
    few, many = getattr(sheet, part), getattr(sheet, whole)
    if few is not None and many is not None and few > many:
        told = with_particle(f"{_title(part)}({few})", "은(는)")
        yield Breach((part,), f"{told} {_title(whole)}({many})보다 클 수 없습니다. 두 수를 다시 세세요.")


@rule("IND-SUBSET")
def no_part_exceeds_its_whole(sheet: TownshipIndicators, case: CaseFile) -> Iterator[Breach]:
    for part, whole in PARTS:
        yield from _exceeds(sheet, part, whole)


@rule("IND-SUM")
def sums_agree(sheet: TownshipIndicators, case: CaseFile) -> Iterator[Breach]:
    handled = sum(getattr(sheet, kind) or 0 for kind in HANDLED)
    if sheet.found is not None and handled > sheet.found:
        yield Breach(
            ("found",),
            f"처리 건수의 합({handled})이 발굴 총 건수({sheet.found})보다 큽니다. 한 건을 두 유형으로 세지 않았는지 확인하세요.",
        )
    yield from _exceeds(sheet, "planned_in_time", "managed")
    if sheet.health_referred == "X" and sheet.health_referrals:
        yield Breach(
            ("health_referred",),
            f"의뢰 여부는 X인데 보건소로 의뢰한 건수가 {sheet.health_referrals}건입니다. 둘 가운데 틀린 것을 고치세요.",
        )
    if sheet.health_referred == "O" and sheet.health_referrals == 0:
        yield Breach(
            ("health_referred",),
            "의뢰 여부는 O인데 보건소로 의뢰한 건수가 0건입니다. 둘 가운데 틀린 것을 고치세요.",
        )
    kinds = [getattr(sheet, kind) for kind in CHECKS]
    if sheet.checks is not None and None not in kinds and sum(kinds) != sheet.checks:
        yield Breach(
            ("checks",),
            f"점검유형별 건수의 합({sum(kinds)})이 전체 점검 횟수({sheet.checks})와 다릅니다.",
        )


@rule("IND-PERIOD")
def the_period_is_as_long_as_its_kind(sheet: TownshipIndicators, case: CaseFile) -> Iterator[Breach]:
    months = sheet.period_months
    if sheet.period_kind is not None and months is not None and months != MONTHS[sheet.period_kind]:
        yield Breach(
            ("period_kind",),
            f"조사기간을 {with_particle(sheet.period_kind, '(으)로')} 골랐는데 시작일과 종료일이 {months}개월에 걸칩니다. "
            "월평균은 시작일과 종료일이 든 달의 수로 계산합니다.",
        )


@rule("IND-CHIEF")
def chiefs_go_as_often_as_is_told(sheet: TownshipIndicators, case: CaseFile) -> Iterator[Breach]:
    count, months = sheet.chief_visit_count, sheet.period_months
    least = figure("icm", "chief_visits_a_month", sheet.period_to) if sheet.period_to is not None else None
    if sheet.chief_visits != "O" or count is None or months is None or least is None:
        return
    if count < least * months:
        yield Breach(
            ("chief_visits",),
            f"방문 여부(월 {least}회이상)가 O인데 방문 건수는 {months}개월에 {count}건입니다. "
            f"달마다 {least}회이면 {least * months}건입니다.",
        )


@rule("IND-ZERO")
def nothing_is_divided_by_nothing(sheet: TownshipIndicators, case: CaseFile) -> Iterator[Breach]:
    divided = {ratio.whole for ratio in RATIOS if None not in [getattr(sheet, part) for part in ratio.parts]}
    for name in TownshipIndicators.model_fields:
        whole = "all_checks" if name == "checks" else name
        if whole in divided and getattr(sheet, whole) == 0:
            yield Breach((name,), _told(_title(name)))
    for index, group in enumerate(sheet.targets):
        if group.persons == 0 and group.contacts is not None:
            yield Breach(("targets", index, "persons"), _told(f"'{group.target}'의 모니터 상담 대상자 수"))


def _told(what: str) -> str:
    return f"{with_particle(what, '이(가)')} 0이어서 나눌 수 없습니다. 값의 자리에는 '–'를 인쇄합니다."


@rule("ICM-BUDGET-44")
def the_budget_rate_is_told_as_it_is(
    sheet: TownshipIndicators, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    given = (sheet.budget_rate, sheet.budget_rate_met)
    lacking = [name for name in ("budget_rate", "budget_rate_met") if getattr(sheet, name) is None]
    least = figure("icm", "budget_rate_percent", sheet.period_to) if sheet.period_to is not None else None
    if None not in given and least is not None:
        if (float(sheet.budget_rate or 0) >= least) != (sheet.budget_rate_met == "O"):
            yield Breach(
                ("budget_rate_met",),
                f"집행률이 {sheet.budget_rate}%인데 {least}% 이상인지에 {sheet.budget_rate_met}라고 적혀 있습니다.",
            )
    elif len(lacking) == 1:
        yield FORM.lacks(sheet, *lacking)
