"""What a document says besides its forms, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Layout:
    """Title, time of issue and draft mark. Without ``issued_at`` no time is written."""

    title: str
    issued_at: datetime | None = None
    draft: bool = False

    @property
    def issued_text(self) -> str:
        """The footer's words on the time of issue; empty without one."""
        return f"발급 {self.issued_at:%Y-%m-%d %H:%M}" if self.issued_at is not None else ""
