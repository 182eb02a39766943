"""The names that uploaded files bear, as programs really send them.

RFC 7578 knows the plain ``filename`` in UTF-8 alone, and so does the parser. Beside it come ``filename*``
(RFC 5987: older HTTP libraries), encoded words in quotes (RFC 2047: .NET), and bytes of CP949.
"""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import collapse_rfc2231_value

from starlette.formparsers import MultiPartException, MultiPartParser

FIELDS_BYTES = 16 * 1024 * 1024
_ENCODINGS = ("utf-8", "cp949", "latin-1")


def name_given(disposition: bytes) -> str | None:
    """The file name in a Content-Disposition header; "" where it is empty, None where there is none."""
    header = Message()
    header["content-disposition"] = _read(disposition)
    plain: str | None = None
    for key, value in header.get_params([], "content-disposition"):
        if key.lower() != "filename":
            continue
        if isinstance(value, tuple):
            # The extended form is meant to win (RFC 6266).
            return collapse_rfc2231_value(value).strip()
        plain = plain if plain is not None else _without_encoded_words(value)
    return plain


def _read(header: bytes) -> str:
    # A header is one line: what would end it, or a string, cannot be part of a name.
    clean = header.translate(None, b"\r\n\0")
    for encoding in _ENCODINGS:
        try:
            return clean.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 reads every byte")


def _without_encoded_words(name: str) -> str:
    if "=?" not in name:
        return name
    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return name


class NamedParts(MultiPartParser):
    """The parser of forms, for which a part is a file when it bears a file name in any of these ways.

    Files go to disk as they come; the other fields together may hold ``FIELDS_BYTES``.
    """

    _held = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """See the parser."""
        if self._current_part.file is None:
            self._held += end - start
            if self._held > FIELDS_BYTES:
                raise MultiPartException("The fields hold too much.")
        super().on_part_data(data, start, end)

    def on_headers_finished(self) -> None:
        """See the parser."""
        part = self._current_part
        name = name_given(part.content_disposition) if part.content_disposition is not None else None
        if name is not None:
            # The last parameter of a name is the one that counts.
            part.content_disposition = (part.content_disposition or b"") + b'; filename="file"'
        super().on_headers_finished()
        if name is not None and part.file is not None:
            part.file.filename = name
