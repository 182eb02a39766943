"""Small cases about consent: a household in 새온구, its papers, and what a check could not judge of them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.changing import findings

AGREED, REFUSED = "동의함", "동의하지 않음"
BOXES = ("general", "unique_identifiers", "sensitive", "third_party")
CENTRE = "새온구정신건강복지센터"
# A whole consent of a guardian, given on the day of ``consent``.
GUARDIAN = {
    "guardian_name": "남가람",
    "guardian_consented_on": "2025-01-10",
    "guardian_signed": True,
    **{f"guardian_{box}": True for box in BOXES},
}


def consent(**values: Any) -> dict[str, Any]:
    """A paper of the client's of 2025-01-10 that agrees to everything; a value None leaves the key out."""
    agreed = dict.fromkeys(BOXES, AGREED)
    signed = {"consented_on": "2025-01-10", "signer_name": "남가람", "signed": True, "recipients": [CENTRE]}
    return {**agreed, **signed, **values}


def refusal(**values: Any) -> dict[str, Any]:
    """A paper that refuses everything."""
    return consent(**{**dict.fromkeys(BOXES, REFUSED), "recipients": [], **values})


def referral(**values: Any) -> dict[str, Any]:
    """A letter to the centre of 2025-02-03."""
    return {"written_on": "2025-02-03", "referred_on": "2025-02-03", "agency_name": CENTRE, **values}


def case(
    *consents: dict[str, Any], household: tuple[dict[str, Any], ...] = (), **forms: Any
) -> dict[str, Any]:
    """A case with these papers, members beside the client, and further forms."""
    return {
        "case_no": "2025-0001",
        "agency": {"name": "새온구청", "unit": "희망복지지원단"},
        "client": {"name": "남가람", "birth_date": "1983-07-14"},
        "household": deepcopy(list(household)),
        "forms": deepcopy({**({"consent": list(consents)} if consents else {}), **forms}),
    }


def member(name: str, born: str | None = "1981-08-02", **values: Any) -> dict[str, Any]:
    """Somebody of the household, grown up unless born otherwise."""
    return {"relation": "자", "name": name, "birth_date": born, **values}


def found(raw: dict[str, Any], rule: str) -> list[tuple[str, str]]:
    """Severity and place of what a rule found."""
    return [(finding.severity.value, finding.path) for finding in findings(raw, rule)]
