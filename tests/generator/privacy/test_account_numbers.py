"""Account numbers that a case knows, in running text: gone, however they are written."""

from __future__ import annotations

import pytest

from forms import check_case
from generator.privacy.deidentify import Deidentifier
from tests.reading import sample

NUMBER = "110-000-000107"


def deidentifier(number: str) -> Deidentifier:
    raw = sample("hs1_deposits")
    raw["account"]["number"] = number
    case = check_case(raw).case
    assert case is not None
    return Deidentifier.of(case)


@pytest.mark.parametrize(
    "written", [NUMBER, "110000000107", "110 000 000107", "110-000-000-107", "110−000−000107"]
)
def test_a_number_of_the_case_is_replaced_and_certain(written: str) -> None:
    text = f"적립금은 계좌 {written}로 받기를 바람."
    one = deidentifier(NUMBER)
    assert one.text(text) == "적립금은 계좌 [계좌번호]로 받기를 바람."
    assert [span.why for span in one.spans(text) if span.shown == "[계좌번호]"] == [None]


def test_another_number_is_left_to_a_person() -> None:
    text = "계좌 220-111-222333으로 보냄."
    [doubt] = [span for span in deidentifier(NUMBER).spans(text) if span.why]
    assert (doubt.shown, doubt.text) == (None, "220-111-222333")


@pytest.mark.parametrize("text", ["1100000001070원", "21100000001074", "2024-01-10에 1,000,000원 입금"])
def test_a_part_of_a_longer_number_or_an_amount_stays(text: str) -> None:
    assert "[계좌번호]" not in deidentifier(NUMBER).text(text)


def test_a_number_of_few_digits_is_not_looked_for() -> None:
    assert deidentifier("1000000").text("보증금 1000000원") == "보증금 1000000원"
