"""JSON Schemas of the case file and of single forms, with Korean titles and descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forms.form import Needed, marker
from forms.registry import all_forms, case_model, form_named


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``case`` or of a form; raises ``UnknownForm``."""
    if name == "case":
        made = case_model(described=True).model_json_schema()
        made["title"] = "사례 파일"
        made = with_client_asked(made, [form.id for form in all_forms() if form.scope == "agency"])
    else:
        form = form_named(name)
        made = form.model.model_json_schema()
        made["title"] = form.title
        # Required, but the case may give it: said in words, since the form alone need not hold it.
        made["x-needed"] = [key for key, field in form.model.model_fields.items() if marker(field, Needed)]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def with_client_asked(made: dict[str, Any], of_agencies: Sequence[str]) -> dict[str, Any]:
    """A case's schema in which ``client`` is required, but of a file of forms of an agency alone.

    JSON Schema says both at once, so that an editor goes on asking for the client.
    """
    if not of_agencies:
        return made
    alone = {"propertyNames": {"enum": list(of_agencies)}, "minProperties": 1}
    return {
        **made,
        "required": [key for key in made["required"] if key != "client"],
        "anyOf": [
            {"required": ["client"]},
            {"required": ["forms"], "properties": {"forms": alone}, "title": "기관의 서식만 담은 파일"},
        ],
    }
