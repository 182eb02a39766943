"""Places in a case: JSON pointers into the upload, and the same place in Korean."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from forms.echo import echoed
from forms.finding import Location


def bare(annotation: Any) -> Any:
    """The annotation without ``Annotated``, ``Optional`` and forward wrappers."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin is Union or type(annotation).__name__ == "UnionType":
            arguments = [argument for argument in get_args(annotation) if argument is not type(None)]
            if len(arguments) != 1:
                return annotation
            annotation = arguments[0]
        else:
            return annotation


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, itself or in a list; None for plain values."""
    plain = bare(annotation)
    if get_origin(plain) is tuple:
        plain = bare(get_args(plain)[0])
    return plain if isinstance(plain, type) and issubclass(plain, BaseModel) else None


def is_list(annotation: Any) -> bool:
    """Whether a field holds a list."""
    return get_origin(bare(annotation)) is tuple


def is_key(model: type[BaseModel], key: str) -> bool:
    """Whether a model holds a key such as ``services[].name``; ``[]`` stands where a list of records is entered."""
    current: type[BaseModel] | None = model
    for step in key.split("."):
        field = current.model_fields.get(step.removesuffix("[]")) if current is not None else None
        if field is None or (step.endswith("[]") and not is_list(field.annotation)):
            return False
        current = model_in(field.annotation)
    return True


def options_of(annotation: Any) -> tuple[str, ...]:
    """The words of a coded field (in a list or not), in print order; empty for other fields."""
    plain = bare(annotation)
    if get_origin(plain) is tuple:
        plain = bare(get_args(plain)[0])
    return tuple(str(option) for option in get_args(plain)) if get_origin(plain) is Literal else ()


def form_at(location: Location) -> str | None:
    """The id of the form that a place lies in; None for what stands once in the case."""
    return str(location[1]) if len(location) > 1 and location[0] == "forms" else None


def pointer(raw: object, location: Location) -> str:
    """The JSON pointer of ``location`` in the upload ``raw``.

    A form given as one object has no list index in the upload, though the model holds a list.
    """
    node: object = raw
    tokens: list[str] = []
    for step in location:
        if isinstance(step, int):
            if not isinstance(node, (list, tuple)):
                continue
            node = node[step] if -1 < step < len(node) else None
        else:
            node = node.get(step) if isinstance(node, dict) else None
        tokens.append(echoed(str(step)).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{token}" for token in tokens)


def label(model: type[BaseModel], raw: object, location: Location) -> str:
    """The Korean name of a place: the titles on the way, list items counted from 1.

    ``forms`` and the form's own title are left out, as the finding names the form.
    """
    words: list[str] = []
    current: type[BaseModel] | None = model
    node: object = raw
    for depth, step in enumerate(location):
        if isinstance(step, int):
            if isinstance(node, (list, tuple)):
                words.append(f"{step + 1}번")
                node = node[step] if -1 < step < len(node) else None
            continue
        node = node.get(step) if isinstance(node, dict) else None
        field = current.model_fields.get(step) if current is not None else None
        if field is None:
            words.append(echoed(step))
            current = None
            continue
        current = model_in(field.annotation)
        if location[0] == "forms" and (depth == 0 or (depth == 1 and len(location) > 2)):
            if depth == 1 and isinstance(node, (list, tuple)):
                words.append(field.title or step)
            continue
        words.append(field.title or step)
    return " ".join(words) or "사례"
