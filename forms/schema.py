"""JSON Schemas of the case file and of single forms, with Korean titles and descriptions."""

from __future__ import annotations

from typing import Any

from forms.form import Needed, marker
from forms.registry import case_model, form_named


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``case`` or of a form; raises ``UnknownForm``."""
    if name == "case":
        made = case_model().model_json_schema()
        made["title"] = "사례 파일"
    else:
        form = form_named(name)
        made = form.model.model_json_schema()
        made["title"] = form.title
        # Required, but the case may give it: said in words, since the form alone need not hold it.
        made["x-needed"] = [key for key, field in form.model.model_fields.items() if marker(field, Needed)]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
