"""The audit workbook of the page of evidence: what the command writes, from what the page has judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from api.evidence.workbook import EvidenceWorkbook
from api.service.evidence_record import DONE_WORDS, METHOD, EvidenceRecord
from api.service.incoming import Incoming
from api.service.work.evidence import JudgedUpload
from api.service.work.evidence_papers import papers_of
from api.workbook.row_sheet import Value
from forms import InternalError, case_boundary
from generator.privacy.modes import Privacy


def audit_workbook(
    incoming: Incoming, upload: JudgedUpload, privacy: Privacy, record: EvidenceRecord
) -> bytes:
    """The audit workbook of a file as it was judged, and who decided what when, and what was drawn.

    Files that nobody has looked at yet are opened for it.
    """
    workbook = EvidenceWorkbook(privacy)
    names: list[tuple[str | None, tuple[str, ...]]] = []
    for case in upload.cases:
        judged = case.judged
        try:
            with case_boundary():
                papers = case.papers if case.papers is not None else papers_of(incoming, case)
                workbook.add(replace(judged, files=papers))
        except InternalError as error:
            workbook.add(judged.tripped(error.finding))
        names.append((judged.read.case_no, tuple(item.id for item, _ in judged.items)))
    workbook.add_log(_log_rows(record, names))
    workbook.add_draws(_draw_rows(record, names))
    return workbook.data()


def _log_rows(
    record: EvidenceRecord, names: Sequence[tuple[str | None, tuple[str, ...]]]
) -> Iterator[tuple[Value, ...]]:
    """The rows of ``LOG``; ``names``: each case's number and those of its items."""
    if not record.log:
        yield ("결정하거나 취소한 것이 없습니다.",)
    for entry in record.log:
        case_no, ids = names[entry.case - 1]
        yield (
            entry.at,
            entry.case,
            case_no,
            ids[entry.position] if entry.position < len(ids) else None,
            DONE_WORDS[entry.done],
            entry.by,
            entry.decided_on,
            entry.countable_amount,
            entry.basis,
            entry.verdict_before,
            entry.verdict,
            entry.accepted_before,
            entry.accepted,
        )


def _draw_rows(
    record: EvidenceRecord, names: Sequence[tuple[str | None, tuple[str, ...]]]
) -> Iterator[tuple[Value, ...]]:
    """The rows of ``DRAWS``, one a case drawn."""
    if not record.draws:
        yield ("뽑은 사례가 없습니다.",)
    for draw in record.draws:
        for number in draw.chosen:
            head = (draw.at, draw.by, draw.seed, draw.of, len(draw.chosen))
            yield (*head, number, names[number - 1][0], METHOD)
