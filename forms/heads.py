"""What every form takes from the case: the heads that are entered once."""

from __future__ import annotations

from forms.form import FromCase

CASE_NO = FromCase(lambda case: case.case_no, "사례의 관리번호")
CLIENT_NAME = FromCase(lambda case: case.client.name, "사례의 대상자명")
WORKER_NAME = FromCase(lambda case: case.worker.name, "사례의 담당자 성명")
WORKER_PHONE = FromCase(lambda case: case.worker.phone or case.agency.phone, "사례의 담당자 연락처")
AGENCY_UNIT = FromCase(lambda case: case.agency.unit or case.agency.name, "사례의 기관·부서")
