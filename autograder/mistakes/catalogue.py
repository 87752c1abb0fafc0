"""Known mistakes: small changes to the reference, each with a hint. The doors are `load` and `submission`.

``mistakes/*.yaml`` in an assignment's folder holds them; a mistake is just another submission, made from the reference.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import Field, model_validator

from autograder.records import Assignment, Submission
from autograder.spec.markers import END, blocks
from autograder.spec.reading import At, Reading, Settings, StaffTextError, read
from autograder.spec.staff_folder import StaffFolder

FOLDER = "mistakes"
EDIT_KEYS = ("file", "within", "replace", "with")


class MistakesError(StaffTextError):
    """Files of mistakes that cannot be used; one line for each problem, with its place."""


class Edit(Settings):
    """One change to one file: some text of it, or the whole marked body of a function, becomes another text.

    ``within`` is the qualified name of the function to look in. Whole lines are compared without their common
    indentation, and the new ones are indented like the old.
    """

    file: str
    within: str = ""
    find: str = Field("", alias="replace")
    text: str = Field(alias="with")

    @model_validator(mode="after")
    def _finds_something(self) -> Edit:
        if not self.find and not self.within:
            raise ValueError("name the text to replace, or the function `within` whose body is replaced")
        if self.find.isspace():
            raise ValueError("the text to replace is blank; give a line that can be read")
        return self


class Mistake(Settings):
    """A wrong idea: the edits that make it, the checks that must catch it, and the hint, which gives no answer away.

    ``shares`` names mistakes that rightly have the same numbers in some check: all of their hints are then said.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    question: str
    idea: str = Field(min_length=1)
    edits: tuple[Edit, ...] = Field(min_length=1)
    checks: tuple[str, ...] = Field(min_length=1)
    hint: str = Field(min_length=1)
    shares: tuple[str, ...] = ()


class FileText(Settings):
    """One file of mistakes: the question they belong to, the file they change unless they say otherwise, and the list."""

    question: str
    file: str
    mistakes: list[dict[str, Any]] = Field(min_length=1)


def load(folder: StaffFolder, assignment: Assignment) -> tuple[Mistake, ...]:
    """Every mistake of the assignment, in order of file; none where there is no folder of them.

    Raises `MistakesError` with every problem found, edits that do not fit the reference among them.
    """
    files = {name: folder.text(name) for name in assignment.files}
    readings = [read(path) for path in sorted((folder.path / FOLDER).glob("*.yaml"))]
    mistakes = [item for reading in readings for item in _mistakes(reading)]
    _references(assignment, mistakes)
    for reading, at, mistake in mistakes:
        _edited(reading, at, mistake, files)
    problems = [line for reading in readings for line in reading.lines()]
    if problems:
        raise MistakesError("\n".join(problems))
    return tuple(mistake for _, _, mistake in mistakes)


def submission(mistake: Mistake, reference: Submission) -> Submission:
    """The reference with this mistake in it. The mistake must be one that `load` returned for this reference."""
    files = {name: data.decode() for name, data in reference.files.items()}
    for edit in mistake.edits:
        files[edit.file] = applied(edit, files[edit.file])
    return replace(reference, name=mistake.id, files={name: text.encode() for name, text in files.items()})


def applied(edit: Edit, source: str) -> str:
    """``source`` with the edit made; raises `ValueError` with a sentence where it does not fit."""
    first, last = _span(source, edit.within)
    lines = source.splitlines(keepends=True)
    inside = "".join(lines[first:last])
    return "".join(lines[:first]) + _changed(edit, inside) + "".join(lines[last:])


def _mistakes(reading: Reading) -> Iterator[tuple[Reading, At, Mistake]]:
    data = reading.document.data
    whole: FileText | None = reading.model(FileText, data, ()) if data is not None else None
    if whole is None:
        return
    for number, item in enumerate(whole.mistakes):
        at: At = ("mistakes", number)
        mistake = reading.model(Mistake, _with_defaults(whole, item), at, also=EDIT_KEYS)
        if mistake is not None:
            yield reading, at, mistake


def _with_defaults(whole: FileText, item: Mapping[str, Any]) -> dict[str, Any]:
    """A mistake with its question, and with the short form of a single edit written out; never both forms."""
    short = {} if "edits" in item else {key: item[key] for key in EDIT_KEYS if key in item}
    edits = item.get("edits", [short] if short else [])
    if isinstance(edits, list):
        edits = [{"file": whole.file, **edit} if isinstance(edit, dict) else edit for edit in edits]
    return {"question": whole.question, **{k: v for k, v in item.items() if k not in short}, "edits": edits}


def _references(assignment: Assignment, mistakes: Iterable[tuple[Reading, At, Mistake]]) -> None:
    """Ids are given once, and what a mistake names is there."""
    mistakes = list(mistakes)
    checks = {check.id for check in assignment.checks}
    questions = {question.id for question in assignment.questions}
    ids = [mistake.id for _, _, mistake in mistakes]
    for reading, at, mistake in mistakes:
        if ids.count(mistake.id) > 1:
            reading.add((*at, "id"), f"the id {mistake.id} is given to {ids.count(mistake.id)} mistakes.")
        reading.known((*at, "question"), [mistake.question], questions, "question")
        reading.known((*at, "checks"), mistake.checks, checks, "check")
        reading.known((*at, "shares"), mistake.shares, ids, "mistake")
        reading.known((*at, "file"), [edit.file for edit in mistake.edits], assignment.files, "file of the reference")


def _edited(reading: Reading, at: At, mistake: Mistake, files: Mapping[str, str]) -> None:
    """Make every edit, and note those that do not fit or leave no Python."""
    changed = dict(files)
    for number, edit in enumerate(mistake.edits):
        if edit.file not in files:
            continue
        key = "replace" if edit.find else "with"
        short = (*at, key) in reading.document.places
        place = (*at, key) if short else (*at, "edits", number, key)
        try:
            changed[edit.file] = applied(edit, changed[edit.file])
            ast.parse(changed[edit.file])
        except SyntaxError as error:
            reading.add(
                place, f"{edit.file} is no Python any more once this is done: {error.msg}, line {error.lineno}."
            )
        except ValueError as error:
            reading.add(place, f"{edit.file}: {error}")


def _span(source: str, within: str) -> tuple[int, int]:
    """The lines of a function or class, from the first up to but not with the last; all lines when none is named."""
    if not within:
        return 0, len(source.splitlines())
    nodes: list[ast.AST] = [ast.parse(source)]
    for part in within.split("."):
        nodes = [
            child
            for node in nodes
            for child in ast.iter_child_nodes(node)
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)) and child.name == part
        ]
    if not nodes:
        raise ValueError(f"there is no function {within}.")
    node = nodes[0]
    assert isinstance(node, (ast.FunctionDef, ast.ClassDef))
    return node.lineno - 1, _with_end_marker(source.splitlines(), node.end_lineno or node.lineno)


def _with_end_marker(lines: list[str], last: int) -> int:
    """A closing marker stands below the last statement, outside of what the parser counts as the function."""
    return last + 1 if last < len(lines) and lines[last].strip() == END else last


def _changed(edit: Edit, inside: str) -> str:
    if not edit.find:
        return _body_replaced(edit, inside)
    if "\n" in edit.find.strip("\n") or "\n" in edit.text.strip("\n"):
        return _lines_replaced(edit, inside)
    count = inside.count(edit.find)
    if count != 1:
        raise ValueError(_how_often(edit.find, count))
    return inside.replace(edit.find, edit.text)


def _body_replaced(edit: Edit, inside: str) -> str:
    lines = inside.splitlines(keepends=True)
    found = list(blocks(lines))
    if len(found) != 1:
        raise ValueError(f"{edit.within} holds {len(found)} marked blocks, expected one whose body can be replaced.")
    [block] = found
    body = _indented(edit.text, _indent(lines[block.begin]))
    return "".join([*lines[: block.begin + 1], body, *lines[block.end :]])


def _lines_replaced(edit: Edit, inside: str) -> str:
    """Whole lines for whole lines."""
    wanted = textwrap.dedent(edit.find).strip("\n").splitlines()
    lines = inside.splitlines(keepends=True)
    starts = [i for i in range(len(lines) - len(wanted) + 1) if _same_lines(lines[i : i + len(wanted)], wanted)]
    if len(starts) != 1:
        raise ValueError(_how_often(edit.find, len(starts)))
    start = starts[0]
    new = _indented(edit.text, _indent(lines[start]))
    return "".join([*lines[:start], new, *lines[start + len(wanted) :]])


def _same_lines(lines: list[str], wanted: list[str]) -> bool:
    found = textwrap.dedent("".join(lines)).splitlines()
    return [line.rstrip() for line in found] == [line.rstrip() for line in wanted]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _indented(text: str, indent: str) -> str:
    return textwrap.indent(textwrap.dedent(text).strip("\n") + "\n", indent)


def _how_often(text: str, count: int) -> str:
    first = text.strip().splitlines()[0]
    found = (
        "is not there" if count == 0 else f"is there {count} times; give more of it, or name the function with `within`"
    )
    return f"the text to replace {found}: {first!r}."
