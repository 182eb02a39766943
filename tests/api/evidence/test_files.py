"""``check`` opens the evidence files that a case names, and tells what stands in them."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from api.cases.references import Origin
from api.cli.main import main
from api.evidence.files import file_reports
from forms import check_case
from tests.api.evidence.test_papers import blank_pdf, locked_pdf, pdf, picture
from tests.forms.savings.proofs import case_data, item, proof_data

CLAIM: dict[str, Any] = {"payee": "○○부동산 임대인", "amount": 5_400_000}
RECEIPT = "<p>○○부동산 임대인</p><p>2024.3.2.</p><p>5,400,000</p>"


def case_of(*names: str, **values: Any) -> dict[str, Any]:
    """A case whose items name these files; each claims something else."""
    items = [
        item(**{**CLAIM, "document_no": str(number), "file": name, **values})
        for number, name in enumerate(names)
    ]
    return case_data(proof_data(*items))


def checked(path: Path | str, *options: str, stdin: bytes | None = None) -> tuple[int, list[dict[str, Any]]]:
    """The exit status and the findings about files."""
    result: Result = CliRunner().invoke(main, ["check", str(path), "--json", *options], input=stdin)
    (entry,) = json.loads(result.stdout)["files"]
    findings = [finding for finding in entry["findings"] if finding["path"].endswith("/file")]
    return result.exit_code, findings


def saved(folder: Path, case: dict[str, Any]) -> Path:
    path = folder / "case.json"
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return path


def test_each_of_the_three_is_told_as_found_or_not(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(RECEIPT))
    (tmp_path / "b.pdf").write_bytes(pdf("<p>540만원</p>"))
    status, (whole, empty) = checked(saved(tmp_path, case_of("a.pdf", "b.pdf")))
    assert status == 0
    assert whole == {
        "rule": "OWN-EVIDENCE-FILE",
        "severity": "info",
        "form": "usage_proof",
        "path": "/forms/usage_proof/evidence/0/file",
        "label": "사용용도 증빙서류 1번 증빙 파일",
        "message": whole["message"],
        "source": "서식 점검 규칙(자체), 증빙 파일",
        "place": None,
    }
    assert "PDF, 1쪽, SHA-256 " in whole["message"]
    assert whole["message"].endswith(
        "금액(5,400,000원) 있음, 서류 날짜(2024-03-02) 있음, 사용처(○○부동산 임대인) 있음"
    )
    assert empty["message"].endswith(
        "금액(5,400,000원) 없음, 서류 날짜(2024-03-02) 없음, 사용처(○○부동산 임대인) 없음"
    )


def test_what_stands_in_a_file_decides_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf("<p>540만원</p>"))
    with_file = CliRunner().invoke(main, ["check", str(saved(tmp_path, case_of("a.pdf"))), "--json"])
    (entry,) = json.loads(with_file.stdout)["files"]
    assert {finding["severity"] for finding in entry["findings"]} == {"info"}
    assert entry["ok"] is True


def test_scans_and_pictures_have_no_text(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(blank_pdf(2))
    (tmp_path / "photo.jpg").write_bytes(picture("JPEG"))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "photo.png").write_bytes(picture("PNG"))
    status, found = checked(saved(tmp_path, case_of("scan.pdf", "photo.jpg", "folder/photo.png")))
    assert status == 0
    assert [finding["message"].split(", SHA-256")[0].split("(")[1] for finding in found] == [
        "PDF, 2쪽",
        "JPEG, 1쪽",
        "PNG, 1쪽",
    ]
    assert all(finding["message"].endswith(": 글자 없음") for finding in found)


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("gone.pdf", None, "FILE-MISSING"),
        ("locked.pdf", locked_pdf("secret"), "FILE-ENCRYPTED"),
        ("broken.pdf", b"%PDF-1.7\n", "FILE-PDF"),
        ("broken.png", picture("PNG")[:60], "FILE-IMAGE"),
        ("case.txt", b"text", "FILE-KIND"),
        ("n" * 400 + ".pdf", None, "FILE-UNREADABLE"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_warning(
    tmp_path: Path, name: str, data: bytes | None, rule: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    status, (finding,) = checked(saved(tmp_path, case_of(name)))
    assert (status, finding["rule"], finding["severity"]) == (0, rule, "warning")


def test_a_path_that_leads_elsewhere_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "outside.pdf").write_bytes(pdf(RECEIPT))
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "link.pdf").symlink_to(tmp_path / "outside.pdf")
    names = ("../outside.pdf", str(tmp_path / "outside.pdf"), "link.pdf", "C:\\outside.pdf")
    status, found = checked(saved(folder, case_of(*names)))
    assert status == 1
    assert [(finding["rule"], finding["severity"]) for finding in found] == [("FILE-PATH", "error")] * 4
    # A refusal says no more than that it refused.
    assert all("outside" not in finding["message"] for finding in found)


def test_files_inside_the_same_archive(tmp_path: Path) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as made:
        made.writestr("one/case.json", json.dumps(case_of("papers/a.pdf", "b.pdf"), ensure_ascii=False))
        made.writestr("one/papers/a.pdf", pdf(RECEIPT))
    path = tmp_path / "cases.zip"
    path.write_bytes(archive.getvalue())
    status, found = checked(path)
    assert status == 0
    assert [finding["rule"] for finding in found] == ["FILE-MISSING", "OWN-EVIDENCE-FILE"]


def test_a_damaged_member_of_an_archive(tmp_path: Path) -> None:
    archive, receipt = BytesIO(), pdf(RECEIPT)
    with ZipFile(archive, "w") as made:
        made.writestr("case.json", json.dumps(case_of("a.pdf"), ensure_ascii=False))
        made.writestr("a.pdf", receipt)
    path = tmp_path / "cases.zip"
    path.write_bytes(archive.getvalue().replace(receipt[100:140], bytes(40)))
    _, (finding,) = checked(path)
    assert (finding["rule"], finding["severity"]) == ("FILE-UNREADABLE", "warning")


def test_a_case_without_a_place_has_no_files() -> None:
    line = json.dumps(case_of("a.pdf"), ensure_ascii=False).encode()
    status, (finding,) = checked("-", stdin=line)
    assert (status, finding["rule"], finding["severity"]) == (0, "OWN-EVIDENCE-FILE", "info")


def test_an_unreadable_file_can_be_acknowledged(tmp_path: Path) -> None:
    case = case_of("gone.pdf")
    note = {"rule": "FILE-MISSING", "path": "/forms/usage_proof/evidence/0/file"}
    case["acknowledged"] = [{**note, "reason": "종이로 확인함", "by": "나래", "on": "2025-02-10"}]
    _, (finding,) = checked(saved(tmp_path, case))
    assert finding["severity"] == "info"
    assert "종이로 확인함" in finding["message"]


def test_reports_follow_the_order_of_the_items(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(RECEIPT))
    case = check_case(case_of("a.pdf", "b.pdf")).case
    assert case is not None
    first, second = file_reports(case, Origin(tmp_path))
    assert (first.item.id, first.file is not None, first.found is not None) == ("1", True, True)
    assert (second.item.id, second.file, second.problem is not None) == ("2", None, True)
