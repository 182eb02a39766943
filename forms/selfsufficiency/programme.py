"""자활사례관리, after 「자활사례관리 성과 심층분석연구」, which bears no year."""

from __future__ import annotations

from forms.programme import CaseRecord, Programme
from forms.selfsufficiency.participation import Participation
from forms.selfsufficiency.sources import STUDY

PROGRAMME = Programme(
    title="자활사례관리",
    order=3,
    document=STUDY,
    conference_kinds=("외부통합사례회의",),
    record=CaseRecord("participation", Participation, "자활 참여"),
)
