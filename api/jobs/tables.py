"""The tables of batches: ids, states, reason codes and times.

What could tell of a person (a file's name, a case number, a message) stands sealed in
``items.sealed`` and ``batches.name``, for whoever holds the key; the tables of the workflow engine hold ids alone. Times
are seconds since the epoch. A test holds these definitions to the migrations.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

metadata = MetaData()
_TIME = Float(53)

batches = Table(
    "batches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("state", String(10), nullable=False),
    # Why nothing was printed: see records.BATCH_MESSAGES.
    Column("reason", String(20)),
    Column("options", JSON, nullable=False),
    Column("total", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    # Grows with each retry, and where its workflow ended without ending it: workflows are named by it.
    Column("attempt", Integer, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("started_at", _TIME),
    Column("ended_at", _TIME),
    Column("removed_at", _TIME),
    # What its owner calls it, sealed: it may tell of a person.
    Column("name", LargeBinary),
    Index("batches_by_age", "created_at"),
    Index("batches_by_state", "state"),
)

items = Table(
    "items",
    metadata,
    Column("batch", String(32), ForeignKey("batches.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", String(10), nullable=False),
    Column("reason", String(20)),
    Column("attempt", Integer, nullable=False),
    # How often it was begun in this attempt: one that kills its worker is not begun for ever.
    Column("starts", Integer, nullable=False),
    Column("sealed", LargeBinary),
    Column("started_at", _TIME),
    Column("ended_at", _TIME),
    Index("items_by_state", "batch", "state"),
    Index("items_waiting", "state"),
)

downloads = Table(
    "downloads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", String(32), nullable=False),
    Column("result", String(10), nullable=False),
    Column("part", Integer),
    Column("at", _TIME, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("token", String(32), nullable=False),
    # Where a process number means something: one boot of one machine, one process namespace.
    Column("host", String(64), nullable=False),
    Column("process", String(64), nullable=False),
    Column("renewed_at", _TIME, nullable=False),
    # To which queues an executor listens, with blanks between; "" for other leases.
    Column("queues", String(40), nullable=False, server_default=""),
)
