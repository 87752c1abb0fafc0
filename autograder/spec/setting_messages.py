"""A pydantic error as a sentence for the author of the file, in the words of YAML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from autograder.checks.settings import Options
from autograder.spec import yaml_document
from autograder.text.suggest import nearest

LIST_ERRORS = ("tuple_type", "list_type")
TABLE_ERRORS = ("dict_type", "model_type", "model_attributes_type", "dataclass_type")
UNKNOWN_SETTING = ("extra_forbidden", "unexpected_keyword_argument")
NUMBERS = {
    "a number, such as 1.5": ("float_parsing", "float_type"),
    "a whole number": ("int_parsing", "int_parsing_size", "int_type", "int_from_float"),
    "true or false": ("bool_parsing", "bool_type"),
}
"""What pydantic's errors about plain values ask for."""
IDS = {
    r"^[a-z0-9_]+\.[a-z0-9_.-]+$": "its question's id, a point, and small letters, digits and _, such as q1.loss",
    r"^[a-z0-9_]+$": "small letters, digits and _ alone, such as q1",
    r"^[a-z0-9-]+$": "small letters, digits and - alone, such as logistic-regression",
}
"""What an id is made of, by the pattern that says so."""


def message(model: type[Any], error: ErrorDetails, also: Iterable[str]) -> str:
    """What is wrong with a setting of ``model``. ``also`` names settings beside it that another model reads."""
    at, given = error["loc"], error["input"]
    key = str(at[-1]) if at else ""
    if error["type"] in UNKNOWN_SETTING:
        allowed = {*_settings_beside(model, at), *also}
        return f"{key!r} is not a setting here; allowed: {', '.join(sorted(allowed))}.{nearest(key, allowed)}"
    if error["type"] == "missing":
        return f"the setting {key!r} is missing."
    if error["type"] == "too_short" and not given:
        return f"{key}: at least 1 item must stand here, and there is none."
    if error["type"] == "string_too_short" and not given:
        return f"{key}: a text must stand here, and it is empty."
    in_list = len(at) > 1 and isinstance(at[-1], int)
    name = f"{at[-2]}, entry {int(at[-1]) + 1}" if in_list else key
    prefix = f"{name}: " if name else ""
    if error["type"] == "string_pattern_mismatch" and (made_of := IDS.get(error["ctx"]["pattern"])):
        return f"{prefix}this must be {made_of}; got {given!r:.80}."
    if expected := _expected_form(error["type"], given):
        return f"{prefix}this must be {expected}."
    text = error["msg"].removeprefix("Value error, ")
    if name and not text.endswith(("?", ".")):
        text += f"; got {in_yaml(given):.80}."
    return f"{prefix}{text[:1].lower()}{text[1:]}" + ("" if text.endswith(("?", ".")) else ".")


def in_yaml(given: Any) -> str:
    """What stands there, as somebody who writes YAML calls it."""
    return {type(None): "nothing", dict: "a table", list: "a list"}.get(type(given), f"{given!r}")


def _settings_beside(model: type[Any], at: Sequence[str | int]) -> Iterable[str]:
    """The settings that are allowed beside the one at ``at``, which may be in a section of the model."""
    for key in at[:-1]:
        annotation = get_type_hints(model).get(str(key))
        sections = [part for part in (annotation, *get_args(annotation)) if isinstance(part, type)]
        model = next((part for part in sections if issubclass(part, (BaseModel, Options))), model)
    if issubclass(model, Options):
        return [setting.name for setting in fields(model)]
    return [field.alias or name for name, field in model.model_fields.items()]


def _expected_form(error_type: str, given: Any) -> str:
    """The form that a setting must have when it was given another; empty for every other error."""
    plain = yaml_document.plain(given) if isinstance(given, (str, int, float)) else None
    got = f"{in_yaml(given):.80}"
    if error_type in LIST_ERRORS and plain is not None:
        return f"a list: write [{plain}]"
    if error_type in LIST_ERRORS and isinstance(given, dict):
        return "a list, each entry of which begins with `- `; got a table"
    if error_type in LIST_ERRORS:
        return f"a list, such as [one, another]; got {got}"
    if error_type in TABLE_ERRORS:
        return f"a table, such as {{name: value}}; got {got}"
    if error_type == "string_type":
        return f"text; got {got}" if plain is None else f'text: write "{plain}"'
    return next((f"{words}; got {got}" for words, types in NUMBERS.items() if error_type in types), "")
