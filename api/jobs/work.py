"""The two steps of a batch as an executor takes them: make one packet, and join what was made.

Both may be run any number of times, at once and after being cut off anywhere: what has ended stays,
and the rest is made again to the same bytes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from io import BytesIO

from sqlalchemy import Connection, Engine

from api.jobs import item_records, records
from api.jobs.database import reading, writing
from api.jobs.engine import BatchOptions, BatchState
from api.jobs.item_facts import EndedItem, ItemFacts, ItemWork
from api.jobs.settings import JobSettings
from api.jobs.stored_uploads import stored_upload
from api.jobs.vault import EntryDamaged, Vault, VaultPackets
from api.jobs.waiting import until_there
from api.logs import fault
from api.packets.left_out import LeftOut
from api.packets.manifest import manifest_csv, manifest_json
from api.packets.run import pieces_of, sorted_packets
from api.packets.step import Outcome, PacketRun, packet_step
from forms import SeosikError, internal_error
from generator.document import RenderOptions
from generator.packets.stream import Placed, StreamOptions, join, placed

log = logging.getLogger("seosik.jobs")

# An item that was begun so often without an end kills its worker each time.
MOST_STARTS = 5
DIED = "묶음을 만들던 프로세스가 여러 번 멈추었습니다(메모리 부족일 수 있습니다)."
NO_ROOM = "묶음을 저장하지 못했습니다(디스크가 가득 찼을 수 있습니다)."


@dataclass(frozen=True)
class Workshop:
    """What the steps work with. ``start_joining`` schedules the joining of a batch's attempt."""

    settings: JobSettings
    database: Engine
    vault: Vault
    now: Callable[[], float]
    start_joining: Callable[[Connection, str, int], None]

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that may write."""
        return writing(self.database)

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that only reads."""
        return reading(self.database)


def make_item(shop: Workshop, batch: str, number: int, attempt: int) -> bool:
    """Make the packet of one item and write down its end. Waits while the database is away.

    Returns whether pages were made: what makes them grows with each.
    """
    work = until_there(lambda: _begin(shop, batch, number, attempt))
    if work is None:
        return False
    facts = ItemFacts.unsealed(shop.vault, batch, number, work.sealed)
    if work.starts >= MOST_STARTS:
        outcome = Outcome(facts.file, facts.case_no, reason=LeftOut.FAILED, message=DIED)
    else:
        outcome = _made(shop.vault, batch, number, work.options, facts)
    ended = replace(
        facts,
        case_no=outcome.case_no or facts.case_no,
        message=outcome.message,
        packet=outcome.packet,
        reused=outcome.reused,
    )
    sealed = ended.sealed(shop.vault, batch, number)
    until_there(lambda: _end(shop, batch, number, attempt, outcome.reason, sealed))
    return outcome.packet is not None and not outcome.reused


def _begin(shop: Workshop, batch: str, number: int, attempt: int) -> ItemWork | None:
    with shop.writing() as connection:
        return item_records.begin_item(connection, batch, number, attempt, shop.now())


def _end(
    shop: Workshop, batch: str, number: int, attempt: int, reason: LeftOut | None, sealed: bytes
) -> None:
    with shop.writing() as connection:
        # Two items that end at the same time would each see the other still running.
        row = records.row_of(connection, batch, lock=True)
        ended = item_records.end_item(connection, batch, number, attempt, reason, sealed, shop.now())
        if ended and item_records.all_ended(connection, batch):
            shop.start_joining(connection, batch, row.attempt)


def _made(vault: Vault, batch: str, number: int, options: BatchOptions, facts: ItemFacts) -> Outcome:
    try:
        stored = stored_upload(vault, batch, facts.entry(number))
        return packet_step(
            stored.upload, VaultPackets(vault, batch), "pdf", render_options(options), stored.fetch
        )
    except SeosikError as error:
        message = error.message
    except OSError as error:
        log.error("item %s/%d: %s while storing", batch, number, type(error).__name__)
        message = NO_ROOM
    except Exception as error:
        # An error's own words may quote the case: only its kind and place are logged.
        log.error("item %s/%d: %s", batch, number, fault(error))
        message = internal_error(error).message
    return Outcome(facts.file, facts.case_no, reason=LeftOut.FAILED, message=message)


def render_options(options: BatchOptions) -> RenderOptions:
    """Those of a batch's options that concern one packet."""
    return RenderOptions(
        options.privacy,
        options.pdf_variant,
        options.draft,
        options.issued_at,
        packet=options.packet,
        program=options.program,
        chart=options.chart,
        pdf_engine=options.pdf_engine,
    )


def join_batch(shop: Workshop, batch: str, attempt: int) -> None:
    """Join the packets of a batch whose items have ended, write its manifest, and end it."""
    inputs = until_there(lambda: _joinable(shop, batch, attempt))
    if inputs is None:
        return
    options, ended = inputs
    parts, reason = 0, None
    try:
        parts = _joined(shop.vault, batch, options, ended)
        if not parts:
            reason = "nothing"
    except OSError as error:
        log.error("batch %s: %s while storing the print stream", batch, type(error).__name__)
        reason = "store"
    except Exception as error:
        log.error("batch %s: %s", batch, fault(error))
        reason = "print"

    def end() -> None:
        with shop.writing() as connection:
            if records.row_of(connection, batch, lock=True).attempt == attempt:
                records.end_batch(connection, batch, parts, reason, shop.now())

    until_there(end)


def _joinable(shop: Workshop, batch: str, attempt: int) -> tuple[BatchOptions, list[EndedItem]] | None:
    with shop.reading() as connection:
        row = records.row_of(connection, batch)
        if (
            row.attempt != attempt
            or BatchState(row.state).ended
            or not item_records.all_ended(connection, batch)
        ):
            return None
        return records.options_of(row.options), item_records.ended_items(connection, batch)


def _joined(vault: Vault, batch: str, options: BatchOptions, ended: Sequence[EndedItem]) -> int:
    """Write parts and manifest; returns the number of parts."""
    run = PacketRun([_outcome(vault, batch, item) for item in ended])
    packets = sorted_packets(run.packets, options.sort)
    plan: list[Placed] = []
    if packets:
        stream = StreamOptions(options.duplex, options.separators, options.max_pages)
        plan = placed(pieces_of(packets, VaultPackets(vault, batch)), stream)
    parts = max((entry.part for entry in plan), default=0)
    for part in range(1, parts + 1):
        # In memory: what is written to disk is sealed.
        joined = BytesIO()
        join([entry for entry in plan if entry.part == part], joined)
        vault.write(batch, f"print/{part}", joined.getvalue())
    vault.write(batch, "manifest.csv", manifest_csv(run, packets, plan, options.duplex))
    vault.write(batch, "manifest.json", manifest_json(run, packets, plan, options.duplex))
    return parts


def _outcome(vault: Vault, batch: str, item: EndedItem) -> Outcome:
    if item.sealed is None:
        raise EntryDamaged
    facts = ItemFacts.unsealed(vault, batch, item.number, item.sealed)
    if item.reason is None:
        return Outcome(facts.file, facts.case_no, facts.packet, facts.reused)
    return Outcome(facts.file, facts.case_no, reason=item.reason, message=facts.message)
