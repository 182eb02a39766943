"""A form's boxes under headings, with a way to jump to each."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.service.entry.fields import case_parts, form_parts
from api.service.entry.sections import sections
from api.service.entry.view import view
from forms import all_forms, form_named
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, opened, send
from tests.api.service.test_pages import read
from tests.reading import sample


@pytest.mark.parametrize("form", [form.id for form in all_forms()])
def test_headings_follow_the_form_and_leave_no_box_out(form: str) -> None:
    model = form_named(form).model
    keys = list(model.model_fields)
    begun = [keys.index(key) for key in model.headings]
    assert begun == sorted(begun)
    assert not begun or begun[0] == 0
    shown = view(form_parts(form), {}, f"/forms/{form}", {})
    made = sections(shown, model.headings)
    assert [part for section in made for part in section.parts] == list(shown)
    assert len({section.id for section in made}) == len(made)
    assert len({section.title for section in made}) == len(made)


def test_without_headings_lists_and_records_are_sections_of_their_own() -> None:
    first, rest = case_parts()
    titles = [section.title for section in sections(view((*first, *rest), {}, "", {}), {})]
    assert titles == [
        "기본 사항", "대상자", "기관", "담당자", "가구원", "그 밖의 항목", "사례회의", "대상자 선정",
        "서비스 연계", *titles[9:],
    ]  # fmt: skip


def test_a_section_says_how_far_it_is_filled_and_what_is_wrong(running: Running, client: TestClient) -> None:
    raw = {"edition": "2025", "case_no": "2025-1", "client": {"name": "홍길동"}}
    case = kept(running, {**raw, "forms": {"intake_sheet": {"round": 1}}})
    tree = opened(client, case, "intake_sheet")
    tree = read(send(client, address(case, "intake_sheet"), boxes(tree), "check"))
    [first, *_] = tree.xpath("//nav[@class='jump noprint']//li")
    # Seven boxes, one of them typed; the day of the consultation is missing.
    assert " ".join(first.text_content().split()) == "상담 1/7칸 적음 고칠 곳 1"
    for link in tree.xpath("//nav[@class='jump noprint']//a/@href"):
        [section] = tree.xpath("//section[@id=$id]", id=link.removeprefix("#"))
        assert section.find("h2") is not None


def levels(tree: Any) -> list[int]:
    shown = tree.xpath("//*[self::h1 or self::h2 or self::h3][not(ancestor::*[@hidden])]")
    return [int(one.tag[1]) for one in shown]


def test_headings_go_down_step_by_step(running: Running, client: TestClient) -> None:
    case = kept(running, sample("service_plan"))
    for tree in (opened(client, case, "service_plan"), read(client.get(f"/cases/{case.id}"))):
        found = levels(tree)
        assert found[0] == 1 and 2 in found
        assert all(after <= before + 1 for before, after in pairwise(found))
