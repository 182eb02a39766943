"""업무 모니터링 지표 조사서: the indicators of a township's work in a period (참고 5, 세부 설명).

The sheet prints each formula as the source does, with the counts that it divides and what it comes to.
"""

from __future__ import annotations

from types import MappingProxyType

from forms.case import CaseFile
from forms.form import Form
from forms.icm.discovery_indicators import MonitoredGroup, MonitoredRow
from forms.icm.indicator_counts import COUNTING
from forms.icm.indicator_ratios import RATIOS, a_month, quotient
from forms.icm.office_indicators import OfficeIndicators, OfficeResults
from forms.icm.sources import GUIDEBOOK


class TownshipIndicators(OfficeIndicators):
    """The whole sheet; nothing but its heads has to be filled in."""

    headings = MappingProxyType(
        {
            "township": "조사",
            "team": "Ⅰ. 사각지대 발굴 분야",
            "visit_goal": "Ⅱ. 찾아가는 복지상담 분야",
            "requested": "Ⅲ. 통합사례관리 분야",
            "resources": "Ⅳ. 자원관리 분야",
            "council_crisis": "Ⅴ. 민관협력분야",
            "programmes": "Ⅵ. 교육·훈련분야",
        }
    )


def printed(sheet: TownshipIndicators, case: CaseFile) -> OfficeResults:
    """Every formula worked out; blank where the sheet lacks a part of it."""
    return OfficeResults(
        **{ratio.name: ratio.of(sheet) for ratio in RATIOS},
        monthly_visits=a_month(sheet.visits, sheet.period_months),
        target_rows=tuple(_row(group) for group in sheet.targets),
        checks_total=sheet.all_checks,
    )


def _row(group: MonitoredGroup) -> MonitoredRow:
    known = group.contacts is not None and group.persons is not None
    return MonitoredRow(
        target=group.target,
        persons=group.persons,
        contacts=group.contacts,
        average=quotient(group.contacts or 0, group.persons or 0) if known else None,
    )


FORM = Form(
    id="township_indicators",
    title="업무 모니터링 지표 조사서",
    number="참고 5",
    model=TownshipIndicators,
    section="참고 5 읍･면･동 찾아가는 보건･복지서비스 업무 모니터링 지표(세부 설명)",
    document=GUIDEBOOK,
    repeats=True,
    scope="agency",
    printed=printed,
    printed_model=OfficeResults,
    counting=COUNTING,
    gaps=(
        "업무안내는 지표의 산식과 묻는 항목을 인쇄하고 조사서의 이름은 따로 두지 않습니다. 산식과 문구는 그대로 인쇄하고, 적은 수와 계산한 값은 그 옆 칸에 인쇄합니다.",
        "제목 'Ⅲ. 통합사례관리 분야'가 Ⅱ의 2번 앞에, Ⅲ의 6~8번이 Ⅳ의 아래에 인쇄되어 있어 제자리에 두었습니다.",
        "Ⅱ의 3번은 집행률(97%이상) 점검이라고 하고 지표의 표는 집행지침 준수 여부라고 합니다. 세부 설명의 문구를 인쇄합니다.",
        "발굴대상 처리율의 총 발굴 건수(A)는 따로 받지 않고 1번의 발굴 총 건수(B)를 씁니다.",
        "반올림 규칙이 없어 비는 소수 둘째 자리까지, 100을 곱하는 비율은 소수 첫째 자리까지 반올림합니다. 나눌 수가 0이면 '–'로 인쇄하고, 구성하는 수가 하나라도 없으면 비워 둡니다.",
        "조사기간 개월 수는 시작일과 종료일이 든 달을 셉니다.",
        "종결 가구를 기준으로 한다는 사례회의가 종결 가구의 회의만인지 분명하지 않습니다. 산식의 별표대로 조사기간 동안 개최한 회의를 적습니다.",
        "업무량(담당자 1인당 사례관리 가구 건수)은 산식과 조사 시점이 없어, 가구 수를 담당자 수로 나눕니다.",
        "점검 횟수는 시스템에 서비스마다 등록하는 점검을 한 번으로 셉니다. 서식 5의 점검방법에는 가정방문과 기관방문의 구분이 없어, 사례에서 셀 때에는 인쇄하지 않는 항목(visited)으로 가립니다.",
        "서식 5의 서비스는 욕구 영역(대분류)으로만 적으므로, 한 영역에 욕구가 여럿이면 인쇄하지 않는 항목(sub_area)이 있어야 어느 욕구에 제공했는지 셀 수 있습니다.",
        "계획 수립의 적시성은 '30일 내'라고만 하여, 사례에서 셀 때에는 처리기한과 같이 공휴일과 토요일을 빼고 첫날을 넣어 셉니다.",
        "근거자료를 적는 칸의 모양이 없어 분야마다 마지막 줄에 둡니다.",
    ),
)
