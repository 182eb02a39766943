"""변화 on the page of a case: a chart with its table, where the case has anything to compare, and no work where not."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import etree

from api.casebook.summary import summary_of
from api.service.render_pool import RenderPool
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import kept
from tests.api.service.test_pages import read
from tests.reading import sample


def change(tree: Any) -> Any:
    found = tree.xpath("//section[@id='change']")
    return found[0] if found else None


def test_the_chart_stands_with_its_words_and_its_table(running: Running, client: TestClient) -> None:
    case = kept(running, sample("case_full"))
    shown = change(read(client.get(f"/cases/{case.id}")))
    assert shown.xpath(".//h2/text()") == ["변화"]
    assert shown.xpath(".//h3/text()") == ["위기도 점수(단위: 점)", "목표별 달성도(단위: 개)"]
    said = shown.xpath(".//*[@role='img']/@aria-label")
    assert said[0].startswith(
        "막대 도표, 위기도 점수(점): 경제 첫 조사(2024-09-10) 5, 마지막 조사(2025-04-08) 2;"
    )
    drawings = shown.xpath(".//*[@role='img']/*[local-name()='svg']")
    assert len(drawings) == len(said) == 2
    # What is drawn is outlines alone: nothing that was typed comes into the page as markup.
    assert "".join(etree.tostring(one, method="text", encoding="unicode") for one in drawings) == ""
    rows = [["".join(cell.itertext()) for cell in row] for row in shown.xpath(".//table[1]/tbody/tr")]
    assert rows[0] == ["경제", "5", "2", "-3, 해당 → 비해당"]
    assert "11개 영역의 합은 29점에서 11점으로 18점 줄었습니다" in shown.text_content()


def test_findings_and_changes_are_asked_for_at_once(
    running: Running, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    run = RenderPool.run

    async def counted(pool: RenderPool, work: Any, *arguments: Any) -> Any:
        asked.append(work)
        return await run(pool, work, *arguments)

    monkeypatch.setattr(RenderPool, "run", counted)
    case = kept(running, sample("case_full"))
    assert change(read(client.get(f"/cases/{case.id}?asked=true"))) is not None
    assert len(asked) == 1
    # A case that has nothing to compare asks no worker for its page.
    case = kept(running, sample("monitor_sheet"))
    assert change(read(client.get(f"/cases/{case.id}"))) is None
    assert len(asked) == 1


def test_a_case_that_nobody_has_looked_at_is_looked_at(running: Running, client: TestClient) -> None:
    raw = sample("needs_survey")
    # As a summary of an earlier version has it.
    summary = summary_of(raw, ()).model_copy(update={"changes": None})
    case = running.app.state.context.casebook.add(raw, summary)
    assert change(read(client.get(f"/cases/{case.id}"))) is not None


@pytest.mark.parametrize("name", ["case_full", "needs_survey", "monitor_sheet", "usage_proof"])
def test_the_summary_knows_whether_there_is_a_change(name: str) -> None:
    assert summary_of(sample(name), ()).changes is (name in ("case_full", "needs_survey"))


def test_a_survey_with_an_error_shows_no_change(running: Running, client: TestClient) -> None:
    raw = sample("needs_survey")
    raw["forms"]["needs_survey"][1]["crisis"][0]["scores"]["1"] = 9
    case = kept(running, raw)
    assert change(read(client.get(f"/cases/{case.id}?asked=true"))) is None


def test_what_stands_in_a_goal_stays_text_and_numbers_stay_masked(
    running: Running, client: TestClient
) -> None:
    raw = sample("case_full")
    raw["forms"]["closure_review"]["short_goals"][0]["text"] = "<b>900101-2999999</b> 확인"
    case = kept(running, raw)
    shown = change(read(client.get(f"/cases/{case.id}")))
    assert "단기: <b>900101-2******</b> 확인" in shown.text_content()
