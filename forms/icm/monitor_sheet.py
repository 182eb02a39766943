"""모니터 상담지 (서식 8), from the 2025 guidebook, 부록 서식 8 and its 작성 방법."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field

from forms.case import CaseFile, Client
from forms.family import family_of
from forms.fields import (
    Address,
    CalendarDate,
    Count,
    Flag,
    Line,
    Name,
    Narrative,
    PersonMark,
    Phone,
    ResidentNumber,
    Text,
)
from forms.form import Form, FromCase, HouseholdTable, Needed
from forms.heads import CLIENT_NAME, WORKER_NAME
from forms.icm.monitored_housing import Housing, Opinion
from forms.icm.sources import GUIDEBOOK
from forms.page import Applies
from forms.record import FormModel, Record, Value

MainProblem = Literal[
    "경제 문제",
    "돌봄 문제",
    "신체적 건강 문제",
    "정신적 건강 문제",
    "주거 문제",
    "일자리 문제",
    "보육 및 교육 문제",
    "관계 문제",
    "안전 문제",
    "법률 및 권익보장 문제",
    "문화 및 여가 문제",
]
RelationKind = Literal["개인", "기관"]
Religion = Literal["기독교", "천주교", "불교", "기타"]
Satisfaction = Literal["만족", "보통", "불만족"]
ContactMethod = Literal["방문", "전화", "내방"]
SurveySkipReason = Literal["정신질환", "지적장애", "기타"]
SurveyAnswer = Annotated[int, Field(strict=True, ge=1, le=5)]

Medication = Literal["복용", "미복용"]
Surgery = Literal["필요", "불필요"]
EyeDisease = Literal["각막", "백내장", "녹내장", "시력상실", "해당없음", "기타"]
Dentures = Literal["사용", "필요", "해당없음", "보수필요"]
DentureExtent = Literal["전체", "부분"]

CurrentService = Literal["반찬, 도시락", "요양보호,돌봄", "아동/청소년지원", "기관프로그램이용", "기타"]
WishedService = Literal[
    "정부양곡",
    "무선페이징",
    "건강검진",
    "주거지원",
    "집수리",
    "세탁",
    "급식",
    "가사도움",
    "노인돌보미",
    "장애인활동보조지원",
    "산모신생아도우미",
    "가사간병방문도우미",
    "장애아동재활치료",
    "아동인지능력향상서비스",
    "여행바우처",
    "문화바우처",
    "스포츠바우처",
    "기타",
]
HousingSupport = Literal["영구임대", "매입임대", "전세자금"]


class MonitoredMember(Record):
    """A row of the family table, where it is not taken from the case."""

    relation: Line | None = Field(None, title="세대주와의 관계")
    name: Name | None = Field(None, title="성명")
    age: Count | None = Field(None, title="연령", description="만 나이")
    living_together: Flag | None = Field(None, title="동거")
    education: Line | None = Field(None, title="학력")
    occupation: Line | None = Field(None, title="직업")
    health: Line | None = Field(None, title="건강상태")
    disability: Line | None = Field(None, title="장애")
    illness: Line | None = Field(None, title="질병")


class Relation(Record):
    """A person or an organisation near the household (주변관계)."""

    kind: RelationKind | None = Field(None, title="개인/기관")
    relation: Line | None = Field(None, title="관계/기관명")
    name: Annotated[Line | None, PersonMark("관계인", "contact")] = Field(None, title="성명/부서 또는 담당자")
    phone: Phone | None = Field(None, title="연락처")


class Illness(Record):
    """A row of the table of illnesses."""

    kind: Line | None = Field(None, title="질병(환)", description="예: 만성질환")
    name: Line | None = Field(None, title="병명")
    treatment_period: Line | None = Field(None, title="치료기간(개월)", description="예: 6개월, 15년")


class HealthRecord(Record):
    """건강상태: the health of one person."""

    name: Name | None = Field(None, title="성명")
    illnesses: tuple[Illness, ...] = Field((), title="질병(환)")
    hospital: Line | None = Field(None, title="자주가는 병원")
    hospital_location: Line | None = Field(None, title="병원 위치")
    visit_cycle: Line | None = Field(None, title="진료주기", description="예: 월1회")
    medication: Medication | None = Field(None, title="사용약물")
    doses_a_day: Annotated[Count | None, Applies("medication", "복용")] = Field(
        None, title="복용정도 1일 횟수"
    )
    units_a_dose: Annotated[Count | None, Applies("medication", "복용")] = Field(
        None, title="복용정도 1회당 개수"
    )
    surgery: Surgery | None = Field(None, title="수술현황")
    surgery_illness: Annotated[Line | None, Applies("surgery", "필요")] = Field(None, title="수술 질병명")
    surgery_time: Annotated[Line | None, Applies("surgery", "필요")] = Field(None, title="수술 시기")
    past_surgery_illness: Line | None = Field(None, title="과거 이력 질병명")
    past_surgery_year: Line | None = Field(None, title="과거 이력 연도")
    eyes: tuple[EyeDisease, ...] = Field((), title="안과")
    eyes_note: Annotated[Line | None, Applies("eyes", "기타")] = Field(None, title="안과 기타 내용")
    dentures: tuple[Dentures, ...] = Field((), title="틀니")
    denture_extent: Annotated[DentureExtent | None, Applies("dentures", "필요")] = Field(
        None, title="필요한 틀니"
    )
    opinion: Opinion | None = Field(None, title="의견")


class WelfareRecord(Record):
    """복지서비스: what one person receives and wishes for."""

    name: Name | None = Field(None, title="성명")
    services: tuple[CurrentService, ...] = Field((), title="현재지원 복지서비스")
    youth_support_note: Annotated[Line | None, Applies("services", "아동/청소년지원")] = Field(
        None, title="아동/청소년지원 내용"
    )
    agency_program_note: Annotated[Line | None, Applies("services", "기관프로그램이용")] = Field(
        None, title="기관프로그램이용 내용"
    )
    services_note: Annotated[Line | None, Applies("services", "기타")] = Field(
        None, title="현재지원 복지서비스 기타 내용"
    )
    services_satisfaction: Satisfaction | None = Field(None, title="복지서비스 만족도")
    services_complaint: Annotated[Line | None, Applies("services_satisfaction", "불만족")] = Field(
        None, title="복지서비스 불만족 사유"
    )
    donation: Line | None = Field(None, title="후원금(물품) 금액/내용")
    donation_period: Line | None = Field(None, title="후원금(물품) 기간")
    donation_cycle: Line | None = Field(None, title="후원금(물품) 주기")
    donation_satisfaction: Satisfaction | None = Field(None, title="후원금(물품) 만족도")
    donation_complaint: Annotated[Line | None, Applies("donation_satisfaction", "불만족")] = Field(
        None, title="후원금(물품) 불만족 사유"
    )
    wishes: tuple[WishedService, ...] = Field((), title="희망지원")
    checkup_year: Annotated[Line | None, Applies("wishes", "건강검진")] = Field(
        None, title="건강검진 검진이력 연도", description="예: 2023"
    )
    checkup_item: Annotated[Line | None, Applies("wishes", "건강검진")] = Field(
        None, title="건강검진 희망항목"
    )
    housing_support: Annotated[tuple[HousingSupport, ...], Applies("wishes", "주거지원")] = Field(
        (), title="주거지원 종류"
    )
    laundry_a_week: Annotated[Count | None, Applies("wishes", "세탁")] = Field(None, title="세탁 주 횟수")
    meals_a_week: Annotated[Count | None, Applies("wishes", "급식")] = Field(None, title="급식 주 횟수")
    housework_a_week: Annotated[Count | None, Applies("wishes", "가사도움")] = Field(
        None, title="가사도움 주 횟수"
    )
    wishes_note: Annotated[Line | None, Applies("wishes", "기타")] = Field(None, title="희망지원 기타 내용")
    opinion: Opinion | None = Field(None, title="의견")


def _of_householder(get: Callable[[Client], Any]) -> Callable[[CaseFile], Any]:
    """The client's own number, as long as no sheet of the case names somebody else as householder."""

    def of_case(case: CaseFile) -> Any:
        named = {sheet.householder_name for sheet in case.all_of(MonitorSheet)}
        return get(case.client) if named <= {None, case.client.name} else None

    return of_case


class MonitorSheet(FormModel):
    """What the printed form asks for; titles are its labels."""

    dated_by = "visited_on"

    headings = MappingProxyType(
        {
            "visited_on": "상담",
            "householder_name": "대상자",
            "family": "가족사항",
            "expressed_needs": "욕구확인",
            "relations": "주변관계와 종교",
            "consultation": "상담 내용 및 조치 사항",
            "health": "건강상태",
            "welfare": "복지서비스",
            "housing": "주거환경",
            "contact_method": "인쇄하지 않는 항목",
        }
    )

    visited_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="방문일시")
    counselor_name: Annotated[Name | None, WORKER_NAME, Needed()] = Field(None, title="상담자")

    householder_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="세대주")
    resident_number: Annotated[
        ResidentNumber | None,
        FromCase(_of_householder(lambda client: client.resident_number), "사례의 대상자 주민등록번호"),
    ] = Field(None, title="주민등록번호(외국인등록번호)")
    phone: Annotated[
        Phone | None, FromCase(_of_householder(lambda client: client.phone), "사례의 대상자 전화번호")
    ] = Field(None, title="전화번호")
    mobile: Annotated[
        Phone | None, FromCase(_of_householder(lambda client: client.mobile), "사례의 대상자 휴대전화")
    ] = Field(None, title="휴대전화")
    address: Annotated[Address | None, FromCase(lambda case: case.client.address, "사례의 대상자 주소")] = (
        Field(None, title="주소")
    )
    emergency_phone: Annotated[
        Phone | None, FromCase(lambda case: case.client.emergency_phone, "사례의 대상자 비상연락처")
    ] = Field(None, title="비상연락처")
    remarks: Text | None = Field(None, title="특이사항")

    family: Annotated[tuple[MonitoredMember, ...], HouseholdTable()] = Field(
        (), title="가족사항", description="적지 않으면 사례의 대상자와 가구원으로 채움"
    )
    expressed_needs: Narrative | None = Field(
        None, title="표현된 욕구", description="원하는 도움·지원의 내용"
    )
    latent_needs: Narrative | None = Field(None, title="잠재된 욕구", description="주요문제·걱정거리")
    main_problems: tuple[MainProblem, ...] = Field((), title="주요문제")

    relations: tuple[Relation, ...] = Field((), title="주변관계")
    religion: Religion | None = Field(None, title="종교")
    religion_note: Annotated[Line | None, Applies("religion", "기타")] = Field(None, title="종교 기타 내용")
    worship_place: Line | None = Field(None, title="다니는 곳")
    worship_location: Line | None = Field(None, title="다니는 곳의 위치")
    worship_relation: Line | None = Field(None, title="다니는 곳과의 관계")

    consultation: Narrative | None = Field(None, title="상담 내용 및 조치 사항")

    health: Annotated[tuple[HealthRecord, ...], HouseholdTable(once=False)] = Field(
        (), title="건강상태", description="한 사람에 한 건"
    )
    welfare: Annotated[tuple[WelfareRecord, ...], HouseholdTable(once=False)] = Field(
        (), title="복지서비스", description="한 사람에 한 건"
    )
    housing: Housing | None = Field(None, title="주거환경")

    contact_method: ContactMethod | None = Field(
        None, title="상담 방법", description="모니터 상담을 한 방법. 인쇄하지 않음"
    )
    remarks_reported_on: CalendarDate | None = Field(
        None,
        title="특이사항 보고일",
        description="희망복지지원단 또는 찾아가는 보건복지팀에 보고한 날. 인쇄하지 않음",
    )
    satisfaction_surveyed: Flag | None = Field(
        None, title="만족도 설문 실시", description="이 상담에서 서식 9 만족도 설문을 하였는지. 인쇄하지 않음"
    )
    satisfaction_answers: tuple[SurveyAnswer, ...] = Field(
        (), title="만족도 설문 응답", description="12문항의 응답(1~5점)을 문항 순서대로. 인쇄하지 않음"
    )
    satisfaction_skip_reason: SurveySkipReason | None = Field(
        None,
        title="만족도 설문 생략 사유",
        description="대상자의 사유로 가구원을 통해서도 설문하기 어려운 경우. 인쇄하지 않음",
    )


class FamilyRow(Value):
    """A row of the printed family table."""

    relation: str | None = None
    name: Name | None = None
    age: int | None = None
    living_together: bool | None = None
    education: str | None = None
    occupation: str | None = None
    health: str | None = None
    disability_and_illness: str | None = None


class MonitorSheetPrinted(Value):
    """What the paper shows beyond the fields; both sums of money in 만원."""

    members: tuple[FamilyRow, ...] = ()
    deposit_in_10000: str | None = None
    monthly_rent_in_10000: str | None = None


def printed(sheet: MonitorSheet, case: CaseFile) -> MonitorSheetPrinted:
    """The sheet's own family rows, or else the case's with ages on the day of the visit."""
    housing = sheet.housing or Housing()
    return MonitorSheetPrinted(
        members=tuple(
            FamilyRow(
                relation=member.relation,
                name=member.name,
                age=member.age,
                living_together=member.living_together,
                education=member.education,
                occupation=member.occupation,
                health=member.health,
                disability_and_illness=", ".join(filter(None, (member.disability, member.illness))) or None,
            )
            for member in sheet.family or family_of(case, sheet.visited_on)
        ),
        deposit_in_10000=in_10000(housing.deposit),
        monthly_rent_in_10000=in_10000(housing.monthly_rent),
    )


def in_10000(won: int | None) -> str | None:
    """Won as the number that stands before 만원: 12,345,000 is ``1,234.5``."""
    if won is None:
        return None
    whole, rest = divmod(won, 10_000)
    return f"{whole:,}" + (f".{rest:04d}".rstrip("0") if rest else "")


FORM = Form(
    id="monitor_sheet",
    title="모니터 상담지",
    number="서식 8",
    model=MonitorSheet,
    section="부록 서식 8 모니터 상담지",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=MonitorSheetPrinted,
    gaps=(
        "작성 방법은 ②에 생년월일을 적으라고 하지만 서식에는 주민등록번호(외국인등록번호) 칸이 있어 서식대로 인쇄합니다.",
        "방문일시 칸에는 년·월·일만 있고 시각을 적을 자리가 없어 날짜만 받습니다.",
        "의견의 '긴급지원필요'는 ⑦에 '긴급지원 필요'로 인쇄되어 있습니다. 인쇄는 서식대로 하고, 값은 '긴급지원필요' 하나로 받습니다.",
        "⑥과 ⑦은 성명 칸이 하나뿐이고 여러 사람일 때의 작성 방법이 없어, 사람마다 칸 전체를 되풀이해 인쇄합니다.",
        "틀니의 '(□ 전체 □ 부분)'이 무엇에 딸린 것인지 설명이 없습니다. 인쇄된 자리대로 '필요'의 종류로 봅니다.",
        "가족사항, 주변관계, 질병(환) 표의 빈 줄 수는 업무안내의 글에서 알 수 없어 각각 4줄, 3줄, 2줄로 둡니다.",
    ),
)
