"""assignment.yaml → `Assignment`. The door is `load`.

Every mistake is reported at once, each with file, line and column, what is allowed there, and the nearest word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from autograder import staff_code, staff_text
from autograder.checks import KINDS
from autograder.late import Policy
from autograder.metadata import has_offset, moment
from autograder.plural import agreed
from autograder.records import Assignment, Check, Law, Limits, Question, Visibility
from autograder.staff_text import Reading, Settings, StaffTextError, nearest

SPEC_NAME = "assignment.yaml"
ANSWERS_NAME = "answers.npz"
RELEASE_NAME = "RELEASE"


class SpecError(StaffTextError):
    """assignment.yaml or the staff code beside it cannot be used; one line for each problem."""


class LimitsText(Settings):
    """What a check may use."""

    seconds: float = Field(default=20, gt=0)
    memory_mb: int = Field(default=1024, gt=0)
    printed_kb: int = Field(default=64, ge=0)


class VisibilityText(Settings):
    """When students see public and hidden checks on Gradescope."""

    public: Visibility = "visible"
    hidden: Visibility = "visible"


class DatesText(Settings):
    """When the work is due, for where the platform does not say; with the offset from UTC: 2026-12-01 23:59 -0800."""

    due: str | None = None

    @field_validator("due")
    @classmethod
    def _a_moment(cls, value: str | None) -> str | None:
        if value is not None and (moment(value) is None or not has_offset(value)):
            raise ValueError("this is no date and time; write it as 2026-12-01 23:59 -0800")
        return value


class LateText(Settings):
    """How late work is treated; the meaning of each setting is `late.Policy`'s."""

    grace_minutes: float = Field(default=0, ge=0)
    slip_days: int = Field(default=0, ge=0)
    percent_a_day: float = Field(default=0, ge=0, le=100)
    cap_percent: float = Field(default=100, ge=0, le=100)
    floor_percent: float = Field(default=0, ge=0, le=100)


class CheckText(Settings):
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


class QuestionText(Settings):
    """One question; its checks are read one by one."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str
    points: float = Field(ge=0)
    optional: bool = False
    checks: list[dict[str, Any]] = Field(min_length=1)


class AssignmentText(Settings):
    """The whole file."""

    assignment: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    seed: int | None = None
    decks: int = Field(4, ge=1, le=64)
    files: tuple[str, ...] = Field(min_length=1)
    limits: LimitsText = LimitsText()
    total_seconds: float = Field(default=480, gt=0)
    visibility: VisibilityText = VisibilityText()
    dates: DatesText = DatesText()
    late: LateText | None = None
    hints_per_day: int | None = Field(default=None, ge=0)
    questions: list[dict[str, Any]] = Field(min_length=1)


def load(folder: Path | str) -> Assignment:
    """Read ``folder/assignment.yaml`` and the staff code beside it.

    Raises `SpecError` with every problem found.
    """
    folder = Path(folder).resolve()
    path = folder / SPEC_NAME
    reading = _reading(path)
    text = _whole(reading)
    questions = () if text is None else tuple(_questions(reading, text))
    try:
        code = _code(folder)
    except staff_code.StaffCodeError as error:
        raise SpecError("\n".join([*reading.lines(), str(error)])) from error
    if text is not None:
        _references(reading, code)
        _files(reading, text)
    if reading.found:
        raise SpecError("\n".join(reading.lines()))
    return Assignment(
        id=text.assignment,
        title=text.title,
        folder=str(folder),
        files=text.files,
        seed=text.seed,
        decks=text.decks,
        limits=Limits(**text.limits.model_dump()),
        total_seconds=text.total_seconds,
        questions=questions,
        probes=code.probes,
        laws=code.laws,
        release=release_of(folder),
        due=moment(text.dates.due),
        late=None if text.late is None else Policy(**text.late.model_dump()),
        hints_per_day=text.hints_per_day,
    )


def seed_of(assignment: Assignment) -> int:
    """The seed that the random cases are drawn from. Raises `SpecError` where the file gives none, as a kit's does."""
    if assignment.seed is None:
        reading = _reading(Path(assignment.folder) / SPEC_NAME)
        reading.add((), "the setting 'seed' is missing; the random cases are drawn from it, so write a number of your own.")
        raise SpecError("\n".join(reading.lines()))
    return assignment.seed


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


def _reading(path: Path) -> Reading:
    try:
        return staff_text.read(path)
    except FileNotFoundError:
        raise SpecError(f"{path}: there is no such file; an assignment is a folder with {SPEC_NAME} in it.") from None


@dataclass(frozen=True)
class _Code:
    """Staff's own Python beside the file: the text of the probes, the laws, and the names that a check may use."""

    probes: Mapping[str, str]
    laws: Mapping[str, Law]
    probe_names: Collection[str]
    case_names: Collection[str]


def _code(folder: Path) -> _Code:
    return _Code(
        staff_code.sources(folder, "probes"),
        staff_code.functions(folder, "laws"),
        staff_code.names_in(folder, "probes"),
        staff_code.names_in(folder, "cases"),
    )


def _whole(reading: Reading) -> Any:
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
    return AssignmentText.model_construct(files=(), questions=questions, limits=LimitsText(), visibility=VisibilityText())


def _questions(reading: Reading, text: AssignmentText) -> Iterator[Question]:
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
            worth = f"{parsed.points:g} {agreed(parsed.points, 'point', 'points')}"
            reading.add((*path, "points"), f"{parsed.id} is worth {worth}, but its checks add up to {total:g}.")
        yield Question(parsed.id, parsed.title, parsed.points, parsed.optional, checks)


def _check(
    reading: Reading, whole: AssignmentText, question: QuestionText, data: dict[str, Any], path: tuple[str | int, ...]
) -> Check | None:
    kind = KINDS.get(str(data.get("kind")))
    own = set(kind.options.model_fields) if kind else set()
    if kind is None and "kind" in data:
        reading.add(
            (*path, "kind"),
            f"{data['kind']!r} is no kind of check; allowed: {', '.join(KINDS)}.{nearest(str(data['kind']), KINDS)}",
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
        limits=Limits(**limits.model_dump(), stated="seconds" in common.limits),
    )


def _references(reading: Reading, code: _Code) -> None:
    """Every name that a check mentions must exist: probes, cases, laws, and checks that stand before it.

    The file itself is read, not what became of it, so that a check with another mistake in it has its names looked up too.
    """
    earlier: list[str] = []
    for path, check in _checks_as_written(reading):
        kind = check.get("kind")
        if check.get("id") in earlier:
            reading.add((*path, "id"), f"the id {check['id']} is given twice.")
        for field in ("after", "builds_on"):
            reading.known((*path, field), _names(check.get(field)), earlier, "check before this one")
        if kind == "leaderboard":
            reading.known((*path, "of"), _names(check.get("of")), earlier, "check before this one")
        else:
            lacking = "" if kind in KINDS else None
            reading.known((*path, "probe"), _names(check.get("probe", lacking)), code.probe_names, "function in probes/")
            if code.case_names:
                reading.known((*path, "cases"), _names(check.get("cases", lacking)), code.case_names, "function in cases/")
        if kind == "gradient":
            others = set(code.probe_names) - {check.get("probe")}
            reading.known((*path, "forward"), _names(check.get("forward")), others, "other function in probes/")
        if kind == "law":
            reading.known((*path, "law"), _names(check.get("law")), code.laws, "function in laws/")
        earlier += _names(check.get("id"))


def _checks_as_written(reading: Reading) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Every check in the file with its place, also those that could not be read."""
    for number, question in enumerate(reading.document.data["questions"]):
        checks = question.get("checks") if isinstance(question, dict) else None
        for i, check in enumerate(checks if isinstance(checks, list) else []):
            if isinstance(check, dict):
                yield ("questions", number, "checks", i), check


def _names(value: Any) -> list[str]:
    """One name or several, as they are written; what is neither has been noted before."""
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]


def _files(reading: Reading, text: AssignmentText) -> None:
    """Where the reference is, a file that students hand in is one of its own; where there is none of it, nothing is known."""
    present = {path.name for path in reading.path.parent.glob("*.py")}
    if present.intersection(text.files):
        for number, name in enumerate(text.files):
            reading.known(("files", number), [name], present, "file of the reference in this folder")


__all__ = ["ANSWERS_NAME", "SPEC_NAME", "SpecError", "load", "release_of", "seed_of"]
