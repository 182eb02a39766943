"""What the workflow engine stores of arguments and results: JSON, never pickle.

Whoever can write its tables could else run code in every executor: DBOS stores pickles unless told
otherwise, and reads whatever a row says it is. So it is given another serializer, and the one for
pickles is taken from it. What an older version stored as pickle is refused, marked as failed by DBOS,
and scheduled anew by :mod:`api.jobs.reconcile`.
"""

from __future__ import annotations

import json
from typing import Any

from dbos import Serializer
from dbos._serialization import DefaultSerializer

_FAILED = "failed"


class JsonValues(Serializer):
    """Numbers, words, lists and mappings; of an exception its kind alone, since its words may quote a case."""

    def name(self) -> str:
        """What a row says of itself."""
        return "seosik_json"

    def serialize(self, data: Any) -> str:
        """The value as JSON; raises ``TypeError`` for one that JSON does not have."""
        if isinstance(data, BaseException):
            data = {_FAILED: type(data).__name__}
        return json.dumps(data)

    def deserialize(self, serialized_data: str) -> Any:
        """The value; what was an exception comes back as one that names its kind."""
        value = json.loads(serialized_data)
        return (
            RuntimeError(value[_FAILED]) if isinstance(value, dict) and value.keys() == {_FAILED} else value
        )


class PickleRefused(ValueError):
    """A row of the workflow engine claims to be a pickle."""

    def __init__(self) -> None:
        super().__init__("stored values are JSON")


def _refuse(serializer: DefaultSerializer, serialized_data: str) -> Any:
    raise PickleRefused


def refuse_pickles() -> None:
    """From now on no stored pickle is read in this process."""
    # The only place where DBOS unpickles, and it offers no switch.
    DefaultSerializer.deserialize = _refuse  # type: ignore[method-assign,assignment]
