"""The pages in a real browser: what the three users do, and what axe says of each page."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from api.casebook.cases import Casebook
from api.casebook.summary import summary_of
from api.service.app import create_app
from api.service.settings import Settings
from forms import all_forms
from tests.api.evidence.calls import case as proof_case
from tests.api.service.browser import barriers, bring, browser_page
from tests.api.service.conftest import TODAY
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine
from tests.api.service.test_evidence_page import OPEN, scanned
from tests.forms.savings.proofs import item
from tests.reading import SAMPLES, sample
from tests.word_editing import edited, exported


@dataclass
class Served:
    """A service at an address, its engine and its cases."""

    address: str
    engine: MemoryEngine
    casebook: Casebook


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data: Path = tmp_path_factory.mktemp("data")
    engine = MemoryEngine(data / "engine")
    settings = Settings(data, workers=1, watch_seconds=0.05, today=lambda: TODAY)
    app = create_app(engine, settings)
    with listening(app) as address:
        yield Served(address, engine, app.state.context.casebook)


def begun(served: Served, raw: dict[str, Any]) -> str:
    """Where the pages of a new case begin."""
    return f"/cases/{served.casebook.add(raw, summary_of(raw, ())).id}"


def empty(*forms: str) -> dict[str, Any]:
    """A case with nothing on its sheets."""
    return {"edition": "2025", "forms": {form: {} for form in forms}}


@pytest.fixture
def page(served: Served) -> Iterator[Page]:
    served.engine.step_at_once = True
    with browser_page(served.address) as opened:
        yield opened


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def write_roster(path: Path) -> Path:
    """A list with a title, columns of every kind, a faulty row, one without a number and one of sums."""
    rows = [
        "2025년 대상자 명단",
        "연번,관리번호,성명,주민번호,연락처,,접수일,도로명주소와 그 밖의 긴 제목",
        "1,R-1,나보람,560101-2000008,010-0000-1234,02-000-0000,2025-03-04,한빛구 새싹로 1",
        "2,R-2,정든솔,,없음,02-000-0000,3월 초,",
        "3,,하늬,,,,,",
        "합계,,,,,,,3명",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def write_template(path: Path) -> Path:
    """A Word template with something to be warned of."""
    path.write_bytes(edited(exported("consent"), lambda one: setattr(one.paragraphs[0], "text", "동의서")))
    return path


def fetched(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=link, exact=True).click()
    target = folder / "fetched"
    download.value.save_as(target)
    return target


def test_a_case_is_brought_read_and_printed(page: Page, tmp_path: Path) -> None:
    """The short path: upload, findings, a PDF that opens, no barrier on the way."""
    page.goto("/check")
    assert barriers(page) == []
    bring(page, "/check", SAMPLES / "closure_review.json")
    expect(page.get_by_role("heading", level=1)).to_have_text("점검 결과")
    assert barriers(page) == []
    pdf = PdfReader(fetched(page, "사례관리 종결심사서 PDF", tmp_path))
    assert "사례관리 종결심사서" in pdf.pages[0].extract_text()


@pytest.mark.slow
def test_the_checker_sees_a_barrier(page: Page) -> None:
    page.goto("/check")
    page.evaluate("document.querySelector('label[for=file]').remove()")
    assert [barrier for barrier in barriers(page) if barrier.startswith("label ")]


@pytest.mark.slow
def test_findings_of_a_bad_case_are_read_and_filtered(page: Page) -> None:
    bring(page, "/check", SAMPLES / "broken.json")
    rows = page.locator("table.findings tbody tr")
    expected = json.loads((SAMPLES / "broken.findings.json").read_text(encoding="utf-8"))
    everything = rows.count()
    assert everything > 2
    assert expected
    expect(page.locator("main")).to_contain_text("고칠 것이 있습니다")
    page.get_by_label("서식별로 보기").select_option(label="사용용도 증빙서류 점검표")
    page.get_by_role("button", name="보기").click()
    assert 0 < rows.count() < everything


@pytest.mark.slow
def test_a_form_is_typed_by_hand(page: Page, served: Served, tmp_path: Path) -> None:
    page.goto(f"{begun(served, empty('usage_proof'))}/sheets/usage_proof/1")
    page.get_by_role("button", name="점검하기").first.click()
    summary = page.locator("#summary")
    expect(summary).to_contain_text("고칠 곳")
    # A line of the summary leads to its box.
    summary.get_by_role("link", name=re.compile("관리번호")).first.click()
    assert page.evaluate("location.hash") == "#f-case_no"
    page.locator("[name='/case_no']").fill("2025-0042")
    page.locator("[name='/client/name']").fill("홍길동")
    base = "/forms/usage_proof"
    for name, value in (
        ("account_opened_on", "2022-01-10"),
        ("closure_applied_on", "2025-02-03"),
        ("own_deposits", "3,600,000"),
        ("interest", "0"),
    ):
        page.locator(f"[name='{base}/{name}']").fill(value)
    page.locator(f"[name='{base}/account_type']").select_option("희망키움통장Ⅱ")
    page.locator(f"[name='{base}/closure_type']").select_option("지급해지")
    page.get_by_role("button", name="지원금 내역 한 줄 더하기").click()
    page.locator(f"[name='{base}/supports/0/name']").fill("근로소득장려금")
    # Live: the total follows what is typed, without a button.
    page.locator(f"[name='{base}/supports/0/amount']").fill("10,800,000")
    expect(page.locator("[data-of=support]")).to_have_text("10,800,000원")
    page.get_by_role("button", name="점검하기").first.click()
    expect(page.locator("#summary")).to_contain_text("오류가 없습니다")
    assert page.locator("[name='/client/name']").input_value() == "홍길동"
    assert barriers(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF 받기").click()
    download.value.save_as(tmp_path / "made.pdf")
    pdf = PdfReader(tmp_path / "made.pdf")
    assert "홍길동" in pdf.pages[0].extract_text()


@pytest.mark.slow
def test_a_batch_of_twenty_is_watched_to_its_end(page: Page, served: Served, tmp_path: Path) -> None:
    served.engine.step_at_once = False
    files = []
    for number in range(1, 21):
        case = {**sample("closure_review"), "case_no": f"2025-{number:04}"}
        if number == 7:
            case["client"] = {}
        files.append(write(tmp_path / f"{number:02}.json", case))
    page.goto("/batches")
    assert barriers(page) == []
    page.set_input_files("#file", files)
    page.get_by_role("button", name="올려서 살펴보기").click()
    # What is typed while the look goes on stays when it is whole.
    page.get_by_label("작업의 이름").fill("유월 종결")
    page.get_by_label("양면").check()
    expect(page.locator("#look")).to_contain_text("20건 가운데 19건을 만듭니다")
    expect(page.locator("#look")).to_contain_text("빠지는 사례 1건: 오류 있음")
    expect(page.locator("#look")).to_contain_text("한 면에 찍으면")
    expect(page.get_by_label("작업의 이름")).to_have_value("유월 종결")
    expect(page.get_by_label("양면")).to_be_checked()
    assert barriers(page) == []
    page.get_by_role("button", name="19건 만들기").click()
    expect(page.get_by_role("heading", name="유월 종결")).to_be_visible()
    expect(page.locator("#count")).to_have_text("20건 가운데 0건 만듦, 0건 빠짐")
    assert barriers(page) == []
    batch = page.url.rpartition("/")[2]
    for _ in range(10):
        served.engine.advance(batch)
    # Seen without reloading: the page itself says so.
    expect(page.locator("#count")).to_have_text("20건 가운데 9건 만듦, 1건 빠짐")
    expect(page.locator("#failure-rows tr")).to_contain_text(["오류 있음"])
    while served.engine.advance(batch):
        pass
    expect(page.get_by_role("heading", level=1)).to_have_text("일괄 출력 결과")
    assert barriers(page) == []
    stream = PdfReader(fetched(page, "인쇄할 파일 받기(PDF)", tmp_path))
    assert len(stream.pages) >= 2 * 19


@pytest.mark.slow
def test_a_decision_is_recorded(page: Page, tmp_path: Path) -> None:
    bring(page, "/evidence", write(tmp_path / "case.json", proof_case(item(**OPEN))))
    expect(page.locator("main")).to_contain_text("검토필요")
    page.get_by_role("link", name="2025-0001").first.click()
    page.get_by_label("인정", exact=True).check()
    page.get_by_label("결정자").fill("한가람")
    page.get_by_label("근거").fill("영수증 원본을 확인함")
    assert barriers(page) == []
    page.get_by_role("button", name="결정 저장하기").click()
    expect(page.locator("#item-0")).to_contain_text("인정 (한가람, 2025-06-20)")
    expect(page.locator(".sums")).to_contain_text("충족")
    assert barriers(page) == []


def twelve() -> list[dict[str, Any]]:
    """Cases with one open item and one that is accepted; two of them hold the same receipt."""
    cases = []
    for number in range(1, 13):
        receipt = {"document_no": f"가-{min(number, 11)}", "payee": "○○부동산"}
        paid = item(amount=1_000_000 * number, **receipt)
        cases.append(proof_case(paid, item(**OPEN, document_no=f"나-{number}"), number=number))
    return cases


@pytest.mark.slow
def test_open_items_of_twelve_cases_are_decided_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    """j leads from one open item to the next, over cases; name and basis are typed once."""
    file = tmp_path / "열둘.jsonl"
    file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in twelve()), encoding="utf-8")
    bring(page, "/evidence", file)
    assert barriers(page) == []
    # Eleven and twelve hold the same receipt, so that each has two open items.
    expect(page.get_by_role("link", name=re.compile("열린 것이 있음"))).to_contain_text("12")
    page.goto(f"{page.url}/1")
    for number in range(1, 15):
        page.keyboard.press("j")
        place = page.evaluate("document.activeElement.id")
        assert place.startswith("item-")
        page.keyboard.press("a")
        if number == 1:
            assert page.evaluate("document.activeElement.name") == "decided_by"
            # In a box a letter is a letter.
            page.keyboard.type("jak")
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            page.keyboard.type("영수증을 봄")
        else:
            assert page.evaluate("document.activeElement.name") == "basis"
        with page.expect_navigation(url=re.compile("changed=")):
            page.keyboard.press("Control+Enter")
        # At the item again, with what changed, below the sums.
        expect(page.locator(f"#{place}").get_by_role("status")).to_contain_text("인정으로 결정했습니다")
        expect(page.locator(".sums")).to_be_in_viewport()
        top = page.locator(f"#{place}").bounding_box()
        bar = page.locator(".sums").bounding_box()
        assert top is not None and bar is not None and top["y"] >= bar["y"] + bar["height"] - 1
        if page.locator("[data-open]").count() == 0 and number < 14:
            with page.expect_navigation():
                page.keyboard.press("j")
            assert page.evaluate("document.activeElement.id").startswith("item-")
            # The item that it came to is the one that is answered; j would go on.
            page.keyboard.press("k")
    page.goto(page.url.partition("?")[0].rpartition("/")[0])
    expect(page.locator("#sums")).to_contain_text("충족 12")
    assert barriers(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_a_scan_is_enlarged_and_turned_beside_what_is_typed(
    served: Served, width: int, tmp_path: Path
) -> None:
    file = tmp_path / "함께.zip"
    file.write_bytes(scanned())
    with browser_page(served.address, width) as page:
        bring(page, "/evidence", file)
        page.goto(f"{page.url}/1")
        page.locator("#basis-0").fill("영수증 원본을 봄")
        picture = page.locator("#paper-0 img")

        def dots(across: int, down: int) -> None:
            picture.scroll_into_view_if_needed()
            page.wait_for_function(
                "([w, h]) => { const one = document.querySelector('#paper-0 img');"
                " return one.complete && one.naturalWidth === w && one.naturalHeight === h; }",
                arg=[across, down],
            )

        dots(600, 300)
        page.locator("#paper-0").get_by_role("link", name="크게").click()
        expect(page.locator("#paper-0")).to_have_class(re.compile("large"))
        page.locator("#paper-0").get_by_role("link", name="오른쪽으로 돌리기").click()
        expect(picture).to_have_attribute("src", re.compile("turn=90$"))
        dots(300, 600)
        # Nothing that was typed is lost, and the button that was pressed still has the focus.
        expect(page.locator("#basis-0")).to_have_value("영수증 원본을 봄")
        expect(page.locator("#paper-0 [data-look=right]")).to_be_focused()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert barriers(page) == []


@pytest.mark.slow
def test_by_keyboard_alone(page: Page, served: Served) -> None:
    """From the top of the page to a loaded sample, checked: Tab, Enter, arrows and letters only."""
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(f"{begun(served, empty('closure_review'))}/sheets/closure_review/1")

    def to(name: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == name:
                # A box that has the focus shows it.
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
                return
        raise AssertionError(f"Tab does not reach {name}")

    to("/case_no")
    page.keyboard.type("2025-0099")
    to("/client/name")
    page.keyboard.type("성춘향")
    to("/forms/closure_review/result")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.value")
    assert chosen
    # Enter in a box saves.
    to("/forms/closure_review/closing_crisis_survey_on")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "check":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#summary$"))
    assert page.locator("[name='/client/name']").input_value() == "성춘향"
    assert page.locator("[name='/forms/closure_review/result']").input_value() == chosen


@pytest.mark.slow
def test_taking_in_says_that_it_works(page: Page) -> None:
    page.goto("/cases/take")
    page.set_input_files("#file", SAMPLES / "closures.jsonl")
    told = page.evaluate(
        """() => {
          const form = document.querySelector("main form");
          form.requestSubmit();
          return [form.querySelector("[role=status]").textContent, form.querySelectorAll("progress").length];
        }"""
    )
    assert told == ["사례를 가져오고 있습니다. 사례가 많으면 1분 넘게 걸립니다.", 1]
    expect(page.get_by_role("heading", level=1)).to_have_text("파일에서 가져온 사례")


@pytest.mark.slow
def test_a_case_is_removed_and_put_back_by_keyboard_alone(page: Page, served: Served) -> None:
    raw = {**sample("consent"), "case_no": "K-1"}
    id = served.casebook.add(raw, summary_of(raw, ())).id
    page.goto("/")

    def press(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('aria-label')") == name:
                page.keyboard.press("Enter")
                return
        raise AssertionError(f"Tab does not reach {name}")

    press("K-1 지우기")
    expect(page.get_by_role("status")).to_contain_text("사례 K-1을 지웠습니다")
    assert barriers(page) == []
    press("K-1 되살리기")
    expect(page.get_by_role("status")).to_contain_text("되살렸습니다")
    assert served.casebook.case(id).raw == raw


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_on_any_page_and_nothing_wider_than_the_screen(
    served: Served, width: int, tmp_path: Path
) -> None:
    with browser_page(served.address, width) as page:
        bring(page, "/check", SAMPLES / "case_full.json")
        id = re.search(r"/results/([^?#]+)", page.url)
        assert id is not None
        kept = id[1]
        for name in ("case_full", "usage_proof", "broken"):
            served.casebook.add(sample(name), summary_of(sample(name), {"usage_proof/0"}))
        page.goto("/cases/take")
        page.set_input_files("#file", [SAMPLES / "closures.jsonl", SAMPLES / "broken.findings.json"])
        page.get_by_role("button", name="가져오기").click()
        expect(page.get_by_role("status")).to_contain_text("가져오지 않은 것이")
        addresses = [page.url.partition("?")[0], "/cases/take", "/cases/take?missing=true"]
        page.goto("/cases/take/roster")
        page.set_input_files("#file", write_roster(tmp_path / "명단.csv"))
        page.get_by_role("button", name="올려서 열 맞추기").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("명단의 열 맞추기")
        addresses += [page.url, f"{page.url}?changed=true", "/cases/take/roster"]
        addresses += ["/cases/take/roster?missing=true", "/templates", "/templates?missing=agency"]
        page.goto("/templates")
        page.get_by_label("기관 이름").fill("한빛구청")
        page.get_by_label("어느 서식인가").select_option("consent")
        page.set_input_files("#file", write_template(tmp_path / "서식.docx"))
        page.get_by_role("button", name="올려서 점검하기").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Word 서식 점검")
        addresses += [page.url]
        page.get_by_role("button", name="설치하기").click()
        page.get_by_role("button", name="쓰지 않기").first.click()
        expect(page.get_by_role("status")).to_contain_text("파일은 남아 있습니다")
        addresses += [page.url.removeprefix(page.url.partition("/templates")[0])]
        addresses += ["/", "/check", "/batches", "/batches/cases", "/evidence", "/deadlines", "/guide"]
        addresses += [f"/guide/{form.id}" for form in all_forms()]
        case = begun(served, empty(*(form.id for form in all_forms())))
        full = begun(served, sample("case_full"))
        addresses += [f"{one}/findings" for one in (case, full, begun(served, sample("broken")))]
        addresses += [f"{full}/sheets/consent/1/preview", f"{case}/sheets/consent/1/preview"]
        addresses += [f"{full}/set", f"{full}/set?privacy=deidentified", f"{case}/set"]
        addresses += [case, full, *(f"{case}/sheets/{form.id}/1" for form in all_forms())]
        addresses += [f"{full}/sheets/{form}/1" for form in sample("case_full")["forms"]]
        addresses += [f"{full}/history", "/?show=old", "/?q=-", "/settings", "/settings?saved=true"]
        addresses += [f"/{view}/{kept}" for view in ("results", "evidence", "deadlines")]
        addresses += [f"/evidence/{kept}/1", f"/evidence/{kept}?show=open"]
        addresses += [f"/results/{kept}/1/consent/preview"]
        found = {}
        for address in addresses:
            page.goto(address)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, address
            if told := barriers(page):
                found[address] = told
        assert found == {}
        page.goto(f"{case}/sheets/needs_survey/1")
        page.get_by_role("button", name="점검하기").click()
        page.wait_for_selector("#summary")
        assert barriers(page) == []


@pytest.mark.slow
def test_every_page_works_without_javascript(served: Served, tmp_path: Path) -> None:
    served.engine.step_at_once = False
    with browser_page(served.address, java_script_enabled=False) as page:
        bring(page, "/check", SAMPLES / "consent.json")
        expect(page.locator("#forms")).to_have_text("서식")
        page.goto(f"{begun(served, empty('closure_review'))}/sheets/closure_review/1")
        page.get_by_role("button", name="단기성과 목표 한 줄 더하기").click()
        expect(page.locator("[name='/forms/closure_review/short_goals#']")).to_have_value("1")
        page.goto("/batches")
        page.set_input_files("#file", SAMPLES / "closure_review.json")
        page.get_by_role("button", name="올려서 살펴보기").click()
        page.get_by_role("button", name="만들기", exact=False).first.click()
        batch = page.url.rpartition("/")[2]
        ending = threading.Timer(1, served.engine.advance, [batch])
        ending.start()
        # It reloads itself.
        expect(page.get_by_role("heading", level=1)).to_have_text("일괄 출력 결과", timeout=20_000)
        ending.join()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_a_finding_leads_to_its_box_in_view_and_is_mended_and_printed(served: Served, width: int) -> None:
    """고치기, type, and the paper: two clicks beside the typing. Label and message stand below the bar."""
    raw = sample("closure_review")
    raw["forms"]["closure_review"]["opinion"] = ""
    with browser_page(served.address, width) as page:
        page.goto(f"{begun(served, raw)}/findings")
        page.get_by_role("link", name="종결심사 의견 고치기").first.click()
        page.wait_for_url(re.compile("#f-forms-closure_review-opinion$"))
        box = page.locator("[name='/forms/closure_review/opinion']")
        expect(box).to_be_focused()
        bar = page.locator(".actbar").bounding_box()
        assert bar is not None
        for part in ("label[for=f-forms-closure_review-opinion]", "#f-forms-closure_review-opinion-wrong-1"):
            place = page.locator(part).bounding_box()
            assert place is not None
            assert bar["y"] + bar["height"] <= place["y"] and place["y"] + place["height"] <= 900, part
        # A box in what was folded is opened.
        page.evaluate("location.hash = '#f-client-name'")
        expect(page.locator("[name='/client/name']")).to_be_focused()
        page.evaluate("location.hash = '#f-forms-closure_review-opinion'")
        box.fill(sample("closure_review")["forms"]["closure_review"]["opinion"])
        with page.expect_download() as download:
            page.get_by_role("button", name="PDF 받기").click()
        assert "종결심사서" in PdfReader(download.value.path()).pages[0].extract_text()


@pytest.mark.slow
def test_a_deidentified_set_is_three_clicks_away(page: Page, served: Served, tmp_path: Path) -> None:
    """From a sheet: the link, the tick, the button. The page tells that it works and that it is done."""
    raw = sample("case_full")
    page.goto(f"{begun(served, raw)}/sheets/consent/1")
    page.get_by_role("link", name="비식별 한 벌").click()
    page.get_by_label("아래를 살펴보았습니다").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="비식별 한 벌 만들기").click()
    assert download.value.suggested_filename == f"{raw['case_no']}_서식_비식별.zip"
    download.value.save_as(tmp_path / "set.zip")
    with ZipFile(tmp_path / "set.zip") as archive:
        assert len(archive.namelist()) == len(raw["forms"])
    expect(page.locator(".making")).to_have_text("만들었습니다. 받은 파일을 확인하세요.")
    assert barriers(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_the_preview_follows_what_is_typed(served: Served, width: int) -> None:
    """Opened once it stays open; after each saving its pictures are of the revision that was saved."""
    with browser_page(served.address, width) as page:
        page.goto(f"{begun(served, sample('closure_review'))}/sheets/closure_review/1")
        page.get_by_text("미리보기", exact=True).click()
        picture = page.locator(".pictures img").first
        expect(picture).to_have_attribute("src", re.compile("revision=1&"))
        page.locator("[name='/forms/closure_review/opinion']").fill("새로 적은 의견입니다.")
        expect(picture).to_have_attribute("src", re.compile("revision=2&"))
        assert picture.evaluate("(one) => one.naturalWidth") > 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert barriers(page) == []
        beside = picture.bounding_box(), page.locator("#sheet").bounding_box()
        assert beside[0] is not None and beside[1] is not None
        assert (beside[0]["x"] >= beside[1]["x"] + beside[1]["width"]) == (width == 1280)
        page.reload()
        expect(picture).to_have_attribute("src", re.compile("revision=2&"))


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_the_chart_of_what_changed_fits_and_keeps_nobody_out(served: Served, width: int) -> None:
    with browser_page(served.address, width) as page:
        page.goto(begun(served, sample("case_full")))
        page.get_by_role("link", name="이 사례의 변화 보기").click()
        for drawing in page.locator("#change svg").all():
            box = drawing.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            # 112 mm across, its letters have 12 dots: none is smaller than 9.
            assert box["width"] >= 112 * 96 / 25.4 * 9 / 12
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert barriers(page) == []
