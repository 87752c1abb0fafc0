"""Read a YAML file that staff wrote, and report all of its problems at once, each with its place."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from autograder.checks.settings import Options
from autograder.spec import setting_messages, text_files, yaml_document
from autograder.spec.errors import StaffTextError
from autograder.spec.yaml_document import Document, KeyPath, Problem
from autograder.text.suggest import nearest

Model = TypeVar("Model", bound="BaseModel | Options")

Words: TypeAlias = Annotated[str, Field(min_length=1, pattern=r"\S")]
"""A text for people, which is not blank."""

ENDLESS = "{}: this must be a finite number, such as 1.5."
TRUTH = "{}: this must be a number, such as 1.5; got {}."

KeyProblem: TypeAlias = "tuple[KeyPath, str]"
"""A problem: the keys that lead to its part of the document, and a sentence."""


class SettingsTable(BaseModel):
    """A table of settings that allows no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


validator: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)
"""What reads a model, be it one of pydantic's or the options of a kind."""


class ProblemCollector:
    """Collects the problems of one file while it is read, beginning with those that keep it from being plain YAML."""

    def __init__(self, path: Path, document: Document) -> None:
        self.path = path
        self.document = document
        self._problems = list(document.problems)

    def __bool__(self) -> bool:
        """Whether there is any problem."""
        return bool(self._problems)

    def add(self, *problems: KeyProblem) -> None:
        """Add problems, each with the place of its part of the document."""
        self._problems += [Problem(self.document.place(at), message) for at, message in problems]

    def parse(self, model: type[Model], data: Any, at: KeyPath, also: Iterable[str] = ()) -> Model | None:
        """``data`` as ``model``, or None after adding its problems.

        ``also`` names settings that another model reads.
        """
        try:
            reader = validator(model)
            read: Model = reader.validate_python(data)
            unfit = list(no_numbers(data, reader.dump_python(read, by_alias=True)))
            self.add(*(((*at, *place), words) for place, words in unfit))
            return None if unfit else read
        except ValidationError as error:
            errors = error.errors()
            # a list with wrong entries also counts as too short, which is not worth a sentence
            around = {wrong["loc"][:depth] for wrong in errors for depth in range(len(wrong["loc"]))}
            told = [wrong for wrong in errors if wrong["type"] != "too_short" or wrong["loc"] not in around]
            self.add(*(((*at, *wrong["loc"]), setting_messages.message(model, wrong, also)) for wrong in told))
            return None

    def lines(self) -> list[str]:
        """A line for each problem, in the order of the file."""
        ordered = sorted(dict.fromkeys(self._problems), key=lambda problem: (problem.place.line, problem.place.column))
        return [f"{self.path}:{problem.place.line}:{problem.place.column}: {problem.message}" for problem in ordered]


def read(path: Path) -> ProblemCollector:
    """The file's document, and its first problems. Raises `StaffTextError` when the file is not UTF-8."""
    return ProblemCollector(path, yaml_document.read(text_files.read(path)))


def entries(path: Path, model: type[Model]) -> list[Model]:
    """A file that is one list, each entry as ``model``; empty where there is no file.

    Raises `StaffTextError` with every problem.
    """
    if not path.exists():
        return []
    problems = read(path)
    data = problems.document.data
    if not isinstance(data, list) and not problems:
        problems.add(((), "the file must be a list of entries."))
    found = [problems.parse(model, item, (number,)) for number, item in enumerate(as_list(data))]
    if problems:
        raise StaffTextError("\n".join(problems.lines()))
    return [entry for entry in found if entry is not None]


def unknown_names(at: KeyPath, names: Iterable[str], known: Collection[str], what: str) -> Iterator[KeyProblem]:
    """A problem for every name that is not among the known ones, with the nearest of these."""
    for name in names:
        if name not in known:
            yield at, f"{name!r} is not a {what}.{nearest(name, known)}" if name else f"a {what} must be named here."


def unknown_checks(at: KeyPath, names: Iterable[str], known: Collection[str], what: str) -> Iterator[KeyProblem]:
    """A problem for every name that is not a known check's; for a question's, the checks of the question."""
    for name in names:
        if name not in known and (own := [check for check in known if check.startswith(f"{name}.")]):
            yield at, f"{name!r} is a question, and a check must be named: [{', '.join(own)}] are those of {name}."
        else:
            yield from unknown_names(at, [name], known, what)


def repeated_names(at: KeyPath, written: Any) -> Iterator[KeyProblem]:
    """A problem for every name that stands in a list for the second time."""
    for number, name in enumerate(as_list(written)):
        if isinstance(name, str) and name in as_list(written)[:number]:
            yield (*at, number), f"{name!r} stands in this list already; keep one of them."


def not_finite(value: Any, at: KeyPath) -> Iterator[KeyPath]:
    """The places of the numbers in a value that are not finite."""
    if isinstance(value, float) and not math.isfinite(value):
        yield at
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    for key, part in inside:
        yield from not_finite(part, (*at, key))


def truth_values(written: Any, read: Any, at: KeyPath) -> Iterator[tuple[KeyPath, bool]]:
    """The places where ``true`` or ``false`` is written and a number was read, with what is written."""
    if isinstance(written, bool) and not isinstance(read, bool):
        yield at, written
    if isinstance(written, dict) and isinstance(read, dict):
        pairs: list[tuple[Any, Any, Any]] = [(key, part, read[key]) for key, part in written.items() if key in read]
    elif isinstance(written, list) and isinstance(read, (list, tuple)):
        pairs = list(zip(range(len(written)), written, read, strict=False))
    else:
        pairs = []
    for key, given, made in pairs:
        yield from truth_values(given, made, (*at, key))


def no_numbers(written: Any, read: Any) -> Iterator[KeyProblem]:
    """What was read as a number and is none that a setting can have."""
    yield from ((place, ENDLESS.format(place[-1])) for place in not_finite(read, ()))
    for place, given in truth_values(written, read, ()):
        yield place, TRUTH.format(place[-1], yaml_document.plain(given))


def as_list(value: Any) -> list[Any]:
    """A list as it is written. Any other form, which parsing reports, counts as an empty list."""
    return value if isinstance(value, list) else []


def written_names(value: Any) -> list[str]:
    """One name or several, as they are written; parsing reports values that are not text."""
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]
