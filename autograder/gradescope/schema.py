"""Whether a results.json follows the JSON Schema of Gradescope's documented format."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError


def problems_of(data: Any) -> list[str]:
    """Every violation of the documented format, with its place."""
    errors = sorted(_validator().iter_errors(data), key=lambda error: [str(part) for part in error.absolute_path])
    found = []
    for error in errors:
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
        found.append(f"results.json{path}: {_words(error)}")
    return found


def _words(error: ValidationError) -> str:
    """What is wrong, in words; of several keys that would do, jsonschema would show the whole file instead."""
    if error.validator == "anyOf":
        alternatives: Any = error.validator_value
        keys = [key for each in alternatives for key in each["required"]]
        return f"one of these keys is needed: {', '.join(keys)}"
    return error.message[:300]


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    schema = json.loads((files("autograder.gradescope") / "results.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)
