"""A YAML file that staff wrote, while it is being read: every problem in it, in words and with its place.

The door is `read`. What is found wrong is collected, so that all of it can be told at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from autograder.errors import StaffError
from autograder.spec import yaml_document
from autograder.spec.yaml_document import Document, Problem
from autograder.text.suggest import nearest

At: TypeAlias = "tuple[str | int, ...]"
"""Where in the file: keys and positions, from the outside in."""


class StaffTextError(StaffError):
    """A file that cannot be used; one line for each problem, with file, line and column."""


class Settings(BaseModel):
    """A table of settings: nothing that is not one of them may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


@dataclass(frozen=True)
class Reading:
    """A file and what has been found wrong with it so far; `found` grows while the file is read."""

    path: Path
    document: Document
    found: list[Problem]

    def add(self, at: Sequence[str | int], message: str) -> None:
        """Note a problem of the part at ``at``."""
        self.found.append(Problem(self.document.place(tuple(at)), message))

    def model(self, model: type[BaseModel], data: Any, at: At, also: Iterable[str] = ()) -> Any:
        """``data`` as ``model``, or None with its problems noted. ``also`` names settings that others read."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for problem in error.errors():
                self.add((*at, *problem["loc"]), _in_words(problem, {*_settings_at(model, problem["loc"]), *also}))
            return None

    def known(self, at: At, names: Iterable[str], known: Iterable[str], what: str) -> None:
        """Note every name that is none of the ``known`` ones, with the nearest of them."""
        for name in names:
            if name not in known:
                said = f"{name!r} is no {what}.{nearest(name, known)}" if name else f"a {what} must be named here."
                self.add(at, said)

    def lines(self) -> list[str]:
        """A line for each problem, in the order of the file."""
        found = sorted(self.found, key=lambda problem: (problem.place.line, problem.place.column))
        return [f"{self.path}:{one.place.line}:{one.place.column}: {one.message}" for one in found]


def read(path: Path) -> Reading:
    """The file, with what makes it no plain YAML noted. Raises `StaffTextError` when it is no text."""
    try:
        document = yaml_document.read(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise StaffTextError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8.") from None
    return Reading(path, document, list(document.problems))


def entries(path: Path, model: type[BaseModel]) -> list[Any]:
    """A file that is one list, each entry as ``model``; nothing where there is no file.

    Raises `StaffTextError` with every problem.
    """
    if not path.exists():
        return []
    reading = read(path)
    data = reading.document.data
    if not isinstance(data, list):
        if not reading.found:
            reading.add((), "the file must be a list of entries.")
        data = []
    found = [reading.model(model, item, (number,)) for number, item in enumerate(data)]
    if reading.found:
        raise StaffTextError("\n".join(reading.lines()))
    return found


def _settings_at(model: type[BaseModel], at: Sequence[str | int]) -> Iterable[str]:
    """The settings that are allowed beside the one at ``at``, which may stand in a section of the model."""
    for key in at[:-1]:
        annotation = model.model_fields[str(key)].annotation if key in model.model_fields else None
        sections = [part for part in (annotation, *get_args(annotation)) if isinstance(part, type)]
        model = next((part for part in sections if issubclass(part, BaseModel)), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _in_words(problem: Any, allowed: set[str]) -> str:
    """A pydantic error as a sentence, with the nearest allowed word for an unknown key."""
    key = str(problem["loc"][-1]) if problem["loc"] else ""
    if problem["type"] == "extra_forbidden":
        return f"{key!r} is not a setting here; allowed: {', '.join(sorted(allowed))}.{nearest(key, allowed)}"
    if problem["type"] == "missing":
        return f"the setting {key!r} is missing."
    if problem["type"] == "too_short" and not problem["input"]:
        return f"{key}: at least 1 item must stand here, and there is none."
    name, wanted = _setting(problem["loc"]), _wanted(problem["type"], problem["input"])
    if wanted:
        return f"{name}: this must be {wanted}." if name else f"this must be {wanted}."
    text = problem["msg"].removeprefix("Value error, ")
    said = text[:1].lower() + text[1:]
    return f"{name}: {said}; got {problem['input']!r:.80}." if name else f"{said}."


def _setting(at: Sequence[str | int]) -> str:
    """The name of a setting, and which of its entries where it is one of a list."""
    if len(at) > 1 and isinstance(at[-1], int):
        return f"{at[-2]}, entry {at[-1] + 1}"
    return str(at[-1]) if at else ""


def _wanted(trouble: str, given: Any) -> str:
    """What must stand where something of another form does, in YAML's words; empty for all other troubles."""
    if trouble in ("tuple_type", "list_type"):
        return _list_wanted(given)
    if trouble in ("dict_type", "model_type", "model_attributes_type"):
        return f"a table, such as {{name: value}}; got {_form(given)}"
    if trouble == "string_type":
        return f'text: write "{yaml_document.plain(given)}"' if _is_plain(given) else f"text; got {_form(given)}"
    return ""


def _list_wanted(given: Any) -> str:
    if _is_plain(given):
        return f"a list: write [{yaml_document.plain(given)}]"
    if isinstance(given, dict):
        return "a list, each entry of which begins with `- `; got a table"
    return f"a list, such as [one, another]; got {_form(given)}"


def _is_plain(given: Any) -> bool:
    return isinstance(given, (str, int, float))


def _form(given: Any) -> str:
    """What was written, by its form in YAML."""
    if given is None:
        return "nothing"
    if isinstance(given, (dict, list)):
        return "a table" if isinstance(given, dict) else "a list"
    return f"{given!r:.80}"
