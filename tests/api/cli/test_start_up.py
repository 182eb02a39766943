"""What a command loads: nothing that another one needs, so that each answers soon."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import forms
from api.cli.main import main

ROOT = Path(__file__).parents[3]
CASE = "samples/closure_review.json"
# Runs a command and then tells every module that it has loaded.
LOADED = """
import atexit, sys
atexit.register(lambda: sys.stderr.write("\\n" + " ".join(sys.modules)))
from api.cli.start import main
main()
"""

# What lays out and joins PDFs, what fills templates, what reads fonts, calendars and uploads of other kinds.
LAYING_OUT = ("weasyprint", "typst", "pikepdf", "pypdf", "PIL", "cffi")
WRITING = ("jinja2", "lxml", "docxtpl", "generator.document", "generator.docx.writer")
READING = ("fontTools", "holidays", "openpyxl", "pypdfium2", "sqlalchemy", "dbos", "fastapi", "uvicorn")


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a command, which must end well, has loaded in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stderr.rpartition("\n")[2].split())


@pytest.mark.parametrize(
    ("arguments", "never"),
    [
        (("--version",), {"pydantic", "forms.registry", *LAYING_OUT, *WRITING}),
        (("forms",), {*LAYING_OUT, *WRITING, *READING}),
        (("sample", "consent"), {*LAYING_OUT, *WRITING, *READING}),
        (("schema", "consent"), {*LAYING_OUT, *WRITING, *READING}),
        (("check", CASE), {*LAYING_OUT, *WRITING, *READING}),
    ],
)  # fmt: skip
def test_a_command_loads_nothing_that_it_does_not_use(arguments: tuple[str, ...], never: set[str]) -> None:
    assert loaded_by(*arguments) & never == set()


def test_a_docx_is_made_without_what_lays_out_pages(tmp_path: Path) -> None:
    rendered = loaded_by("render", "closure_review", CASE, "-o", str(tmp_path / "form.docx"))
    blank = loaded_by("blank", "closure_review", "-o", str(tmp_path / "blank.docx"))
    never = {*LAYING_OUT, *READING, "docxtpl", "http.client", "generator.privacy.deidentify"}
    assert (rendered | blank) & never == set()
    assert "generator.docx.writer" in rendered & blank


def test_a_pdf_is_made_with_them(tmp_path: Path) -> None:
    """That the lists would show what is loaded, and that each engine is loaded alone."""
    rendered = ("render", "closure_review", CASE, "-o", str(tmp_path / "form.pdf"))
    fast, archival = loaded_by(*rendered), loaded_by(*rendered, "--pdf-variant", "pdf/a-1b")
    assert "typst" in fast - archival
    assert {"weasyprint", "fontTools"} <= archival - fast


def test_a_commands_module_is_loaded_with_it() -> None:
    """That the lists above would show a module that is loaded."""
    modules = loaded_by("forms")
    assert {"api.cli.form_commands", "pydantic", "forms.registry"} <= modules
    assert not {"api.cases.check_command", "api.service.serve_command", "api.jobs.command"} & modules


def test_the_commands_are_listed_without_being_loaded_and_all_load() -> None:
    context = click.Context(main)
    names = main.list_commands(context)
    assert {"check", "render", "packet", "serve", "worker"} <= set(names)
    assert [getattr(main.get_command(context, name), "name", None) for name in names] == names


def test_a_command_that_is_nearly_right_is_guessed() -> None:
    result = CliRunner().invoke(main, ["chek"])
    assert result.exit_code == 2
    assert "없는 명령입니다: chek 혹시: 'check'" in result.output


def test_what_forms_exports_is_what_a_type_checker_sees() -> None:
    tree = ast.parse(Path(forms.__file__).read_text(encoding="utf-8"))
    seen = {
        (alias.name, node.module)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert len(seen) > 20
    assert seen == set(forms._HOMES.items())
    for name, module in seen:
        assert module is not None
        assert getattr(forms, name) is getattr(import_module(module), name)


def test_what_forms_does_not_export_is_told() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        forms.nothing  # noqa: B018
