"""The encrypted store: what is read is what was written under that name, or nothing."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from api.jobs.vault import CHUNK, EntryDamaged, Vault, VaultPackets, master_key
from api.packets.store import MadePacket
from forms import InputError

KEY = bytes(range(32))
WORDS = "홍길동 900101-1234567"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault", KEY)


def only_file(vault: Vault) -> Path:
    (path,) = (path for path in vault.folder.rglob("*") if path.is_file())
    return path


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5])
def test_an_entry_comes_back_whole(vault: Vault, size: int) -> None:
    data = os.urandom(size)
    vault.write("b", "n", data)
    opened = vault.open("b", "n")
    assert opened.size == size
    assert opened.read() == data


def test_nothing_of_an_entry_shows_on_disk(vault: Vault) -> None:
    vault.write("b", WORDS, WORDS.encode())
    path = only_file(vault)
    assert WORDS.encode() not in path.read_bytes()
    assert "홍" not in str(path.relative_to(vault.folder))
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_the_same_data_twice_does_not_look_the_same(vault: Vault) -> None:
    vault.write("b", "n", b"data")
    first = only_file(vault).read_bytes()
    vault.write("b", "n", b"data")
    assert only_file(vault).read_bytes() != first


@pytest.mark.parametrize("position", [0, 40, CHUNK + 32 + 16, -1])
def test_a_changed_byte_is_refused(vault: Vault, position: int) -> None:
    vault.write("b", "n", os.urandom(CHUNK + 100))
    path = only_file(vault)
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)
    with pytest.raises(EntryDamaged):
        vault.read("b", "n")


@pytest.mark.parametrize("kept", [0, 10, 32, 32 + CHUNK + 16, 32 + CHUNK + 16 + 5])
def test_an_entry_that_was_cut_is_refused(vault: Vault, kept: int) -> None:
    vault.write("b", "n", os.urandom(CHUNK + 100))
    path = only_file(vault)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(EntryDamaged):
        vault.read("b", "n")


def test_an_entry_under_another_name_is_refused(vault: Vault) -> None:
    vault.write("b", "one", b"1")
    first = only_file(vault)
    vault.write("b", "two", b"2")
    (second,) = (path for path in vault.folder.rglob("*") if path.is_file() and path != first)
    second.write_bytes(first.read_bytes())
    with pytest.raises(EntryDamaged):
        vault.read("b", "two")


def test_another_key_reads_nothing(vault: Vault) -> None:
    vault.write("b", "n", b"data")
    with pytest.raises(EntryDamaged):
        Vault(vault.folder, bytes(32)).read("b", "n")


def test_a_sealed_value_is_bound_to_its_place(vault: Vault) -> None:
    sealed = vault.sealed("b/1", WORDS.encode())
    assert vault.unsealed("b/1", sealed) == WORDS.encode()
    assert WORDS.encode() not in sealed
    with pytest.raises(EntryDamaged):
        vault.unsealed("b/2", sealed)


def test_a_removed_group_is_gone_and_may_be_removed_again(vault: Vault) -> None:
    vault.write("b", "n", b"data")
    vault.write("c", "n", b"data")
    vault.remove_group("b")
    vault.remove_group("b")
    assert [name for name, _ in vault.groups()] == ["c"]


def test_a_damaged_packet_counts_as_not_made(vault: Vault) -> None:
    store = VaultPackets(vault, "b")
    digest = "3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7"  # sha256 of b"data"
    made = MadePacket("2025-0001", "홍○동", "", "", "id", 1, digest, 0, "key", ("여기",))
    store.keep(made, b"data")
    assert store.find("key") == made
    store.keep(made, b"others")
    assert store.find("key") is None
    assert store.find("elsewhere") is None


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    key = master_key(tmp_path, {})
    assert len(key) == 32
    assert master_key(tmp_path, {}) == key
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_the_environment_gives_the_key_and_no_file_is_made(tmp_path: Path) -> None:
    assert master_key(tmp_path, {"SEOSIK_KEY": base64.b64encode(KEY).decode()}) == KEY
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["short", base64.b64encode(bytes(31)).decode(), "한글"])
def test_a_key_of_another_length_is_refused_without_being_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as refused:
        master_key(tmp_path, {"SEOSIK_KEY": text})
    assert "SEOSIK_KEY" in refused.value.message
    assert text not in refused.value.message
