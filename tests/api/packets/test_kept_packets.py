"""Whatever stands where a finished packet is kept, a run ends in the same bytes or in a Korean sentence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli.main import main
from api.samples import SAMPLES


def packed(output: Path, *options: str) -> Result:
    command = ["packet", "closure", str(SAMPLES / "usage_proof.json"), "-o", str(output), "--processes", "1"]
    return CliRunner().invoke(main, [*command, *options], catch_exceptions=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run: its stream, and the packet that it kept."""
    folder = tmp_path_factory.mktemp("made")
    assert packed(folder / "stream.pdf").exit_code == 0
    return folder


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def another(path: Path) -> None:
    path.write_bytes(b"[]" if path.suffix == ".json" else b"%PDF-1.7\n%%EOF\n")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "file").write_text("1", encoding="utf-8")


def a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent.parent / "other.txt")


def a_link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent.parent / "nowhere" / "file")


@pytest.mark.parametrize("forget", [False, True], ids=["kept", "forgotten"])
@pytest.mark.parametrize("ending", ["pdf", "json"])
@pytest.mark.parametrize("spoil", [emptied, cut, another, a_folder, a_link, a_link_to_nothing])
def test_a_wrong_entry_is_made_anew(
    spoil: Callable[[Path], None], ending: str, forget: bool, made: Path, tmp_path: Path
) -> None:
    shutil.copytree(made / "stream.packets", tmp_path / "stream.packets")
    (tmp_path / "other.txt").write_text("of another", encoding="utf-8")
    (entry,) = (tmp_path / "stream.packets").glob(f"*.{ending}")
    spoil(entry)
    run = packed(tmp_path / "stream.pdf", *(["--forget"] if forget else []))
    assert run.exit_code == 0
    assert "새로 1, 다시 씀 0" in run.output
    assert (tmp_path / "stream.pdf").read_bytes() == (made / "stream.pdf").read_bytes()
    assert (tmp_path / "other.txt").read_text(encoding="utf-8") == "of another"
    assert (tmp_path / "stream.packets").exists() is not forget


def test_a_lock_that_is_a_folder_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "stream.packets" / ".lock").mkdir(parents=True)
    assert packed(tmp_path / "stream.pdf").exit_code == 0


@pytest.mark.parametrize("options", [[], ["--forget"]])
def test_a_file_in_place_of_the_folder_is_told_by_its_name_and_stays(
    tmp_path: Path, options: list[str]
) -> None:
    (tmp_path / "stream.packets").write_text("of another", encoding="utf-8")
    run = packed(tmp_path / "stream.pdf", *options)
    assert run.exit_code == 2
    assert run.stderr.count("\n") == 1
    assert "'stream.packets'" in run.stderr
    assert (tmp_path / "stream.packets").read_text(encoding="utf-8") == "of another"


def test_forgetting_leaves_what_is_not_ours(tmp_path: Path) -> None:
    assert packed(tmp_path / "stream.pdf").exit_code == 0
    note = tmp_path / "stream.packets" / "notes.txt"
    note.write_text("of another", encoding="utf-8")
    assert packed(tmp_path / "stream.pdf", "--forget").exit_code == 0
    assert list((tmp_path / "stream.packets").iterdir()) == [note]
