"""Archives of members that were packed before."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from generator.archive import archive, packed, stored

FILES = {
    "[Content_Types].xml": b"",
    "word/document.xml": b"<a/>" * 5000,
    "word/media/사진.png": bytes(range(256)),
}


def test_the_bytes_are_those_of_zipfile() -> None:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as expected:
        for name, data in FILES.items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            expected.writestr(info, data)
    assert archive(packed(name, data) for name, data in FILES.items()) == target.getvalue()


def test_a_stored_member_stands_as_it_is() -> None:
    made = archive([stored("mimetype", b"application/hwp+zip"), packed("a", b"a")])
    # A local header of 30 bytes, the name, no extra field, the content.
    assert made[30:57] == b"mimetypeapplication/hwp+zip"
    with ZipFile(BytesIO(made)) as read:
        assert read.testzip() is None
        assert read.read("mimetype") == b"application/hwp+zip"


def test_members_are_read_back() -> None:
    with ZipFile(BytesIO(archive(packed(name, data) for name, data in FILES.items()))) as read:
        assert read.testzip() is None
        assert {name: read.read(name) for name in read.namelist()} == FILES
