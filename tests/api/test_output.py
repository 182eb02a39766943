"""Where output goes: links followed, devices written to, nothing of others' replaced or removed."""

from __future__ import annotations

import errno
import json
import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from api.cli.main import main
from api.output import OutputError, put_whole, write_whole
from api.packets.store import FolderStore, MadePacket
from tests.closure_cases import closure_case
from tests.reading import sample


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def write(path: Path, case: dict[str, Any]) -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return str(path)


@pytest.fixture
def case(tmp_path: Path) -> str:
    return write(tmp_path / "in" / "case.json", sample("consent"))


def test_a_link_is_followed(tmp_path: Path, case: str) -> None:
    (tmp_path / "link.docx").symlink_to(tmp_path / "real.docx")
    for _ in range(2):
        # Once to a file that is not there yet, once to one that is.
        assert run("render", "consent", case, "-o", str(tmp_path / "link.docx")).exit_code == 0
        assert (tmp_path / "link.docx").is_symlink()
        assert not (tmp_path / "real.docx").is_symlink()
        assert (tmp_path / "real.docx").read_bytes().startswith(b"PK")


def test_a_fifo_is_written_to_and_never_replaced(tmp_path: Path, case: str) -> None:
    os.mkfifo(tmp_path / "fifo")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "fifo").read_bytes()))
    reader.start()
    result = run("render", "consent", case, "--format", "docx", "-o", str(tmp_path / "fifo"))
    reader.join()
    assert result.exit_code == 0
    assert stat.S_ISFIFO((tmp_path / "fifo").stat().st_mode)
    made = run("render", "consent", case, "--format", "docx", "-o", str(tmp_path / "same.docx"))
    assert made.exit_code == 0
    assert got == [(tmp_path / "same.docx").read_bytes()]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
def test_a_device_is_written_to_and_never_replaced(tmp_path: Path, case: str) -> None:
    device = tmp_path / "null"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        device.write_bytes(b"")
    except OSError:
        pytest.skip("devices cannot be made or used here")
    assert run("render", "consent", case, "--format", "docx", "-o", str(device)).exit_code == 0
    closing = write(tmp_path / "in" / "closing.json", closure_case(1))
    assert run("packet", "closure", closing, "-o", str(device), "--processes", "1").exit_code == 0
    assert stat.S_ISCHR(device.stat().st_mode)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "null"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "consent", "CASE", "-o", "x.txt"),
        ("render", "consent", "CASE", "-o", "x.pdf", "--format", "docx"),
        ("render", "consent", "CASE", "-o", "x", "--format", "html"),
        ("render", "consent", "CASE", "-o", "x"),
        ("render", "all", "CASE", "-o", "x.pdf"),
        ("render", "all", "CASE", "-o", "-"),
        ("packet", "closure", "CASE", "-o", "x.docx"),
        ("packet", "closure", "CASE", "-o", "-"),
        ("evidence", "CASE", "--xlsx", "x.csv"),
        ("list", "CASE", "--xlsx", "x.csv"),
        ("ledger", "CASE", "--xlsx", "x.csv"),
        ("deadlines", "CASE", "--ics", "x.txt"),
        ("workbook", "case", "-o", "x.xls"),
        ("template", "export", "consent", "-o", "x.pdf"),
        ("check", "CASE", "--annotate", "x.pdf"),
        ("blank", "consent", "-o", "x.jpg"),
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_an_ending_that_cannot_be_written_is_refused(
    tmp_path: Path, case: str, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*(case if argument == "CASE" else argument for argument in arguments))
    assert result.exit_code == 2
    assert "[OUTPUT-FORMAT]" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path, case: str) -> None:
    (tmp_path / "file").write_text("of somebody", encoding="utf-8")
    for arguments in (
        ("render", "consent", case, "-o", str(tmp_path / "file" / "x.docx")),
        ("render", "all", case, "-o", str(tmp_path / "file" / "out")),
        ("packet", "closure", case, "-o", str(tmp_path / "file" / "x.pdf")),
    ):
        result = run(*arguments)
        assert result.exit_code == 3
        assert result.output.count("\n") == 1
        assert "[OUTPUT]" in result.stderr
    assert (tmp_path / "file").read_text(encoding="utf-8") == "of somebody"


def test_a_folder_without_the_right_to_write_is_told(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    make = Path.mkdir

    def refused(path: Path, *arguments: Any, **options: Any) -> None:
        # Root may write everywhere: what others meet is made up.
        if tmp_path / "closed" in path.parents:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        make(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", refused)
    result = run("render", "all", case, "-o", str(tmp_path / "closed"))
    assert result.exit_code == 3
    assert "쓸 권한이 없습니다" in result.stderr


def test_a_file_keeps_its_mode_and_a_failed_one_its_content(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    target.chmod(0o600)
    write_whole(target, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(OutputError):
        put_whole(tmp_path / "nowhere", target)
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_name_as_long_as_a_name_can_be_is_written(tmp_path: Path) -> None:
    # 255 bytes: 83 syllables of three bytes, and an ending.
    target = tmp_path / ("가" * 83 + "_a.pdf")
    write_whole(target, b"%PDF-")
    assert target.read_bytes() == b"%PDF-"
    with pytest.raises(OutputError, match="이름이 너무 깁니다"):
        write_whole(tmp_path / ("가" * 90 + ".pdf"), b"")


def packets(folder: Path, numbers: range, *options: str) -> Result:
    for path in (folder / "in").glob("*"):
        path.unlink()
    for number in numbers:
        write(folder / "in" / f"{number}.json", closure_case(number))
    output = str(folder / "out[1]" / "print.pdf")
    return run("packet", "closure", str(folder / "in"), "-o", output, "--processes", "1", *options)


def test_only_parts_that_the_manifest_names_are_removed(tmp_path: Path) -> None:
    out = tmp_path / "out[1]"
    out.mkdir()
    (tmp_path / "in").mkdir()
    # Somebody's own, named as parts are, beside the stream and in a folder that a pattern would match.
    (tmp_path / "out1").mkdir()
    (tmp_path / "out1" / "print-001.pdf").write_bytes(b"own")
    (out / "print-007.pdf").write_bytes(b"own")
    assert packets(tmp_path, range(2), "--max-pages", "10").exit_code == 0
    parts = sorted(path.name for path in out.glob("print-00[12].pdf"))
    assert parts == ["print-001.pdf", "print-002.pdf"]
    assert not (out / "print.pdf").exists()
    assert packets(tmp_path, range(1)).exit_code == 0
    assert sorted(path.name for path in out.glob("*.pdf")) == ["print-007.pdf", "print.pdf"]
    assert (out / "print-007.pdf").read_bytes() == b"own"
    assert (tmp_path / "out1" / "print-001.pdf").read_bytes() == b"own"
    # A run that makes nothing leaves no stream of an earlier one to be printed for it.
    broken = {**closure_case(0), "case_no": None}
    write(tmp_path / "in" / "0.json", broken)
    result = run("packet", "closure", str(tmp_path / "in"), "-o", str(out / "print.pdf"), "--processes", "1")
    assert result.exit_code == 1
    assert sorted(path.name for path in out.glob("*.pdf")) == ["print-007.pdf"]


def test_forgetting_removes_what_was_kept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    kept = tmp_path / "out[1]" / "print.packets"
    kept.mkdir(parents=True)
    (kept / ".notes").write_text("own", encoding="utf-8")
    assert packets(tmp_path, range(1)).exit_code == 0
    assert len(list(kept.glob("*.pdf"))) == 1
    assert packets(tmp_path, range(1), "--forget").exit_code == 0
    assert [path.name for path in kept.iterdir()] == [".notes"]
    (kept / ".notes").unlink()
    assert packets(tmp_path, range(1), "--forget").exit_code == 0
    assert not kept.exists()


def test_a_stream_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out[1]").mkdir()
    (tmp_path / "out[1]" / "print.pdf").symlink_to(tmp_path / "elsewhere.pdf")
    assert packets(tmp_path, range(1)).exit_code == 0
    assert (tmp_path / "out[1]" / "print.pdf").is_symlink()
    assert (tmp_path / "elsewhere.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "out[1]" / "print.manifest.json").exists()


@pytest.mark.parametrize("wrong", ['{"case_no": 1}', "[]", "x", '{"key": "other"}'])
def test_a_wrong_entry_among_the_kept_packets_counts_as_none(tmp_path: Path, wrong: str) -> None:
    store = FolderStore(tmp_path, "pdf")
    made = MadePacket("1", "홍○동", "", "", "id", 3, "", 0, "k" * 8)
    (tmp_path / f"{made.key}.pdf").write_bytes(b"")
    (tmp_path / f"{made.key}.pdf.json").write_text(wrong, encoding="utf-8")
    assert store.find(made.key) is None


def test_a_file_is_never_written_over_the_one_it_was_read_from(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    assert run("workbook", "usage_proof", "--sample", "-o", str(book)).exit_code == 0
    before = book.read_bytes()
    for command in ("evidence", "list", "ledger"):
        result = run(command, str(book), "--xlsx", str(book))
        assert result.exit_code == 2
        assert "[OUTPUT-SAME]" in result.stderr
        assert book.read_bytes() == before
