"""The known mistakes: small changes to the reference, each with a hint.

``mistakes/*.yaml`` in an assignment's folder holds them; a mistake is just another submission, made from the reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import Field

from autograder.mistakes.edits import EDIT_KEYS, Edit
from autograder.records import Assignment, Submission
from autograder.spec.errors import StaffTextError
from autograder.spec.named_in_texts import Nameable
from autograder.spec.reading import (
    KeyProblem,
    ProblemCollector,
    SettingsTable,
    Words,
    read,
    unknown_checks,
    unknown_names,
)
from autograder.spec.staff_folder import MISTAKES, StaffFolder
from autograder.spec.yaml_document import Document, KeyPath
from autograder.text.python_source import located, parse_quietly

TEXTS = (".py", ".csv")
"""Files that a mistake may change."""


class MistakesError(StaffTextError):
    """Files of mistakes that cannot be used; one line for each problem, with its place."""


class Mistake(SettingsTable):
    """A wrong idea: the edits that make it, the checks that must catch it, and a hint that gives no answer away.

    ``shares`` names mistakes that rightly give the same result in some check: all of their hints are then shown.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    question: str
    idea: Words
    edits: tuple[Edit, ...] = Field(min_length=1)
    checks: tuple[str, ...] = Field(min_length=1)
    hint: Words
    shares: tuple[str, ...] = ()


class MistakesFile(SettingsTable):
    """One file of mistakes: the question they belong to, the file they change by default, and the list."""

    question: str
    file: str
    mistakes: list[dict[str, Any]] = Field(min_length=1)


def load(folder: StaffFolder, assignment: Assignment) -> tuple[Mistake, ...]:
    """Every mistake of the assignment, in the order of the files; none where there is no folder of them.

    Raises `MistakesError` with every problem found, edits that do not fit the reference included.
    """
    files = {name: folder.text(name) for name in assignment.files if name.endswith(TEXTS)}
    if unfit := [said for name, text in files.items() if (said := _not_python(folder, name, text))]:
        raise MistakesError("\n".join(unfit))
    for short in sorted((folder.path / MISTAKES).glob("*.yml")):
        raise MistakesError(f"{short}: only files whose name ends in .yaml are read: rename this one.")
    collectors = [read(path) for path in sorted((folder.path / MISTAKES).glob("*.yaml"))]
    mistakes = [item for problems in collectors for item in _mistakes(problems)]
    ids = [mistake.id for _, _, mistake in mistakes]
    named = _named(folder, assignment, files)
    for problems, at, mistake in mistakes:
        problems.add(*named.problems(at, {"idea": mistake.idea, "hint": mistake.hint}))
        problems.add(*_name_problems(assignment, ids, at, mistake))
        problems.add(*_default_problems(problems.document, assignment, at, mistake))
        problems.add(*_edit_problems(problems.document, files, at, mistake))
    lines = [line for problems in collectors for line in problems.lines()]
    if lines:
        raise MistakesError("\n".join(lines))
    return tuple(mistake for _, _, mistake in mistakes)


def _named(folder: StaffFolder, assignment: Assignment, files: Mapping[str, str]) -> Nameable:
    """What ideas and hints may name."""
    questions, checks = (tuple(one.id for one in table) for table in (assignment.questions, assignment.checks))
    return Nameable.around(folder, questions, checks, assignment.files, (*files.values(), *assignment.probes.values()))


def submission(mistake: Mistake, reference: Submission) -> Submission:
    """The reference with this mistake in it. The mistake must be one that `load` returned for this reference."""
    files = {name: data.decode() for name, data in reference.files.items() if name.endswith(TEXTS)}
    for edit in mistake.edits:
        files[edit.file] = edit.apply(files[edit.file])
    changed = {name: text.encode() for name, text in files.items()}
    return replace(reference, name=mistake.id, files={**reference.files, **changed})


def _not_python(folder: StaffFolder, name: str, text: str) -> str:
    """Where a file of the reference is not valid Python, which no edit could fix; empty if it is valid."""
    if not (folder.path / name).exists():
        return f"{folder.path / name} is missing: it is in `files`, and mistakes are changes to it."
    try:
        parse_quietly(text if name.endswith(".py") else "")
    except SyntaxError as error:
        return located(folder.path / name, error)
    return ""


def _mistakes(problems: ProblemCollector) -> Iterator[tuple[ProblemCollector, KeyPath, Mistake]]:
    """The mistakes of one file that can be read, each with its place."""
    data = problems.document.data
    file = problems.parse(MistakesFile, data, ()) if data is not None else None
    if file is None:
        return
    for number, item in enumerate(file.mistakes):
        if "edits" in item and (both := [key for key in EDIT_KEYS if key in item]):
            said = f"{both[0]!r} stands beside edits, and each edit has its own: move it into one of them."
            problems.add((("mistakes", number, both[0]), said))
            item = {key: value for key, value in item.items() if key not in both}
        mistake = problems.parse(Mistake, _with_defaults(file, item), ("mistakes", number), also=EDIT_KEYS)
        if mistake is not None:
            yield problems, ("mistakes", number), mistake


def _with_defaults(file: MistakesFile, item: Mapping[str, Any]) -> dict[str, Any]:
    """A mistake with its question, and with the short form of a single edit written out; never both forms."""
    short = {} if "edits" in item else {key: item[key] for key in EDIT_KEYS if key in item}
    edits = item.get("edits", [short] if short else [])
    if isinstance(edits, list):
        edits = [{"file": file.file, **edit} if isinstance(edit, dict) else edit for edit in edits]
    return {"question": file.question, **{k: v for k, v in item.items() if k not in short}, "edits": edits}


def _name_problems(assignment: Assignment, ids: Sequence[str], at: KeyPath, mistake: Mistake) -> Iterator[KeyProblem]:
    """An id that several mistakes have, and names of things that do not exist. ``ids`` are those of all mistakes."""
    if ids.count(mistake.id) > 1:
        yield (*at, "id"), f"the id {mistake.id} is given to {ids.count(mistake.id)} mistakes."
    yield from unknown_checks((*at, "checks"), mistake.checks, [check.id for check in assignment.checks], "check")
    yield from unknown_names((*at, "shares"), mistake.shares, ids, "mistake")


def _default_problems(
    document: Document, assignment: Assignment, at: KeyPath, mistake: Mistake
) -> Iterator[KeyProblem]:
    """A question and files that do not exist, at the place that names them: the edit, the mistake or the whole file."""

    def place(*paths: KeyPath) -> KeyPath:
        return next((path for path in paths if path in document.places), at)

    questions = [question.id for question in assignment.questions]
    yield from unknown_names(place((*at, "question"), ("question",)), [mistake.question], questions, "question")
    for number, edit in enumerate(mistake.edits):
        named = place((*at, "edits", number, "file"), (*at, "file"), ("file",))
        listed = "file of the reference that `files` in assignment.yaml names"
        yield from unknown_names(named, [edit.file], assignment.files, listed)


def _edit_problems(document: Document, files: Mapping[str, str], at: KeyPath, mistake: Mistake) -> Iterator[KeyProblem]:
    """The edits that do not fit the reference's files, or leave something other than Python."""
    changed = dict(files)
    for number, edit in enumerate(mistake.edits):
        if edit.file not in files:
            continue
        key = "replace" if edit.find else "with"
        place = (*at, key) if (*at, key) in document.places else (*at, "edits", number, key)
        try:
            before, changed[edit.file] = changed[edit.file], edit.apply(changed[edit.file])
            parse_quietly(changed[edit.file])
            if changed[edit.file] == before:
                yield place, f"this edit leaves {edit.file} as it is: write what a student would have there instead."
        except SyntaxError as error:
            yield place, f"after this edit, {edit.file} is not valid Python: {error.msg}, line {error.lineno or 1}."
        except ValueError as error:
            yield place, f"{edit.file}: {error}"
