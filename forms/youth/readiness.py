"""보호종료점검: the conference at which it is seen whether a child can live on its own.

아동자립지원 시스템 매뉴얼, 자립준비도 점검: the scale has no screen and is attached to that conference.
"""

from __future__ import annotations

from forms.case import CaseFile, Conference
from forms.checklist import attached
from forms.youth.youth_minutes import YouthMinutes, held

READINESS_CHECK = "보호종료점검"
READINESS_SCALE = "자립준비도 점검척도"


def check_minutes(case: CaseFile) -> tuple[YouthMinutes, ...]:
    """The minutes of such conferences, in time order."""
    return tuple(
        one
        for one in case.all_of(YouthMinutes)
        if one.purpose == READINESS_CHECK or READINESS_CHECK in (one.title or "").replace(" ", "")
    )


def check_conferences(case: CaseFile) -> tuple[Conference, ...]:
    """Such conferences in the case's own list."""
    return tuple(one for one in held(case) if one.purpose == READINESS_CHECK)


def has_paper(case: CaseFile, name: str, titles: tuple[str, ...] = ()) -> str | None:
    """The title of an attachment of the case, or of these titles, that contains ``name``; None without one."""
    wanted = name.replace(" ", "")
    named = next((title for title in titles if wanted in title.replace(" ", "")), None)
    return attached(case, name) or named


def scale_in(case: CaseFile) -> str | None:
    """The readiness scale, attached to the case or to the minutes of such a conference."""
    titles = tuple(title for one in check_minutes(case) for title in one.attachments)
    return has_paper(case, READINESS_SCALE, titles)
