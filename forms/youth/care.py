"""보호: what stands once in the case of a child in care (아동자립지원 시스템 매뉴얼)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Line, OrganisationName, PlaceMark
from forms.record import Record

FacilityKind = Literal["아동양육시설", "공동생활가정", "가정위탁"]
FOSTER_CARE: FacilityKind = "가정위탁"
Year = Annotated[int, Field(strict=True, ge=1900, le=2999)]


class Care(Record):
    """Where a child is in care and the days of its protection."""

    facility_kind: FacilityKind | None = Field(None, title="시설 종류")
    facility_name: Annotated[OrganisationName | None, PlaceMark("시설")] = Field(
        None, title="기관명", description="가정위탁은 센터의 이름"
    )
    jurisdiction: Line | None = Field(None, title="관할지역")
    care_case_no: Line | None = Field(None, title="사례관리번호")
    admitted_on: CalendarDate | None = Field(None, title="입소일자")
    registered_on: CalendarDate | None = Field(None, title="대상등록일")
    cutoff_on: CalendarDate | None = Field(None, title="마감일자")
    protection_decided_year: Year | None = Field(None, title="보호조치결정년도")
    extended_on: CalendarDate | None = Field(None, title="연장일자")
    ended_on: CalendarDate | None = Field(None, title="종료일자")


def care_of(case: CaseFile) -> Care | None:
    """The care of a case; None where it states none."""
    care: Care | None = getattr(case, "care", None)
    return care
