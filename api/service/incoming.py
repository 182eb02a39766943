"""Uploaded files: written to an owner-only folder while they are read, under names of our own."""

from __future__ import annotations

import shutil
import tempfile
import unicodedata
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.intake import Upload, read_file
from api.service.problems import BadRequest, UnsupportedBody
from api.service.settings import MEGABYTE, Settings

NAME_LIMIT = 120
FIELDS_LIMIT = 20_000


@dataclass(frozen=True)
class Incoming:
    """A file of a request: where it lies for now, and the name that its sender gave it."""

    path: Path
    name: str

    def uploads(self) -> Iterator[Upload]:
        """Every case of the file."""
        return read_file(self.path, self.name)


def shown_name(name: str | None) -> str:
    """A file name fit to show: the last part of a path, without what does not print."""
    last = PurePosixPath((name or "").replace("\\", "/")).name
    clean = "".join(one for one in last if unicodedata.category(one)[0] not in "CZ" or one == " ").strip(" .")
    if len(clean) > NAME_LIMIT:
        suffix = PurePosixPath(clean).suffix[:10]
        clean = clean[: NAME_LIMIT - len(suffix)] + suffix
    return clean or "file"


@contextmanager
def waiting_room(settings: Settings) -> Iterator[Path]:
    """A folder for the files of one request, its owner's alone, gone at the end."""
    rooms = settings.data / "incoming"
    rooms.mkdir(mode=0o700, parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(dir=rooms))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def clear_waiting_rooms(settings: Settings) -> None:
    """Remove what a service that was killed left behind."""
    shutil.rmtree(settings.data / "incoming", ignore_errors=True)


@asynccontextmanager
async def form_data(request: Request, settings: Settings) -> AsyncIterator[FormData]:
    """The fields and files of a form; raises ``UnsupportedBody`` and ``BadRequest``."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in ("multipart/form-data", "application/x-www-form-urlencoded"):
        raise UnsupportedBody("양식(multipart/form-data)으로 보냅니다.")
    try:
        form = await request.form(
            max_files=settings.files_limit, max_fields=FIELDS_LIMIT, max_part_size=MEGABYTE
        )
    except HTTPException:
        raise BadRequest("보낸 양식을 읽을 수 없습니다.") from None
    try:
        yield form
    finally:
        await form.close()


async def written(files: Sequence[UploadFile], room: Path) -> list[Incoming]:
    """The files, each in a folder of its own, so that one cannot name another."""
    return [await run_in_threadpool(_write, file, room / str(number)) for number, file in enumerate(files, 1)]


def _write(file: UploadFile, folder: Path) -> Incoming:
    name = shown_name(file.filename)
    folder.mkdir(mode=0o700)
    path = folder / f"upload{PurePosixPath(name).suffix.lower()}"
    with path.open("wb") as target:
        path.chmod(0o600)
        shutil.copyfileobj(file.file, target)
    return Incoming(path, name)
