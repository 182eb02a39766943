"""자활사례관리, after 「자활사례관리 성과 심층분석연구」, which bears no year."""

from __future__ import annotations

from collections.abc import Iterator

from forms import counseling_log
from forms.case import CaseFile
from forms.limit import Limit
from forms.programme import CaseRecord, Programme
from forms.selfsufficiency import (
    aftercare_record,
    assessment_sheet,
    basic_interview,
    closure_report,
    iap,
    isp,
    outcome_record,
    progress_check,
    self_evaluation,
    selfsufficiency_minutes,
)
from forms.selfsufficiency.changes import changes
from forms.selfsufficiency.closing_deadlines import aftercare_limits
from forms.selfsufficiency.closure_packet import CLOSURE
from forms.selfsufficiency.gateways import gateway_limits
from forms.selfsufficiency.participation import Participation
from forms.selfsufficiency.plan_deadlines import achievement_limits, plan_limits
from forms.selfsufficiency.sources import STUDY, TITLE
from forms.selfsufficiency.yearly import EVALUATION


def limits(case: CaseFile) -> Iterator[Limit]:
    """The periods of a participant: the gateway, the plans, how far they are achieved, and what follows a closing."""
    yield from gateway_limits(case)
    yield from plan_limits(case)
    yield from achievement_limits(case)
    yield from aftercare_limits(case)


PROGRAMME = Programme(
    title=TITLE,
    order=3,
    document=STUDY,
    forms=(
        basic_interview.FORM,
        assessment_sheet.FORM,
        counseling_log.FORM,
        iap.FORM,
        isp.FORM,
        progress_check.FORM,
        selfsufficiency_minutes.FORM,
        self_evaluation.FORM,
        outcome_record.FORM,
        closure_report.FORM,
        aftercare_record.FORM,
    ),
    packets=(CLOSURE,),
    limits=limits,
    changes=changes,
    conference_kinds=("외부통합사례회의",),
    yearly=EVALUATION,
    record=CaseRecord("participation", Participation, "자활 참여"),
)
