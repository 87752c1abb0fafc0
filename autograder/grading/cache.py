"""Verdicts that were reached before, by the content they depend on, so that a second proof takes seconds.

The door is `Ledger`. A verdict depends on the student's files that the check's probe reaches, on the probe and its
helpers, on the check, its cases, answers and laws, and on the framework itself; a key is a digest of all of that. Of
the files it takes the code alone, so that a changed comment asks nobody again; but a verdict that tells of a line of
them is kept under a key of their every letter.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from autograder.answers import npz, wrong_answers
from autograder.answers.store import Answers
from autograder.checks import KINDS
from autograder.grading.attempts import RunCheck, run_check
from autograder.records import AnswerKey, Assignment, Case, Check, Error, Observation, Transcript, Verdict
from autograder.sandbox import Payload, Sandbox
from autograder.spec import digests
from autograder.spec.cases import deck_of
from autograder.spec.slicing import sliced

FILE = "verdicts.jsonl"
NO_PART = ("commands", "writers", "templates", "prove")
"""The folders of the framework on which no verdict depends."""


Lasts: TypeAlias = Callable[[Any], bool]
"""Whether a value would be the same another time, and so is worth writing down."""


def always(value: Any) -> bool:
    """Of whatever follows from the key."""
    return True


def unhurried(value: Any) -> bool:
    """Of a verdict in which no time-out took part: that may have been a busy moment."""
    return "timed out" not in value["outcomes"]


class Ledger:
    """Values by key, in memory and in one file that grows by a line a value."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._values: dict[str, Any] = dict(_lines(self._path))
        self.hits = self.misses = 0

    def remembered(self, key: str, make: Callable[[], Any], lasts: Lasts = always) -> Any:
        """The value of a key, made and written down if it is new."""
        return self.remembered_as((key,), make, lambda value: key if lasts(value) else None)

    def remembered_as(self, keys: Sequence[str], make: Callable[[], Any], key_of: Callable[[Any], str | None]) -> Any:
        """The value of the first of these keys that has one; made if none has, and written down as ``key_of`` says."""
        known = next((key for key in keys if key in self._values), None)
        if known is not None:
            self.hits += 1
            return self._values[known]
        value = make()
        key = key_of(value)
        with self._lock:
            self.misses += 1
            if key is not None:
                self._write(key, value)
        return value

    def _write(self, key: str, value: Any) -> None:
        self._values[key] = value
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, value]) + "\n")


def _lines(path: Path) -> Iterable[tuple[str, Any]]:
    """What an earlier proof wrote; a line that it could not finish is left out."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            key, value = json.loads(line)
        except ValueError:
            continue
        yield key, value


@dataclass(frozen=True)
class Keys:
    """What all keys of one assignment and its answers have in common. ``answers`` are digests by deck and check."""

    assignment: Assignment
    framework: str
    answers: Mapping[tuple[int, str], str]
    laws: tuple[tuple[str, str], ...]

    def of(self, check: Check, deck: int, files: Mapping[str, bytes]) -> str:
        """The key of one check on the code of one submission's files in one deck."""
        return self._of(check, deck, files, _code)

    def to_the_letter(self, check: Check, deck: int, files: Mapping[str, bytes]) -> str:
        """The same for the files as they are written, comments and lines included."""
        return self._of(check, deck, files, digests.of_bytes)

    def _of(self, check: Check, deck: int, files: Mapping[str, bytes], read: Callable[[bytes], str]) -> str:
        probe, _ = _probe_text(self.assignment, check)
        reached = self.files_of(check, files)
        parts = [
            self.framework,
            repr(_without_promises(check)),
            probe,
            _law_text(self.laws, check),
            self.answers.get((deck_of(check, deck), check.id), ""),
            *(f"{name} {read(files[name])}" for name in sorted(reached)),
        ]
        return digests.of_texts(parts)

    def files_of(self, check: Check, files: Mapping[str, bytes]) -> set[str]:
        """The submission's files that a check can depend on."""
        return _reached(files, _probe_text(self.assignment, check)[1])


@lru_cache(maxsize=4096)
def _code(data: bytes) -> str:
    """A digest of the code in a file, without comments and layout; of every letter where it is no Python."""
    try:
        return digests.of_bytes(ast.dump(ast.parse(data)).encode("utf-8", "surrogatepass"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return digests.of_bytes(data)


def keys(assignment: Assignment, answers: Answers) -> Keys:
    """The keys for an assignment as it is now."""
    rows = {row: _row_digest(answers, row) for row in answers.rows}
    return Keys(assignment, framework_digest(), rows, assignment.laws.sources)


def _row_digest(answers: Answers, row: tuple[int, str]) -> str:
    """A digest of a check's cases, answers and mistakes in one deck."""
    cases = [
        [
            item.case.name,
            item.case.hint,
            dict(item.case.inputs),
            dict(item.case.keep),
            item.answer and dict(item.answer),
        ]
        for item in answers.rows[row]
    ]
    return npz.digest([cases, wrong_answers.tree_of({row: answers.wrong.get(row, ())})])


def remembering(ledger: Ledger, keys: Keys, deck: int, lasts: Lasts = unhurried) -> RunCheck:
    """A way to examine a check that looks into the ledger first. The report's rows are the same either way."""

    def examine(
        sandbox: Sandbox, load: Payload, check: Check, cases: Sequence[Case], key: AnswerKey
    ) -> tuple[Verdict, Transcript]:
        def make() -> dict[str, Any]:
            verdict, observed = run_check(sandbox, load, check, cases, key)
            outcomes = sorted({seen.outcome for seen in observed.observations})
            faults = [seen.error.fault for seen in observed.observations if seen.error is not None]
            return {"verdict": asdict(verdict), "outcomes": outcomes, "faults": faults, "seconds": observed.seconds}

        code, letters = keys.of(check, deck, load.files), keys.to_the_letter(check, deck, load.files)
        kept = ledger.remembered_as(
            (code, letters), make, lambda value: (code if _placeless(value) else letters) if lasts(value) else None
        )
        seen = [Observation("raised", error=Error(fault)) for fault in kept["faults"]]
        return Verdict.from_plain(kept["verdict"]), Transcript(
            observations=(Observation("returned", seconds=kept["seconds"]), *seen)
        )

    return examine


def _placeless(value: Any) -> bool:
    """Of a verdict that tells of no line of a file: nothing was raised, and nothing stopped."""
    return bool(value["outcomes"] == ["returned"])


@lru_cache(maxsize=1)
def framework_digest() -> str:
    """A digest of the framework's own code that runs, judges and explains, and of the versions it runs on."""
    home = Path(__file__).resolve().parent.parent
    paths = sorted(path for path in home.rglob("*.py") if path.relative_to(home).parts[0] not in NO_PART)
    return digests.of_texts([sys.version, np.__version__, *(path.read_text(encoding="utf-8") for path in paths)])


def _without_promises(check: Check) -> Check:
    """A check without what no verdict depends on: what it waits for, its points, its title, who may see it."""
    limits = replace(check.limits, seconds=round(check.limits.seconds))
    return replace(
        check, limits=limits, after=(), builds_on=(), points=0.0, title="", visibility="visible", public=False
    )


@lru_cache(maxsize=512)
def _sliced(package: str, texts: tuple[tuple[str, str], ...], wanted: tuple[str, ...]) -> str:
    return json.dumps(sliced(package, dict(texts), wanted), sort_keys=True)


def _probe_text(assignment: Assignment, check: Check) -> tuple[str, frozenset[str]]:
    """The check's probe with its helpers, and the modules of a student that they name."""
    wanted = tuple(sorted({*KINDS[check.kind].probes(check)}))
    text = _sliced("probes", tuple(sorted(assignment.probes.items())), wanted)
    return text, frozenset(re.findall(r"student\.(\w+)", text))


def _law_text(laws: tuple[tuple[str, str], ...], check: Check) -> str:
    names = tuple(sorted(KINDS[check.kind].laws(check)))
    return _sliced("laws", laws, names) if names else ""


def _reached(files: Mapping[str, bytes], modules: Iterable[str]) -> set[str]:
    """The files that importing these modules can read; all of them when one cannot be parsed."""
    todo, found = [f"{module}.py" for module in modules], set[str]()
    while todo:
        name = todo.pop()
        if name in files and name not in found:
            found.add(name)
            imported = _imports(files[name])
            if imported is None:
                return set(files)
            todo += [f"{module}.py" for module in imported]
    return found


@lru_cache(maxsize=4096)
def _imports(data: bytes) -> frozenset[str] | None:
    """The top-level names of what a file imports, anywhere in it; None for what is no Python."""
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError):
        return None
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return frozenset(name.split(".")[0] for name in names)
