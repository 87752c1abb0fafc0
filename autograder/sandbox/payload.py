"""What a worker is given, and when: first the student's files, then, with the first call, the probes of its check.

A student's modules are imported in between, so that no probe and no input is there when they run for the first time.
"""

from __future__ import annotations

import ast
import marshal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np

from autograder.records import RESULT_SUFFIXES, Error
from autograder.text.python_source import bound, statements

from . import frames


@dataclass(frozen=True)
class Payload:
    """A submission's files by name, the probes' sources by module, and the files that students were asked for.

    ``endless`` are the files whose import did not come to an end before, each with the sentence that says so: they are
    not imported again. ``unloaded`` are the modules that are known to raise when they are imported, each with its
    error. ``early`` are the errors of imports from before the submission met its first hidden input, which may be told
    whole; None as long as it has met none. ``packages`` are those that may be imported besides numpy, and ``data`` the
    files that may be opened in ``data/``.
    """

    files: Mapping[str, bytes]
    probes: Mapping[str, str]
    expected: tuple[str, ...]
    endless: Mapping[str, str] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    data: Mapping[str, bytes] = field(default_factory=dict)
    unloaded: Mapping[str, Error] = field(default_factory=dict)
    early: Mapping[str, Error] | None = None

    @cached_property
    def frame(self) -> bytes:
        """The first frame a worker gets: the files, with nothing of a check."""
        modules = {name: content for name, content in self.files.items() if not name.endswith(RESULT_SUFFIXES)}
        arrays = [np.frombuffer(content, np.uint8) for content in modules.values()]
        header = {"files": frames.places(modules), "expected": list(self.expected), "endless": dict(self.endless)}
        header = {**header, "packages": list(self.packages), "data": sorted(self.data)}
        return frames.pack(header, arrays)

    def only(self, probes: Mapping[str, str]) -> Payload:
        """The same submission with these probes alone; its first frame, which is large, is not made again."""
        return self._of_one_frame(replace(self, probes=probes))

    def without(self, module: str, error: Error) -> Payload:
        """The same submission, of which one more module is known not to load."""
        return self._of_one_frame(replace(self, unloaded={**self.unloaded, module: error}))

    def knowing(self, early: Mapping[str, Error]) -> Payload:
        """The same submission from its first hidden input on: of imports it may tell these errors whole, no others."""
        return self._of_one_frame(replace(self, early=early))

    def _of_one_frame(self, other: Payload) -> Payload:
        other.__dict__["frame"] = self.frame
        return other

    def modules(self, probes: Sequence[str]) -> list[str]:
        """The student's modules that these probes name, if they are there."""
        return [name for name in self.named(probes) if f"{name}.py" in self.files]

    def named(self, probes: Sequence[str]) -> list[str]:
        """The student's modules that these probes name, whether they are there or not."""
        sources = tuple(self.probes.values())
        return list(dict.fromkeys(name for probe in probes for name in _modules_named(sources, probe)))

    def codes(self) -> dict[str, np.ndarray]:
        """The probes, compiled; an error in their syntax is raised here, in the grader."""
        return {name: np.frombuffer(_code(name, source), np.uint8) for name, source in self.probes.items()}


@lru_cache(maxsize=1024)
def _code(name: str, source: str) -> bytes:
    """A probe module, compiled once for all workers: the same interpreter runs here and there."""
    return marshal.dumps(compile(source, f"probes/{name}.py", "exec", dont_inherit=True))


@lru_cache(maxsize=1024)
def _modules_named(sources: tuple[str, ...], probe: str) -> tuple[str, ...]:
    """The modules that a probe and the functions it uses ask its first argument for, in the order of the text."""
    nodes = [node for source in sources for node in statements(source)]
    definitions = {name: node for node in nodes for name in bound(node)}
    student = next(
        (
            node.args.args[0].arg
            for node in nodes
            if isinstance(node, ast.FunctionDef) and node.name == probe and node.args.args
        ),
        "",
    )
    todo, seen, found = [probe], set[str](), dict[str, None]()
    while todo:
        name = todo.pop()
        if name in seen or name not in definitions:
            continue
        seen.add(name)
        for part in ast.walk(definitions[name]):
            if isinstance(part, ast.Name):
                todo.append(part.id)
            elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == student:
                found[part.attr] = None
    return tuple(found)
