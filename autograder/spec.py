"""assignment.yaml → `Assignment`. The door is `load`.

Every mistake is reported at once, each with file, line and column, what is allowed there, and the nearest word.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from autograder import staff_code, yaml_text
from autograder.checks import KINDS
from autograder.late import Policy
from autograder.metadata import moment
from autograder.records import Assignment, Check, Limits, Question, Visibility
from autograder.yaml_text import Document, Place, Problem

SPEC_NAME = "assignment.yaml"
ANSWERS_NAME = "answers.npz"
RELEASE_NAME = "RELEASE"


class SpecError(Exception):
    """assignment.yaml or the staff code beside it cannot be used; one line for each problem."""


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LimitsText(_Text):
    """What a check may use."""

    seconds: float = Field(default=20, gt=0)
    memory_mb: int = Field(default=1024, gt=0)
    printed_kb: int = Field(default=64, ge=0)


class VisibilityText(_Text):
    """When students see public and hidden checks on Gradescope."""

    public: Visibility = "visible"
    hidden: Visibility = "visible"


class DatesText(_Text):
    """When the work is due, for where the platform does not say; with the offset from UTC: 2026-12-01 23:59 -0800."""

    due: str | None = None

    @field_validator("due")
    @classmethod
    def _a_moment(cls, value: str | None) -> str | None:
        if value is not None and moment(value) is None:
            raise ValueError("this is no date and time; write it as 2026-12-01 23:59 -0800")
        return value


class LateText(_Text):
    """How late work is treated; the meaning of each setting is `late.Policy`'s."""

    grace_minutes: float = Field(default=0, ge=0)
    slip_days: int = Field(default=0, ge=0)
    percent_a_day: float = Field(default=0, ge=0, le=100)
    cap_percent: float = Field(default=100, ge=0, le=100)
    floor_percent: float = Field(default=0, ge=0, le=100)


class CheckText(_Text):
    """The settings that every check has; the kind's own stand beside them."""

    id: str = Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_.-]+$")
    kind: str
    title: str = Field(min_length=1)
    points: float = Field(0, ge=0)
    probe: str = ""
    cases: str = ""
    public: bool = False
    visibility: Visibility | None = None
    after: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    hint: str = ""
    limits: dict[str, Any] = Field(default_factory=dict)


class QuestionText(_Text):
    """One question; its checks are read one by one."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str
    points: float = Field(ge=0)
    optional: bool = False
    checks: list[dict[str, Any]] = Field(min_length=1)


class AssignmentText(_Text):
    """The whole file."""

    assignment: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    seed: int
    decks: int = Field(4, ge=1, le=64)
    files: tuple[str, ...] = Field(min_length=1)
    limits: LimitsText = LimitsText()
    total_seconds: float = Field(default=480, gt=0)
    visibility: VisibilityText = VisibilityText()
    dates: DatesText = DatesText()
    late: LateText | None = None
    hints_per_day: int | None = Field(default=None, ge=0)
    questions: list[dict[str, Any]] = Field(min_length=1)


@dataclass(frozen=True)
class _Reading:
    """A document and what has been found wrong with it so far; `found` grows while the file is read."""

    path: Path
    document: Document
    found: list[Problem]

    def add(self, path: Sequence[str | int], message: str) -> None:
        self.found.append(Problem(self.document.place(tuple(path)), message))

    def model(self, model: type[BaseModel], data: Any, path: tuple[str | int, ...], also: Iterable[str] = ()) -> Any:
        """``data`` as ``model``, or None with its problems added."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for problem in error.errors():
                self.add((*path, *problem["loc"]), _in_words(problem, {*_settings_at(model, problem["loc"]), *also}))
            return None


def load(folder: Path | str) -> Assignment:
    """Read ``folder/assignment.yaml`` and the staff code beside it.

    Raises `SpecError` with every problem found.
    """
    folder = Path(folder).resolve()
    path = folder / SPEC_NAME
    reading = _Reading(path, _document(path), [])
    reading.found.extend(reading.document.problems)
    text = _whole(reading)
    questions = [] if text is None else list(_questions(reading, text))
    probes, laws = _staff(folder)
    if text is not None:
        _references(reading, folder, questions, probes, laws)
    if reading.found:
        raise SpecError("\n".join(_lines(path, reading.found)))
    return Assignment(
        id=text.assignment,
        title=text.title,
        folder=str(folder),
        files=text.files,
        seed=text.seed,
        decks=text.decks,
        limits=Limits(**text.limits.model_dump()),
        total_seconds=text.total_seconds,
        questions=tuple(question for _, question in questions),
        probes=probes,
        laws=laws,
        release=release_of(folder),
        due=moment(text.dates.due),
        late=None if text.late is None else Policy(**text.late.model_dump()),
        hints_per_day=text.hints_per_day,
    )


def release_of(folder: Path) -> str:
    """Twelve hexadecimal digits that change with the spec, the probes, the laws or the answers.

    What was made from an assignment's folder says in a file which release it was made from.
    """
    if (folder / RELEASE_NAME).exists():
        return (folder / RELEASE_NAME).read_text(encoding="utf-8").strip()
    digest = hashlib.sha256()
    parts = [folder / SPEC_NAME, folder / ANSWERS_NAME]
    for path in [*parts, *staff_code.module_paths(folder, "probes"), *staff_code.module_paths(folder, "laws")]:
        if path.exists():
            digest.update(
                f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes()
            )
    return digest.hexdigest()[:12]


def _document(path: Path) -> Document:
    try:
        return yaml_text.read(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SpecError(f"{path}: there is no such file; an assignment is a folder with {SPEC_NAME} in it.") from None
    except UnicodeDecodeError as error:
        raise SpecError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8.") from None


def _staff(folder: Path) -> tuple[dict[str, str], dict[str, Any]]:
    try:
        return staff_code.sources(folder, "probes"), staff_code.functions(folder, "laws")
    except staff_code.StaffCodeError as error:
        raise SpecError(str(error)) from error


def _whole(reading: _Reading) -> Any:
    data = reading.document.data
    if reading.document.data is None:
        return None
    if not isinstance(data, dict):
        reading.add((), "the file must be a table of settings, such as `title: …`.")
        return None
    return reading.model(AssignmentText, data, ()) or _questions_alone(data)


def _questions_alone(data: Mapping[str, Any]) -> Any:
    """A file whose head is wrong, with the usual settings in its place, so that its questions' mistakes are found too."""
    questions = data.get("questions")
    if not isinstance(questions, list) or not all(isinstance(item, dict) for item in questions):
        return None
    return AssignmentText.model_construct(questions=questions, limits=LimitsText(), visibility=VisibilityText())


def _questions(reading: _Reading, text: AssignmentText) -> Iterator[tuple[int, Question]]:
    for number, data in enumerate(text.questions):
        path = ("questions", number)
        parsed = reading.model(QuestionText, data, path)
        if parsed is None:
            continue
        checks = tuple(
            check
            for i, item in enumerate(parsed.checks)
            if (check := _check(reading, text, parsed, item, (*path, "checks", i))) is not None
        )
        total = sum(check.points for check in checks)
        if len(checks) == len(parsed.checks) and abs(total - parsed.points) > 1e-9:
            reading.add(
                (*path, "points"), f"{parsed.id} is worth {parsed.points:g} points, but its checks add up to {total:g}."
            )
        yield number, Question(parsed.id, parsed.title, parsed.points, parsed.optional, checks)


def _check(
    reading: _Reading, whole: AssignmentText, question: QuestionText, data: dict[str, Any], path: tuple[str | int, ...]
) -> Check | None:
    kind = KINDS.get(str(data.get("kind")))
    own = set(kind.options.model_fields) if kind else set()
    if kind is None and "kind" in data:
        reading.add(
            (*path, "kind"),
            f"{data['kind']!r} is no kind of check; allowed: {', '.join(KINDS)}.{_nearest(str(data['kind']), KINDS)}",
        )
        return None
    common = reading.model(CheckText, {key: value for key, value in data.items() if key not in own}, path, also=own)
    options = kind and reading.model(kind.options, {key: value for key, value in data.items() if key in own}, path)
    limits = common and reading.model(LimitsText, {**whole.limits.model_dump(), **common.limits}, (*path, "limits"))
    if common is None or options is None or limits is None:
        return None
    if not common.id.startswith(f"{question.id}."):
        reading.add((*path, "id"), f"the id {common.id} must start with its question's: {question.id}.…")
    visibility = common.visibility or (whole.visibility.public if common.public else whole.visibility.hidden)
    return Check(
        **common.model_dump(exclude={"visibility", "limits"}),
        options=options,
        visibility=visibility,
        limits=Limits(**limits.model_dump()),
    )


def _references(
    reading: _Reading,
    folder: Path,
    questions: Sequence[tuple[int, Question]],
    probes: Mapping[str, str],
    laws: Mapping[str, Any],
) -> None:
    """Every name that a check mentions must exist: probes, cases, laws, and checks that stand before it."""
    known_probes = staff_code.names_in(probes)
    known_cases = staff_code.names_in(staff_code.sources(folder, "cases"))
    order = _ids_in_order(reading)
    seen: set[str] = set()
    for number, question in questions:
        places = _check_places(reading, number)
        for check in question.checks:
            path = places.get(check.id, ("questions", number))
            earlier = order[: order.index(check.id)]
            if check.id in seen:
                reading.add((*path, "id"), f"the id {check.id} is given twice.")
            for field, names in (("after", check.after), ("builds_on", check.builds_on)):
                _known(reading, (*path, field), names, earlier, "check before this one")
            if check.kind == "leaderboard":
                _known(reading, (*path, "of"), [check.options.of], earlier, "check before this one")
            else:
                _known(reading, (*path, "probe"), [check.probe], known_probes, "function in probes/")
                if known_cases:
                    _known(reading, (*path, "cases"), [check.cases], known_cases, "function in cases/")
            if check.kind == "gradient":
                _known(
                    reading,
                    (*path, "forward"),
                    [check.options.forward],
                    known_probes - {check.probe},
                    "other function in probes/",
                )
            if check.kind == "law":
                _known(reading, (*path, "law"), check.options.law, laws, "function in laws/")
            seen.add(check.id)


def _ids_in_order(reading: _Reading) -> list[str]:
    """The ids of all checks as they are written, also of those that could not be read."""
    questions = [item for item in reading.document.data["questions"] if isinstance(item, dict)]
    checks = [item for question in questions for item in question.get("checks") or [] if isinstance(item, dict)]
    return [str(item.get("id")) for item in checks]


def _check_places(reading: _Reading, number: int) -> dict[str, tuple[str | int, ...]]:
    items = reading.document.data["questions"][number]["checks"]
    return {
        str(item.get("id")): ("questions", number, "checks", i)
        for i, item in enumerate(items)
        if isinstance(item, dict)
    }


def _known(
    reading: _Reading, path: tuple[str | int, ...], names: Iterable[str], known: Iterable[str], what: str
) -> None:
    for name in names:
        if name not in known:
            reading.add(
                path, f"{name!r} is no {what}.{_nearest(name, known)}" if name else f"a {what} must be named here."
            )


def _settings_at(model: type[BaseModel], path: Sequence[str | int]) -> Iterable[str]:
    """The settings that are allowed beside the one at ``path``, which may stand in a section of the model."""
    for key in path[:-1]:
        annotation = model.model_fields[str(key)].annotation if key in model.model_fields else None
        sections = [part for part in (annotation, *get_args(annotation)) if isinstance(part, type)]
        model = next((part for part in sections if issubclass(part, BaseModel)), model)
    return model.model_fields


def _in_words(problem: Any, allowed: set[str]) -> str:
    """A pydantic error as a sentence, with the nearest allowed word for an unknown key."""
    key = str(problem["loc"][-1]) if problem["loc"] else ""
    if problem["type"] == "extra_forbidden":
        return f"{key!r} is not a setting here; allowed: {', '.join(sorted(allowed))}.{_nearest(key, allowed)}"
    if problem["type"] == "missing":
        return f"the setting {key!r} is missing."
    text = problem["msg"].removeprefix("Value error, ")
    said = text[:1].lower() + text[1:]
    return f"{key}: {said}; got {problem['input']!r}." if key else f"{said}."


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def _lines(path: Path, problems: Iterable[Problem]) -> Iterator[str]:
    def place(problem: Problem) -> tuple[int, int]:
        return problem.place.line, problem.place.column

    for problem in sorted(problems, key=place):
        yield f"{path}:{problem.place.line}:{problem.place.column}: {problem.message}"


__all__ = ["ANSWERS_NAME", "SPEC_NAME", "Place", "SpecError", "load", "release_of"]
