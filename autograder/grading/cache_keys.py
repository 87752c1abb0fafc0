"""What a verdict depends on, as a key.

A verdict depends on the student's files that the check's probes reach, on the probes and their helpers, on the check,
its cases, answers and laws, and on the framework itself; a key is a digest of all of that. Of files and framework it
takes the code alone, so that a changed comment or docstring changes no key. A verdict that names a line of the files
needs a key of their exact text.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from autograder.answers import npz, wrong_answers
from autograder.answers.store import Answers
from autograder.checks import kind_of, reads_files
from autograder.grading import reach
from autograder.records import Assignment, Check
from autograder.sandbox.packages import versions
from autograder.spec import digests
from autograder.spec.slicing import sliced
from autograder.text.python_source import parse_quietly, without_docstrings

NO_PART = (
    "batch", "commands", "contest", "gradescope", "playground", "prove", "release", "selfcheck", "templates", "writers",
)  # fmt: skip
"""The folders of the framework on which no verdict depends."""


@dataclass(frozen=True)
class Keys:
    """What all keys of one assignment and its answers have in common. ``answers`` are digests by deck and check.

    ``framework`` is a digest of the parts of the framework that matter; empty when all of it does.
    """

    assignment: Assignment
    answers: Mapping[tuple[int, str], str]
    laws: tuple[tuple[str, str], ...]
    framework: str = ""

    def of_code(self, check: Check, deck: int, files: Mapping[str, bytes]) -> str:
        """The key of one check on the code of one submission's files in one deck."""
        return self._of(check, deck, files, digest_of_code)

    def of_reach(self, check: Check, deck: int, files: Mapping[str, bytes]) -> str:
        """The key of one check on the code alone that its probes can reach by name, where that is sure."""
        probe, _ = _probe_text(self.assignment, check)
        own = {} if reads_files(check) else {name: files[name] for name in self.files_of(check, files)}
        if own and (digest := reach.digest_of(probe, own)):
            return digests.of_texts([self._of(check, deck, {}, digests.of_bytes), digest])
        return self.of_code(check, deck, files)

    def reaches(self, check: Check, files: Mapping[str, bytes], file: str, unit: str) -> bool:
        """Whether a check's probes can reach a function or class of a file, as far as that is sure."""
        own = self.files_of(check, files)
        if file not in own or reads_files(check):
            return file in own
        found = reach.reached(_probe_text(self.assignment, check)[0], {name: files[name] for name in own})
        return found is None or (file, unit) in found or not reach.is_apart(files[file], unit)

    def of_text(self, check: Check, deck: int, files: Mapping[str, bytes]) -> str:
        """The same for the files as they are written, comments and lines included."""
        return self._of(check, deck, files, digests.of_bytes)

    def _of(self, check: Check, deck: int, files: Mapping[str, bytes], read: Callable[[bytes], str]) -> str:
        probe, _ = _probe_text(self.assignment, check)
        reached = self.files_of(check, files)
        laws = tuple(sorted(kind_of(check).laws(check)))
        if reads_files(check):  # whose verdict names lines of the text, and depends on all of it
            reached, read = set(files), digests.of_bytes
        parts = [
            self.framework or framework_digest(),
            *map(str, versions(self.assignment.packages).items()),
            *(f"{name} {digests.of_bytes(content)}" for name, content in self.assignment.data.items()),
            repr(_without_promises(check)),
            probe,
            _sliced("laws", self.laws, laws) if laws else "",
            self.answers.get((deck, check.id), ""),
            *(f"{name} {read(files[name])}" for name in sorted(reached)),
        ]
        return digests.of_texts(parts)

    def files_of(self, check: Check, files: Mapping[str, bytes]) -> set[str]:
        """The submission's files that a check's probes can reach by imports; all of them when one cannot be parsed."""
        if reads_files(check):
            return set(files)
        todo, found = [f"{module}.py" for module in _probe_text(self.assignment, check)[1]], set[str]()
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
def digest_of_code(data: bytes) -> str:
    """A digest of the code in a file, without comments, docstrings and layout; of every byte if it is not Python."""
    try:
        return digests.of_bytes(ast.dump(without_docstrings(parse_quietly(data))).encode("utf-8", "surrogatepass"))
    except (SyntaxError, RecursionError):
        return digests.of_bytes(data)


def keys(assignment: Assignment, answers: Answers) -> Keys:
    """The keys for an assignment as it is now."""
    rows: dict[tuple[int, str], str] = {}
    for row, items in answers.rows.items():
        cases = [
            [
                *(frozen.case.name, frozen.case.hint, dict(frozen.case.inputs), dict(frozen.case.keep)),
                frozen.answer and dict(frozen.answer),
            ]
            for frozen in items
        ]
        rows[row] = npz.digest([cases, wrong_answers.tree_of({row: answers.wrong.get(row, ())})])
    return Keys(assignment, rows, assignment.laws.sources)


@lru_cache(maxsize=1)
def framework_digest() -> str:
    """A digest of the framework's own code that runs, judges and explains, and of the versions it runs on."""
    home = Path(__file__).resolve().parent.parent
    paths = sorted(path for path in home.rglob("*.py") if path.relative_to(home).parts[0] not in NO_PART)
    return digests.of_texts([sys.version, np.__version__, *(digest_of_code(path.read_bytes()) for path in paths)])


def _without_promises(check: Check) -> Check:
    """A check without what no verdict depends on: what it waits for, its points, its title, who may see it."""
    limits = replace(check.limits, seconds=round(check.limits.seconds))
    return replace(
        check,
        limits=limits,
        after=(),
        builds_on=(),
        points=0.0,
        title="",
        visibility="visible",
        public=False,
        carried=None,
    )


@lru_cache(maxsize=512)
def _sliced(package: str, texts: tuple[tuple[str, str], ...], wanted: tuple[str, ...]) -> str:
    return json.dumps(sliced(package, dict(texts), wanted), sort_keys=True)


def _probe_text(assignment: Assignment, check: Check) -> tuple[str, frozenset[str]]:
    """The check's probe with its helpers, and the modules of a student that they name."""
    wanted = tuple(sorted({*kind_of(check).probes(check)}))
    text = _sliced("probes", tuple(sorted(assignment.probes.items())), wanted)
    return text, frozenset(re.findall(r"student\.(\w+)", text))


@lru_cache(maxsize=4096)
def _imports(data: bytes) -> frozenset[str] | None:
    """The top-level names of what a file imports, anywhere in it; None for what is no Python."""
    try:
        tree = parse_quietly(data)
    except SyntaxError:
        return None
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return frozenset(name.split(".")[0] for name in names)
