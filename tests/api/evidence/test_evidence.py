"""``seosik evidence`` as auditors and caseworkers call it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import api.cases.intake
import api.evidence.files
from api.cli.text_table import width
from tests.api.evidence.calls import HALF, case, data, enough, judged, run, write
from tests.api.evidence.test_papers import blank_pdf, pdf
from tests.forms.savings.proofs import item, review, supports
from tests.reading import sample

# The answer


def test_the_answer_has_the_shape_of_the_contract(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", case(item()))
    result = run(file, "--json")
    answer = json.loads(result.stdout)
    ((entry),) = answer["files"]
    message = entry["items"][0]["reasons"][0].pop("message")
    assert message
    assert entry == {
        "file": file,
        "case_no": "2025-0001",
        "edition": "2025",
        "data_sha256": entry["data_sha256"],
        "applies": True,
        "support_total": 10_800_000,
        "required": 5_400_000,
        "accepted_total": 2_400_000,
        "review_total": 0,
        "coverage": "0.2222",
        "verdict": "미충족",
        "shortfall": 3_000_000,
        "items": [
            {"id": "1", "decision": "accepted", "counted": 2_400_000, "reasons": [{"rule": "AB-HO-1"}]}
        ],
    }
    assert list(entry)[:4] == ["file", "case_no", "edition", "data_sha256"]
    # One document, laid out as everywhere, and nothing else.
    entry["items"][0]["reasons"][0]["message"] = message
    assert result.stdout == json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
    assert result.stderr == ""


def test_the_hash_is_of_the_data_not_of_their_spelling(tmp_path: Path) -> None:
    value = case(item())
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"))
    turned = dict(reversed(value.items()))
    (tmp_path / "b.json").write_text(json.dumps(turned, indent=3), encoding="utf-8")
    _, entries = judged(
        write(tmp_path / "a.json", value),
        str(tmp_path / "b.json"),
        write(tmp_path / "c.json", case(item(amount=7))),
    )
    hashes = [entry["data_sha256"] for entry in entries]
    assert hashes[0] == hashes[1] == hashlib.sha256(canonical.encode()).hexdigest()
    assert hashes[2] != hashes[0]


@pytest.mark.parametrize(
    ("value", "verdict", "status"),
    [
        (enough(), "충족", 0),
        (case(closure_type="환수해지"), "해당없음", 0),
        (case(item(), supports=supports(0)), "해당없음", 0),
        (case(item(amount=HALF - 1)), "미충족", 1),
        (case(item("기타", amount=HALF)), "검토필요", 1),
        (case(item(amount=HALF), account_type="희망저축계좌Ⅰ"), "규정없음", 1),
        ({**enough(), "edition": "2024"}, "충족", 0),
    ],
)
def test_the_exit_status_follows_the_verdict(
    tmp_path: Path, value: dict[str, Any], verdict: str, status: int
) -> None:
    file = write(tmp_path / "a.json", value)
    code, (entry,) = judged(file)
    assert (entry["verdict"], code) == (verdict, status)
    assert run(file).exit_code == status


def test_a_case_without_a_proof_of_use_is_one_info_and_no_fault(tmp_path: Path) -> None:
    bare = {"case_no": "2025-0007", "client": {"name": "가람"}}
    good = write(tmp_path / "a.json", enough())
    code, entries = judged(write(tmp_path / "bare.json", bare), good)
    assert code == 0
    assert entries[0]["verdict"] is None
    assert [finding["severity"] for finding in entries[0]["findings"]] == ["info"]
    assert entries[1]["verdict"] == "충족"


def test_a_household_that_contradicts_itself_leaves_the_proof_unjudged(tmp_path: Path) -> None:
    household = [{"relation": "배우자", "name": "가 람"}]
    code, (entry,) = judged(write(tmp_path / "a.json", {**enough(), "household": household}))
    assert (code, entry["verdict"]) == (1, None)
    assert [(found["rule"], found["path"]) for found in entry["findings"]] == [
        ("FIELD-IDENTITY", "/household/0/name")
    ]
    # The client's own row is not another person.
    household = [{"relation": "본인", "health": "양호"}]
    assert judged(write(tmp_path / "b.json", {**enough(), "household": household}))[0] == 0


def test_faulty_files_are_entries_and_the_others_are_still_judged(tmp_path: Path) -> None:
    wrong = write(tmp_path / "b.json", case(item(amount=0)))
    (tmp_path / "c.json").write_text("{", encoding="utf-8")
    first, last = write(tmp_path / "a.json", enough(1)), write(tmp_path / "d.json", enough(2))
    code, entries = judged(first, wrong, last)
    assert code == 1
    assert [entry["file"] for entry in entries] == [first, wrong, last]
    assert [entry["verdict"] for entry in entries] == ["충족", None, "충족"]
    assert set(entries[1]) == {"file", "verdict", "findings"}
    assert [(found["rule"], found["path"]) for found in entries[1]["findings"]] == [
        ("FIELD-RANGE", "/forms/usage_proof/evidence/0/amount")
    ]
    code, entries = judged(first, str(tmp_path / "c.json"), wrong, str(tmp_path / "no.json"), last)
    assert code == 2
    assert [entry["verdict"] for entry in entries] == ["충족", None, None, None, "충족"]
    assert [entries[n]["findings"][0]["rule"] for n in (1, 3)] == ["FILE-JSON", "FILE-MISSING"]


def test_an_unpaired_surrogate_of_the_upload_does_not_stop_the_answer(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(data(enough())[:-1] + b', "\\ud800": 1}')
    code, (entry,) = judged(str(tmp_path / "a.json"))
    assert code == 1
    assert entry["verdict"] is None
    assert run(str(tmp_path / "a.json"), "--xlsx", str(tmp_path / "a.xlsx")).exit_code == 1


def test_without_a_case_the_call_is_unusable(tmp_path: Path) -> None:
    result = run("--json", str(tmp_path))
    assert (result.exit_code, json.loads(result.stdout)) == (2, {"files": []})
    assert run("-", "--xlsx", str(tmp_path / "a.xlsx"), stdin=b"").exit_code == 2
    assert not (tmp_path / "a.xlsx").exists()


# Where cases come from, and DUP-3


def test_cases_come_from_files_directories_archives_and_lines_in_the_order_given(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("z.json", data(enough(2)))
        archive.writestr("a/y.json", data(enough(1)))
    (tmp_path / "folder").mkdir()
    write(tmp_path / "folder" / "x.json", enough(3))
    (tmp_path / "many.jsonl").write_bytes(data(enough(4)) + b"\n\n" + data(enough(5)))
    single = write(tmp_path / "a.json", enough(6))
    lines = data(enough(7)) + b"\n\n" + data(enough(8)) + b"\n"
    code, entries = judged(
        "-",
        str(tmp_path / "many.jsonl"),
        str(tmp_path / "folder"),
        str(tmp_path / "b.zip"),
        single,
        stdin=lines,
    )
    assert code == 0
    assert [entry["file"].removeprefix(f"{tmp_path}/") for entry in entries] == [
        "-:1",
        "-:3",
        "many.jsonl:1",
        "many.jsonl:3",
        "folder/x.json",
        "b.zip/a/y.json",
        "b.zip/z.json",
        "a.json",
    ]
    assert [entry["case_no"][-1] for entry in entries] == list("78453126")


def test_a_receipt_in_two_cases_is_under_review_in_both_wherever_they_come_from(tmp_path: Path) -> None:
    def claiming(number: int) -> dict[str, Any]:
        return case(item(amount=HALF, document_no="같은-1", id=f"ㄱ{number}"), number=number)

    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.json", data(claiming(2)))
    (tmp_path / "c.jsonl").write_bytes(data(claiming(3)))
    first, other = write(tmp_path / "a.json", claiming(1)), write(tmp_path / "z.json", enough(9))
    given = [first, str(tmp_path / "b.zip"), str(tmp_path / "c.jsonl"), "-", other]
    code, entries = judged(*given, stdin=data(claiming(4)))
    assert code == 1
    assert [entry["verdict"] for entry in entries] == ["검토필요"] * 4 + ["충족"]
    for own, entry in enumerate(entries[:4], 1):
        (one,) = entry["items"]
        assert (one["decision"], [reason["rule"] for reason in one["reasons"]]) == ("review", ["DUP-3"])
        message = one["reasons"][0]["message"]
        others = {number for number in range(1, 5) if f"2025-000{number}의 증빙 ㄱ{number}번" in message}
        assert others == {1, 2, 3, 4} - {own}
    # Alone, each of them satisfies; in another order nothing changes but the order.
    assert judged(first)[1][0]["verdict"] == "충족"
    _, turned = judged(*reversed(given), stdin=data(claiming(4)))
    assert [entry["verdict"] for entry in turned] == ["충족"] + ["검토필요"] * 4


def test_a_person_settles_what_two_cases_share(tmp_path: Path) -> None:
    mine = case(item(amount=HALF, document_no="가-1", review=review("accepted")), number=1)
    code, entries = judged(
        write(tmp_path / "a.json", mine),
        write(tmp_path / "b.json", case(item(amount=HALF, document_no="가-1"), number=2)),
    )
    assert code == 1
    assert [entry["verdict"] for entry in entries] == ["충족", "검토필요"]
    rules = [reason["rule"] for reason in entries[0]["items"][0]["reasons"]]
    assert rules == ["DUP-3", "AB-REVIEW"]


def test_a_case_that_cannot_be_read_shares_nothing(tmp_path: Path) -> None:
    broken = case(item(amount=HALF, document_no="가-1"), own_deposits=-1)
    _, entries = judged(write(tmp_path / "a.json", broken), write(tmp_path / "b.json", enough(1)))
    assert [entry["verdict"] for entry in entries] == [None, "충족"]


def test_dates_that_cannot_be_leave_a_proof_unjudged(tmp_path: Path) -> None:
    ended = case(membership_started_on="2022-02-01", membership_ended_on="2022-01-31")
    link = {**enough(1), "service_link": {"started_on": "2024-03-04", "ended_on": "2024-03-03"}}
    # What another form contradicts does not void a verdict.
    visit = {"visited_on": "2025-09-24", "remarks_reported_on": "2025-09-23"}
    elsewhere = enough(2)
    elsewhere["forms"]["monitor_sheet"] = visit
    paths = [write(tmp_path / f"{n}.json", raw) for n, raw in enumerate((ended, link, elsewhere))]
    code, entries = judged(*paths)
    assert code == 1
    assert [entry["verdict"] for entry in entries] == [None, None, "충족"]
    told = [[(f["rule"], f["path"]) for f in entry["findings"]] for entry in entries[:2]]
    assert told == [
        [("FIELD-DATE-ORDER", "/forms/usage_proof/membership_ended_on")],
        [("FIELD-DATE-ORDER", "/service_link/ended_on")],
    ]


def test_a_case_number_that_stands_twice_is_named_with_its_file(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.json", enough()), write(tmp_path / "b.json", enough())
    _, entries = judged(first, second)
    messages = [entry["items"][0]["reasons"][0]["message"] for entry in entries]
    assert f"2025-0001({second})의 증빙 1번" in messages[0]
    assert "2025-0001의 증빙 1번" in messages[1]


def test_a_line_beyond_the_limit_ends_the_reading_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = data(enough())
    monkeypatch.setattr(api.cases.intake, "FILE_LIMIT", len(line) + 1)
    stdin = line + b"\n" + b" " * 10 + line + b"\n" + line
    code, entries = judged("-", stdin=stdin)
    assert code == 2
    assert [entry["file"] for entry in entries] == ["-:1", "-:2"]
    assert [entry["verdict"] for entry in entries] == ["충족", None]
    assert entries[1]["findings"][0]["rule"] == "FILE-LIMIT"


# The terminal


def test_the_table_tells_accepted_review_rejected_and_what_is_missing(tmp_path: Path) -> None:
    mixed = case(
        item(amount=1_000_001, document_no="가"),
        item("기타", amount=200_000),
        item("개인과외", amount=30_000),
        item("택시면허 거래", amount=4_000),
    )
    names = [
        write(tmp_path / "가나다.json", mixed),
        write(tmp_path / "b.json", case(closure_type="환수해지")),
    ]
    result = run(*names)
    head, rule, first, second, *below = result.stdout.splitlines()
    assert head.split() == [
        "파일", "관리번호", "판정", "인정", "검토", "불인정", "절반까지", "부족", "지급액",
    ]  # fmt: skip
    # Paid out: 3,600,000 + 120,000 + 10,800,000; what 환수해지 of 희망키움통장Ⅱ pays stands in no source.
    assert first.split() == [
        names[0], "2025-0001", "미충족", "1,000,001", "200,000", "34,000", "4,399,999", "14,520,000",
    ]  # fmt: skip
    assert second.split() == [names[1], "2025-0001", "해당없음", "0", "0", "0", "-", "-"]
    # A wide character takes two columns: every line ends in the same one.
    assert {width(line) for line in (head, rule, first, second)} == {len(rule)}
    text = "\n".join(below)
    assert "  지급액: 본인적립금 3,600,000원 + 이자 120,000원 + 지원금 10,800,000원 = 14,520,000원\n" in text
    assert "  지급액: 이 통장과 해지 유형의 지급액은 출처에 없습니다.\n" in text
    for rule_id in ("AB-OT-0", "AB-NO-3", "AB-NO-7"):
        assert rule_id in text
    assert "사례 2건: 미충족 1, 해당없음 1" in text


def test_the_table_names_faulty_files_with_their_findings(tmp_path: Path) -> None:
    wrong = write(tmp_path / "a.json", case(item(amount=0)))
    result = run(wrong, write(tmp_path / "b.json", {"case_no": "1", "client": {"name": "가람"}}))
    assert result.exit_code == 1
    assert "판정 못 함" in result.stdout
    assert "점검표 없음" in result.stdout
    assert "FIELD-RANGE" in result.stdout


def test_a_name_from_an_archive_does_not_steer_the_terminal(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("\x1b[31m\u202ered.json", data(enough()))
    result = run(str(tmp_path / "b.zip"))
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


def test_long_work_tells_how_far_it_is_and_names_nobody(tmp_path: Path) -> None:
    lines = b"\n".join(data(enough(number)) for number in range(200))
    result = run("-", "--json", stdin=lines)
    assert result.exit_code == 0
    assert "판정 100/200" in result.stderr
    assert "판정 200/200" in result.stderr
    assert "가람" not in result.stderr
    # Many cases get no list of items.
    many = b"\n".join(data(case(item("개인과외"), number=number)) for number in range(21))
    assert "AB-NO-3" not in run("-", stdin=many).stdout
    assert "AB-NO-3" in run("-", stdin=many.splitlines()[0]).stdout


# The files that items name


def with_files(number: int = 1) -> dict[str, Any]:
    """A case that satisfies with its first item; the second is rejected, the last names no file."""
    return case(
        item(amount=HALF, document_no=f"가-{number}", payee="○○부동산 임대인", file="a.pdf"),
        item("개인과외", amount=30_000, id="2", file="scan.pdf"),
        item("개인과외", amount=40_000, id="3", file="gone.pdf"),
        item("개인과외", amount=50_000, id="4"),
        number=number,
    )


def put_files(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(pdf("<p>○○부동산 임대인</p><p>5,400,000원</p>"))
    (folder / "scan.pdf").write_bytes(blank_pdf(2))


def lines_on_files(output: str) -> list[str]:
    return [line.strip() for line in output.splitlines() if "증빙 파일" in line]


TOLD = [
    "1번 증빙 파일(PDF, 1쪽): 금액 있음, 서류 날짜 없음, 사용처 있음",
    "2번 증빙 파일(PDF, 2쪽): 글자 없음",
    "3번 증빙 파일: 파일 'gone.pdf'이(가) 없습니다.",
]


def test_the_terminal_tells_what_stands_in_the_files(tmp_path: Path) -> None:
    put_files(tmp_path)
    result = run(write(tmp_path / "a.json", with_files()))
    assert result.exit_code == 0
    assert lines_on_files(result.stdout) == TOLD
    # Each stands below its item.
    below = result.stdout.splitlines()
    assert below.index("  2번 " + TOLD[1][3:]) > below.index("  2번 개인과외 30,000원: 불인정")


def test_files_are_found_wherever_a_case_comes_from(tmp_path: Path) -> None:
    put_files(tmp_path)
    (tmp_path / "many.jsonl").write_bytes(data(with_files()))
    assert lines_on_files(run(str(tmp_path / "many.jsonl")).stdout) == TOLD
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("in/a.json", data(with_files()))
        archive.write(tmp_path / "a.pdf", "in/a.pdf")
        archive.write(tmp_path / "scan.pdf", "in/scan.pdf")
    packed = lines_on_files(run(str(tmp_path / "b.zip")).stdout)
    assert packed[:2] == TOLD[:2]
    assert "gone.pdf" in packed[2]
    unplaced = lines_on_files(run("-", stdin=data(with_files())).stdout)
    assert [line.split(":")[0] for line in unplaced] == [f"{number}번 증빙 파일" for number in (1, 2, 3)]
    assert all("열지 않았습니다" in line for line in unplaced)


def test_files_change_neither_the_answer_nor_the_status(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", with_files())
    without = run(file, "--json")
    put_files(tmp_path)
    # A path that may not be followed is an error in check, and here no more than told.
    assert run(file, "--json").stdout == without.stdout
    assert without.exit_code == 0
    climbing = enough()
    climbing["forms"]["usage_proof"]["evidence"][0]["file"] = "../a.pdf"
    result = run(write(tmp_path / "b.json", climbing))
    assert result.exit_code == 0
    assert lines_on_files(result.stdout) == ["1번 증빙 파일: 사례 파일 밖의 파일은 읽지 않습니다."]


def test_files_that_no_output_would_show_are_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_files(tmp_path)
    opened: list[str] = []

    def note(origin: object, name: str) -> bytes:
        opened.append(name)
        return b""

    monkeypatch.setattr(api.evidence.files, "read_reference", note)
    file = write(tmp_path / "a.json", with_files())
    run(file, "--json")
    run(*[file] * 21)
    assert opened == []
    run(file)
    assert opened == ["a.pdf", "scan.pdf", "gone.pdf"]


def test_a_fault_of_another_form_does_not_void_a_verdict(tmp_path: Path) -> None:
    sound = sample("case_full")
    faulty = {**sound, "forms": {**sound["forms"], "consent": {"xyz123": 1}, "closure_reviev": {}}}
    misspelt = {**sound, "forms": {"usage_prof": sound["forms"]["usage_proof"]}}
    names = [
        write(tmp_path / f"{name}.json", case)
        for name, case in (("sound", sound), ("faulty", faulty), ("misspelt", misspelt))
    ]
    _, (first, second, third) = judged(*names)
    assert second["verdict"] == first["verdict"]
    assert [item["decision"] for item in second["items"]] == [item["decision"] for item in first["items"]]
    assert third["verdict"] is None
    assert [found["path"] for found in third["findings"]] == ["/forms/usage_prof"]
