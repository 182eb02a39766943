"""ZIP archives as other systems, and people of ill will, write them."""

from __future__ import annotations

import io
import json
import stat
import struct
import unicodedata
import zlib
from pathlib import Path
from typing import Literal
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest

from api.cases import archives
from api.cases.archives import archive_of, judge_member_count
from api.cases.file_names import decoded, path_parts, shown
from api.cases.intake import read_uploads
from api.cases.references import Origin, read_reference
from forms import InputError, TooLarge

SCAN = "영수증 스캔.jpg"


def renamed(data: bytes, names: dict[str, bytes], flag: int = 0) -> bytes:
    """An archive whose members bear these bytes as names, of the same length as before, with this flag."""
    for ascii_name, raw in names.items():
        assert len(ascii_name) == len(raw)
        data = data.replace(ascii_name.encode(), raw)
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := made.find(mark, start + 1)) >= 0:
            made[start + at : start + at + 2] = struct.pack("<H", flag)
    return bytes(made)


def packed(members: dict[str, bytes], compression: int = ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def with_name(raw: bytes, path: Path, flag: int = 0) -> Path:
    """An archive of one file whose name is these bytes."""
    stand_in = "x" * len(raw)
    return written(path, renamed(packed({stand_in: b"scan"}), {stand_in: raw}, flag))


@pytest.mark.parametrize(
    ("raw", "flag"),
    [
        (f"서류/{SCAN}".encode("cp949"), 0),
        (f"서류/{SCAN}".encode(), 0),
        (f"서류/{SCAN}".encode(), 0x800),
        (unicodedata.normalize("NFD", f"서류/{SCAN}").encode(), 0x800),
        (unicodedata.normalize("NFD", f"서류/{SCAN}").encode(), 0),
        (f"서류\\{SCAN}".encode("cp949"), 0),
        (f"서류\\{SCAN}".encode(), 0x800),
        (f"./서류//{SCAN}".encode(), 0x800),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_found_however_it_is_written(
    tmp_path: Path, raw: bytes, flag: int, form: Literal["NFC", "NFD"]
) -> None:
    path = with_name(raw, tmp_path / "a.zip", flag)
    assert archive_of(path).members[0].name == f"서류/{SCAN}"
    asked = unicodedata.normalize(form, SCAN)
    assert read_reference(Origin(tmp_path, path, "서류"), asked) == b"scan"
    assert read_reference(Origin(tmp_path, path, ""), f"서류\\{asked}") == b"scan"


def test_a_name_beside_the_name(tmp_path: Path) -> None:
    # APPNOTE 4.6.9: version, CRC of the name in the header, the name in UTF-8.
    info = ZipInfo("________")
    extra = b"\x01" + struct.pack("<L", zlib.crc32(b"________")) + "스캔.jpg".encode()
    info.extra = struct.pack("<HH", 0x7075, len(extra)) + extra
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr(info, b"scan")
    path = written(tmp_path / "a.zip", target.getvalue())
    assert archive_of(path).members[0].name == "스캔.jpg"
    # Of another name it says nothing.
    path = written(tmp_path / "b.zip", target.getvalue().replace(b"________", b"________"[:-1] + b"-"))
    assert archive_of(path).members[0].name == "_______-"


def test_the_case_in_an_archive_is_told_by_a_readable_name(tmp_path: Path) -> None:
    raw = "사례\x1b[2J.json".encode("cp949")
    data = renamed(packed({"x" * len(raw): b"{}"}), {"x" * len(raw): raw})
    (upload,) = read_uploads((str(written(tmp_path / "a.zip", data)),))
    assert upload.file == f"{tmp_path}/a.zip/사례\ufffd[2J.json"


def test_names_of_folders_are_matched_alike(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "서류")).mkdir()
    (tmp_path / unicodedata.normalize("NFD", "서류") / unicodedata.normalize("NFD", SCAN)).write_bytes(b"nfd")
    origin = Origin(tmp_path)
    for name in (f"서류/{SCAN}", unicodedata.normalize("NFD", f"서류/{SCAN}")):
        assert read_reference(origin, name) == b"nfd"
    assert read_reference(origin, f"서류\\{SCAN}") == b"nfd"
    korean = "옛 이름.pdf".encode("cp949")
    (tmp_path / korean.decode("utf-8", "surrogateescape")).write_bytes(b"cp949")
    assert read_reference(origin, "옛 이름.pdf") == b"cp949"


def test_a_link_that_a_name_leads_to_is_refused_alike(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"secret")
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / unicodedata.normalize("NFD", SCAN)).symlink_to(tmp_path / "outside")
    with pytest.raises(InputError) as caught:
        read_reference(Origin(folder), SCAN)
    assert caught.value.code == "FILE-PATH"


@pytest.mark.parametrize(
    "name", ["../a", "..\\a", "/a", "\\a", "C:\\a", "a/../../b", "", ".", "가\\..\\..\\나"]
)
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / "a.zip", packed({"a": b"1"}))
    for origin in (Origin(tmp_path), Origin(tmp_path, path)):
        with pytest.raises(InputError) as caught:
            read_reference(origin, name)
        assert caught.value.code == "FILE-PATH"


@pytest.mark.parametrize("raw", [b"..\\case.json", b"\\case.json", b"/case.json", b"a\\..\\case.json"])
def test_a_case_whose_path_leads_out_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = with_name(raw, tmp_path / "a.zip")
    (upload,) = read_uploads((str(path),))
    assert upload.unreadable is not None
    assert upload.unreadable.rule == "FILE-PATH"


def test_a_link_within_an_archive_is_refused(tmp_path: Path) -> None:
    info = ZipInfo("scan.pdf")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(InputError) as caught:
        read_reference(Origin(tmp_path, tmp_path / "a.zip"), "scan.pdf")
    assert caught.value.code == "FILE-PATH"


def test_one_name_for_two_files_is_no_name(tmp_path: Path) -> None:
    # They differ only in how their syllables are written.
    other = unicodedata.normalize("NFD", SCAN)
    path = written(tmp_path / "a.zip", packed({SCAN: b"1", other: b"2", "other": b"3"}))
    with pytest.raises(InputError) as caught:
        read_reference(Origin(tmp_path, path), SCAN)
    assert caught.value.code == "FILE-DUPLICATE"
    assert read_reference(Origin(tmp_path, path), "other") == b"3"


@pytest.mark.parametrize("compression", [ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_two_ways_of_packing_are_read(tmp_path: Path, compression: int) -> None:
    path = written(tmp_path / "a.zip", packed({"a.jpg": b"scan" * 100}, compression))
    if compression in (ZIP_STORED, ZIP_DEFLATED):
        assert read_reference(Origin(tmp_path, path), "a.jpg") == b"scan" * 100
        return
    with pytest.raises(InputError) as caught:
        read_reference(Origin(tmp_path, path), "a.jpg")
    assert caught.value.code == "FILE-UNREADABLE"


def test_an_archive_that_changes_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    for content in (b"first", b"second and longer"):
        written(path, packed({"a.jpg": content}))
        assert read_reference(Origin(tmp_path, path), "a.jpg") == content


def claims(data: bytes, entries: int) -> bytes:
    """An archive whose end record claims another number of files."""
    at = data.rindex(b"PK\x05\x06")
    return data[: at + 8] + struct.pack("<HH", entries, entries) + data[at + 12 :]


def test_files_are_counted_before_the_archive_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed({f"{number}.json": b"{}" for number in range(5)})
    path = written(tmp_path / "five.zip", data)
    monkeypatch.setattr(archives, "MEMBERS", 5)
    assert len(archive_of(path).members) == 5

    def never(*arguments: object) -> None:
        raise AssertionError("opened before it was counted")

    monkeypatch.setattr(archives, "MEMBERS", 4)
    monkeypatch.setattr(archives, "ZipFile", never)
    # Whatever the end record says, more or less than is there.
    for claimed in (5, 4, 1, 65_535):
        with pytest.raises(TooLarge):
            archive_of(written(tmp_path / f"{claimed}.zip", claims(data, claimed)))


def test_the_limit_is_twenty_thousand(tmp_path: Path) -> None:
    assert archives.MEMBERS == 20_000
    # A member and its entry by hand: writing so many with the library takes its time.
    local = b"PK\x03\x04" + bytes(22) + struct.pack("<HH", 1, 0) + b"a"
    for count, fits in ((20_000, True), (20_001, False)):
        entries = b"".join(
            b"PK\x01\x02" + bytes(24) + struct.pack("<HHH", 1, 0, 0) + bytes(8)
            + struct.pack("<L", number * len(local)) + b"a"
            for number in range(count)
        )  # fmt: skip
        start = len(local) * count
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
        path = written(tmp_path / f"{count}.zip", local * count + entries + end)
        if fits:
            assert len(archive_of(path).members) == 20_000
        else:
            with pytest.raises(TooLarge):
                archive_of(path)


def test_a_directory_larger_than_any_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({"a.json": b"{}"})
    monkeypatch.setattr(archives, "DIRECTORY_LIMIT", 10)
    with pytest.raises(TooLarge):
        archive_of(written(tmp_path / "a.zip", data))


def test_the_second_end_record_of_large_archives_is_read(tmp_path: Path) -> None:
    # APPNOTE 4.3.14 to 4.3.16: where the first says "look there".
    data = packed({"a.json": b"{}"})
    at = data.rindex(b"PK\x05\x06")
    length, start = struct.unpack_from("<2L", data, at + 12)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, length, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path = written(tmp_path / "a.zip", data[:at] + record + locator + end)
    assert [member.name for member in archive_of(path).members] == ["a.json"]
    with path.open("rb") as file, pytest.raises(TooLarge):
        judge_member_count(file, 0)


def test_files_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    # Two entries for the one file: each of many would unpack to the whole of it.
    data = packed({"a.json": b"{}"})
    first, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry = data[first:end]
    twice = data[:end] + entry.replace(b"a.json", b"b.json") + data[end:]
    made = bytearray(claims(twice, 2))
    at = made.rindex(b"PK\x05\x06")
    made[at + 12 : at + 16] = struct.pack("<L", 2 * len(entry))
    with pytest.raises(InputError) as caught:
        archive_of(written(tmp_path / "a.zip", bytes(made)))
    assert caught.value.code == "FILE-ZIP"


def test_a_file_that_reaches_into_the_next_is_refused(tmp_path: Path) -> None:
    # As in an archive that quotes the headers of its later files within its first.
    data = bytearray(packed({"a.json": b"{}", "b.json": b"{}"}, ZIP_STORED))
    first = data.index(b"PK\x01\x02")
    data[first + 20 : first + 28] = struct.pack("<LL", 40, 40)
    with pytest.raises(InputError) as caught:
        archive_of(written(tmp_path / "a.zip", bytes(data)))
    assert caught.value.code == "FILE-ZIP"


def test_what_unpacks_to_more_than_it_says_is_damaged(tmp_path: Path) -> None:
    data = bytearray(packed({"a.pdf": b"0" * 1_000_000}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<L", 1000)
    with pytest.raises(InputError) as caught:
        read_reference(Origin(tmp_path, written(tmp_path / "a.zip", bytes(data))), "a.pdf")
    assert caught.value.code == "FILE-UNREADABLE"


def test_an_archive_within_other_bytes_is_read(tmp_path: Path) -> None:
    # A program in front, as of an archive that unpacks itself; a note behind.
    data = b"MZ program" + packed({"case.json": json.dumps({"case_no": "1"}).encode()})
    data = data[:-2] + struct.pack("<H", 4) + b"note"
    (upload,) = read_uploads((str(written(tmp_path / "a.zip", data)),))
    assert upload.raw == {"case_no": "1"}


def test_names_by_themselves() -> None:
    assert decoded("가나".encode("cp949")) == decoded("가나".encode()) == "가나"
    assert decoded(b"\xff\xfe\xfd") == "\ufffd" * 3
    assert path_parts("./가\\나//다/") == ("가", "나", "다")
    assert shown("a\u202eb\ud800c\nd") == "a\ufffdb\ufffdc\ufffdd"
