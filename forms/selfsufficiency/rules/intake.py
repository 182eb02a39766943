"""What ``check`` says of coming in. Source: 자활사례관리의 절차, 참여자 선정기준."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.finding import Breach, Unjudged
from forms.periods import months_after
from forms.rule import rule
from forms.selfsufficiency.basic_interview import FORM, BasicInterview
from forms.selfsufficiency.gateways import MOST_GATEWAYS, YEARS, gateway_ends
from forms.selfsufficiency.heads import ParticipantForm
from forms.selfsufficiency.milestones import last_known_day
from forms.selfsufficiency.participation import participation_of

# 「자활참여 가능연령이 만 18세-64세까지의 성인남녀」.
YOUNGEST, OLDEST = 18, 64


@rule("SS-PR-1")
def gateways_end_in_time(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    participation = participation_of(case)
    if participation is None:
        if case.all_of(ParticipantForm):
            yield Unjudged("자활 참여의 게이트웨이")
        return
    known = last_known_day(case)
    for at, gateway in enumerate(participation.gateway):
        end = gateway_ends(gateway)
        if gateway.ended_on is None:
            if known is not None and known > end.on:
                yield Unjudged("게이트웨이 종료일")
        elif gateway.ended_on > end.on:
            yield Breach(
                ("participation", "gateway", at, "ended_on"),
                f"게이트웨이 과정이 {gateway.ended_on}에 끝나 {end.period}({end.on})을 넘었습니다. {end.remark}",
            )


@rule("SS-PR-1b")
def gateways_are_few(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    participation = participation_of(case)
    if participation is None or not participation.gateway:
        return
    number = len(participation.gateway)
    if number > MOST_GATEWAYS:
        yield Breach(
            ("participation", "gateway"),
            f"게이트웨이 과정이 {number}회입니다. 참여 기간 동안 {MOST_GATEWAYS}회 이내로 제한됩니다.",
        )
    if participation.started_on is None:
        yield Unjudged("자활사업 참여 시작일")
        return
    last = months_after(participation.started_on, 12 * YEARS)
    for at, gateway in enumerate(participation.gateway):
        if (gateway.ended_on or gateway.started_on) > last:
            yield Breach(
                ("participation", "gateway", at),
                f"게이트웨이 과정이 자활사업 참여 시작일부터 {YEARS}년({last})을 넘었습니다.",
            )


@rule("SS-AGE")
def participants_are_of_working_age(form: BasicInterview, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.interviewed_on is None:
        yield FORM.lacks(form, "interviewed_on")
        return
    age = case.client.age_on(form.interviewed_on)
    if age is None:
        yield Unjudged("대상자 생년월일")
    elif not YOUNGEST <= age <= OLDEST:
        yield Breach(
            ("interviewed_on",),
            f"면접일에 만 {age}세입니다. 자활참여 가능연령은 만 {YOUNGEST}세에서 {OLDEST}세까지입니다.",
        )
