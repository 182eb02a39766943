"""Attachments: ``check`` tells of those that keep a case out of a packet, and a packet prints what a reader sees."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest

# Switches Pillow to lenient loading, as the service does and ``check`` alone does not.
import weasyprint.images  # noqa: F401
from click.testing import CliRunner
from pikepdf import Name
from PIL import Image, ImageFile

from api.cases import attachments as module
from api.cases.attachments import SOURCE, opened_attachments
from api.cases.intake import Upload, read_uploads
from api.cases.references import Origin
from api.cases.reports import CaseReport
from api.cli.main import main
from api.packets.step import packet_step
from api.packets.store import FolderStore
from api.service.incoming import Incoming
from forms import InputError
from generator.document import RenderOptions
from tests.changing import drop, put
from tests.closure_cases import closure_case
from tests.generator.scans.papers import Sheet, encoded, has_ink, layered, photo, printed, text_at, words_of
from tests.reading import squeeze

HALF = photo()[: len(photo()) // 2]


def case_with(*files: str) -> dict[str, Any]:
    case = closure_case(0)
    case["attachments"] = [
        {"title": f"영수증 {number}", "file": file} for number, file in enumerate(files, 1)
    ]
    return case


def saved(folder: Path, case: dict[str, Any], **files: bytes) -> str:
    """The case and its files in a folder; ``a_pdf`` stands for a.pdf."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name.replace("_", ".")).write_bytes(data)
    path = folder / "case.json"
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return str(path)


def told(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """What is said of attachments."""
    return [finding for finding in entry["findings"] if finding["source"] == SOURCE]


def checked(file: str, *options: str, stdin: bytes | None = None) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(
        main, ["check", file, "--json", *options], input=stdin, catch_exceptions=False
    )
    (entry,) = json.loads(result.stdout)["files"]
    return result.exit_code, entry


def packed(file: str, target: Path, *options: str) -> tuple[int, dict[str, Any]]:
    command = ["packet", "closure", file, "-o", str(target), "--processes", "1", *options]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    manifest = target.with_name(f"{target.stem}.manifest.json")
    return result.exit_code, json.loads(manifest.read_text(encoding="utf-8"))


def test_sound_attachments_need_no_word(tmp_path: Path) -> None:
    file = saved(tmp_path, case_with("a.pdf", "b.jpg"), a_pdf=Sheet().data(), b_jpg=photo())
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True
    status, entry = checked(file)
    assert (status, entry["ok"], told(entry)) == (0, True, [])


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("gone.pdf", None, "FILE-MISSING"),
        ("../gone.pdf", None, "FILE-PATH"),
        ("half.jpg", HALF, "FILE-IMAGE"),
        # Whatever it is called.
        ("half.pdf", HALF, "FILE-IMAGE"),
        ("cut.pdf", Sheet().data()[:-200], "FILE-PDF"),
        ("note.txt", b"words", "FILE-KIND"),
        ("page.gif", encoded(Image.new("L", (9, 9)), "GIF"), "FILE-KIND"),
        ("page.png", encoded(Image.new("L", (9, 9)), "GIF"), "FILE-KIND"),
    ],
)
def test_what_cannot_be_used_is_told_by_check_and_left_out_by_packet(
    tmp_path: Path, name: str, data: bytes | None, rule: str
) -> None:
    file = saved(tmp_path, case_with("whole.png", name), whole_png=encoded(Image.new("L", (9, 9)), "PNG"))
    if data is not None:
        (tmp_path / name).write_bytes(data)
    status, entry = checked(file)
    (finding,) = told(entry)
    assert status == 0
    assert finding["rule"] == rule
    assert finding["severity"] == "warning"
    assert finding["path"] == "/attachments/1/file"
    assert finding["label"] == "첨부 2번 파일"
    assert finding["message"].startswith("첨부 '영수증 2': ")
    assert finding["message"].endswith("묶음에서 빠집니다.")
    status, manifest = packed(file, tmp_path / "out.pdf")
    assert status == 1
    assert manifest["packets"] == []
    assert [left["reason"] for left in manifest["left_out"]] == ["unreadable"]


def test_a_picture_named_as_a_pdf_is_a_picture(tmp_path: Path) -> None:
    file = saved(tmp_path, case_with("a.pdf", "b.jpg"), a_pdf=photo(), b_jpg=Sheet("RECEIPT").data())
    assert told(checked(file)[1]) == []
    status, _ = packed(file, tmp_path / "out.pdf")
    assert status == 0
    assert "RECEIPT" in words_of((tmp_path / "out.pdf").read_bytes())


def test_without_files_it_is_one_information(tmp_path: Path) -> None:
    case = case_with("a.pdf", "b.pdf", "c.pdf")
    status, entry = checked("-", stdin=json.dumps(case).encode())
    (finding,) = told(entry)
    assert (status, finding["severity"], finding["path"]) == (0, "info", "/attachments")
    assert "3건" in finding["message"]
    # A file that came by itself to the service has no folder either; its archive is one.
    path = Path(saved(tmp_path, case))
    (upload,) = Incoming(path, "case.json").uploads()
    report = CaseReport.of(upload, open_files=True)
    assert [f.severity.value for f in report.findings if f.source == SOURCE] == ["info"]
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(path, "case.json")
    (upload,) = Incoming(tmp_path / "a.zip", "a.zip").uploads()
    report = CaseReport.of(upload, open_files=True)
    assert [f.rule for f in report.findings if f.source == SOURCE] == ["FILE-MISSING"] * 3


def test_a_packet_of_a_case_without_its_files_says_what_to_do(tmp_path: Path) -> None:
    upload = Upload("-:1", case_with("a.pdf"))
    outcome = packet_step(upload, FolderStore(tmp_path, "pdf"), "pdf", RenderOptions())
    assert outcome.reason == "unreadable"
    assert "한 ZIP에" in outcome.message


def test_a_case_with_errors_is_left_out_for_these(tmp_path: Path) -> None:
    case = drop(case_with("gone.pdf"), "forms/closure_review/result")
    _, manifest = packed(saved(tmp_path, case), tmp_path / "out.pdf")
    assert [left["reason"] for left in manifest["left_out"]] == ["errors"]
    # A case that cannot be read as one is told of its files all the same.
    put(case, "case_no", "?")
    _, entry = checked(saved(tmp_path, case))
    assert [finding["rule"] for finding in told(entry)] == ["FILE-MISSING"]


def test_fields_stamps_and_notes_are_printed_and_what_is_hidden_is_not(tmp_path: Path) -> None:
    sheet = Sheet("RECEIPT")
    sheet.field("2,400,000", shown="2,400,000")
    sheet.annotate(Subtype=Name.Stamp, F=4, Rect=[72, 500, 372, 530], AP=sheet.appearance("PAID"))
    sheet.annotate(Subtype=Name.Stamp, F=2, Rect=[72, 400, 372, 430], AP=sheet.appearance("SECRET"))
    sheet.layers("B", off="B")
    sheet.content += layered("B", text_at(72, 300, "LAYER"))
    status, _ = packed(saved(tmp_path, case_with("a.pdf"), a_pdf=sheet.data()), tmp_path / "out.pdf")
    assert status == 0
    words = words_of((tmp_path / "out.pdf").read_bytes())
    assert "RECEIPT" in words and "2,400,000" in words and "PAID" in words
    assert "SECRET" not in words and "LAYER" not in words


def test_the_grey_of_a_scan_of_16_bits_comes_to_paper(tmp_path: Path) -> None:
    dark = encoded(Image.new("I;16", (400, 500), 0x4000), "PNG")
    assert packed(saved(tmp_path, case_with("a.png"), a_png=dark), tmp_path / "out.pdf")[0] == 0
    data = (tmp_path / "out.pdf").read_bytes()
    with pikepdf.open(BytesIO(data)) as document:
        last = len(document.pages) - 1
    shade = printed(data, last).getpixel((200, 300))
    # 0x4000 of 0xFFFF is 64 of 255.
    assert isinstance(shade, int) and abs(shade - 64) <= 3


def test_a_packet_that_gives_up_its_rules_says_so(tmp_path: Path) -> None:
    file = saved(tmp_path, case_with("a.pdf"), a_pdf=Sheet().data())
    _, manifest = packed(file, tmp_path / "out.pdf")
    (packet,) = manifest["packets"]
    assert "PDF/A" in packet["note"]
    rows = list(csv.reader(StringIO((tmp_path / "out.manifest.csv").read_text("utf-8-sig"), newline="")))
    assert dict(zip(rows[0], rows[1], strict=True))["알림"] == packet["note"]
    data = (tmp_path / "out.pdf").read_bytes()
    with pikepdf.open(BytesIO(data)) as document:
        # Nor does the file claim what the note denies.
        assert "/Metadata" not in document.Root
    assert squeeze(packet["note"]) in squeeze(words_of(data, 0))
    # Made anew or found again, it is the same.
    assert packed(file, tmp_path / "out.pdf")[1]["packets"] == [packet]


def test_other_packets_have_nothing_to_say(tmp_path: Path) -> None:
    pictures = saved(tmp_path / "a", case_with("a.jpg"), a_jpg=photo())
    scans = saved(tmp_path / "b", case_with("a.pdf"), a_pdf=Sheet().data())
    made = [
        packed(pictures, tmp_path / "a.pdf")[1],
        packed(scans, tmp_path / "b.pdf", "--pdf-variant", "none")[1],
        packed(scans, tmp_path / "c.pdf", "--privacy", "deidentified")[1],
    ]
    assert ["note" in manifest["packets"][0] for manifest in made] == [False, False, False]
    _, manifest = packed(scans, tmp_path / "d.pdf", "--pdf-variant", "pdf/ua-1")
    assert "PDF/UA" in manifest["packets"][0]["note"]


def test_all_attachments_of_a_case_together_have_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path, case_with("a.pdf", "b.pdf"), a_pdf=Sheet().data(), b_pdf=Sheet().data())
    assert told(checked(file)[1]) == []
    for name, limit in (("PAGES_LIMIT", 1), ("SIZE_LIMIT", 1000)):
        with monkeypatch.context() as changed:
            changed.setattr(module, name, limit)
            (finding,) = told(checked(file)[1])
            assert (finding["rule"], finding["path"]) == ("FILE-LIMIT", "/attachments/1/file")
            assert packed(file, tmp_path / "out.pdf", "--forget")[1]["left_out"][0]["reason"] == "unreadable"


def test_what_is_opened_is_what_the_case_names(tmp_path: Path) -> None:
    raw = {"attachments": ["x", {"title": 1, "file": "a"}, {"title": "가", "file": "a.jpg"}, None]}
    (tmp_path / "a.jpg").write_bytes(photo())
    ((named, opened),) = opened_attachments(Upload("a", raw, origin=Origin(tmp_path)))
    assert (named.position, named.title) == (2, "가")
    assert not isinstance(opened, InputError)
    assert list(opened_attachments(Upload("a", {"attachments": "x"}))) == []


def test_archives_from_windows_and_mac_give_the_same_packet(tmp_path: Path) -> None:
    case = json.dumps(case_with("영수증 스캔.jpg"), ensure_ascii=False)
    picture = photo()
    with ZipFile(tmp_path / "plain.zip", "w") as archive:
        archive.writestr("case.json", case)
        archive.writestr("영수증 스캔.jpg", picture)
    with ZipFile(tmp_path / "windows.zip", "w") as archive:
        archive.writestr("서류\\case.json", case)
        archive.writestr("서류\\영수증 스캔.jpg", picture)
    made = []
    for name in ("plain", "windows"):
        assert packed(str(tmp_path / f"{name}.zip"), tmp_path / f"{name}.pdf")[0] == 0
        made.append((tmp_path / f"{name}.pdf").read_bytes())
    assert made[0] == made[1]
    (upload,) = read_uploads((str(tmp_path / "windows.zip"),))
    assert upload.file.endswith("windows.zip/서류/case.json")
    with pikepdf.open(BytesIO(made[0])) as document:
        last = len(document.pages) - 1
    assert has_ink(printed(made[0], last), 60, 300, 500, 700)
