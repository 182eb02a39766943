"""단편적인 서비스: what gives goods or information and no more (물품지원, 정보제공 등; 업무안내 참고 6)."""

from __future__ import annotations

from forms.icm.service_plan import PlannedService
from forms.icm.words import found_in


def is_simple(service: PlannedService) -> bool:
    """Whether a service is one of goods or information: as entered, else as its name tells."""
    if service.simple is not None:
        return service.simple
    return found_in(service.name, "simple_services") is not None
