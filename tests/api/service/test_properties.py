"""Requests made up from the service's own description: no 5xx, no answer that it does not describe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks

from api.service.app import create_app
from api.service.settings import Settings
from tests.api.service.entering import without_key
from tests.api.service.listening import listening
from tests.api.service.memory_engine import MemoryEngine

checks.load_all_checks()
CHECKS = [
    checks.CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    )
]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    data: Path = tmp_path_factory.mktemp("data")
    service = Settings(data, workers=1, watch_seconds=0.02, upload_seconds=10)
    with listening(create_app(MemoryEngine(data / "engine"), service)) as address:
        yield schemathesis.openapi.from_url(f"{without_key(address)}/openapi.json")


def requests_to_each_route(described: Any, mode: GenerationMode, examples: int) -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) >= 13
    for operation in operations:

        @seed(9)
        @settings(
            max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def answered_as_described(case: Any) -> None:
            case.call_and_validate(checks=CHECKS)

        with suppress(Unsatisfiable):
            # A route without parameters has no wrong request to it.
            answered_as_described()


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_a_few_requests_to_each_route(described: Any, mode: GenerationMode) -> None:
    requests_to_each_route(described, mode, 4)


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_many_requests_to_each_route(described: Any, mode: GenerationMode) -> None:
    requests_to_each_route(described, mode, 120)
