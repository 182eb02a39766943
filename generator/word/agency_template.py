"""Which Word template serves a case: its agency's own, by the agency's name."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from forms import CaseFile, Form, TemplateError


@dataclass(frozen=True)
class AgencyTemplate:
    """An installed template: ``path`` holds the bytes whose hash is ``sha256``."""

    form_id: str
    agency: str
    sha256: str
    path: Path

    def read(self) -> bytes:
        """The template's bytes; raises ``TemplateError`` where they are gone or not the same."""
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise TemplateError(f"설치한 Word 서식을 읽을 수 없습니다({self.sha256[:12]}).") from error
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise TemplateError(f"설치한 Word 서식이 바뀌어 있습니다({self.sha256[:12]}). 다시 설치하세요.")
        return data


def agency_key(name: str) -> str:
    """An agency's name as names are compared: blanks and Unicode spelling do not matter."""
    return "".join(unicodedata.normalize("NFC", name).split())


def agency_template(installed: Iterable[AgencyTemplate], case: CaseFile, form: Form) -> AgencyTemplate | None:
    """The template that was installed for the case's ``agency.name`` and that form, or None."""
    if not case.agency.name:
        return None
    key = agency_key(case.agency.name)
    found = (one for one in installed if one.form_id == form.id and agency_key(one.agency) == key)
    return next(found, None)
