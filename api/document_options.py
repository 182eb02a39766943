"""The options that every command that makes documents shares."""

from __future__ import annotations

from collections.abc import Callable

import click

from api.date_options import MomentType
from generator.layout import PDF_VARIANTS
from generator.privacy.modes import PRIVACY_MODES


def document_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every command that makes documents shares."""
    for option in reversed(
        [
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
            click.option("--draft", is_flag=True, help="오류가 있어도 '초안' 표시를 넣어 만듦"),
        ]
    ):
        command = option(command)
    return command
