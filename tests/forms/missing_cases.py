"""What each clause does where the thing it reads is missing: the third case beside the accepted and the refused.

Keys are those of ``PAIRS`` in ``test_every_rule``; the case is the accepted one with the changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Changes = Mapping[str, object]


@dataclass(frozen=True)
class Missing:
    """What is taken away, and what must then be seen.

    ``told`` is the rule of the finding that says so: NOT-JUDGED, which names the clause, or another rule.
    Where it is None, ``fact`` says what the case states so that the clause does not concern it.
    """

    changes: Changes
    told: str | None = "NOT-JUDGED"
    fact: str | None = field(default=None)


def told_by(rule: str, changes: Changes) -> Missing:
    """Something is missing and a rule of its own says so."""
    return Missing(changes, told=rule)


def unconcerned(fact: str, changes: Changes) -> Missing:
    """The case states a fact by which the clause does not concern it."""
    return Missing(changes, told=None, fact=fact)


NO_RESULT: Changes = {f"conferences/{index}/result": None for index in range(4)}

CLOSURE_TYPES = {
    "ICM-STATE-16": told_by("FIELD-MISSING", {"R/opinion": None}),
    "ICM-STATE-09": unconcerned("the review closes the case", {"R/closure_type": None}),
    "ICM-STATE-17": Missing({"R/moved_or_died": None}),
    "ICM-STATE-18": told_by("ICM-STATE-18", {"R/contact_lost_since": None}),
    "ICM-SELECT-10": told_by("ICM-SELECT-10", {"R/improvement_note": None}),
    "ICM-SELECT-18": unconcerned("the survey was made", {"R/closing_crisis_survey_on": "2025-05-26"}),
    "ICM-ERR-12 results_bear_out_the_type": Missing({"R/long_goals/0/achievement": None}),
}
CLOSURE_REVIEW = {
    "ICM-MEET-01": told_by("ICM-MEET-01", {"conferences": [], "R/selection_conference_on": None}),
    "ICM-ERR-08 closure_review": told_by(
        "FIELD-MISSING", {"P/short_goals": [], "R/short_goals/0/text": None}
    ),
    "ICM-ERR-12 the_end_of_a_service_is_no_ground": told_by("FIELD-MISSING", {"R/opinion": None}),
    "ICM-ERR-14": told_by("FIELD-MISSING", {"R/opinion": None}),
}
STATES = {
    "ICM-STATE-01": Missing({"R/profiled_on": None}),
    "ICM-STATE-04": told_by("FIELD-MISSING", {"P/established_on": None}),
    "ICM-STATE-05": told_by("FIELD-MISSING", {"P/1/established_on": None}),
    "ICM-STATE-07": told_by("ICM-STATE-07", {"R/approved_on": None}),
    "ICM-STATE-11": unconcerned("the letter refers to no other programme", {"L/1/other_programme": None}),
    "ICM-STATE-12": unconcerned("no service stands twice", {"P/services/8/simple": None}),
    "ICM-STATE-13": unconcerned("no check stands twice where none is entered", {"P/checks": []}),
    "ICM-STATE-14": told_by("ICM-STATE-14", {"worker/change_told_on": None}),
    "ICM-STATE-15": told_by("ICM-STATE-15", {"P/worker_signed": None}),
    "ICM-STATE-19": Missing({"R/refused_since": None}),
    "ICM-STATE-20": told_by("ICM-STATE-20", {"S/1/crisis": []}),
    "ICM-STATE-21": Missing({"R/moved_or_died": None, "R/transferred_to": None}),
    "ICM-STATE-24": Missing({"I/referral_route": None, "R/referrer_notified_on": None}),
}
UNASKED: Changes = {"requested_on": None, "received_on": None}
DEADLINES = {
    "ICM-DEADLINE-00": Missing(UNASKED),
    "ICM-DEADLINE-01": Missing(UNASKED),
    "ICM-DEADLINE-01a": Missing(UNASKED),
    "ICM-DEADLINE-03": Missing({"I/referred_on": None}),
    "ICM-DEADLINE-04": Missing({"received_on": None}),
    "ICM-DEADLINE-05": Missing(UNASKED),
    "ICM-DEADLINE-06": Missing({"S/0/entered_on": None}),
    "ICM-DEADLINE-07": Missing({"S/0/registered_on": None}),
    "ICM-DEADLINE-08": Missing({"selection/decided_on": None}),
    "ICM-DEADLINE-09": Missing({"service_link/started_on": None}),
    "ICM-DEADLINE-10": Missing({"service_link/checked_on": None}),
    "ICM-DEADLINE-11 2024": Missing(
        {"conferences/3/purpose": "점검", "S/1/crisis": [], "R/approved_on": "2024-12-31"}
    ),
    "ICM-DEADLINE-11 2025": Missing({"conferences/3/purpose": "점검"}),
    "ICM-DEADLINE-12": Missing({"M": [], "R/after_care": []}),
    "ICM-DEADLINE-12a": Missing({"R/crisis_was_high": None}),
    "ICM-DEADLINE-16": unconcerned("the file bears no day after the five years", {"issued_at": None}),
    "ICM-DEADLINE-19": Missing({"service_link/ended_on": None}),
}
ERRORS = {
    "ICM-ERR-01": told_by("ICM-ERR-01", {"I/overall_opinion": None}),
    "ICM-ERR-02": told_by("ICM-ERR-01", {"I/overall_opinion": None}),
    "ICM-ERR-03": told_by("ICM-ERR-03", {"S/0/needs/0/content": None, "S/0/needs/0/phenomena": []}),
    "ICM-ERR-04": told_by("ICM-ERR-04", {"S/0/overall_opinion": None}),
    "ICM-ERR-05": told_by(
        "ICM-ERR-05",
        {"conferences/0/result": None, "conferences/0/topic": None, "conferences/0/attendees": []},
    ),
    "ICM-ERR-06": told_by("ICM-MEET-01", {"conferences": [], "R/selection_conference_on": None}),
    "ICM-ERR-07": Missing({"selection": None}),
    "ICM-ERR-13": told_by("ICM-ERR-13", {"R": []}),
}
NO_GOALS: Changes = {"P/short_goals": [], "P/long_goals": []}
PLANS = {
    "ICM-PLAN-01": Missing({"P/short_goals/0/target_on": None}),
    "ICM-PLAN-03": told_by("ICM-PLAN-03", {"P/services/0/provider": None}),
    "ICM-PLAN-04": told_by("ICM-ERR-08", NO_GOALS),
    "ICM-ERR-08 service_plan": told_by("ICM-ERR-08", NO_GOALS),
    "ICM-ERR-09": unconcerned("the file holds no survey to compare with", {"S": []}),
    "ICM-ERR-10": Missing({"P/services/9/area": None, "P/services/10/area": "경제"}),
    "ICM-CHECK-01": Missing({"P/checks": []}),
    "ICM-CHECK-02": Missing({"P/checks": []}),
    "ICM-ERR-11": Missing({"P/checks": []}),
}
CUT_OFFS = {f"ICM-SELECT-09{letter}": Missing({"S/0/crisis": []}) for letter in ("", *"abcdefghij")}
SELECTIONS = {
    **CUT_OFFS,
    "ICM-SELECT-06": told_by("ICM-SELECT-06", {"selection/notified_in_writing_on": None}),
    "ICM-SELECT-07": Missing({"selection/decided_on": None}),
    "ICM-SELECT-11": Missing({"S/0/crisis": []}),
    "ICM-SELECT-15": told_by("ICM-ERR-01", {"I/main_problems": []}),
}
FIELDS = {
    "ICM-FIELD-01": Missing({"household/1/resident_number": None, "household/1/occupation": None}),
    "ICM-FIELD-02": told_by("ICM-ERR-01", {"I/main_problems": []}),
    "ICM-FIELD-03": told_by("ICM-FIELD-03", {"I/round": None}),
    "ICM-FIELD-05": told_by("ICM-ERR-04", {"S/0/overall_opinion": None}),
    "ICM-FIELD-07": told_by("ICM-FIELD-03", {"I/judgement": None}),
    "ICM-FIELD-08": Missing({"conferences/3/registered": None}),
    "ICM-FIELD-09": told_by("FIELD-MISSING", {"L/0/problems": []}),
    "ICM-FIELD-10": told_by("ICM-FIELD-10", {"P": [], "R/short_goals": [], "R/long_goals": []}),
}
AFTER_CARE = {
    "ICM-AFTER-01 monitor_sheet": Missing({"M/0/contact_method": None}),
    "ICM-AFTER-01 closure_review": Missing({"R/after_care/0/method": None}),
    "ICM-AFTER-03": Missing({"R/after_care": [], "S/1/crisis": []}),
    "ICM-AFTER-04": Missing({"R/moved_or_died": None}),
    "ICM-SURVEY-01": Missing({"selection": None, "R": []}),
    "ICM-SURVEY-02": unconcerned("nobody is said to be spared", {"M/0/satisfaction_skip_reason": None}),
    "ICM-SURVEY-03": told_by(
        "ICM-SURVEY-03", {"M/0/satisfaction_surveyed": None, "M/0/satisfaction_answers": []}
    ),
    "ICM-SURVEY-04": Missing({"M/0/satisfaction_answers": []}),
}
ATTENDANCE = {
    "ICM-MEET-03": Missing({"conferences/1/attendees": []}),
    "ICM-MEET-04": Missing({"conferences/0/topic": None}),
    "ICM-MEET-04a": Missing({"conferences/1/topic": None}),
    "ICM-MEET-05": Missing({"conferences/0/attendees": []}),
    "ICM-MEET-06": Missing({"conferences/1/attendees": []}),
    "ICM-MEET-07": Missing({"conferences/0/attendees": []}),
    "ICM-MEET-08": Missing({"conferences/1/chair": None}),
    "ICM-MEET-09": Missing({"conferences/0/attendees": []}),
    "ICM-MEET-10": Missing({"self_support": None}),
}
MEETINGS = {
    "ICM-MEET-01a": told_by("ICM-MEET-01a", {"conferences": []}),
    "ICM-MEET-02": unconcerned("no conference is a 솔루션회의", {"conferences/2/kind": "통합사례회의"}),
    "ICM-MEET-12": Missing({"conferences/0/separate_minutes": None}),
    "ICM-MEET-13": told_by("ICM-ERR-05", NO_RESULT),
    "ICM-MEET-14": unconcerned("the conference met in person", {"conferences/3/in_writing": None}),
    "ICM-MEET-16": Missing({"conferences/0/result": None}),
    "ICM-MEET-17": Missing({"conferences/3/agreed": None, "conferences/3/result": None}),
    "ICM-MEET-19": Missing({"conferences/2/chair": None}),
}
PRIVACY = {
    "ICM-PRIV-01": Missing({"S/0/surveyed_on": None}),
    "ICM-PRIV-02": Missing({"household/1/name": None}),
    "ICM-PRIV-03": Missing({"L/0/agency_name": None}),
    "ICM-PRIV-04": Missing({"P/services/0/provider": None}),
    "ICM-PRIV-05": Missing({"case_no": "1"}),
    "ICM-PRIV-06": Missing({"I/confidentiality_told": None}),
    "ICM-PRIV-15": Missing({"C/1/signer_name": None}),
    "ICM-PRIV-16": Missing({"M/1/visited_on": None}),
    "ICM-PRIV-17": Missing({"C/0/sensitive": "동의하지 않음", "C/0/consented_on": None}),
}

MISSING: dict[str, Missing] = {
    **CLOSURE_TYPES,
    **CLOSURE_REVIEW,
    **STATES,
    **DEADLINES,
    **ERRORS,
    **PLANS,
    **SELECTIONS,
    **FIELDS,
    **AFTER_CARE,
    **ATTENDANCE,
    **MEETINGS,
    **PRIVACY,
}
