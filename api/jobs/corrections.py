"""Corrected inputs of a batch that has ended: whose place each takes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from api.cases.intake import Upload
from api.jobs.engine import ItemState
from api.jobs.item_facts import Correction, Place
from api.jobs.stored_uploads import keep_upload, new_facts
from api.jobs.vault import Vault
from api.packets.left_out import LeftOut
from forms import SeosikError, internal_error

NO_PLACE = "이 작업에 같은 관리번호나 같은 이름의 파일로 들어온 사례가 없습니다."
SEVERAL = "같은 이름의 파일이 이 작업에 여럿 있어 어느 것을 고친 것인지 알 수 없습니다."
TWICE = "앞의 파일이 이미 이 자리를 고쳤습니다."
PRINTED = "이미 만든 사례입니다. 만든 것도 바꾸겠다고 고른 때에만 바꿉니다."
NUMBER_TAKEN = "이 관리번호의 다른 사례가 작업에 있습니다."


@dataclass(frozen=True)
class CorrectingShelf:
    """The places of a batch that has ended; ``done_too``: what was printed may be replaced, too."""

    vault: Vault
    batch: str
    places: tuple[Place, ...]
    done_too: bool = False

    def put(self, uploads: Iterable[Upload]) -> Iterator[Correction]:
        """See :class:`~api.jobs.engine.Shelf`: each upload with the item whose place it takes, or why it takes none."""
        taken: set[int] = set()
        for upload in uploads:
            place = self._place(upload)
            why_not = place if isinstance(place, str) else self._refused(place, upload, taken)
            if isinstance(place, str) or why_not:
                yield Correction(upload.file, why_not=why_not)
                continue
            taken.add(place.number)
            yield self._put(place, upload)

    def _place(self, upload: Upload) -> Place | str:
        """The item that an upload is of; where there is none, why."""
        first = self._of_kept_case(upload) or self._of_number(upload)
        if first is not None:
            return first
        same_file = [place for place in self.places if place.facts.file == upload.file]
        if len(same_file) > 1:
            return SEVERAL
        return same_file[0] if same_file else NO_PLACE

    def _of_kept_case(self, upload: Upload) -> Place | None:
        if upload.kept is None:
            return None
        return next((place for place in self.places if place.facts.kept == upload.kept), None)

    def _of_number(self, upload: Upload) -> Place | None:
        """The item of that case number; the one that was kept where a number came twice."""
        if upload.case_no is None:
            return None
        same = [place for place in self.places if place.facts.case_no == upload.case_no]
        return next((place for place in same if place.reason is not LeftOut.DUPLICATE_CASE), None)

    def _refused(self, place: Place, upload: Upload, taken: set[int]) -> str:
        if place.number in taken:
            return TWICE
        if place.state is ItemState.DONE and not self.done_too:
            return PRINTED
        other = self._of_number(upload)
        return NUMBER_TAKEN if other is not None and other.number != place.number else ""

    def _put(self, place: Place, upload: Upload) -> Correction:
        number = place.number
        # Under a name of its own: what stood there before stays until the item's facts name this one.
        entry = f"upload/{number}/{secrets.token_hex(8)}"
        try:
            keep_upload(self.vault, self.batch, entry, upload)
        except (SeosikError, OSError):
            # There is no room, which is no fault of this case.
            raise
        except Exception as error:
            return Correction(upload.file, why_not=internal_error(error).message)
        facts = replace(new_facts(upload, entry), kept=upload.kept or place.facts.kept)
        return Correction(upload.file, number, facts.sealed(self.vault, self.batch, number))
