"""``seosik forms``, ``schema`` and ``sample``: what forms there are, and what a case of one looks like."""

from __future__ import annotations

import click

from api.cli.text_table import padded, width
from api.output import print_json
from api.samples import SAMPLES
from forms import all_forms, form_named
from forms.registry import form_summary, programmes
from forms.schema import schema as schema_of

# `sample closure` is the case that holds a closure packet.
_SAMPLE_FILES = {"closure": "case_full.json"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON으로 출력")
def forms(as_json: bool) -> None:
    """서식 목록."""
    listed = [form_summary(form, "2025") for form in all_forms()]
    if as_json:
        print_json({"forms": listed})
        return
    ids = max(width(form.id) for form in all_forms())
    numbers = max(width(form.number) for form in all_forms())
    for programme in programmes():
        if programme.forms:
            click.echo(programme.title)
        for form in programme.forms:
            click.echo(f"  {padded(form.id, ids)}  {padded(form.number, numbers)}  {form.title}")


@click.command()
@click.argument("name", metavar="FORM|case")
def schema(name: str) -> None:
    """서식 또는 사례 파일(case)의 JSON 스키마."""
    print_json(schema_of(name))


@click.command()
@click.argument("name", metavar="FORM|closure")
def sample(name: str) -> None:
    """오류 없는 예시 사례 파일."""
    file = _SAMPLE_FILES.get(name) or f"{form_named(name).id}.json"
    click.echo((SAMPLES / file).read_text(encoding="utf-8"), nl=False)
