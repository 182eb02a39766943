"""Uploaded files: written to an owner-only folder while they are read, under names of our own.

They are written down here and read in a worker process (:class:`Incoming` travels there).
"""

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
from starlette.formparsers import FormParser, MultiPartException
from starlette.requests import Request

from api.cases.intake import Upload, is_known_ending, read_file, refused
from api.cases.upload_kinds import ending_of
from api.service.part_names import NamedParts
from api.service.problems import BadRequest, UnsupportedBody
from api.service.reading_time import OutOfTime, clock_running
from api.service.settings import MEGABYTE, Settings

MULTIPART = "multipart/form-data"
NAME_LIMIT = 120
FIELDS_LIMIT = 20_000
# Of processor time, for one file: a busy machine does not make it shorter.
READING_SECONDS = 30.0


@dataclass(frozen=True)
class Incoming:
    """A file of a request: where it lies for now, and the name that its sender gave it.

    ``seconds`` of processor time may be spent on reading it.
    """

    path: Path
    name: str
    seconds: float = READING_SECONDS

    def uploads(self) -> Iterator[Upload]:
        """Every case of the file, in a worker process: never in the service's own.

        Where reading takes too long, the last of them says so, and the rest is not read.
        """
        cases = self._cases()
        left = self.seconds
        while left > 0:
            try:
                with clock_running(left) as clock:
                    upload = next(cases)
            except StopIteration:
                return
            except OutOfTime:
                break
            left = clock.left
            yield upload
            if upload.unreadable is not None and upload.unreadable.rule == OutOfTime.code:
                return
        yield refused(self.name, OutOfTime())

    def _cases(self) -> Iterator[Upload]:
        ending = self.path.suffix
        return read_file(self.path, self.name, ending if is_known_ending(ending) else ending_of(self.path))


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
    if kind not in (MULTIPART, "application/x-www-form-urlencoded"):
        raise UnsupportedBody("양식(multipart/form-data)으로 보냅니다.")
    limits = {"max_fields": FIELDS_LIMIT, "max_part_size": MEGABYTE}
    try:
        if kind == MULTIPART:
            parts = NamedParts(request.headers, request.stream(), max_files=settings.files_limit, **limits)
            form = await parts.parse()
        else:
            form = await FormParser(request.headers, request.stream(), **limits).parse()
    except MultiPartException:
        raise BadRequest("보낸 양식을 읽을 수 없습니다.") from None
    try:
        yield form
    finally:
        await form.close()


def chosen_files(form: FormData) -> list[UploadFile]:
    """The files that a person chose in a form's field ``file``; none where the field was left empty."""
    return [one for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename]


def files_of(form: FormData) -> list[UploadFile]:
    """The files of a form's field ``file``; raises ``BadRequest`` where there is none, or something else."""
    given = [one for one in form.getlist("file") if one != ""]
    files = chosen_files(form)
    if not files or len(files) != len(given):
        raise BadRequest("file에 사례 파일을 하나 이상 올립니다.")
    return files


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
