"""One text typed in several ways."""

from __future__ import annotations

import unicodedata

import pytest

from forms.likeness import alike, first_repeated, loosely_alike


@pytest.mark.parametrize(
    "typed",
    [
        "주봄이",
        "주 봄이",
        " 주 봄 이 ",
        "주\u3000봄이",
        unicodedata.normalize("NFD", "주봄이"),
        "주\u3164봄이",
    ],
)
def test_a_name_is_the_same_however_it_is_spaced_or_composed(typed: str) -> None:
    assert alike(typed) == "주봄이"


def test_width_makes_no_difference_but_hyphens_and_case_do() -> None:
    assert alike("Ａ－１２") == alike("A-12")
    assert alike("A-12") != alike("A12")
    assert alike("a-12") != alike("A-12")
    assert loosely_alike("a–12") == loosely_alike("A−12") == loosely_alike("Ａ１２")
    assert loosely_alike("A-12") != loosely_alike("A-13")


def test_the_second_of_two_equal_names_is_told_and_absent_names_are_none() -> None:
    assert first_repeated(["가", None, "나", None, "나 "]) == (4, "나 ")
    assert first_repeated([None, "가", None]) is None
