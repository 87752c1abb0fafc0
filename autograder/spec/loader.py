"""assignment.yaml → `Assignment`. The door is `load`.

Every mistake is reported at once, each with file, line and column, what is allowed there, and the nearest word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from autograder.checks import ENTRIES, Kind
from autograder.checks.kind import no_problems
from autograder.records import Assignment, Case, Check, Leaderboard, Limits, Policy, Question, Visibility
from autograder.spec import reading, references, staff_code
from autograder.spec.cases import CasesError, decks_of, draw
from autograder.spec.reading import At, Reading, Settings, StaffTextError
from autograder.spec.staff_folder import ANSWERS_NAME, RELEASE_NAME, SPEC_NAME, StaffFolder
from autograder.text.moments import has_offset, moment
from autograder.text.plural import agreed
from autograder.text.suggest import nearest


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
    """How late work is treated; the meaning of each setting is `records.Policy`'s."""

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
    seed: int | None = Field(default=None, ge=0)
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
    code = staff_code.code(folder)
    references.look_up(reading, code)
    _slips(reading, questions, code.cases, getattr(text, "seed", None) or 0)
    if reading.found or code.troubles:
        raise SpecError("\n".join([*reading.lines(), *code.troubles]))
    return Assignment(
        id=text.assignment,
        title=text.title,
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


def seed_of(folder: StaffFolder, assignment: Assignment) -> int:
    """The seed that the random cases are drawn from. Raises `SpecError` where the file gives none, as a kit's does."""
    if assignment.seed is None:
        reading = _reading(folder.spec)
        reading.add(
            (), "the setting 'seed' is missing; the random cases are drawn from it, so write a number of your own."
        )
        raise SpecError("\n".join(reading.lines()))
    return assignment.seed


def where(folder: StaffFolder, check: Check, at: At = ()) -> str:
    """The place of a check in the file, or of one of its settings, as file:line:column."""
    reading = _reading(folder.spec)
    path = next((path for path, written in references.checks(reading) if written.get("id") == check.id), ())
    place = reading.document.place((*path, *at))
    return f"{reading.path}:{place.line}:{place.column}"


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
        return reading.read(path)
    except FileNotFoundError:
        raise SpecError(f"{path}: there is no such file; an assignment is a folder with {SPEC_NAME} in it.") from None


def _whole(reading: Reading) -> Any:
    data = reading.document.data
    if reading.document.data is None:
        return None
    if not isinstance(data, dict):
        reading.add((), "the file must be a table of settings, such as `title: …`.")
        return None
    return reading.model(AssignmentText, data, ()) or _questions_alone(data)


def _questions_alone(data: Mapping[str, Any]) -> AssignmentText:
    """A file whose head is wrong, with the usual settings in its place, so that its questions' mistakes are found too."""
    questions = references.as_list(data.get("questions"))
    return AssignmentText.model_construct(
        files=(), questions=questions, limits=LimitsText(), visibility=VisibilityText()
    )


def _questions(reading: Reading, text: AssignmentText) -> Iterator[Question]:
    for number, data in enumerate(text.questions):
        if isinstance(data, dict):
            yield _question(reading, text, data, ("questions", number))


def _question(reading: Reading, text: AssignmentText, data: dict[str, Any], path: At) -> Question:
    parsed = reading.model(QuestionText, data, path) or _checks_alone(data)
    read = [
        _check(reading, text, item, (*path, "checks", i))
        for i, item in enumerate(parsed.checks)
        if isinstance(item, dict)
    ]
    checks = tuple(entry for entry in read if isinstance(entry, Check))
    boards = tuple(
        Leaderboard(entry.id, entry.title, sum(isinstance(before, Check) for before in read[:place]), entry.options)
        for place, entry in enumerate(read)
        if isinstance(entry, Leaderboard)
    )
    total = sum(check.points for check in checks)
    if (
        parsed.points is not None
        and None not in read
        and len(read) == len(parsed.checks)
        and abs(total - parsed.points) > 1e-9
    ):
        worth = f"{parsed.points:g} {agreed(parsed.points, 'point', 'points')}"
        reading.add((*path, "points"), f"{parsed.id} is worth {worth}, but its checks add up to {total:g}.")
    return Question(parsed.id, parsed.title, parsed.points, parsed.optional, checks, boards)


def _checks_alone(data: Mapping[str, Any]) -> QuestionText:
    """A question whose head is wrong, with nothing in its place, so that its checks' mistakes are found too."""
    checks = references.as_list(data.get("checks"))
    return QuestionText.model_construct(id="", title="", points=None, optional=False, checks=checks)


def _check(reading: Reading, whole: AssignmentText, data: dict[str, Any], path: At) -> Check | Leaderboard | None:
    kind = ENTRIES.get(str(data.get("kind")))
    own = {name for one in ([kind] if kind else ENTRIES.values()) for name in one.options.model_fields}
    if kind is None and "kind" in data:
        reading.add(
            (*path, "kind"),
            f"{data['kind']!r} is no kind of check; allowed: {', '.join(ENTRIES)}.{nearest(str(data['kind']), ENTRIES)}",
        )
        data = {**data, "kind": ""}
    common = reading.model(CheckText, {key: value for key, value in data.items() if key not in own}, path, also=own)
    options = kind and reading.model(kind.options, {key: value for key, value in data.items() if key in own}, path)
    limits = reading.model(LimitsText, {**whole.limits.model_dump(), **_stated(data)}, (*path, "limits"))
    if common is None or options is None or limits is None:
        return None
    if not isinstance(kind, Kind):
        if common.points:
            reading.add((*path, "points"), f"a {common.kind} earns no points: give them to the check that it ranks.")
        return Leaderboard(common.id, common.title, 0, options)
    visibility = common.visibility or (whole.visibility.public if common.public else whole.visibility.hidden)
    return Check(
        **common.model_dump(exclude={"visibility", "limits"}),
        options=options,
        visibility=visibility,
        limits=Limits(**limits.model_dump(), explicit="seconds" in common.limits),
    )


def _stated(data: Mapping[str, Any]) -> dict[str, Any]:
    """The limits that a check has of its own; what is no table has been noted before."""
    limits = data.get("limits")
    return limits if isinstance(limits, dict) else {}


def _slips(
    reading: Reading, questions: Sequence[Question], functions: Mapping[str, Callable[..., Any]], seed: int
) -> None:
    """Note the settings that do not fit a check's cases, where these can be drawn.

    One deck tells what the inputs are called; freezing looks at all of them.
    """
    read = {entry.id: entry for question in questions for entry in question.entries}
    earlier: dict[str, Check] = {}
    for path, written in references.checks(reading):
        entry = read.get(str(written.get("id")))
        if entry is None:
            continue
        drawn = entry if isinstance(entry, Check) else earlier.get(entry.options.of)
        problems = ENTRIES[written["kind"]].problems
        if drawn and problems is not no_problems and (cases := _cases(drawn, functions, seed)):
            for problem in problems(entry, cases):
                reading.add((*path, *problem.at), problem.words)
        if isinstance(entry, Check):
            earlier[entry.id] = entry


def _cases(check: Check, functions: Mapping[str, Callable[..., Any]], seed: int) -> Sequence[Case]:
    """The cases of a check in its first deck; none where they cannot be drawn, which only freezing minds, and tells."""
    try:
        return draw(check, functions[check.cases], seed, decks_of(check, 1)[0])
    except (KeyError, CasesError):
        return ()


__all__ = ["ANSWERS_NAME", "RELEASE_NAME", "SPEC_NAME", "SpecError", "load", "release_of", "seed_of", "where"]
