"""The title and the source of 통합사례관리."""

from __future__ import annotations

from forms.source import SourceDocument

TITLE = "통합사례관리"
# Its 신구대조표 tells of the text of 2024.
GUIDEBOOK = SourceDocument("찾아가는 보건·복지서비스 업무안내", "2025", earliest_text="2024")
