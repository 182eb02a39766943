"""The guidebook's worked example of 서식 8, word for word.

White space and the width of colons do not count; the date's placeholder is replaced as
samples/monitor_sheet.md says.
"""

from __future__ import annotations

import pytest

from forms import form_named
from forms.finding import Severity
from generator.document import bound_forms
from generator.examine import examine
from tests.reading import bound_text, sample, squeeze

# The printed example from top to bottom.
EXAMPLE = """
모니터 상담지
방문일시：2025년 9월 16일
상담자：△△△
세대주 ○○○
주민등록번호
(외국인등록번호)
전화번호
주소
서울시 ○○구 ○○동 휴대전화
특이사항： 비상연락처
가족사항(이전 상담결과에서 변화된 사항이 있는지 확인)
세대주와의
관계
성 명 연령 동거 학력 직업 건강상태 장애 및 질병
본인 ○○○ ○ 고졸 자활참여 질병 당뇨
자 △△△ ○ 중2 학생 양호
자 □□□ ○ 초6 학생 장애 발달2급(자폐)
욕구확인
대상자･가족이 원하는 도움･지원의 내용
(표현된 욕구)
- 경제적 지원(생활비, 학원비 등)
- 자녀2, 낮기간 동안의 케어
대상자･가족의 주요문제･걱정거리
(잠재된 욕구)
- 자녀2, 재활치료
- 주거지 개선
주요문제
■ 경제 문제 □ 돌봄 문제 ■ 신체적 건강 문제
□ 정신적 건강 문제          ■ 주거 문제 □ 일자리 문제
□ 보육 및 교육 문제   □ 관계 문제 ■ 안전 문제
□ 법률 및 권익보장 문제 □ 문화 및 여가 문제
주변관계
개인/기관 관계/기관명 성명/부서또는담당자 연락처
개인 형제 ○○○
기관 ○○교회 목사
종교
□ 기독교       □ 천주교  □ 불교 □ 기타(        )
* 다니는곳(  ○○교회  ) 위치(                 ) 관계(                 )
상담 내용 및 조치 사항
○○○ 세대는 지속적인 자활참여와 장애아동에 대한 돌봄 등에 대한 서비스제공에 따라, 사례관리 종료 세대로 현재는 주요문제
재발 없이 생활하고 있으나, 주거지 노후 등으로 어려움을 호소하는 바, 영구임대 아파트를 신청함, 3개월 이후 재상담을 추진할
예정임.
건강상태
성명
질병(환)
질병(환) 병명 치료기간(개월)
만성질환 당뇨 15년
병원 자주가는 병원：○○의원 위치: ○○아파트단지 상가   진료주기：월1회
사용약물 ■ 복용 □ 미복용  (복용정도 1일 (    회)/1회당(     개))
수술현황
□ 필요 ■ 불필요 (질병명:           / 시기:              )
* 과거 이력：질병명(             )  연도 (              )
안과 □ 각막 □ 백내장 □ 녹내장 □ 시력상실 ■ 해당없음    □ 기타(        )
틀니 □ 사용 □ 필요  (□ 전체  □ 부분)     □ 해당없음    ■ 보수필요
의견 □ 긴급지원필요   □ 우선지원 필요      ■ 지원필요하나 시급하지는 않음
복지서비스
성명
현재지원
복지
서비스
■ 반찬, 도시락  ■ 요양보호,돌봄  □ 아동/청소년지원 (                 )
□ 기관프로그램이용 (               )  □ 기타 (                 )
만족도 ■ 만족  □ 보통  □ 불만족(사유：                             )
후원금
(물품)
금액/내용：                기간：              주기 :
만족도 □ 만족  □ 보통  □ 불만족(사유：                             )
희망지원
□ 정부양곡   □ 무선페이징  □ 건강검진(검진이력    년, 희망항목         )
■ 주거지원 (□ 영구임대  □ 매입임대   □전세자금)    □ 집수리
□ 세탁 (주   회)      □ 급식 (주   회)       □ 가사도움 (주   회)
□ 노인돌보미          □ 장애인활동보조지원   □ 산모신생아도우미
□ 가사간병방문도우미  □ 장애아동재활치료     □ 아동인지능력향상서비스
□ 여행바우처   □ 문화바우처   □ 스포츠바우처   □ 기타 (              )
의  견 □ 긴급지원필요       ■ 우선지원 필요    □ 지원필요하나 시급하지는 않음
주거환경
거주지형태 □ 단독주택  ■ 다가구  □ 아파트  □ 여관,고시원 □ 움막  □ 기타 (                )
임대현황
□ 자가  □ 전세  □ 월세  ■ 보증부월세  □ 사글세  □ 무료임대(관계:              )
* 보증금(        만원)/월세(     만원)  거주층：      방 수：    개(가구원    명)
편의시설
화장실 ( □ 단독 ■ 공동 / ■ 수세식 □ 재래식 / □ 입식 ■ 좌식 / ■ 청결 □ 불결 )
부엌( ■ 단독  □ 공동  □ 없음  / □ 입식  □ 재래식 / ■ 청결  □ 불결 )
시설상태
□ 벽, 담 ( □ 양호 ■ 불량 □ 긴급보수)    □ 지붕 ( □ 양호 □ 불량 □ 긴급보수)
□ 도배, 장판 ( □ 양호 ■ 불량 □ 긴급보수)
□ 화장실 ( □ 양호 ■ 불량 □ 긴급보수)    □ 부엌 ( □ 양호 □ 불량 □ 긴급보수)
□ 보일러, 전기배선, 설비 등 ( ■ 양호 □ 불량 □ 긴급보수) □ 기타(              )
■ 폭염취약 ■ 한파취약
난방
주 □ 연탄  ■ 기름   □ 도시가스   □ 일반가스  □ 전기  □ 기타(             )
보조  ■ 전기장판  □ 침대사용  □ 난로   □ 온풍기
전기 □ 자동차단기대상  ■ 조명기구개선대상(백열, 형광등사용)  □ 기타(                   )
가전제품
■ TV   □ 냉장고   ■ 세탁기    □ 전자레인지   ■ 선풍기   □ 에어컨  □ 컴퓨터
□ 기타(           )
의견 □ 긴급지원필요    ■ 우선지원 필요    □ 지원필요하나 시급하지는 않음
""".strip().splitlines()


def plain(text: str) -> str:
    return squeeze(text).replace("：", ":")


@pytest.fixture(scope="module")
def text() -> str:
    """The example's sheet as it is printed."""
    case = examine(sample("monitor_sheet")).case
    assert case is not None
    (sheet,) = bound_forms(case, form_named("monitor_sheet"), "masked")
    return plain(bound_text(sheet))


def test_every_word_of_the_example_is_printed_in_its_order(text: str) -> None:
    position = 0
    for line in EXAMPLE:
        found = text.find(plain(line), position)
        assert found >= 0, f"{line!r} is missing after {text[max(0, position - 40) : position]!r}"
        position = found + len(plain(line))


def test_the_sheet_adds_nothing_but_its_own_numbers(text: str) -> None:
    """What is left of the text, once the example's lines are taken out in order, is ① to ⑧ and [서식 8]."""
    left = ""
    for line in EXAMPLE:
        before, text = text.split(plain(line), 1)
        left += before
    assert left + text == "[서식8]①②③④⑤⑥⑦⑧"


@pytest.mark.parametrize(
    "printed",
    [
        "■ 경제 문제",
        "□ 돌봄 문제",
        "■ 신체적 건강 문제",
        "□ 정신적 건강 문제",
        "■ 주거 문제",
        "□ 일자리 문제",
        "■ 안전 문제",
        "□ 기독교",
        "■ 복용",
        "■ 불필요",
        "□ 사용",
        "■ 보수필요",
        "■ 반찬, 도시락",
        "■ 주거지원",
        "□ 영구임대",
        "■ 보증부월세",
        "□ 벽, 담",
        "■ 폭염취약",
        "■ 한파취약",
        "■ 기름",
        "□ 자동차단기대상",
        "■ TV",
        "□ 냉장고",
    ],
)
def test_boxes_are_set_as_printed(text: str, printed: str) -> None:
    assert plain(printed) in text
    assert plain(printed).translate(str.maketrans("■□", "□■")) not in text


def test_what_the_ministry_printed_is_no_error() -> None:
    """A church with no religion ticked, 주거지원 without its kind, 복용 without counts."""
    findings = examine(sample("monitor_sheet")).findings
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
