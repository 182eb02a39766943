"""The command line: ``seosik``. A command's module is loaded when the command is called, or told of."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import click

from api.cli.ending import ended, heard
from api.cli.korean_click import speak_korean, usage_in_korean
from api.cli.lazy_commands import LazyCommands

_PLACES = {
    "blank": "api.cases.render_command:blank",
    "check": "api.cases.check_command:check",
    "deadlines": "api.cases.deadline_command:deadlines_command",
    "evidence": "api.evidence.command:evidence",
    "forms": "api.cli.form_commands:forms",
    "jobs": "api.jobs.command:jobs",
    "ledger": "api.ledger.command:ledger_command",
    "list": "api.case_list.command:list_command",
    "packet": "api.packets.command:packet",
    "render": "api.cases.render_command:render",
    "sample": "api.cli.form_commands:sample",
    "schema": "api.cli.form_commands:schema",
    "serve": "api.service.serve_command:serve",
    "template": "api.agency.command:template",
    "workbook": "api.workbook.command:workbook_command",
    "worker": "api.jobs.command:worker",
}

# Before the commands are described, which takes some of click's words.
speak_korean()


class _Commands(click.Group):
    """Ends every command with the exit status of the contract and one Korean sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. click itself would end a closed pipe with the status of errors in the data."""
        with heard():
            return super().invoke(ctx)

    def main(self, *arguments: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command line and end the program, or (not ``standalone_mode``) return its status."""
        run = partial(super().main, *arguments, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
        sys.exit(ended(run))


@click.group(
    cls=_Commands,
    commands=LazyCommands(_PLACES),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="seosik", message="%(version)s")
def main() -> None:
    """서식: 사례 자료를 점검하고 공식 서식으로 만듭니다."""


usage_in_korean(main)


if __name__ == "__main__":
    main()
