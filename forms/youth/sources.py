"""The source of 아동자립지원."""

from __future__ import annotations

from forms.source import SourceDocument

TITLE = "아동자립지원"
MANUAL = SourceDocument("아동자립지원 시스템 매뉴얼", "2024")
