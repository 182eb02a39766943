"""Calls of ``seosik evidence``, and cases to call it with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from api.cli.main import main
from tests.forms.savings.proofs import case_data, item, proof_data

HALF = 5_400_000


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["evidence", *arguments], input=stdin, catch_exceptions=False)


def judged(*arguments: str, stdin: bytes | None = None) -> tuple[int, list[dict[str, Any]]]:
    result = run("--json", *arguments, stdin=stdin)
    return result.exit_code, json.loads(result.stdout)["files"]


def case(*evidence: dict[str, Any], number: int = 1, **values: Any) -> dict[str, Any]:
    return {**case_data(proof_data(*evidence, **values)), "case_no": f"2025-{number:04}"}


def enough(number: int = 1, **values: Any) -> dict[str, Any]:
    """A case that satisfies, with a receipt of its own."""
    return case(item(amount=HALF, document_no=f"가-{number}"), number=number, **values)


def data(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def write(path: Path, value: object) -> str:
    path.write_bytes(data(value))
    return str(path)
