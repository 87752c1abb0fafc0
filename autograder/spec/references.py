"""The names in assignment.yaml: each id is unique, and every name refers to something that exists.

Works on the raw YAML rather than the parsed models, so that names are still checked in a check that failed validation.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeAlias

from autograder.checks import ENTRIES, EntryKind, Kind
from autograder.checks.settings import Options
from autograder.spec import listed_files
from autograder.spec.named_in_texts import Nameable
from autograder.spec.reading import KeyProblem, as_list, repeated_names, unknown_checks, unknown_names, written_names
from autograder.spec.staff_code import Code
from autograder.spec.staff_folder import StaffFolder
from autograder.spec.yaml_document import Document, KeyPath
from autograder.text.python_source import definitions, parse_quietly

RawTable: TypeAlias = "Mapping[str, Any]"
Located: TypeAlias = "tuple[KeyPath, RawTable]"
"""A question or check as it is written, and its place."""

BEFORE = {"after": "come after", "builds_on": "build on", "of": "rank", "when": "carry an error forward from"}
"""The settings that name earlier checks, and what a check does with them."""
UNKNOWN = EntryKind(Options)
"""Stands in for a kind that does not exist: nothing is known about its settings."""
CARRIED_PROBES = ("expects", "instead")
"""The settings in ``carried`` that name a probe."""
LISTS = ("after", "builds_on", "law", "compare")


def problems(document: Document, folder: StaffFolder, code: Code) -> Iterator[KeyProblem]:
    """Every id that is given twice, and every name of a file, a function or a check that does not exist."""
    data = document.data
    yield from listed_files.problems(data if isinstance(data, dict) else {}, folder)
    yield from _question_problems(document)
    yield from _check_problems(document)
    yield from _uniqueness_problems(document)
    named = Nameable.of(data if isinstance(data, dict) else {}, folder, code.probes)
    for at, table in (*questions(data), *checks(data)):
        yield from named.problems(at, table)
    for at, check in checks(data):
        yield from _function_problems(at, check, code, data)
        yield from _within_problems(at, check, folder)
        for field in LISTS:
            yield from repeated_names((*at, field), check.get(field))
        for name in written_names(check.get("law")):
            if name in code.no_laws:
                yield (
                    (*at, "law"),
                    f"{name!r} must take a case's inputs and outputs: write def {name}(inputs, outputs).",
                )


def questions(data: Any) -> Iterator[Located]:
    """Every question in the file, also those that failed validation."""
    yield from _tables((), data if isinstance(data, dict) else {}, "questions")


def checks(data: Any) -> Iterator[Located]:
    """Every check in the file, also those that failed validation."""
    for at, question in questions(data):
        yield from _tables(at, question, "checks")


def _tables(at: KeyPath, table: RawTable, key: str) -> Iterator[Located]:
    for number, item in enumerate(as_list(table.get(key))):
        if isinstance(item, dict):
            yield (*at, key, number), item


def _id(table: RawTable) -> list[str]:
    """The id of a question or check; none where it is missing or not text."""
    return [name for name in [table.get("id")] if isinstance(name, str)]


def _repeated_questions(data: Any) -> dict[KeyPath, KeyPath]:
    """The places of questions whose id an earlier question has, with the place of that one."""
    first: dict[str, KeyPath] = {}
    found: dict[KeyPath, KeyPath] = {}
    for at, question in questions(data):
        for name in _id(question):
            if name in first:
                found[at] = first[name]
            first.setdefault(name, at)
    return found


def _question_problems(document: Document) -> Iterator[KeyProblem]:
    """Duplicate question ids, and check ids without their question's prefix.

    When all checks of a question share another prefix, the question's id is reported once instead of theirs.
    """
    repeated = _repeated_questions(document.data)
    taken = {name for _, question in questions(document.data) for name in _id(question)}
    for at, question in questions(document.data):
        for name in _id(question):
            ids = [((*place, "id"), own) for place, check in _tables(at, question, "checks") for own in _id(check)]
            others = [(place, own) for place, own in ids if not own.startswith(f"{name}.")]
            prefixes = {own.partition(".")[0] for _, own in others} - taken
            meant = f" Did you mean {min(prefixes)!r}?" if len(prefixes) == 1 else ""
            if at in repeated:
                line = document.place((*repeated[at], "id")).line
                yield (
                    (*at, "id"),
                    f"the id {name} is given twice: the question in line {line} has it already.{meant}",
                )
            elif meant and len(others) == len(as_list(question.get("checks"))) > 1:
                yield (*at, "id"), f"the ids of its checks must begin with '{name}.', and none does.{meant}"
            else:
                yield from ((place, f"the id {one} must start with its question's: {name}.…") for place, one in others)


def _check_problems(document: Document) -> Iterator[KeyProblem]:
    """Duplicate check ids, and names of checks that do not stand before the check that names them.

    A repeated question, which is reported already, is bound to repeat the ids of its checks.
    """
    repeated = _repeated_questions(document.data)
    lines: dict[str, int] = {}
    for at, check in checks(document.data):
        for name in _id(check):
            lines.setdefault(name, document.place((*at, "id")).line)
    earlier: list[str] = []
    for at, check in checks(document.data):
        for name in _id(check):
            question = document.data["questions"][at[1]]
            reported = at[:2] in repeated and name.startswith(f"{question['id']}.")
            if name in earlier and not reported:
                yield (
                    (*at, "id"),
                    f"the id {name} is given twice: the check in line {lines[name]} has it already.",
                )
        for place, named in _before(at, check):
            yield from _order_problems(place, named, earlier, lines)
        earlier += _id(check)


def _before(at: KeyPath, check: RawTable) -> Iterator[Located]:
    """The places where a check names earlier checks, each with the settings around it."""
    yield from (((*at, field), check) for field in BEFORE)
    if isinstance(carried := check.get("carried"), dict):
        yield (*at, "carried", "when"), {"id": check.get("id"), "when": carried.get("when") or []}


def _order_problems(
    at: KeyPath, check: RawTable, earlier: Collection[str], lines: Mapping[str, int]
) -> Iterator[KeyProblem]:
    """The checks that this check comes after, builds on or ranks must stand before it."""
    field = str(at[-1])
    if field == "of" and field not in _entry(check).names:
        return
    written = check.get(field)
    without_brackets = [part.strip() for part in written.split(",")] if isinstance(written, str) else None
    for name in without_brackets or written_names(written):
        if name in earlier:
            continue
        if name in _id(check):
            yield at, f"{name!r} is this check itself, which cannot {BEFORE[field]} itself: name one before it."
        elif name in lines:
            said = f"{name!r} comes later, in line {lines[name]}"
            yield at, f"{said}: a check can only {BEFORE[field]} checks that stand before it."
        else:
            yield from unknown_checks(at, [name], earlier, "check before this one")


def _reading_problems(at: KeyPath, check: RawTable, data: Any) -> Iterator[KeyProblem]:
    """A check that reads files calls no probe, and the files are among those that students hand in."""
    if "probe" in check:
        yield (*at, "probe"), "a check that reads files calls no probe: leave out the probe, or what it reads."
    written = check.get("reads")
    asked = written_names(data.get("files"))
    for number, name in enumerate(written_names(written)):
        place = (*at, "reads", number) if isinstance(written, list) else (*at, "reads")
        yield from unknown_names(place, [name], asked, "file that students hand in (`files` at the top)")


def _within_problems(at: KeyPath, check: RawTable, folder: StaffFolder) -> Iterator[KeyProblem]:
    """Rules about functions that the reference does not have, which every text would keep."""
    files = [
        name for name in written_names(check.get("reads")) if name.endswith(".py") and (folder.path / name).is_file()
    ]
    known = {name for file in files for name in _defined(folder.text(file))}
    for number, name in enumerate(as_list(check.get("within")) if known else []):
        what = f"function, class or method of {' or '.join(files)}"
        yield from unknown_names((*at, "within", number), written_names(name), known, what)


def _defined(source: str) -> list[str]:
    """The functions, classes and methods of a module, as `within` names them; none where it is no Python."""
    try:
        found = definitions(parse_quietly(source))
    except SyntaxError:
        return []
    return [name for name, node in found if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]


def _function_problems(at: KeyPath, check: RawTable, code: Code, data: Any) -> Iterator[KeyProblem]:
    """Probes, cases and laws that do not exist; names are not looked up in code that cannot be read."""
    entry = _entry(check)
    missing = None if entry is UNKNOWN else ""
    wanted: list[tuple[str, Any, Collection[str] | None, str]] = []
    if isinstance(entry, Kind) and (entry.reads or check.get("reads")):
        yield from _reading_problems(at, check, data)
        if "cases" in check:
            wanted.append(("cases", check.get("cases"), code.case_names or None, "function in cases/"))
    elif entry is UNKNOWN or isinstance(entry, Kind):
        wanted.append(("probe", check.get("probe", missing), code.probe_names, "function in probes/"))
        wanted.append(("cases", check.get("cases", missing), code.case_names or None, "function in cases/"))
    if "home_cases" in check:
        wanted.append(("home_cases", check["home_cases"], code.case_names or None, "function in cases/"))
    others = None if code.probe_names is None else {*code.probe_names} - {*written_names(check.get("probe"))}
    for field, named in entry.names.items():
        if named == "probe":
            wanted.append((field, check.get(field), others, "further function in probes/"))
        if named == "law":
            wanted.append((field, check.get(field), code.law_names, "function in laws/"))
    for field in CARRIED_PROBES if isinstance(check.get("carried"), dict) and others is not None else ():
        probes = written_names(check["carried"].get(field) or [])
        yield from unknown_names((*at, "carried", field), probes, others or (), "further function in probes/")
    for field, written, known, what in wanted:
        if known is not None:
            yield from unknown_names((*at, field), written_names(written), known, what)


def _uniqueness_problems(document: Document) -> Iterator[KeyProblem]:
    """Settings whose value another entry of the same kind has already, such as a leaderboard's label."""
    lines: dict[tuple[str, str, str], int] = {}
    for at, check in checks(document.data):
        for field in _entry(check).unique:
            value, kind = check.get(field), check["kind"]
            if not isinstance(value, str):
                continue
            line = lines.setdefault((kind, field, value), document.place((*at, field)).line)
            if line != document.place((*at, field)).line:
                yield (
                    (*at, field),
                    f"the {field} {value!r} is given twice: the {kind} in line {line} has it already.",
                )


def _entry(check: RawTable) -> EntryKind:
    """What a check's kind says of its settings."""
    kind = check.get("kind")
    return ENTRIES.get(kind, UNKNOWN) if isinstance(kind, str) else UNKNOWN
