"""A pydantic error as a sentence for the author of the file, in the words of YAML."""

from __future__ import annotations

import math
import re
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
    "a whole number": ("int_parsing", "int_type", "int_from_float"),
    "a whole number with fewer digits": ("int_parsing_size",),
    "true or false": ("bool_parsing", "bool_type"),
}
"""What pydantic's errors about plain values ask for."""
LONGEST = 78
"""How many characters of a value are shown."""
QUOTED = re.compile(r"'([^']*)'")
EMPTY = {
    "too_short": "at least 1 item must stand here, and there is none",
    "string_too_short": "a text must stand here, and it is empty",
}
BOUNDS = {
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
}
"""What pydantic's errors about a number's size ask for: where the error holds the bound, and how the bound is meant."""
IDS = {
    r"^[a-z0-9_]+\.[a-z0-9_.-]+$": "its question's id, a point, and small letters, digits and _, such as q1.loss",
    r"^[a-z0-9_]+$": "small letters, digits and _ alone, such as q1",
    r"\S": "a text that is not blank",
    r"^[a-z0-9-]+$": "small letters, digits and - alone, such as logistic-regression",
}
"""What a text is made of, by the pattern that says so."""


def message(model: type[Any], error: ErrorDetails, also: Iterable[str]) -> str:
    """What is wrong with a setting of ``model``. ``also`` names settings beside it that another model reads."""
    at, given = error["loc"], error["input"]
    key = str(at[-1]) if at else ""
    if error["type"] in UNKNOWN_SETTING:
        allowed = {*_settings_beside(model, at), *also}
        return f"{key!r} is not a setting here; allowed: {', '.join(sorted(allowed))}.{nearest(key, allowed)}"
    if error["type"] == "missing":
        return f"the setting {key!r} is missing."
    if error["type"] in EMPTY and not given:
        return f"{key}: {EMPTY[error['type']]}."
    in_list = len(at) > 1 and isinstance(at[-1], int)
    name = f"{at[-2]}, entry {int(at[-1]) + 1}" if in_list else key
    prefix = f"{name}: " if name else ""
    if error["type"] == "string_pattern_mismatch" and (made_of := IDS.get(error["ctx"]["pattern"])):
        return f"{prefix}this must be {made_of}; got {in_yaml(given)}."
    if expected := _expected_form(error["type"], given):
        return f"{prefix}this must be {expected}."
    if fitting := _allowed_values(error):
        return f"{prefix}this must be {fitting}; got {in_yaml(given)}.{nearest(str(given), QUOTED.findall(fitting))}"
    text = error["msg"].removeprefix("Value error, ")
    if name and not text.endswith(("?", ".")):
        text += f"; got {in_yaml(given)}."
    return f"{prefix}{text[:1].lower()}{text[1:]}" + ("" if text.endswith(("?", ".")) else ".")


def in_yaml(given: Any) -> str:
    """What stands there, as somebody who writes YAML calls it; of a long text its beginning."""
    if isinstance(given, str):
        return repr(given if len(given) <= LONGEST else f"{given[:LONGEST]}…")
    return {type(None): "nothing", dict: "a table", list: "a list"}.get(type(given), f"{given!r:.{LONGEST}}")


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
    got = in_yaml(given)
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


def _allowed_values(error: ErrorDetails) -> str:
    """What a value of the right form must be, in words; empty where the error is about something else."""
    if error["type"] in BOUNDS:
        key, words = BOUNDS[error["type"]]
        if not math.isfinite(float(error["input"])):
            return "a finite number, such as 1.5"
        return f"{words} {error['ctx'][key]:.12g}"
    if error["type"] == "string_too_short":
        return f"a text of at least {error['ctx']['min_length']} characters"
    return str(error["ctx"]["expected"]) if error["type"] == "literal_error" else ""
