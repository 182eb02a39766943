"""The agency's own Word templates on their page: brought, checked, installed, removed and put back."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document
from fastapi.testclient import TestClient

from api.agency.store import TemplateStore
from api.casebook.cases import Casebook
from api.casebook.new_case import DEFAULTS
from api.output import write_whole
from tests.api.service.conftest import Running
from tests.api.service.entering import as_another_browser
from tests.api.service.sheet_pages import address, kept, text_of
from tests.api.service.test_pages import read, words
from tests.hwpx.reading import hwpx_text
from tests.reading import docx_text, sample, squeeze
from tests.word_editing import edited, exported

AGENCY = str(sample("closure_review")["agency"]["name"])
PAGE = {"accept": "text/html"}


@pytest.fixture(autouse=True)
def nothing_installed(running: Running) -> None:
    index = running.settings.data / "templates" / "installed.json"
    index.unlink(missing_ok=True)


def own(words: str = "한빛구서식") -> bytes:
    """The official form with a line of the agency."""

    def change(document: Document) -> None:
        document.add_paragraph(words)

    return edited(exported("closure_review"), change)


def faulty() -> bytes:
    def change(document: Document) -> None:
        document.add_paragraph("{{ no_such_field }}")

    return edited(exported("closure_review"), change)


def bring(client: TestClient, data: bytes, form: str = "closure_review", agency: str = AGENCY) -> str:
    """Where the check of a template stands."""
    answer = client.post(
        "/templates",
        data={"form": form, "agency": agency},
        files={"file": ("우리 서식.docx", data)},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def install(client: TestClient, data: bytes) -> Any:
    """The page after a template was brought and installed."""
    return read(client.post(bring(client, data)))


def pressed(client: TestClient, tree: Any, action: str) -> Any:
    """The page after the first button of that action."""
    form = tree.xpath("//form[@action=$action]", action=action)[0]
    return read(
        client.post(action, data={box.get("name"): box.get("value") for box in form.xpath(".//input")})
    )


def printed(client: TestClient, running: Running) -> str:
    """The words of the sample's DOCX, as the page of its sheet gives it."""
    case = kept(running, sample("closure_review"))
    answer = client.get(f"{address(case, 'closure_review')}/document.docx?revision=1")
    assert answer.status_code == 200, answer.text
    return docx_text(answer.content)


def test_the_starting_template_is_that_of_the_command_and_passes_its_own_check(client: TestClient) -> None:
    assert "/templates/start/closure_review.docx" in read(client.get("/templates")).xpath("//a/@href")
    answer = client.get("/templates/start/closure_review.docx")
    assert answer.content == exported("closure_review")
    tree = read(client.get(bring(client, answer.content)))
    assert "설치할 수 있습니다" in words(tree)


def test_a_template_is_checked_installed_and_used(
    client: TestClient, running: Running, book: Casebook
) -> None:
    at = bring(client, own())
    tree = read(client.get(at))
    assert "설치하기 전에는 아무것도 바뀌지 않습니다" in words(tree)
    assert "한빛구서식" not in printed(client, running)
    example = client.get(f"{at}/example.docx")
    assert "한빛구서식" in docx_text(example.content)
    assert squeeze(sample("closure_review")["client"]["name"]) in docx_text(example.content)
    tree = read(client.post(at))
    assert f"기관명이 ‘{AGENCY}’인 사례" in words(tree)
    [row] = tree.xpath("//table[starts-with(caption, '기관의 서식')]/tbody/tr")
    assert "사례관리 종결심사서" in row.text_content() and AGENCY in row.text_content()
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", row.text_content())
    assert "한빛구서식" in printed(client, running)
    for link, held in (("example", "한빛구서식"), ("template", "{{")):
        [href] = row.xpath(f".//a[contains(@href, '/{link}.docx')]/@href")
        assert held in docx_text(client.get(href).content)


def test_faults_are_told_with_what_to_do_and_nothing_is_installed(
    client: TestClient, running: Running
) -> None:
    at = bring(client, faulty())
    tree = read(client.get(at))
    [row] = tree.xpath("//tr[contains(., 'WORD-FIELD')]")
    assert "no_such_field" in row.text_content()
    assert "항목 이름으로 고칩니다" in row.text_content()
    assert not tree.xpath("//button[.='설치하기']")
    # Nor is it where the button is pressed all the same.
    assert "설치할 수 없습니다" in words(read(client.post(at)))
    assert TemplateStore(running.settings.data).installations() == []
    read(client.get(f"{at}/example.docx", headers=PAGE), 400)


def test_what_is_no_word_file_is_told(client: TestClient, running: Running) -> None:
    tree = read(client.get(bring(client, b"PK no package")))
    assert "읽을 수 없는 파일입니다" in words(tree)
    assert not tree.xpath("//button[.='설치하기']")


def test_a_removed_template_is_kept_and_put_back(
    client: TestClient, running: Running, book: Casebook
) -> None:
    tree = install(client, own())
    tree = pressed(client, tree, "/templates/remove")
    assert "이제 공식 서식으로 인쇄합니다" in words(tree)
    assert "한빛구서식" not in printed(client, running)
    assert tree.xpath("//table[starts-with(caption, '쓰지 않는 서식 1건')]")
    tree = pressed(client, tree, "/templates/restore")
    assert "한빛구서식" in printed(client, running)
    assert not tree.xpath("//table[starts-with(caption, '쓰지 않는 서식')]")


def test_an_earlier_version_serves_again(client: TestClient, running: Running, book: Casebook) -> None:
    install(client, own("첫째판"))
    tree = install(client, own("둘째판"))
    [row] = tree.xpath("//table[starts-with(caption, '쓰지 않는 서식')]/tbody/tr")
    assert "이전 판" in row.text_content()
    pressed(client, tree, "/templates/restore")
    assert "첫째판" in printed(client, running)


def test_two_installs_at_once_leave_both_whole(tmp_path: Path) -> None:
    now = datetime(2025, 6, 20, tzinfo=UTC)
    contents = [f"판 {number}".encode() for number in range(20)]

    def one(data: bytes) -> str:
        return TemplateStore(tmp_path).install(data, "closure_review", AGENCY, now).sha256

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(one, contents))
    store = TemplateStore(tmp_path)
    assert sorted(entry.sha256 for entry in store.installations()) == sorted(made)
    for digest, data in zip(made, contents, strict=True):
        assert store.installed("closure_review", AGENCY, digest).read() == data
    assert len(store.in_use()) == 1


def test_an_install_that_breaks_off_leaves_what_was_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2025, 6, 20, tzinfo=UTC)
    store = TemplateStore(tmp_path)
    first = store.install(b"first", "closure_review", AGENCY, now)

    def full_at_the_list(path: Path, data: bytes, *, private: bool) -> None:
        if path.name == "installed.json":
            raise OSError(28, "no space left")
        write_whole(path, data, private=private)

    monkeypatch.setattr("api.agency.store.write_whole", full_at_the_list)
    with pytest.raises(OSError, match="no space"):
        store.install(b"second", "closure_review", AGENCY, now)
    monkeypatch.undo()
    assert [one.sha256 for one in store.in_use()] == [first.sha256]
    assert store.in_use()[0].read() == b"first"


def test_a_template_that_is_being_tried_is_its_browsers_alone(client: TestClient) -> None:
    at = bring(client, own())
    as_another_browser(client)
    for answer in (
        client.get(at, headers=PAGE),
        client.get(f"{at}/example.docx", headers=PAGE),
        client.post(at, headers=PAGE),
    ):
        read(answer, 404)


@pytest.mark.parametrize(("agency", "files", "box"), [("", 1, "agency"), ("한빛구청", 0, "file")])
def test_what_was_not_given_is_asked_for(client: TestClient, agency: str, files: int, box: str) -> None:
    tree = read(
        client.post(
            "/templates",
            data={"form": "consent", "agency": agency},
            files={"file": ("a.docx" if files else "", b"x" if files else b"")},
        )
    )
    assert tree.xpath("//*[@aria-invalid='true']/@id") == [box]
    assert tree.xpath("//input[@id='agency']/@value") == [agency]
    assert tree.xpath("//select[@id='form']//option[@selected]/@value") == ["consent"]


def test_the_name_of_the_office_stands_in_the_box(client: TestClient, book: Casebook) -> None:
    book.set_setting(DEFAULTS, {"agency": {"name": "한빛구청"}})
    assert read(client.get("/templates")).xpath("//input[@id='agency']/@value") == ["한빛구청"]


def test_the_page_is_found_from_settings_and_guide(client: TestClient) -> None:
    for start in ("/settings", "/guide"):
        assert "/templates" in read(client.get(start)).xpath("//main//a/@href")


def test_hostile_names_stay_text(client: TestClient) -> None:
    at = bring(client, own(), agency="<b>한빛</b>")
    assert not read(client.get(at)).xpath("//main//b")
    assert not read(client.post(at)).xpath("//main//b")


def test_every_rule_of_the_check_has_something_to_do() -> None:
    from api.service.pages.templates_page import _advice

    page = (Path(__file__).parents[3] / "docs" / "templates.md").read_text(encoding="utf-8")
    rules = set(re.findall(r"WORD-[A-Z-]+", page))
    assert len(rules) > 15
    assert rules == set(_advice())


def test_a_blank_form_bears_the_heads_of_its_case_and_nothing_of_the_sheet(
    client: TestClient, running: Running, book: Casebook
) -> None:
    raw = sample("closure_review")
    raw["forms"]["closure_review"]["opinion"] = "적어 둔 의견입니다"
    case = kept(running, raw)
    at = address(case, "closure_review")
    links = [link for link in read(client.get(at)).xpath("//a/@href") if "/blank." in link]
    assert links == [f"{at}/blank.{ending}?revision=1" for ending in ("pdf", "docx", "hwpx")]
    readers: tuple[Callable[[Any], str], ...] = (
        text_of,
        lambda answer: docx_text(answer.content),
        lambda answer: hwpx_text(answer.content),
    )
    for link, text in zip(links, readers, strict=True):
        told = re.sub(r"\s", "", text(client.get(link)))
        assert re.sub(r"\s", "", raw["client"]["name"]) in told
        assert "적어둔의견입니다" not in told
    assert [one.detail for one in book.history(case.id)][:3] == [
        "사례관리 종결심사서 빈 서식 HWPX",
        "사례관리 종결심사서 빈 서식 DOCX",
        "사례관리 종결심사서 빈 서식 PDF",
    ]
    read(client.get(f"{at}/blank.pdf?revision=2", headers=PAGE), 409)


def test_a_sheet_that_was_just_begun_gives_its_blank_form_too(
    client: TestClient, running: Running, book: Casebook
) -> None:
    raw = {"case_no": "B-1", "client": {"name": "나보람"}, "forms": {"closure_review": {}}}
    answer = client.get(f"{address(kept(running, raw), 'closure_review')}/blank.pdf?revision=1")
    assert "B-1_" in answer.headers["content-disposition"]
    assert "나보람" not in answer.headers["content-disposition"]
    assert "나보람" in text_of(answer)
