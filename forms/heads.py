"""What every form takes from the case: the heads that are entered once."""

from __future__ import annotations

from dataclasses import replace

from forms.case import CaseFile
from forms.form import FromCase


def _agency_and_unit(case: CaseFile) -> str | None:
    """기관과 부서, as far as the case knows them."""
    return " ".join(part for part in (case.agency.name, case.agency.unit) if part) or None


CASE_NO = FromCase(lambda case: case.case_no, "사례의 관리번호")
CLIENT_NAME = FromCase(lambda case: case.client.name, "사례의 대상자명")
WORKER_NAME = FromCase(lambda case: case.worker.name, "사례의 담당자 성명")
WORKER_PHONE = FromCase(lambda case: case.worker.phone or case.agency.phone, "사례의 담당자 연락처")
AGENCY_AND_UNIT = FromCase(_agency_and_unit, "사례의 기관·부서")
AGENCY_UNIT = FromCase(lambda case: case.agency.unit or case.agency.name, "사례의 기관·부서")

# A letter or a notice may name its own contact person.
CONTACT_NAME = replace(WORKER_NAME, silent=True)
CONTACT_UNIT = replace(AGENCY_UNIT, silent=True)
CONTACT_PHONE = replace(WORKER_PHONE, silent=True)
