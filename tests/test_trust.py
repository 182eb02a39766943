"""What docs/security.md says of code and data, of the network and of files, held to the code itself."""

from __future__ import annotations

import ast
import asyncio
import re
import stat
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner
from starlette.datastructures import UploadFile

from api.cli.main import main
from api.service.incoming import waiting_room, written
from api.service.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of ours by its dotted name."""
    files = (file for root in ("api", "forms", "generator") for file in (ROOT / root).rglob("*.py"))
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            file.read_text(encoding="utf-8")
        )
        for file in files
    }


def test_each_claim_names_a_test_that_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) >= 20
    for file, function in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, (
            file,
            function,
        )


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the name under which it is called, dotted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imported(tree: ast.AST) -> set[str]:
    """The modules that a module imports, dotted."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_no_module_runs_text_as_code() -> None:
    for module, tree in trees().items():
        for name, call in calls(tree):
            assert name not in ("eval", "exec", "compile", "__import__", "os.system", "os.popen"), module
            shell = [word for word in call.keywords if word.arg == "shell"]
            assert not shell, module
        assert not imported(tree) & {"marshal", "shelve", "dill", "cloudpickle", "code", "runpy"}, module


def test_templates_run_in_a_sandbox_alone() -> None:
    sandboxed, plain = set(), set()
    for module, tree in trees().items():
        found = imported(tree)
        assert "jinja2.Environment" not in found and not found & {"mako", "string.Template"}, module
        if "jinja2.sandbox.ImmutableSandboxedEnvironment" in found:
            sandboxed.add(module)
        for name, call in calls(tree):
            if name in ("jinja2.Environment", "jinja2.Template"):
                plain.add(module)
                assert any(
                    word.arg == "autoescape" and ast.unparse(word.value) == "True" for word in call.keywords
                )
    assert sandboxed == {"generator.binding", "generator.template", "generator.word.grammar"}
    # The service's own pages.
    assert plain == {"api.service.pages.page"}


def test_python_objects_are_unpacked_in_two_places() -> None:
    # Spilled to a file of its own by a run; packed by a worker for the service that started it, whose pipe
    # carries such objects anyway.
    assert {module for module, tree in trees().items() if "pickle" in imported(tree)} == {
        "api.evidence.run",
        "api.service.work.evidence",
    }


def test_nothing_calls_out() -> None:
    callers = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "socket"}
    using = {module: imported(tree) & callers for module, tree in trees().items()}
    # The first asks for this machine's name, the second opens the port that it serves.
    assert {module for module, found in using.items() if found} == {
        "api.jobs.leases",
        "api.service.serve_command",
    }


def mode(path: Path) -> int:
    """The permissions of a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_kept_beside_a_print_stream_is_its_owners_alone(tmp_path: Path) -> None:
    command = [
        "packet",
        "closure",
        str(ROOT / "samples/usage_proof.json"),
        "-o",
        str(tmp_path / "stream.pdf"),
    ]
    assert CliRunner().invoke(main, [*command, "--processes", "1"], catch_exceptions=False).exit_code == 0
    assert list((tmp_path / "stream.packets").glob("*.pdf"))
    assert mode(tmp_path / "stream.packets") == 0o700


def test_an_upload_lies_in_a_folder_of_its_owner_alone(tmp_path: Path) -> None:
    file = UploadFile(BytesIO(b"{}"), filename="../사례.json")
    with waiting_room(Settings(tmp_path)) as room:
        (incoming,) = asyncio.run(written([file], room))
        assert incoming.path.is_relative_to(room)
        assert mode(incoming.path) == 0o600
        assert {mode(folder) for folder in (tmp_path / "incoming", room, incoming.path.parent)} == {0o700}
    assert not room.exists()
