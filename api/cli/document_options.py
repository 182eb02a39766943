"""The options that every command that makes documents shares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from api.cli.date_options import MomentType
from api.output import STANDARD_OUTPUT, is_special, needs_ending
from forms import InputError
from generator.layout import PDF_ENGINES, PDF_VARIANTS
from generator.privacy.modes import PRIVACY_MODES

if TYPE_CHECKING:
    from generator.document import Format


def format_of(output: str, named: str | None) -> Format:
    """The format of a document: by the ending of its file, or as ``--format`` names it.

    Raises ``InputError`` for a format that cannot be made, and where ending and name disagree.
    """
    ending = "" if output == STANDARD_OUTPUT or is_special(Path(output)) else Path(output).suffix.lower()
    format = format_named(named or ending.removeprefix("."))
    if named is not None and ending:
        needs_ending(output, [f".{format}"], f"{format.upper()} 문서")
    return format


def format_named(name: str) -> Format:
    """A format by its name. Raises ``InputError`` for one that cannot be made."""
    # Only now: its engines take a second to load, which a call that only asks for help should not wait for.
    from generator.document import WRITERS

    if name not in WRITERS:
        raise InputError(
            f"만들 수 있는 형식: {', '.join(WRITERS)}. 출력 파일 이름의 끝이나 --format으로 정합니다.",
            "OUTPUT-FORMAT",
        )
    return cast("Format", name)


Command = Callable[..., None]


def document_options(command: Command) -> Command:
    """The options that every command that makes documents shares."""
    return _with(
        command,
        click.option(
            "--issued-at",
            type=MomentType(),
            help="발급 일시(시간대가 없으면 한국 시각). 주지 않으면 시각을 적지 않음",
        ),
        click.option(
            "--privacy",
            type=click.Choice(PRIVACY_MODES),
            default="masked",
            show_default=True,
            help="주민등록번호를 모두 인쇄(full), 뒷자리를 가림(masked), 사람을 알아볼 수 없게 바꿈(deidentified)",
        ),
        click.option(
            "--pdf-variant",
            type=click.Choice(PDF_VARIANTS),
            default="pdf/a-3a",
            show_default=True,
            help="PDF 규격. 기록물 보존에는 pdf/a-1b",
        ),
        click.option(
            "--pdf-engine",
            type=click.Choice(PDF_ENGINES),
            help="PDF를 만드는 엔진. 주지 않으면 규격에 따라 정함(보존용 규격은 weasyprint)",
        ),
        click.option("--draft", is_flag=True, help="오류가 있어도 '초안' 표시를 넣어 만듦"),
    )


def stream_options(command: Command) -> Command:
    """The options of a print stream, which packets and batches share."""
    return _with(
        command,
        click.option(
            "--sort", type=click.Choice(["case_no", "worker", "closed_on"]), help="인쇄 순서. 없으면 준 차례"
        ),
        click.option("--duplex", is_flag=True, help="양면: 묶음마다 홀수 쪽에서 시작"),
        click.option("--separators", is_flag=True, help="묶음 앞에 구분지를 넣음"),
        click.option(
            "--max-pages",
            type=click.IntRange(min=1),
            metavar="N",
            default=2000,
            show_default=True,
            help="한 파일의 쪽수",
        ),
    )


def chart_option(command: Command) -> Command:
    """The option of packets that take a page of charts."""
    return _with(
        command,
        click.option(
            "--chart", is_flag=True, help="종결 서류 묶음의 끝에 변화 도표를 넣음(견줄 것이 있는 사례만)"
        ),
    )


def _with(command: Command, *options: Callable[[Command], Command]) -> Command:
    """A command with options, told by its help in the order given."""
    for option in reversed(options):
        command = option(command)
    return command
