"""Lists with a row for each word of the source: every row is there to type on, and what was said is kept."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from lxml import html

from api.service.entry.fields import form_parts
from api.service.entry.sections import sections
from api.service.entry.view import ShownRows, view
from forms.icm.workplace_safety_check import GROUPS
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send
from tests.api.service.test_pages import read
from tests.reading import sample

FORM, LIST = "workplace_safety_check", "/forms/workplace_safety_check/measures"
MEASURES = [measure for _, measures in GROUPS for measure in measures]


def case(*rows: dict[str, Any]) -> dict[str, Any]:
    raw = sample(FORM)
    raw["forms"][FORM]["measures"] = list(rows)
    return raw


def said(running: Running, id: str) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = now(running, id).raw["forms"][FORM].get("measures", [])
    return held


def name_of(tree: html.HtmlElement, measure: str, key: str) -> str:
    """The name of a box in the row of a measure."""
    [word] = tree.xpath("//input[@type='hidden'][@value=$measure]", measure=measure)
    return f"{word.get('name').removesuffix('/measure')}/{key}"


def test_every_measure_has_its_row_in_the_order_of_the_source(running: Running, client: TestClient) -> None:
    held = kept(
        running, case({"measure": MEASURES[4], "done": "예"}, {"measure": MEASURES[1], "done": "아니오"})
    )
    tree = opened(client, held, FORM)
    shown = tree.xpath("//table[@aria-label='안전 대책']//input[@type='hidden']/@value")
    assert shown == MEASURES
    chosen = {
        measure: tree.xpath(
            "//select[@name=$name]/option[@selected]/@value", name=name_of(tree, measure, "done")
        )
        for measure in MEASURES
    }
    assert {measure: words for measure, words in chosen.items() if words} == {
        MEASURES[4]: ["예"],
        MEASURES[1]: ["아니오"],
    }
    # No row is added or taken out by hand.
    buttons = [" ".join(one.text_content().split()) for one in tree.iter("button")]
    assert [text for text in buttons if text.startswith("안전 대책")] == []


def test_only_what_says_more_than_its_word_is_kept(running: Running, client: TestClient) -> None:
    held = kept(running, case())
    tree = opened(client, held, FORM)
    answers = {
        name_of(tree, MEASURES[0], "done"): "예",
        name_of(tree, MEASURES[15], "done"): "해당 없음",
        name_of(tree, MEASURES[7], "note"): "다음 주에 봄",
    }
    typed = [(name, answers.get(name, value)) for name, value in boxes(tree)]
    read(send(client, address(held, FORM), typed, "check"))
    assert said(running, held.id) == [
        {"measure": MEASURES[0], "done": "예"},
        {"measure": MEASURES[7], "note": "다음 주에 봄"},
        {"measure": MEASURES[15], "done": "해당 없음"},
    ]


def test_the_page_of_before_is_read_again_after_it_was_kept(running: Running, client: TestClient) -> None:
    held = kept(running, case())
    tree = opened(client, held, FORM)
    place = name_of(tree, MEASURES[9], "done")
    typed = [(name, "예" if name == place else value) for name, value in boxes(tree)]
    tree = read(send(client, address(held, FORM), typed, "check"))
    # The same boxes have other places now; an answer that is taken back takes its row along.
    place = name_of(tree, MEASURES[9], "done")
    typed = [(name, "" if name == place else value) for name, value in boxes(tree)]
    read(send(client, address(held, FORM), typed, "check"))
    assert said(running, held.id) == []


def test_what_is_no_measure_stays_in_sight_below_the_others(running: Running, client: TestClient) -> None:
    held = kept(running, case({"measure": "비상등 설치", "done": "예"}))
    tree = opened(client, held, FORM)
    assert tree.xpath(f"//select[@name='{LIST}/0/measure']/option[@selected]/@value") == ["비상등 설치"]
    rows = tree.xpath("//table[@aria-label='안전 대책']/tbody/tr")
    assert (len(rows), rows[-1].xpath(".//select/@name")[0]) == (17, f"{LIST}/0/measure")


def test_rows_that_say_nothing_do_not_count_as_filled_in() -> None:
    parts = form_parts(FORM)

    def filled(record: dict[str, Any]) -> int:
        return sections(view(parts, record, f"/forms/{FORM}", {}), {})[-1].filled

    assert (filled({}), filled({"measures": [{"measure": MEASURES[3], "done": "예"}]})) == (0, 1)


def test_a_word_that_is_told_asks_for_nothing() -> None:
    [part] = [part for part in form_parts(FORM) if part.key == "measures"]
    [shown] = view((part,), {}, f"/forms/{FORM}", {})
    assert isinstance(shown, ShownRows)
    assert [(column.title, column.required) for column in shown.columns] == [
        ("안전 대책", False), ("이행 여부", False), ("비고", False),
    ]  # fmt: skip
