"""The tables of kept cases: ids, revisions and times.

What a case says stands sealed: ``cases.body`` is the case file, ``cases.line`` what a list shows of it,
``events.sealed`` who did what. Times are seconds since the epoch. A test holds these definitions to the
migrations.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table

metadata = MetaData()
_TIME = Float(53)

cases = Table(
    "cases",
    metadata,
    Column("id", String(32), primary_key=True),
    # Grows by one with each change: a page says which one it shows.
    Column("revision", Integer, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("changed_at", _TIME, nullable=False),
    # Removed for now: it can be put back until it is swept away.
    Column("removed_at", _TIME),
    Column("line", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("cases_by_change", "changed_at"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String(32), ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("at", _TIME, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("events_by_case", "case_id", "id"),
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
