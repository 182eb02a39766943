"""Leases say to which queues an executor listens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column."""
    op.add_column("leases", sa.Column("queues", sa.String(40), nullable=False, server_default=""))
