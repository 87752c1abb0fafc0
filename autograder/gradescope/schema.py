"""Whether a results.json follows the JSON Schema of Gradescope's documented format."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator


def problems_of(data: Any) -> list[str]:
    """Every violation of the documented format, with its place."""
    errors = sorted(_validator().iter_errors(data), key=lambda error: [str(part) for part in error.absolute_path])
    return [f"{_place(error.absolute_path)}: {error.message[:300]}" for error in errors]


def _place(path: Any) -> str:
    return "results.json" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    schema = json.loads((files("autograder.gradescope") / "results.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)
