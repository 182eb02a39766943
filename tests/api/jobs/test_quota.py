"""The data folder holds so much and no more, and says so."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from api.jobs import quota as quota_module
from api.jobs.dbos_engine import DbosEngine
from api.jobs.engine import ItemState
from api.jobs.quota import DataFull, Quota
from api.jobs.settings import JobSettings
from api.jobs.vault import Vault
from forms import InputError
from tests.api.jobs.batches import case_files, submitted, work_off

MEGABYTE = 1024**2


def test_what_does_not_fit_is_refused_and_the_limit_is_named(tmp_path: Path) -> None:
    (tmp_path / "held").write_bytes(b"x" * 600)
    quota = Quota(tmp_path, 1000)
    quota.require(400)
    with pytest.raises(DataFull):
        quota.require(1)
    with pytest.raises(DataFull, match=r"2\.5GB"):
        Quota(tmp_path, 5 * 1024**3 // 2).require(3 * 1024**3)


def test_to_look_counts_nothing(tmp_path: Path) -> None:
    quota = Quota(tmp_path, 1000)
    quota.require(900, keep=False)
    quota.require(900)


def test_what_was_removed_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quota_module, "_GOOD_FOR_FULL", 0.0)
    vault = Vault(tmp_path / "vault", bytes(32), Quota(tmp_path, 3 * MEGABYTE))
    vault.write("a", "n", b"x" * (2 * MEGABYTE))
    with pytest.raises(DataFull):
        vault.write("b", "n", b"x" * (2 * MEGABYTE))
    assert not (tmp_path / "vault" / "b").exists()
    vault.remove_group("a")
    vault.write("b", "n", b"x" * (2 * MEGABYTE))


def test_a_vault_that_travels_takes_its_limit_along(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault", bytes(32), Quota(tmp_path, 1000))
    vault.write("a", "n", b"words")
    copy = pickle.loads(pickle.dumps(vault))  # noqa: S301 - made here
    assert copy.read("a", "n") == b"words"
    with pytest.raises(DataFull):
        copy.write("a", "m", b"x" * 1001)


def test_a_batch_that_does_not_fit_is_refused_whole(tmp_path: Path) -> None:
    settings = JobSettings.of(str(tmp_path / "data"), None, {})
    engine = DbosEngine(replace(settings, data_limit=MEGABYTE))
    filler = settings.data / "filler"
    filler.write_bytes(bytes(MEGABYTE))
    with pytest.raises(DataFull):
        submitted(engine, case_files(tmp_path, 3))
    assert engine.list() == [] and engine.vault.groups() == []
    engine.close()


def test_an_accepted_batch_ends_all_the_same(tmp_path: Path) -> None:
    settings = JobSettings.of(str(tmp_path / "data"), None, {})
    engine = DbosEngine(settings)
    batch = submitted(engine, case_files(tmp_path, 2))
    engine.close()
    small = DbosEngine(replace(settings, data_limit=1000))
    work_off(small, batch)
    assert small.status(batch).state.ended
    for item in small.items(batch):
        assert (item.state, item.reason) == (ItemState.FAILED, "failed")
        assert "한도" in item.message
    small.close()


@pytest.mark.parametrize(
    ("words", "size"), [("10", 10 * 1024 * MEGABYTE), ("500MB", 500 * MEGABYTE), (" 2 gb ", 2048 * MEGABYTE)]
)
def test_the_limit_is_a_setting(tmp_path: Path, words: str, size: int) -> None:
    assert JobSettings.of(str(tmp_path), None, {"SEOSIK_DATA_LIMIT": words}).data_limit == size
    assert JobSettings.of(str(tmp_path), None, {}).data_limit == 10 * 1024 * MEGABYTE


@pytest.mark.parametrize("words", ["0", "-1", "ten", "1.5GB", "10KB"])
def test_another_limit_is_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(InputError, match="SEOSIK_DATA_LIMIT"):
        JobSettings.of(str(tmp_path), None, {"SEOSIK_DATA_LIMIT": words})
