"""The files that items of a case name, for the page of the case: what they are, and pages of them as pictures."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum

from api.cases.references import Origin, read_reference
from api.evidence.files import proof_reports
from api.evidence.run import JudgedProof
from api.service.incoming import Incoming
from api.service.problems import NotFound
from api.service.work.evidence import HeldCase, Papers
from generator.scans.process import paper_to_see


class Size(IntEnum):
    """How large a page is shown."""

    GLANCE = 1
    CLOSE = 2


class Turn(IntEnum):
    """Degrees clockwise."""

    NONE = 0
    QUARTER = 90
    HALF = 180
    THREE_QUARTERS = 270


# Dots of the longer side.
_SIDES = {Size.GLANCE: 1000, Size.CLOSE: 2200}


def papers_of(incoming: Incoming, case: HeldCase) -> Papers:
    """What became of the file of each item that names one."""
    judged = case.judged
    if judged.read.proof is None or not case.named:
        return {}
    return dict(proof_reports(judged.read.proof, _origin(judged, incoming)))


def paper_picture(
    incoming: Incoming, case: HeldCase, position: int, page: int, size: Size, turn: Turn
) -> bytes:
    """A page (from 1) of an item's file as a JPEG; raises ``NotFound``, and ``InputError`` for a refused file."""
    judged = case.judged
    proof = judged.read.proof
    if proof is None or not 0 <= position < len(proof.evidence):
        raise NotFound
    file = proof.evidence[position].file
    if file is None:
        raise NotFound
    made = paper_to_see(read_reference(_origin(judged, incoming), file), page, _SIDES[size], turn)
    if not made.data:
        raise NotFound
    return made.data


def _origin(judged: JudgedProof, incoming: Incoming) -> Origin | None:
    """Where the case's files are looked for, the upload having been laid out anew."""
    origin = judged.read.origin
    if origin is None:
        return None
    archive = incoming.path if origin.archive is not None else None
    return replace(origin, folder=incoming.path.parent, archive=archive)
