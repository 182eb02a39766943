"""The tables of dates: every date of every form is in one, none twice, and all of it makes sense."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import TopologicalSorter
from itertools import combinations

import pytest
from pydantic import BaseModel, Field

from forms import all_rules
from forms.date_paths import Step, date_fields, path_title, paths, plain
from forms.date_table import DateTable, Order, all_pairs, date_tables
from forms.fields import CalendarDate
from forms.record import Record
from forms.registry import case_model


def compared() -> set[str]:
    """The plain paths of the dates that stand in a pair."""
    return {plain(path) for _, pair, _ in all_pairs() for text in pair for path in paths(text)}


def aside() -> set[str]:
    """Those that a table names as judged by a clause, or as free."""
    return {path for table in date_tables().values() for path in (*table.judged, *table.free)}


def unnamed(model: type[BaseModel]) -> list[str]:
    return [path for path in date_fields(model) if path not in compared() | aside()]


def test_every_date_stands_in_a_pair_or_is_named_with_a_reason() -> None:
    assert unnamed(case_model()) == []


def test_a_new_date_is_missed_until_a_table_names_it() -> None:
    class Visit(Record):
        on: CalendarDate | None = None

    class Grown(case_model()):  # type: ignore[misc]
        told_on: CalendarDate | None = Field(None, title="알린 날")
        days: tuple[CalendarDate, ...] = Field((), title="날들")
        visits: tuple[Visit, ...] = ()

    assert unnamed(Grown) == ["told_on", "days", "visits.on"]


def test_a_date_that_is_set_aside_stands_in_no_pair_and_says_why_in_korean() -> None:
    assert compared() & aside() == set()
    reasons = [
        why
        for table in date_tables().values()
        for why in (*table.judged.values(), *table.free.values(), *table.apart.values())
    ]
    assert all(why.endswith(("다.", "니다.")) for why in reasons)


def test_the_opening_of_an_account_and_the_days_of_evidence_stand_in_no_pair() -> None:
    assert compared() & {"usage_proof.account_opened_on", "usage_proof.evidence.dated_on"} == set()


def excludes(one: Step, other: Step) -> bool:
    """Whether no record is meant by both steps."""
    if None in (one.key, other.key) or one.key != other.key:
        return False
    same = one.word == other.word
    return not same if one.excluded is other.excluded is False else same and one.excluded != other.excluded


def texts(pair: Iterable[str]) -> list[list[tuple[Step, ...]]]:
    return [list(paths(text)) for text in pair]


def test_no_pair_stands_twice_but_as_an_error_beside_a_clause() -> None:
    whole = [
        (order, earlier, later)
        for order, pair, _ in all_pairs()
        for earlier in texts(pair)[0]
        for later in texts(pair)[1]
    ]
    for (order, *one), (another, *other) in combinations(whole, 2):
        if order is another or order.error != another.error:
            continue
        same = [plain(path) for path in one] == [plain(path) for path in other]
        apart = (
            any(
                excludes(step, step_of_other)
                for path, path_of_other in zip(one, other, strict=True)
                for step, step_of_other in zip(path, path_of_other, strict=True)
            )
            if same
            else False
        )
        assert not same or apart, (order.order, another.order)


def test_the_orders_hold_no_circle() -> None:
    before: dict[str, set[str]] = {}
    for _, pair, _ in all_pairs():
        for earlier in pair.earlier.split("|"):
            for later in pair.later.split("|"):
                # A choice by the result of the closure review is the same date.
                before.setdefault(later.replace("[result=종결]", ""), set()).add(
                    earlier.replace("[result=종결]", "")
                )
    # "Without one, the other": these two stand for each other.
    before["requested_on"].discard("received_on")
    assert list(TopologicalSorter(before).static_order())


def test_each_clause_of_an_order_has_a_rule() -> None:
    named = {order.clause for order, _, _ in all_pairs() if order.clause is not None}
    assert named <= {rule.id for rule in all_rules()}
    assert {"ICM-STATE-01", "ICM-STATE-20", "ICM-STATE-04", "ICM-SELECT-07", "ICM-DEADLINE-01a"} <= named


@pytest.mark.parametrize(
    "path",
    [
        "received",
        "selection",
        "services.started_on",
        "client.name",
        "conferences[purpose=만남].held_on",
        "conferences[held_on=종결].held_on",
        "selection..decided_on",
    ],
)
def test_a_path_that_leads_to_no_date_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"date|code list"):
        DateTable(orders=(Order(order=(path, "received_on")),))


def test_an_error_bears_no_clause_and_an_order_has_two_dates() -> None:
    with pytest.raises(ValueError, match="no order"):
        Order(order=("requested_on",))
    with pytest.raises(ValueError, match="no order"):
        Order(order=("requested_on", "received_on"), error=True, clause="ICM-DEADLINE-04")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("requested_on", "통합사례관리 요청일"),
        ("conferences[purpose=종결].held_on", "종결 사례회의 개최일"),
        ("service_plan.services.ended_on", "서비스 제공계획 및 점검표 서비스 제공계획 서비스 종료일자"),
        ("closure_review[result=종결].approved_on", "사례관리 종결심사서(종결) 종결심사 승인일자"),
        ("selection[household_class!=미선정 가구].decided_on", "대상자 선정(미선정 가구 제외) 선정일"),
        ("received_on|requested_on", "대상자 접수일, 없으면 통합사례관리 요청일"),
    ],
)
def test_the_docs_name_a_path_in_korean(path: str, title: str) -> None:
    assert path_title(case_model(), path) == title
