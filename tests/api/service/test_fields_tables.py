"""Lists of few short boxes as tables."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.service.entry.fields import form_parts
from api.service.entry.view import ShownRows, view
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send
from tests.api.service.test_pages import read
from tests.reading import sample

GOALS = "/forms/service_plan/short_goals"


def rows(form: str, key: str) -> ShownRows:
    [part] = [part for part in form_parts(form) if part.key == key]
    [shown] = view((part,), {key: [{}]}, f"/forms/{form}", {})
    assert isinstance(shown, ShownRows)
    return shown


def test_few_short_boxes_stand_in_a_table_and_others_by_themselves() -> None:
    assert [column.title for column in rows("service_plan", "short_goals").columns] == [
        "욕구영역", "목표", "달성 예정일",
    ]  # fmt: skip
    # Fifteen boxes; running text; lists inside.
    assert rows("intake_sheet", "family").columns == ()
    assert rows("service_plan", "checks").columns == ()
    assert rows("monitor_sheet", "health").columns == ()


def test_a_cell_has_its_label_and_the_hint_of_its_column(running: Running, client: TestClient) -> None:
    raw = sample("service_plan")
    raw["forms"]["service_plan"] = {"short_goals": [{"area": "경제", "target_on": "2025-02-30"}]}
    case = kept(running, raw)
    tree = read(
        send(
            client,
            address(case, "service_plan"),
            boxes(opened(client, case, "service_plan")),
            "check",
        )
    )
    [goal] = tree.xpath(f"//*[@name='{GOALS}/0/text']")
    [hint] = tree.xpath("//*[@id=$id]", id=goal.get("aria-describedby").split()[0])
    assert (hint.text, hint.getparent().tag) == ("객관적으로 판단할 수 있는 변화 상태", "th")
    [day] = tree.xpath(f"//*[@name='{GOALS}/0/target_on']")
    assert day.get("aria-invalid") == "true"
    told = [tree.xpath("//*[@id=$id]", id=id)[0].text_content() for id in day.get("aria-describedby").split()]
    assert "달력에 없는 날짜" in told[1]
    assert "단기목표 1번 빼기" in [" ".join(one.text_content().split()) for one in tree.iter("button")]


def test_rows_of_a_table_are_added_and_removed(running: Running, client: TestClient) -> None:
    case = kept(running, {"edition": "2025", "forms": {"service_plan": {}}})
    to = address(case, "service_plan")
    tree = opened(client, case, "service_plan")
    # Of an empty list there is no table, only the way to begin one.
    assert not tree.xpath("//table[@aria-label='단기목표']")
    tree = read(send(client, to, boxes(tree), f"add:{GOALS}"))
    tree = read(send(client, to, boxes(tree), f"add:{GOALS}"))
    assert len(tree.xpath("//table[@aria-label='단기목표']/tbody/tr")) == 2
    typed = [(name, "나중 목표" if name == f"{GOALS}/1/text" else value) for name, value in boxes(tree)]
    read(send(client, to, typed, f"remove:{GOALS}/0"))
    assert now(running, case.id).raw["forms"]["service_plan"]["short_goals"] == [{"text": "나중 목표"}]
