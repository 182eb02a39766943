"""The first of two steps: one upload becomes one packet at a content address.

Any scheduler may run it, in any process and more than once: the same input gives the same file, and
a file that is there already is not made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from api.cases.attachments import fetched, opened_attachments
from api.cases.intake import Upload
from api.cases.references import named_attachments
from api.cases.reports import CaseReport
from api.cases.uncertain import uncertain_lines
from api.packets.left_out import LeftOut
from api.packets.store import MadePacket, PacketStore
from forms import DataError, DocumentError, ExitCode, InputError, SeosikError, case_boundary
from forms.boundary import is_internal
from forms.packets import openers, packet_plan
from generator.document import Format, RenderOptions
from generator.packets.attachments import Attachment
from generator.packets.front_matter import short_name
from generator.packets.packet import PACKET_MAKERS, content_key
from generator.privacy.deidentify import CLIENT, uncertain


@dataclass(frozen=True)
class Outcome:
    """What became of one upload: a packet (made now or found), or a reason and a sentence."""

    file: str
    case_no: str | None
    packet: MadePacket | None = None
    reused: bool = False
    reason: LeftOut | None = None
    message: str = ""


@dataclass
class PacketRun:
    """What a run made and left out, in the order given."""

    outcomes: list[Outcome] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)

    @property
    def packets(self) -> list[MadePacket]:
        """The packets, in the order of their uploads."""
        return [outcome.packet for outcome in self.outcomes if outcome.packet is not None]

    @property
    def left_out(self) -> list[Outcome]:
        """The uploads that gave no packet."""
        return [outcome for outcome in self.outcomes if outcome.packet is None]

    @property
    def reused(self) -> int:
        """How many packets were found finished."""
        return sum(outcome.reused for outcome in self.outcomes)

    @property
    def exit_code(self) -> ExitCode:
        """3 where a packet could not be made, 1 where a case was left out, else 0."""
        reasons = {outcome.reason for outcome in self.left_out}
        if LeftOut.FAILED in reasons:
            return ExitCode.DOCUMENT
        return ExitCode.DATA if reasons else ExitCode.OK


def packet_step(
    upload: Upload,
    store: PacketStore,
    format: Format,
    options: RenderOptions,
    fetch: Callable[[str], bytes] | None = None,
) -> Outcome:
    """Make (or find) the packet of an upload in ``store``. Raises only what the store raises.

    ``fetch`` gives the files that the case names; without it they are read where the upload came from.
    """
    case_no = upload.case_no
    if upload.unreadable is not None:
        reason = LeftOut.FAILED if is_internal(upload.unreadable) else LeftOut.UNREADABLE
        return Outcome(upload.file, None, reason=reason, message=upload.unreadable.message)
    try:
        with case_boundary():
            key = _key(upload, fetch, format, options)
        found = store.find(key) if key is not None else None
        if found is not None:
            return Outcome(upload.file, found.case_no, found, reused=True, message=found.note)
        with case_boundary():
            made, data = _made(upload, fetch, format, options)
        store.keep(made, data)
        return Outcome(upload.file, case_no, made, message=made.note)
    except DataError as error:
        return Outcome(upload.file, case_no, reason=LeftOut.ERRORS, message=error.message)
    except InputError as error:
        # An attachment, since the case's own file has been read.
        return Outcome(upload.file, case_no, reason=LeftOut.UNREADABLE, message=error.message)
    except _NothingOpens:
        reason, message = nothing_opens(options)
        return Outcome(upload.file, case_no, reason=reason, message=message)
    except SeosikError as error:
        return Outcome(upload.file, case_no, reason=LeftOut.FAILED, message=error.message)


class _NothingOpens(SeosikError):
    pass


def _key(
    upload: Upload, fetch: Callable[[str], bytes] | None, format: Format, options: RenderOptions
) -> str | None:
    """Where the packet stands if it was made before; its attachments need not be opened for that."""
    try:
        papers = [
            (named.title, hashlib.sha256(fetched(upload, named, fetch)).hexdigest())
            for named in named_attachments(upload.raw)
        ]
    except InputError:
        # Told later, after what is wrong with the case itself.
        return None
    return content_key(upload.raw, papers, options, format)


def _made(
    upload: Upload,
    fetch: Callable[[str], bytes] | None,
    format: Format,
    options: RenderOptions,
) -> tuple[MadePacket, bytes]:
    report = CaseReport.of(upload)
    case = report.printable_case(options.draft)
    plan = packet_plan(case, options.packet, options.program)
    if plan is None:
        raise _NothingOpens(nothing_opens(options)[1])
    if report.checked is None:
        raise DocumentError("점검하지 못한 사례입니다.")
    attachments = _opened(upload, fetch)
    packet = PACKET_MAKERS[format](report.checked, attachments, options)
    nameless = options.privacy == "deidentified"
    made = MadePacket(
        case_no=case.case_no,
        client=CLIENT if nameless else short_name(case.client.name),
        worker=case.worker.name or "",
        closed_on=plan.day.on.isoformat() if plan.day.on is not None else "",
        packet_id=packet.packet_id,
        pages=packet.pages,
        sha256=hashlib.sha256(packet.data).hexdigest(),
        findings=len(report.findings),
        # What was opened counts, should a file have changed since it was looked at.
        key=content_key(upload.raw, [(one.title, one.sha256) for one in attachments], options, format),
        note=packet.note,
        uncertain=uncertain_lines(uncertain(report.checked)) if nameless else (),
    )
    return made, packet.data


def nothing_opens(options: RenderOptions) -> tuple[LeftOut, str]:
    """What becomes of a case that holds no form which opens the packet, and the sentence that says so."""
    reason = LeftOut.NO_CLOSURE_FORM if options.packet == "closure" else LeftOut.NO_OPENING_FORM
    forms = openers(options.packet, options.program)
    if not forms:
        return reason, "이 묶음을 여는 서식이 아직 없습니다."
    titles = ", ".join(form.title for form in forms)
    return reason, f"이 묶음을 여는 서식({titles})이 없는 사례입니다."


def _opened(upload: Upload, fetch: Callable[[str], bytes] | None) -> list[Attachment]:
    """The attachments of a case; raises ``InputError`` for the first that cannot be used."""
    opened = []
    for _, attachment in opened_attachments(upload, fetch):
        if isinstance(attachment, InputError):
            raise attachment
        opened.append(attachment)
    return opened
