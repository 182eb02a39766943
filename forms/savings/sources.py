"""The sources of 자산형성지원사업."""

from __future__ import annotations

from forms.source import SourceDocument

# The source document of the rules, which bears no year.
DOCUMENT = SourceDocument("자산형성지원사업 사례관리")
# It speaks of 희망저축계좌Ⅰ alone, and never of proof of use.
NOTICE = SourceDocument("희망저축계좌Ⅰ 사업 안내문", "2024")
