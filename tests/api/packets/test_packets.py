"""Closure packets as a back office prints them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from pypdf import PdfReader

from api.cli.main import main
from tests.changing import drop, put
from tests.closure_cases import closure_case, write_cases
from tests.hwpx.reading import hwpx_text
from tests.hwpx.rules import broken_rules
from tests.reading import docx_text, sample, squeeze


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["packet", "closure", *arguments], catch_exceptions=False)


def manifest(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def titles(reader: PdfReader) -> list[str]:
    return [str(item.title) for item in reader.outline if not isinstance(item, list)]


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve cases, two of them left out, as one stream that was killed once and continued."""
    folder = tmp_path_factory.mktemp("batch")
    cases = [closure_case(number) for number in range(12)]
    drop(cases[4], "forms/closure_review/result")
    drop(cases[9], "forms/closure_review")
    names = write_cases(folder / "cases", cases)
    command = [
        sys.executable,
        "-m",
        "api.cli.start",
        "packet",
        "closure",
        *names,
        "-o",
        str(folder / "stream.pdf"),
    ]
    root = Path(__file__).parents[3]
    first = subprocess.Popen(
        command, cwd=root, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    store = folder / "stream.packets"
    deadline = time.monotonic() + 120
    while len(list(store.glob("*.json"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert not (folder / "stream.pdf").exists()
    again = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    (folder / "status").write_text(f"{again.returncode}\n{again.stderr}", encoding="utf-8")
    return folder


def test_two_cases_are_left_out_and_ten_are_printed(batch: Path) -> None:
    status = (batch / "status").read_text(encoding="utf-8")
    assert status.startswith("1\n"), status
    for told in (
        "0004.json: 만들지 않음: 오류 있음(errors)",
        "0009.json: 만들지 않음: 종결 서식 없음(no_closure_form)",
    ):
        assert told in status
    made = manifest(batch / "stream.manifest.json")
    assert len(made["packets"]) == 10
    assert [(Path(case["file"]).stem, case["reason"]) for case in made["left_out"]] == [
        ("0004", "errors"),
        ("0009", "no_closure_form"),
    ]
    assert made["rendered"] + made["reused"] == 10
    assert made["reused"] >= 3


def test_the_manifest_tells_the_pages_of_the_stream(batch: Path) -> None:
    made = manifest(batch / "stream.manifest.json")
    reader = PdfReader(batch / "stream.pdf")
    assert [packet["sequence"] for packet in made["packets"]] == list(range(1, 11))
    page = 0
    for packet in made["packets"]:
        assert (packet["part"], packet["first_page"]) == (1, page + 1)
        page += packet["pages"]
        assert packet["last_page"] == page
        cover = reader.pages[packet["first_page"] - 1].extract_text()
        assert "사례관리 종결 서류" in cover
        assert packet["case_no"] in cover
        assert packet["packet_id"] in cover
        last = reader.pages[packet["last_page"] - 1].extract_text()
        assert f"{packet['pages']}/{packet['pages']}" in squeeze(last)
    assert len(reader.pages) == page
    assert titles(reader) == [f"{packet['sequence']}. {packet['case_no']}" for packet in made["packets"]]


def test_the_hash_is_that_of_the_packets_own_pdf(batch: Path) -> None:
    made = manifest(batch / "stream.manifest.json")
    kept = {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (batch / "stream.packets").glob("*.pdf")
    }
    assert {packet["sha256"] for packet in made["packets"]} == kept
    assert (batch / "stream.packets").stat().st_mode & 0o077 == 0


def test_the_csv_is_made_for_a_spreadsheet(batch: Path) -> None:
    data = (batch / "stream.manifest.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 13
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0][:3] == ["순번", "관리번호", "대상자"]
    assert [row[1] for row in rows[1:11]] == [
        p["case_no"] for p in manifest(batch / "stream.manifest.json")["packets"]
    ]
    assert {row[2] for row in rows[1:11]} == {"○○○"}
    assert [row[-1] for row in rows[11:]] == ["오류 있음", "종결 서식 없음"]


def test_the_same_command_again_reuses_all_and_gives_the_same_bytes(batch: Path) -> None:
    before = (batch / "stream.pdf").read_bytes()
    again = run(
        *sorted(str(path) for path in (batch / "cases").glob("*.json")), "-o", str(batch / "stream.pdf")
    )
    assert again.exit_code == 1
    made = manifest(batch / "stream.manifest.json")
    assert (made["rendered"], made["reused"]) == (0, 10)
    assert (batch / "stream.pdf").read_bytes() == before


def test_an_unbroken_run_elsewhere_gives_the_same_bytes(batch: Path, tmp_path: Path) -> None:
    names = sorted(str(path) for path in (batch / "cases").glob("*.json"))[:2]
    run(*names, "-o", str(tmp_path / "a.pdf"), "--processes", "1", "--forget")
    run(*names, "-o", str(tmp_path / "b" / "other.pdf"), "--processes", "2")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b" / "other.pdf").read_bytes()
    assert not (tmp_path / "a.packets").exists()


def packet_of(tmp_path: Path, case: dict[str, Any], *options: str) -> tuple[Result, PdfReader | None]:
    (name,) = write_cases(tmp_path / "cases", [case])
    result = run(name, "-o", str(tmp_path / "out") + "/", *options)
    target = tmp_path / "out" / f"{case['case_no']}.pdf"
    return result, PdfReader(target) if target.exists() else None


def test_a_packet_has_cover_contents_checklist_and_forms_in_order(tmp_path: Path) -> None:
    case = closure_case(15)
    case["client"]["name"] = "홍길동"
    _, reader = packet_of(tmp_path, case)
    assert reader is not None
    assert [squeeze(title) for title in titles(reader)] == [
        squeeze(title)
        for title in (
            "사례관리 종결 서류",
            "차례",
            "종결 서류 점검표",
            "통합사례관리 서비스제공을 위한 개인정보 수집·이용, 제공 동의서",
            "통합사례관리 서비스제공을 위한 개인정보 수집·이용, 제공 동의서",
            "서비스 제공계획 및 점검표",
            "서비스 [ ■ 신청 □ 변경 ] 의뢰서",
            "사례관리 종결심사서",
            "모니터 상담지",
        )[: len(titles(reader))]
    ]
    cover = reader.pages[0].extract_text()
    assert "홍○동" in cover
    assert "홍길동" not in cover


def test_contents_lines_begin_with_the_title_and_end_with_the_page(tmp_path: Path) -> None:
    _, reader = packet_of(tmp_path, closure_case(10))
    assert reader is not None
    lines = [line.strip() for line in reader.pages[1].extract_text().splitlines()]
    line = next(line for line in lines if line.startswith("사례관리 종결심사서"))
    page = int(line.split(".")[-1])
    # The running head, the number of the form, its title.
    assert "[서식7]" + squeeze("사례관리 종결심사서") in squeeze(reader.pages[page - 1].extract_text())
    assert "1/" in squeeze(reader.pages[page - 1].extract_text())


def test_attachments_follow_as_pages_and_stand_in_the_contents(tmp_path: Path) -> None:
    case = closure_case(0)
    folder = tmp_path / "cases"
    folder.mkdir()
    Image.new("RGBA", (300, 200), (10, 200, 10, 120)).save(folder / "photo.png")
    (folder / "scan.pdf").write_bytes((_one_form_pdf(tmp_path)).read_bytes())
    case["attachments"] = [
        {"title": "1차 영수증 사진", "file": "photo.png"},
        {"title": "2차 진단서", "file": "scan.pdf"},
    ]
    _, reader = packet_of(tmp_path, case)
    assert reader is not None
    contents = reader.pages[1].extract_text()
    assert "1차 영수증 사진" in contents and "2차 진단서" in contents
    # The scan has two pages; its words stand on the packet's last pages.
    assert "2차 진단서" in reader.pages[-2].extract_text()
    assert "관리번호" in reader.pages[-2].extract_text()
    assert f"{len(reader.pages)}/{len(reader.pages)}" in squeeze(reader.pages[-1].extract_text())
    assert list(reader.pages[-3].images)


def _one_form_pdf(tmp_path: Path) -> Path:
    (name,) = write_cases(tmp_path / "scan", [sample("closure_review")])
    target = tmp_path / "scan.pdf"
    assert CliRunner().invoke(main, ["render", "closure_review", name, "-o", str(target)]).exit_code == 0
    return target


@pytest.mark.parametrize(
    "file",
    [
        "../secret.png",
        "/etc/passwd",
        "nowhere.pdf",
        "link.png",
        "text.png",
        "case.json",
        "가" * 300 + ".png",
        "nul\0.png",
    ],
)
def test_an_attachment_that_cannot_be_used_leaves_the_case_out(tmp_path: Path, file: str) -> None:
    case = closure_case(0)
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "text.png").write_text("no picture", encoding="utf-8")
    (folder / "case.json").write_text("{}", encoding="utf-8")
    (folder / "link.png").symlink_to("/etc/hostname")
    case["attachments"] = [{"title": "영수증", "file": file}]
    result, reader = packet_of(tmp_path, case)
    assert result.exit_code == 1
    assert reader is None
    # A character that no text may hold is an error of the case before it is a file that is not there.
    reason = "errors" if "\0" in file else "unreadable"
    assert manifest(tmp_path / "out" / "manifest.json")["left_out"][0]["reason"] == reason


def test_sorting_is_stable_and_puts_what_is_missing_last(tmp_path: Path) -> None:
    cases = [closure_case(number) for number in (3, 1, 2)]
    for case, day in zip(cases, (None, "2025-06-20", "2025-06-10"), strict=True):
        put(case, "forms/closure_review/approved_on", day)
    names = write_cases(tmp_path / "cases", cases)
    order = {}
    for key in ("case_no", "closed_on"):
        assert run(*names, "-o", str(tmp_path / "s.pdf"), "--sort", key).exit_code == 0
        order[key] = [packet["case_no"] for packet in manifest(tmp_path / "s.manifest.json")["packets"]]
    assert order["case_no"] == ["2025-0001", "2025-0002", "2025-0003"]
    # Without an approval the review's own date counts: 2025-06-05.
    assert order["closed_on"] == ["2025-0003", "2025-0002", "2025-0001"]


def test_duplex_with_slips_and_parts(tmp_path: Path) -> None:
    names = write_cases(tmp_path / "cases", [closure_case(number) for number in range(3)])
    result = run(*names, "-o", str(tmp_path / "s.pdf"), "--duplex", "--separators", "--max-pages", "12")
    assert result.exit_code == 0
    made = manifest(tmp_path / "s.manifest.json")["packets"]
    assert len({packet["part"] for packet in made}) > 1
    assert not (tmp_path / "s.pdf").exists()
    for packet in made:
        reader = PdfReader(tmp_path / f"s-{packet['part']:03}.pdf")
        assert packet["first_page"] % 2 == 1
        assert packet["sheets"] == (packet["pages"] + 1) // 2
        slip = squeeze(reader.pages[packet["first_page"] - 3].extract_text())
        assert "묶음구분지" in slip and packet["case_no"] in slip and f"{packet['pages']}쪽" in slip
        assert reader.pages[packet["first_page"] - 2].extract_text().strip() == ""


def test_docx_packets_hold_the_same_words(tmp_path: Path) -> None:
    (name,) = write_cases(tmp_path / "cases", [closure_case(2)])
    assert run(name, "-o", str(tmp_path / "out") + "/", "--format", "docx").exit_code == 0
    text = docx_text((tmp_path / "out" / "2025-0002.docx").read_bytes())
    for words in (
        "사례관리 종결 서류",
        "차례",
        "종결 서류 점검표",
        "서비스 제공계획 및 점검표",
        "사례관리 종결심사서",
    ):
        assert squeeze(words) in text
    assert run(name, "-o", str(tmp_path / "x.pdf"), "--format", "docx").exit_code == 2


def test_hwpx_packets_hold_the_same_words_keep_the_rules_and_name_no_page(tmp_path: Path) -> None:
    (name,) = write_cases(tmp_path / "cases", [closure_case(2)])
    for format in ("docx", "hwpx"):
        assert run(name, "-o", str(tmp_path / "out") + "/", "--format", format).exit_code == 0
    made = (tmp_path / "out" / "2025-0002.hwpx").read_bytes()
    assert broken_rules(made) == []
    # Cover, contents, checklist and forms: as Word has them, whose footers hold the page numbers too.
    assert hwpx_text(made) == docx_text((tmp_path / "out" / "2025-0002.docx").read_bytes())
    assert run(name, "-o", str(tmp_path / "x.pdf"), "--format", "hwpx").exit_code == 2


def test_the_packet_number_comes_from_the_data_alone(tmp_path: Path) -> None:
    numbers = []
    for folder, options in (("a", ()), ("b", ("--draft", "--issued-at", "2025-06-09T10:00:00+09:00"))):
        (name,) = write_cases(tmp_path / folder, [closure_case(0)])
        run(name, "-o", str(tmp_path / f"{folder}.pdf"), *options)
        numbers.append(manifest(tmp_path / f"{folder}.manifest.json")["packets"][0]["packet_id"])
    assert numbers[0] == numbers[1]
    (name,) = write_cases(tmp_path / "c", [closure_case(3)])
    run(name, "-o", str(tmp_path / "c.pdf"))
    assert manifest(tmp_path / "c.manifest.json")["packets"][0]["packet_id"] != numbers[0]


def test_equal_case_numbers_and_unreadable_files_are_left_out(tmp_path: Path) -> None:
    names = write_cases(tmp_path / "cases", [closure_case(0), closure_case(0)])
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    result = run(*names, str(tmp_path / "broken.json"), "-o", str(tmp_path / "s.pdf"))
    assert result.exit_code == 1
    made = manifest(tmp_path / "s.manifest.json")
    assert len(made["packets"]) == 1
    assert [case["reason"] for case in made["left_out"]] == ["duplicate_case", "unreadable"]


def test_nothing_to_print_gives_no_stream_but_a_manifest(tmp_path: Path) -> None:
    (name,) = write_cases(tmp_path / "cases", [drop(closure_case(0), "client")])
    assert run(name, "-o", str(tmp_path / "s.pdf")).exit_code == 1
    assert not (tmp_path / "s.pdf").exists()
    assert manifest(tmp_path / "s.manifest.json")["packets"] == []


def test_a_packet_that_does_not_hold_together_is_not_delivered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.pdf.weasyprint import page_markup

    # A contents page that names a page too few, as every merger of documents has made.
    honest = page_markup.page_rules
    monkeypatch.setattr(
        "generator.pdf.weasyprint.engine.page_rules",
        lambda *args: honest(*args) + "p.contents a::after { content: '..3'; }",
    )
    (name,) = write_cases(tmp_path / "cases", [closure_case(0)])
    result = run(name, "-o", str(tmp_path / "s.pdf"), "--processes", "1", "--pdf-engine", "weasyprint")
    assert result.exit_code == 3
    assert "책갈피" in result.stderr or "차례" in result.stderr
    assert not (tmp_path / "s.pdf").exists()


def test_reading_back_a_stream_of_bytes_needs_no_file(batch: Path) -> None:
    assert len(PdfReader(BytesIO((batch / "stream.pdf").read_bytes())).pages) > 30
