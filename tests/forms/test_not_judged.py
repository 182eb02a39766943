"""How what could not be judged is told: once a case, by what is lacking, each clause by title and id."""

from __future__ import annotations

from forms.finding import Unjudged
from forms.rule import Rule
from forms.silence import not_judged
from tests.rules import made_rule

FIRST, SECOND = made_rule("A-1", "첫 조항"), made_rule("A-2", "둘째 조항")


def message(*unjudged: tuple[Rule, Unjudged]) -> str:
    ((_, _, _, told),) = not_judged(unjudged)
    return told.removeprefix("다음이 없거나 알 수 없어 조항 ")


def test_nothing_lacking_is_told_of_nothing() -> None:
    assert list(not_judged(())) == []


def test_a_clause_is_named_with_each_thing_it_lacks() -> None:
    told = message((FIRST, Unjudged("의뢰일")), (SECOND, Unjudged("승인일")), (FIRST, Unjudged("의뢰일")))
    assert told == "2개를 판단하지 못했습니다. 승인일: 둘째 조항(A-2) / 의뢰일: 첫 조항(A-1)"


def test_what_the_same_clauses_wait_for_is_told_together() -> None:
    told = message(*((rule, Unjudged(lacks)) for rule in (FIRST, SECOND) for lacks in ("안건", "참석자")))
    assert told == "2개를 판단하지 못했습니다. 안건, 참석자: 첫 조항(A-1), 둘째 조항(A-2)"


def test_a_quote_in_a_title_is_not_taken_for_one_of_the_uploads_text() -> None:
    quoted = made_rule("A-3", "한 영역이라도 '해당'이면 선정한다")
    assert message((quoted, Unjudged("점수"))).endswith("한 영역이라도 ‘해당’이면 선정한다(A-3)")
