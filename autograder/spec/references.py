"""The names in assignment.yaml: each is given once, and what it names is there. The door is `look_up`.

The file itself is read, not what became of it, so that a check with another mistake in it has its names looked up too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from autograder.checks import ENTRIES, Entry, Kind
from autograder.checks.kind import Options
from autograder.spec.reading import At, Reading
from autograder.spec.staff_code import Code
from autograder.text.suggest import nearest

BEFORE = {"after": "come after", "builds_on": "build on", "of": "rank"}
"""The settings that name checks which stand before their own, and what that check does with them."""
UNKNOWN = Entry(Options)
"""For a kind that there is not: nothing is known of its settings."""
LISTS = ("after", "builds_on", "law", "compare")


def look_up(reading: Reading, code: Code) -> None:
    """Note every name that is given twice, and every name of a file, a function or a check that is not there."""
    _files(reading)
    _checks(reading, _questions(reading))
    _unique(reading)
    for at, check in checks(reading):
        _functions(reading, at, check, code)
        for field in LISTS:
            _once(reading, (*at, field), check.get(field))


def checks(reading: Reading) -> Iterator[tuple[At, dict[str, Any]]]:
    """Every check in the file with its place, also those that could not be read."""
    for at, question in _tables(reading, (), _head(reading), "questions"):
        yield from _tables(reading, at, question, "checks")


def as_list(value: Any) -> list[Any]:
    """A list as it is written; nothing where there is something else, which has been noted before."""
    return value if isinstance(value, list) else []


def _head(reading: Reading) -> dict[str, Any]:
    data = reading.document.data
    return data if isinstance(data, dict) else {}


def _tables(reading: Reading, at: At, table: Mapping[str, Any], key: str) -> Iterator[tuple[At, dict[str, Any]]]:
    for number, item in enumerate(as_list(table.get(key))):
        if isinstance(item, dict):
            yield (*at, key, number), item


def _names(value: Any) -> list[str]:
    """One name or several, as they are written; what is neither has been noted before."""
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]


def _line(reading: Reading, at: At) -> int:
    return reading.document.place(at).line


def _files(reading: Reading) -> None:
    """Where the reference is, a file that students hand in is one of its own; where there is none of it, nothing is known."""
    written = _head(reading).get("files")
    present = {path.name for path in reading.path.parent.glob("*.py")}
    at_hand = present.intersection(_names(written))
    for number, name in enumerate(as_list(written) or [written]):
        at: At = ("files", number)
        if isinstance(name, str) and ("\\" in name or PurePosixPath(name).name != name):
            said = f"{name!r} must be the name of a file alone, without a folder before it."
            reading.add(at, said + nearest(PurePosixPath(name.replace("\\", "/")).name, present))
        elif at_hand:
            reading.known(at, _names(name), present, "file of the reference in this folder")
    _once(reading, ("files",), written)


def _once(reading: Reading, at: At, written: Any) -> None:
    """No name stands twice in a list."""
    for number, name in enumerate(as_list(written)):
        if isinstance(name, str) and name in as_list(written)[:number]:
            reading.add((*at, number), f"{name!r} stands in this list already; keep one of them.")


def _questions(reading: Reading) -> dict[At, str]:
    """A question's id is given once, and the ids of its checks begin with it. Gives those whose id an earlier one has."""
    questions = [
        (at, table, name) for at, table in _tables(reading, (), _head(reading), "questions") for name in _id(table)
    ]
    first: dict[str, At] = {}
    again: dict[At, str] = {}
    for at, table, name in questions:
        strangers = _strangers(reading, at, table, name)
        meant = _meant(strangers, [other for *_, other in questions])
        if name in first:
            there = _line(reading, (*first[name], "id"))
            reading.add(
                (*at, "id"), f"the id {name} is given twice: the question in line {there} has it already.{meant}"
            )
            again[at] = name
        elif meant and len(strangers) == len(as_list(table.get("checks"))) > 1:
            reading.add((*at, "id"), f"the ids of its checks must begin with '{name}.', and none does.{meant}")
        else:
            for place, stranger in strangers:
                reading.add(place, f"the id {stranger} must start with its question's: {name}.…")
        first.setdefault(name, at)
    return again


def _id(table: Mapping[str, Any]) -> list[str]:
    """The id of a question or check; none where it is missing, or no text."""
    return [name for name in [table.get("id")] if isinstance(name, str)]


def _strangers(reading: Reading, at: At, question: Mapping[str, Any], name: str) -> list[tuple[At, str]]:
    """The ids of a question's checks that do not begin with the question's own, with their places."""
    checks = _tables(reading, at, question, "checks")
    ids = [((*place, "id"), one) for place, check in checks for one in _id(check)]
    return [(place, one) for place, one in ids if not one.startswith(f"{name}.")]


def _meant(strangers: Sequence[tuple[At, str]], taken: Sequence[str]) -> str:
    """What all those ids begin with, as a question, where it is no other question's id."""
    found = {one.partition(".")[0] for _, one in strangers} - {*taken}
    return f" Did you mean {found.pop()!r}?" if len(found) == 1 else ""


def _checks(reading: Reading, again: Mapping[At, str]) -> None:
    """A check's id is given once, and checks that it names stand before it.

    Where a question's id was there ``again``, which has been noted, the ids of its checks are bound to be wrong as well.
    """
    written = list(checks(reading))
    lines: dict[str, int] = {}
    for at, check in written:
        for name in _id(check):
            lines.setdefault(name, _line(reading, (*at, "id")))
    earlier: list[str] = []
    for at, check in written:
        for name in _id(check):
            if name in earlier and not (at[:2] in again and name.startswith(f"{again[at[:2]]}.")):
                reading.add(
                    (*at, "id"), f"the id {name} is given twice: the check in line {lines[name]} has it already."
                )
        for field in BEFORE:
            _standing_before(reading, (*at, field), check, earlier, lines)
        earlier += _id(check)


def _standing_before(
    reading: Reading, at: At, check: Mapping[str, Any], earlier: Collection[str], lines: Mapping[str, int]
) -> None:
    """What a check comes after, builds on or ranks stands before it."""
    field = str(at[-1])
    if field == "of" and field not in _entry(check).names:
        return
    for name in _listed(check.get(field)):
        if name in earlier:
            continue
        if name in _id(check):
            reading.add(at, f"{name!r} is this check itself, which cannot {BEFORE[field]} itself: name one before it.")
        elif name in lines:
            said = f"{name!r} comes later, in line {lines[name]}: a check can only {BEFORE[field]} checks that stand before it."
            reading.add(at, said)
        else:
            reading.known(at, [name], earlier, "check before this one")


def _listed(written: Any) -> list[str]:
    """The names in a list, also in one that lacks its brackets."""
    return [part.strip() for part in written.split(",")] if isinstance(written, str) else _names(written)


def _functions(reading: Reading, at: At, check: Mapping[str, Any], code: Code) -> None:
    """Probes, cases and laws; nothing is looked up in code that cannot be read."""
    entry = _entry(check)
    lacking = None if entry is UNKNOWN else ""
    if entry is UNKNOWN or isinstance(entry, Kind):
        _known(reading, (*at, "probe"), check.get("probe", lacking), code.probe_names, "function in probes/")
        if code.case_names:
            _known(reading, (*at, "cases"), check.get("cases", lacking), code.case_names, "function in cases/")
    for field, what in entry.names.items():
        if what == "probe" and code.probe_names is not None:
            others = {*code.probe_names} - {*_names(check.get("probe"))}
            _known(reading, (*at, field), check.get(field), others, "other function in probes/")
        if what == "law":
            _known(reading, (*at, field), check.get(field), code.law_names, "function in laws/")


def _known(reading: Reading, at: At, written: Any, known: Collection[str] | None, what: str) -> None:
    if known is not None:
        reading.known(at, _names(written), known, what)


def _unique(reading: Reading) -> None:
    """Every leaderboard has a label of its own, or one would be shown in another's place."""
    lines: dict[tuple[Any, ...], int] = {}
    for at, check in checks(reading):
        for field in _entry(check).unique:
            value, kind = check.get(field), check["kind"]
            if not isinstance(value, str):
                continue
            if (kind, field, value) in lines:
                there = lines[kind, field, value]
                said = f"the {field} {value!r} is given twice: the {kind} in line {there} has it already."
                reading.add((*at, field), said)
            lines.setdefault((kind, field, value), _line(reading, (*at, field)))


def _entry(check: Mapping[str, Any]) -> Entry:
    """What a check's kind says of its settings; `UNKNOWN` where there is no such kind, which has been noted."""
    kind = check.get("kind")
    return ENTRIES.get(kind, UNKNOWN) if isinstance(kind, str) else UNKNOWN
