"""The source of 자활사례관리, and the title that its programme bears."""

from __future__ import annotations

from forms.source import SourceDocument

TITLE = "자활사례관리"

# The file that we hold has no title page, and so no year.
STUDY = SourceDocument("자활사례관리 성과 심층분석연구")
