"""Where agencies' Word templates are kept: by content hash, never overwritten, their owner's alone.

``templates/files/<hash>.docx`` holds the bytes, ``templates/installed.json`` one entry an
installation. What is removed goes out of use; its file stays, for the documents made from it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.data_directory import data_location
from api.output import write_whole
from forms import InputError
from generator.word.agency_template import AgencyTemplate, agency_key

if TYPE_CHECKING:
    from generator.document import RenderOptions


@dataclass(frozen=True)
class Installation:
    """One installation; ``removed_at`` is None while it may be used. Times are ISO 8601."""

    form: str
    agency: str
    sha256: str
    installed_at: str
    removed_at: str | None = None

    def of(self, form_id: str, agency: str) -> bool:
        """Whether it is that form's and agency's."""
        return self.form == form_id and agency_key(self.agency) == agency_key(agency)


class TemplateStore:
    """The templates below a data directory. Many processes may read and install at once."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "templates"
        self._index = self._folder / "installed.json"

    def installations(self) -> list[Installation]:
        """Every installation ever made, in order; raises ``InputError`` for a broken list."""
        try:
            listed = json.loads(self._index.read_text(encoding="utf-8"))["installed"]
            return [Installation(**entry) for entry in listed]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"설치한 Word 서식의 목록이 깨져 있습니다: {self._index}", "TEMPLATE-STORE"
            ) from error

    def in_use(self) -> tuple[AgencyTemplate, ...]:
        """For each form and agency the template installed last."""
        latest: dict[tuple[str, str], Installation] = {}
        for entry in self.installations():
            if entry.removed_at is None:
                latest.pop((entry.form, agency_key(entry.agency)), None)
                latest[entry.form, agency_key(entry.agency)] = entry
        return tuple(
            AgencyTemplate(entry.form, entry.agency, entry.sha256, self._file(entry.sha256))
            for entry in latest.values()
        )

    def install(self, data: bytes, form_id: str, agency: str, now: datetime) -> Installation:
        """Keep a template and put it in use; one that is in use already stays as it is."""
        sha256 = hashlib.sha256(data).hexdigest()
        with self._changing() as entries:
            if not self._file(sha256).exists():
                write_whole(self._file(sha256), data, private=True)
            current = [entry for entry in entries if entry.removed_at is None and entry.of(form_id, agency)]
            if current and current[-1].sha256 == sha256:
                return current[-1]
            made = Installation(form_id, agency, sha256, now.isoformat(timespec="seconds"))
            entries.append(made)
            return made

    def remove(self, form_id: str, agency: str, now: datetime, version: str | None = None) -> int:
        """Take an agency's templates for a form out of use; returns how many.

        ``version`` (the beginning of a hash) takes only that one, and an earlier one serves again.
        """
        with self._changing() as entries:
            removed = 0
            for number, entry in enumerate(entries):
                chosen = version is None or entry.sha256.startswith(version)
                if chosen and entry.removed_at is None and entry.of(form_id, agency):
                    entries[number] = replace(entry, removed_at=now.isoformat(timespec="seconds"))
                    removed += 1
            return removed

    def restore(self, form_id: str, agency: str, sha256: str, now: datetime) -> Installation:
        """Put a template in use again that was installed before, removed or not.

        Raises ``InputError`` where it never was, ``TemplateError`` where its file is gone or changed.
        """
        held = self.installed(form_id, agency, sha256)
        return self.install(held.read(), held.form_id, held.agency, now)

    def installed(self, form_id: str, agency: str, sha256: str) -> AgencyTemplate:
        """A template that was installed at any time; raises ``InputError`` where it never was."""
        entries = reversed(self.installations())
        entry = next((one for one in entries if one.of(form_id, agency) and one.sha256 == sha256), None)
        if entry is None:
            raise InputError("설치한 적이 없는 Word 서식입니다.", "TEMPLATE-NONE")
        return AgencyTemplate(entry.form, entry.agency, entry.sha256, self._file(entry.sha256))

    def _file(self, sha256: str) -> Path:
        return self._folder / "files" / f"{sha256}.docx"

    @contextmanager
    def _changing(self) -> Iterator[list[Installation]]:
        for folder in (self._folder, self._folder / "files"):
            folder.mkdir(mode=0o700, exist_ok=True)
        with (self._folder / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            entries = self.installations()
            before = list(entries)
            yield entries
            if entries != before:
                listed = {"installed": [asdict(entry) for entry in entries]}
                text = json.dumps(listed, ensure_ascii=False, indent=2)
                write_whole(self._index, text.encode("utf-8"), private=True)


def with_agency_templates(
    options: RenderOptions, data: str | None, pdf_from_docx: bool = False
) -> RenderOptions:
    """The options with the templates that are installed below the data directory.

    Without LibreOffice ``pdf_from_docx`` cannot be had: it is said, and the official form serves.
    """
    from generator.word.office_pdf import office_program

    if pdf_from_docx and office_program() is None:
        click.echo("LibreOffice가 없어 PDF는 공식 서식으로 만듭니다.", err=True)
        pdf_from_docx = False
    installed = TemplateStore(data_location(data)).in_use()
    return replace(options, agency_templates=installed, pdf_from_docx=pdf_from_docx)
