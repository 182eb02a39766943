"""Rules of privacy beside consent itself: 업무안내 제2부 개인정보보호, 부록 서식 2, 참고 6."""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.case import CaseFile, Client, Person
from forms.figures import figure
from forms.finding import Breach, Location, Unjudged
from forms.icm import conferences, milestones
from forms.icm.closure_review import ClosureReview
from forms.icm.conference_texts import paper_texts
from forms.icm.consent_parts import REFUSED, UNDATED, Answer, read_papers, title_of
from forms.icm.intake_sheet import IntakeSheet
from forms.icm.monitor_sheet import MonitorSheet
from forms.limit import in_time_order
from forms.periods import months_after
from forms.rule import rule


@rule("ICM-PRIV-05")
def minutes_hold_this_case_alone(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    number = _case_number_pattern(case.case_no)
    if number is None:
        if any(conference.topic or conference.result for _, conference in conferences.held(case)):
            yield Unjudged("다른 글과 구별되는 모양의 관리번호")
        return
    for index, conference in conferences.held(case):
        for key, text in (("topic", conference.topic), ("result", conference.result)):
            others = [found for found in number.findall(text or "") if found != case.case_no]
            if others:
                yield Breach(
                    ("conferences", index, key),
                    f"{conference.held_on} 사례회의의 글에 다른 사례의 관리번호({', '.join(dict.fromkeys(others))})가 "
                    "있습니다. 이 가구의 사례만 적으세요.",
                )
    for at, paper, text in paper_texts(case):
        others = [found for found in number.findall(text) if found != case.case_no]
        if others:
            yield Breach(
                at,
                f"{paper}에 다른 사례의 관리번호({', '.join(dict.fromkeys(others))})가 있습니다. 이 가구의 사례만 적으세요.",
            )


def _case_number_pattern(case_no: str) -> re.Pattern[str] | None:
    """Numbers made like this case's own; None where they could be anything."""
    if re.fullmatch(r"(19|20)\d\d\D{1,3}\d{3,}", case_no):
        separator, rest = re.sub(r"\d", "", case_no), re.split(r"\D+", case_no)[1]
        # 2024-2025 is a pair of years.
        return re.compile(
            rf"(?<![\d-])20\d\d{re.escape(separator)}(?!(?:19|20)\d\d(?!\d))\d{{{len(rest)}}}(?![\d-])"
        )
    lettered = re.fullmatch(r"(.*[A-Za-z가-힣].*\D|[A-Za-z가-힣])(\d{3,})", case_no)
    if lettered is None:
        return None
    head, rest = lettered.groups()
    return re.compile(rf"(?<![0-9A-Za-z가-힣_-]){re.escape(head)}\d{{{len(rest)}}}(?![\d-])")


@rule("ICM-PRIV-06")
def confidentiality_is_told(sheet: IntakeSheet, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if sheet.confidentiality_told is None:
        yield Unjudged("초기상담지의 비밀보장·기록 고지")
    if sheet.confidentiality_told is False:
        yield Breach(
            ("confidentiality_told",),
            "비밀보장, 상담기록 절차에 대한 동의, 행복이음으로 관리됨을 대상자에게 알리지 않았습니다. 상담 전에 알려야 합니다.",
        )


@rule("ICM-PRIV-16")
def consent_lasts_five_years_after_closing(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    review, closed = case.last_of(ClosureReview), milestones.closing(case)
    sheets, papers = in_time_order(case, MonitorSheet), read_papers(case)
    if not papers.every or not sheets or review is None or review.result != "종결":
        return
    if closed is None:
        yield Unjudged("종결일")
        return
    years = figure("icm", "retention_years", closed.on)
    if years is None:
        return
    until = months_after(closed.on, 12 * years)
    renewed = [
        part.on
        for part in papers.parts(case.client.name)
        if part.on is not None and part.on > closed.on and part.answer is Answer.AGREED
    ]
    if any(sheet.visited_on is None for _, sheet in sheets):
        yield Unjudged("모니터 상담의 방문일시")
    for at, sheet in sheets:
        day = sheet.visited_on
        if day is None or day <= until or any(new <= day for new in renewed):
            continue
        yield papers.untold(case.client.name) or Breach(
            (*at, "visited_on"),
            f"동의서의 보유기간(종결 후 {years}년, {until}까지)이 지난 뒤({day})의 상담입니다. 새로 동의를 받아야 합니다.",
        )
        return


@rule("ICM-PRIV-17")
def refused_items_are_not_kept(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    papers = read_papers(case)
    found: dict[Location, list[str]] = {}
    for person in (case.client, *case.others):
        own = papers.parts(person.name) if person.name is not None else ()
        for box, kept in _kept(case, person).items():
            if not kept or all(getattr(part.paper.consent, box) != REFUSED for part in own):
                continue
            if any(part.on is None for part in own):
                yield UNDATED
            elif getattr(own[-1].paper.consent, box) == REFUSED:
                found.setdefault((*own[-1].paper.place, box), []).append(str(person.name))
    for at, names in found.items():
        yield Breach(
            at,
            f"{title_of(str(at[-1]))}에 동의하지 않은 사람({', '.join(names)})의 그 항목이 사례에 적혀 있습니다. 필수 항목은 "
            "성명뿐이므로 적을 근거를 확인하세요.",
        )


def _kept(case: CaseFile, person: Person) -> dict[str, bool]:
    """By the box that allows it, whether the case keeps such an item of a person, the client's row 본인 included."""
    own_rows = tuple(member for member in case.household if member.relation == "본인")
    rows: tuple[Person, ...] = (person, *own_rows) if isinstance(person, Client) else (person,)
    general = ("sex", "phone", "mobile", "occupation", "address")
    return {
        "general": any(getattr(row, name, None) for row in rows for name in general),
        "unique_identifiers": any(row.resident_number for row in rows),
        "sensitive": any(row.health or row.disability or row.illness for row in rows),
    }
