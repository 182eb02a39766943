"""희망저축계좌Ⅰ 사업 안내문: the notice of 2024 word for word, and those of the years after it."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.registry import form_named
from generator.document import bound_forms
from tests.changing import findings
from tests.reading import bound_text, sample, squeeze

# The notice that we hold, line by line; cells of a row stand one after another.
SOURCE = """
희망저축계좌 | 사업 안내문
□ 지원내용(3년만기)
- 본인저축 매월 10만원 이상 + 월 근로소득장려금(30만원) + 이자 + 정책대상별 추가지원금
◆ 지원예시
- 본인저축 10만원 + 월 근로소득장려금 30만원 ⇒ 3년간 약 1,440만원 + 이자 + 정책대상별 추가지원금*
* 정책대상별 추가지원금(해당자는 복수의 추가지원금 지급 가능)
- (내일키움장려금) 자활참여자 대상, 본인 저축 시 월 20만원 지원(인턴·도우미형, 근로유지형 제외)
- (내일키움수익금) 자활참여자 대상, 본인 저축 시 최대 월 15만원 지급(인턴·도우미형, 근로유지형 제외)
- (탈수급장려금) 생계·의료 수급가구가 탈수급한 경우
- (기타장려금) 민간 등과 협약을 통해 추가지원, 지자체 자체사업 보조금 등 지원
□ 가입 및 유지기준
- 소득인정액이 기준 중위소득 40% 이하인 생계·의료수급가구 중 가구 전체의 총 근로·사업 소득이 기준 중위소득 40%의 60% 이상인 가구
(단위: 원/월)
구 분 1인 가구 2인 가구 3인 가구 4인 가구 5인 가구 6인 가구 7인 가구
기준 중위소득* 2,228,445 3,682,609 4,714,657 5,729,913 6,695,735 7,618,369 8,514,994
가입 및 유지 기준 (소득하한) 534,827 883,826 1,131,518 1,375,179 1,606,976 1,828,409 2,043,599
유지기준(소득상한) 4,714,657 4,714,657 4,714,657 5,729,913 6,695,735 7,618,369 8,514,994
* 8인 가구 이상의 경우 1인 증가 시마다 기준 중위소득 896,625원씩 증가
□ 해지요건
구 분 해지사유 지급액
지급해지 만기 - 3년간 통장유지 + 만기 후 6개월 유예기간 내 탈수급 시 • 적립된 지원금 전액
중도 - 만기 이전 탈수급 시(단, 소득상한 이내에서는 본인 요청이 있을 경우) - 탈수급 후 유지 시, 최근 3개월 평균 소득 상한선(기준 중위소득 100%) 초과 시 - 탈수급 후 6개월 연속 소득자료 미신고 시 - 탈수급 후 본인 사망 - 본인 사망 후 가구원이 탈수급하여 가구원 지급해지 요청 시 (6개월 유예기간 내 탈수급 시)
일부 지급해지 - 3년 만기 후 6개월 유예기간 내 탈수급하지 못한 경우 • 만기성공금 지급 (근로소득장려금 적립 누적액의 5%+이자)
환수해지 만기 - 3년 만기 후 6개월 유예기간 내 탈수급하지 못한 경우 • 본인적립금과 이자 (근로소득장려금 및 정책 대상별 추가지원금 미지급)
중도 - 근로사업소득 6개월 연속 소득하한 미달 - 본인적립금 누적 12개월 미납 - 본인 사망 후 가구원 환수해지 요청 시 - 압류, 가압류 - 본인 요청 시
유의사항
○ 매월 10만원 이상 저축
- 매월 본인 저축액 10만원 이상~50만원 이하 저축한 가입자에 한해 월 근로소득장려금이 적립되며 매월 22일까지* 본인적금통장으로 저축하여야 합니다.
- * 적립월 1개월 인정기준: 전월 23일(휴일인 경우 익 영업일)~당월 22일(휴일인 경우 익 영업일)
- 입금일 착오, 잔액 부족 등으로 인해 저축을 하지 못한 경우, 해당 월은 미납으로 처리되며 해당 월 근로소득장려금은 적립되지 않습니다.
[참고] 2024년 월별 본인 저축액 납입 일정
1월 '23.12.23(토)~'24.1.22(월) 7월 6.25(화)~7.22(월)
2월 1.23(화)~2.22(목) 8월 7.23(화)~8.22(목)
3월 2.23(금)~3.22(금) 9월 8.23(금)~9.23(월)
4월 3.23(토)~4.22(월) 10월 9.24(화)~10.22(화)
5월 4.23(화)~5.22(수) 11월 10.23(수)~11.22(금)
6월 5.23(목)~6.24(월) 12월 11.23(토)~12.23(월)
○ 3년동안 근로활동 꾸준히 유지
- 희망저축계좌 I 은 일하는 가구를 지원하는 사업으로 3년간 근로·사업소득이 발생하여야 합니다.
- 가입 후 실직, 본인 및 부양가족의 질병·사고 등 부득이한 사유가 있는 경우에 한해 가입기간 중 총 6개월간 '적립중지'를 신청할 수 있습니다.
- 적립중지를 미신청한 상태에서 본인적립금 누적 12개월 미납, 근로·사업소득 6개월 연속 소득하한 미달로 확인되는 경우 본인적립금만 지급하고 환수해지되므로, 반드시 아산시청으로 사전 신청하여 주시기 바랍니다.
○ 기타 참고사항
- 주소 및 전화번호 변동될 경우 아산시청과 아산지역자활센터로 알려주시기 바랍니다. 고지하지 않아서 연락처가 수정되지 않으면 불이익이 발생될 수 있습니다.
◆ 희망저축계좌 I 관련 문의
- 자산형성지원 콜센터 (☎ 1522-3960)
- 아산시청 사회복지과 (☎ 041-537-3965, 자산형성지원사업 담당자)
- 아산지역자활센터(☎ 070-4607-7208, 자산형성지원사업 담당자)
"""
# E-17: the name is printed with its number.
NAMED = SOURCE.replace("희망저축계좌 |", "희망저축계좌Ⅰ").replace("희망저축계좌 I ", "희망저축계좌Ⅰ")


def notice(**values: Any) -> dict[str, Any]:
    """A file of one notice, which names the offices of the source where a test says nothing else."""
    raw = sample("hs1_notice")
    raw["agency"] = {"name": "아산시청", "unit": "사회복지과", "phone": "041-537-3965"}
    raw["forms"]["hs1_notice"] = {
        "year": 2024,
        "center_name": "아산지역자활센터",
        "contacts": [
            {"name": "아산시청 사회복지과", "phone": "041-537-3965", "note": "자산형성지원사업 담당자"},
            {"name": "아산지역자활센터", "phone": "070-4607-7208", "note": "자산형성지원사업 담당자"},
        ],
        **values,
    }
    return raw


def printed(raw: dict[str, Any]) -> str:
    """What the (one) notice of a file prints, without blanks."""
    case = check_case(raw).case
    assert case is not None
    (bound,) = bound_forms(case, form_named("hs1_notice"), "masked")
    return bound_text(bound)


def test_the_notice_of_2024_comes_out_word_for_word() -> None:
    assert printed(notice()) == squeeze(NAMED)


def test_the_agency_of_the_file_is_whom_to_ask_where_nothing_else_is_said() -> None:
    text = printed(notice(contacts=[]))
    assert "-아산시청사회복지과(☎041-537-3965,자산형성지원사업담당자)" in text
    assert "070-4607-7208" not in text


# 시청으로, 구로, 서울로: the particle follows the sound in which a name ends.
@pytest.mark.parametrize(
    ("office", "center", "said"),
    [
        ("다온구", "다온센터", "반드시 다온구로 사전 신청"),
        ("다온구", "다온센터", "다온구와 다온센터로 알려주시기"),
        ("다온군", "다온자활팀", "반드시 다온군으로 사전 신청"),
        ("다온군", "다온자활팀", "다온군과 다온자활팀으로 알려주시기"),
    ],
)
def test_the_words_after_a_name_agree_with_it(office: str, center: str, said: str) -> None:
    raw = notice(center_name=center)
    raw["agency"] = {"name": office}
    assert squeeze(said) in printed(raw)


# 2,392,013 x 24 % = 574,083.12; 8,988,428 x 24 % = 2,157,222.72. 22 December 2024 is a Sunday, 22 February 2025 a
# Saturday; 22 June a Sunday, 22 November a Saturday.
def test_the_notice_of_2025_bears_the_amounts_and_days_of_its_year() -> None:
    text = printed(notice(year=2025))
    assert "유지기준(소득상한)5,025,3535,025,3535,025,3536,097,7737,108,1928,064,8058,988,428" in text
    assert "(소득하한)574,083" in text
    assert "2,157,223" in text
    assert "923,623원씩증가" in text
    assert "[참고]2025년월별본인저축액납입일정1월'24.12.24(화)~'25.1.22(수)7월6.24(화)~7.22(화)" in text
    assert "2월1.23(목)~2.24(월)" in text
    assert "11월10.23(목)~11.24(월)" in text
    assert text.endswith(
        squeeze(
            "※ 기준 중위소득은 보건복지부고시 제2024-162호, 2025년 기준 중위소득. 소득하한, 소득상한과 납입 일정은 2024년 "
            "안내문의 기준에 따라 2025년의 것을 계산하였습니다."
        )
    )


# 2,564,238 x 24 % = 615,417.12.
def test_the_notice_of_2026_says_where_its_amounts_are_from() -> None:
    text = printed(notice(year=2026))
    assert "(소득하한)615,417" in text
    assert "보건복지부고시제2025-135호" in text


@pytest.mark.parametrize("year", [2023, 2027, 2101, "2024"])
def test_a_year_whose_amounts_are_not_held_is_refused(year: object) -> None:
    checked = check_case(notice(year=year))
    assert not checked.ok
    assert [finding.path for finding in checked.findings if finding.severity == "error"] == [
        "/forms/hs1_notice/year"
    ]


def test_a_year_without_a_median_income_is_named() -> None:
    (finding,) = findings(notice(year=2027), "FIELD-RANGE")
    assert "2027년의 기준 중위소득이 없어" in finding.message


def test_a_file_of_notices_has_no_client() -> None:
    raw = notice()
    assert "client" not in raw
    assert check_case(raw).ok
