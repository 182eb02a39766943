"""The commands of the path, as a user calls them."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from api.cli.main import main
from api.cli.text_table import width
from forms import all_forms
from forms.registry import programmes
from tests.changing import drop, put
from tests.reading import sample


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin, catch_exceptions=False)


def write(path: Path, case: object) -> str:
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return str(path)


def checked(*arguments: str, stdin: bytes | None = None) -> tuple[int, list[dict[str, Any]]]:
    result = run("check", "--json", *arguments, stdin=stdin)
    return result.exit_code, json.loads(result.stdout)["files"]


def test_forms_json_lists_the_registry() -> None:
    listed = json.loads(run("forms", "--json").stdout)["forms"]
    assert [form["id"] for form in listed] == [form.id for form in all_forms()]
    closure = next(form for form in listed if form["id"] == "closure_review")
    assert closure == {
        "id": "closure_review",
        "title": "사례관리 종결심사서",
        "program": "통합사례관리",
        "edition": "2025",
        "formats": ["pdf", "docx", "hwpx"],
        "repeats": False,
    }


def test_every_schema_is_korean() -> None:
    for name in ["case", *(form.id for form in all_forms())]:
        made = json.loads(run("schema", name).stdout)
        untitled = [
            key for key, value in made["properties"].items() if not value.get("title") and "$ref" not in value
        ]
        assert untitled == []


def test_samples_are_valid_wherever_they_are_saved(tmp_path: Path) -> None:
    for name in ["closure", *(form.id for form in all_forms())]:
        result = run("sample", name)
        file = tmp_path / f"{name}.json"
        file.write_bytes(result.stdout_bytes)
        code, (entry,) = checked(str(file))
        assert (code, entry["ok"]) == (0, True), entry
    assert "closure_review" in json.loads(run("sample", "closure").stdout)["forms"]


def test_an_unknown_form_is_an_unusable_call() -> None:
    result = run("schema", "closure")
    assert result.exit_code == 2
    assert "closure_review" in result.stderr


def test_check_names_each_fault_in_korean_with_label_path_and_source(tmp_path: Path) -> None:
    review = "forms/closure_review"
    faults = {
        "missing": (drop(sample("closure_review"), f"{review}/change"), "FIELD-MISSING", "대상자 변화(성과)", "change"),
        "date": (put(sample("closure_review"), f"{review}/planned_on", "2025-02-30"), "FIELD-DATE", "제공계획", "planned_on"),
        "key": (put(sample("closure_review"), f"{review}/opinon", "글"), "FIELD-UNKNOWN", "opinon", "opinon"),
        "reason": (put(sample("closure_review"), f"{review}/opinion", "단기목표 달성"), "ICM-STATE-16", "종결심사 의견", "opinion"),
    }  # fmt: skip
    for name, (case, rule, label, key) in faults.items():
        code, (entry,) = checked(write(tmp_path / f"{name}.json", case))
        assert (code, entry["ok"]) == (1, False)
        finding = next(f for f in entry["findings"] if f["rule"] == rule)
        assert list(finding) == ["rule", "severity", "form", "path", "label", "message", "source", "place"]
        assert (finding["severity"], finding["form"]) == ("error", "closure_review")
        assert (finding["label"], finding["path"]) == (label, f"/{review}/{key}")
        assert finding["source"].startswith("2025 찾아가는 보건·복지서비스 업무안내, ")


def test_a_review_registered_on_the_sixth_day_is_a_warning_and_strict_an_error(tmp_path: Path) -> None:
    # The conference was held on 2025-06-02.
    case = put(sample("closure_review"), "forms/closure_review/closure_reviewed_on", "2025-06-08")
    file = write(tmp_path / "late.json", case)
    assert run("check", file).exit_code == 0
    assert "ICM-DEADLINE-11" in run("check", file).stdout
    assert run("check", "--strict", file).exit_code == 1


def test_several_files_are_each_judged_and_the_highest_status_counts(tmp_path: Path) -> None:
    good = write(tmp_path / "good.json", sample("closure_review"))
    bad = write(tmp_path / "bad.json", drop(sample("closure_review"), "client"))
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    code, entries = checked(good, bad, str(tmp_path / "broken.json"), str(tmp_path / "nowhere.json"))
    assert code == 2
    assert [entry["ok"] for entry in entries] == [True, False, False, False]
    assert [entry["findings"][0]["rule"] for entry in entries[2:]] == ["FILE-JSON", "FILE-MISSING"]
    assert checked(good, bad)[0] == 1


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"{", "FILE-JSON"),
        (b'{"a": 1, "a": 2}', "FILE-DUPLICATE-KEY"),
        (b'{"a": NaN}', "FILE-NUMBER"),
        (b'{"a": Infinity}', "FILE-NUMBER"),
        ("{}".encode("utf-16"), "FILE-ENCODING"),
        (b"[1]", "FILE-OBJECT"),
        (b'{"a":' * 100_000, "FILE-LIMIT"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "FILE-NUMBER"),
    ],
)
def test_an_unreadable_file_says_why(tmp_path: Path, data: bytes, rule: str) -> None:
    (tmp_path / "case.json").write_bytes(data)
    code, (entry,) = checked(str(tmp_path / "case.json"))
    assert code == 2
    assert entry["case_no"] is None
    assert [finding["rule"] for finding in entry["findings"]] == [rule]


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "bom.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(sample("closure_review")).encode())
    assert checked(str(tmp_path / "bom.json"))[0] == 0


def test_cases_come_from_archives_directories_and_lines(tmp_path: Path) -> None:
    case = json.dumps(sample("closure_review"))
    with ZipFile(tmp_path / "many.zip", "w") as archive:
        archive.writestr("b/2.json", case)
        archive.writestr("a.json", case)
    code, entries = checked(str(tmp_path / "many.zip"))
    assert code == 0
    assert [entry["file"].rsplit("many.zip", 1)[1] for entry in entries] == ["/a.json", "/b/2.json"]
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "x.json").write_text(case, encoding="utf-8")
    _, entries = checked(str(tmp_path / "folder"))
    assert [entry["file"] for entry in entries] == [f"{tmp_path}/folder/x.json"]
    _, entries = checked("-", stdin=f"{case}\n\n{case}\n".encode())
    assert [entry["file"] for entry in entries] == ["-:1", "-:3"]


def test_an_archive_with_a_path_that_climbs_out_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "climb.zip", "w") as archive:
        archive.writestr("../out.json", "{}")
    code, entries = checked(str(tmp_path / "climb.zip"))
    assert code == 2
    assert [finding["rule"] for entry in entries for finding in entry["findings"]] == ["FILE-PATH"]


def archive_of_three(path: Path, compression: int = ZIP_DEFLATED) -> tuple[bytearray, int, int]:
    """An archive of a.json, b.json, c.json: (its bytes, where b's own header and its entry in the list begin)."""
    with ZipFile(path, "w", compression) as archive:
        for name in ("a.json", "b.json", "c.json"):
            archive.writestr(name, json.dumps(sample("closure_review")))
        header = archive.getinfo("b.json").header_offset
    made = bytearray(path.read_bytes())
    first = made.index(b"PK\x01\x02")
    return made, header, made.index(b"PK\x01\x02", first + 1)


def only_b_is_refused(path: Path, made: bytearray, rule: str = "FILE-UNREADABLE") -> None:
    path.write_bytes(made)
    code, entries = checked(str(path))
    assert code == 2
    assert [entry["file"].rsplit("/", 1)[1] for entry in entries] == ["a.json", "b.json", "c.json"]
    assert [entry["ok"] for entry in entries] == [True, False, True]
    assert [finding["rule"] for finding in entries[1]["findings"]] == [rule]


@pytest.mark.parametrize("compression", [ZIP_STORED, ZIP_DEFLATED])
def test_a_damaged_member_of_an_archive_is_an_entry_and_the_others_are_read(
    tmp_path: Path, compression: int
) -> None:
    made, header, _ = archive_of_three(tmp_path / "a.zip", compression)
    # The header of 30 bytes and the name come before the data.
    made[header + 60 : header + 120] = b"\xff" * 60
    only_b_is_refused(tmp_path / "a.zip", made)


def test_a_member_packed_in_an_unknown_way_is_an_entry(tmp_path: Path) -> None:
    made, header, entry = archive_of_three(tmp_path / "a.zip")
    # Method 97 is WavPack (APPNOTE 4.4.5).
    made[header + 8] = made[entry + 10] = 97
    only_b_is_refused(tmp_path / "a.zip", made)


def test_a_member_whose_own_header_is_gone_is_an_entry(tmp_path: Path) -> None:
    made, header, _ = archive_of_three(tmp_path / "a.zip")
    made[header : header + 4] = bytes(4)
    only_b_is_refused(tmp_path / "a.zip", made)


def test_a_member_that_ends_early_is_an_entry(tmp_path: Path) -> None:
    made, header, entry = archive_of_three(tmp_path / "a.zip")
    for at in (header + 18, entry + 20):
        packed = int.from_bytes(made[at : at + 4], "little")
        made[at : at + 4] = (packed - 50).to_bytes(4, "little")
    only_b_is_refused(tmp_path / "a.zip", made)


def test_a_locked_member_is_an_entry(tmp_path: Path) -> None:
    made, header, entry = archive_of_three(tmp_path / "a.zip")
    made[header + 6] |= 1
    made[entry + 8] |= 1
    only_b_is_refused(tmp_path / "a.zip", made, "FILE-ENCRYPTED")


@pytest.mark.parametrize("at", [6, 46])
def test_an_archive_whose_list_cannot_be_read_is_one_entry(tmp_path: Path, at: int) -> None:
    made, _, entry = archive_of_three(tmp_path / "a.zip")
    # A version that no reader knows; a name that is not the UTF-8 that it says it is.
    made[entry + 9] |= 0x08
    made[entry + at] = 0xFF
    (tmp_path / "a.zip").write_bytes(made)
    code, entries = checked(str(tmp_path / "a.zip"))
    assert code == 2
    assert [finding["rule"] for entry in entries for finding in entry["findings"]] == ["FILE-ZIP"]


def test_render_writes_whole_files_and_standard_output(tmp_path: Path) -> None:
    file = write(tmp_path / "case.json", sample("closure_review"))
    for ending, magic in (("pdf", b"%PDF-"), ("docx", b"PK"), ("hwpx", b"PK")):
        out = tmp_path / "deep" / f"form.{ending}"
        assert run("render", "closure_review", file, "-o", str(out)).exit_code == 0
        assert out.read_bytes().startswith(magic)
        streamed = run("render", "closure_review", file, "-o", "-", "--format", ending)
        assert streamed.stdout_bytes == out.read_bytes()
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == [
        "form.docx",
        "form.hwpx",
        "form.pdf",
    ]


def test_render_refuses_a_case_with_errors_unless_it_is_a_draft(tmp_path: Path) -> None:
    file = write(
        tmp_path / "case.json", put(sample("closure_review"), "forms/closure_review/opinion", "단기목표 달성")
    )
    refused = run("render", "closure_review", file, "-o", str(tmp_path / "x.pdf"))
    assert refused.exit_code == 1
    assert "ICM-STATE-16" in refused.stderr
    assert not (tmp_path / "x.pdf").exists()
    assert run("render", "closure_review", file, "-o", str(tmp_path / "x.pdf"), "--draft").exit_code == 0
    assert "초안" in PdfReader(tmp_path / "x.pdf").pages[0].extract_text()


def test_render_wants_a_known_ending_and_a_readable_file(tmp_path: Path) -> None:
    file = write(tmp_path / "case.json", sample("closure_review"))
    assert run("render", "closure_review", file, "-o", str(tmp_path / "x.hwp")).exit_code == 2
    assert (
        run("render", "closure_review", str(tmp_path / "no.json"), "-o", str(tmp_path / "x.pdf")).exit_code
        == 2
    )
    assert run("render", "closure_review", file, "-o", str(tmp_path / "x.pdf"), "--item", "2").exit_code == 2
    assert run("render", "closure_review", file, "-o", "/dev/null/x.pdf").exit_code == 3
    assert (
        run(
            "render", "closure_review", file, "-o", str(tmp_path / "x.pdf"), "--issued-at", "2025-06-02"
        ).exit_code
        == 2
    )


def test_blank_is_empty_and_from_a_case_knows_its_heads(tmp_path: Path) -> None:
    file = write(tmp_path / "case.json", sample("closure_review"))
    assert run("blank", "closure_review", "-o", str(tmp_path / "b.pdf")).exit_code == 0
    assert "희망복지지원단" not in PdfReader(tmp_path / "b.pdf").pages[0].extract_text()
    assert run("blank", "closure_review", "-o", str(tmp_path / "c.pdf"), "--from", file).exit_code == 0
    text = PdfReader(BytesIO((tmp_path / "c.pdf").read_bytes())).pages[0].extract_text()
    assert "희망복지지원단" in text
    assert "약물치료" not in text


def test_what_is_not_there_is_told_as_missing_whatever_its_ending(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("a.json", "b.pdf", "folder/", "folder", "c.xlsx")]
    code, entries = checked(*names)
    assert code == 2
    assert [entry["findings"][0]["rule"] for entry in entries] == ["FILE-MISSING"] * len(names)


def test_a_form_is_found_by_its_title_and_an_unknown_one_is_answered_with_the_nearest() -> None:
    for form in all_forms():
        assert run("schema", form.title).stdout == run("schema", form.id).stdout
        for near in (form.id[:-1], f"{form.title[:-1]}다"):
            result = run("schema", near)
            assert result.exit_code == 2
            assert f"'{form.id}'({form.title})" in result.stderr
    far = run("sample", "xyz")
    assert far.exit_code == 2
    assert "closure_review" in far.stderr


def test_the_titles_of_forms_begin_alike() -> None:
    """Below each other, however long a form's id is and whether or not it has a number."""
    lines = [line for line in run("forms").stdout.splitlines() if line.startswith("  ")]
    titles = [form.title for programme in programmes() for form in programme.forms]
    assert all(line.endswith(f" {title}") for line, title in zip(lines, titles, strict=True))
    assert len({width(line.removesuffix(title)) for line, title in zip(lines, titles, strict=True)}) == 1
