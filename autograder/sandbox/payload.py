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

from autograder.text.python_source import bound, statements

from . import frames

DATA = (".csv", ".npz", ".npy")
"""Files that the grader reads and no worker gets."""


@dataclass(frozen=True)
class Payload:
    """A submission's files by name, the probes' sources by module, and the files that students were asked for.

    ``endless`` are the files whose import did not come to an end before, each with the sentence that says so: they are
    not imported again. ``packages`` are those that may be imported beside numpy, and
    ``data`` the files that may be opened in ``data/``.
    """

    files: Mapping[str, bytes]
    probes: Mapping[str, str]
    expected: tuple[str, ...]
    endless: Mapping[str, str] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    data: Mapping[str, bytes] = field(default_factory=dict)

    @cached_property
    def frame(self) -> bytes:
        """The first frame a worker gets: the files, with nothing of a check."""
        modules = {name: content for name, content in self.files.items() if not name.endswith(DATA)}
        arrays = [np.frombuffer(content, np.uint8) for content in modules.values()]
        places = {name: place for place, name in enumerate(modules)}
        header = {"files": places, "expected": list(self.expected), "endless": dict(self.endless)}
        header = {**header, "packages": list(self.packages), "data": sorted(self.data)}
        return frames.pack(header, arrays)

    def only(self, probes: Mapping[str, str]) -> Payload:
        """The same submission with these probes alone; its first frame, which is large, is not made again."""
        narrowed = replace(self, probes=probes)
        narrowed.__dict__["frame"] = self.frame
        return narrowed

    def modules(self, probes: Sequence[str]) -> list[str]:
        """The student's modules that these probes name, if they are there."""
        named = {name: None for probe in probes for name in _modules_named(tuple(self.probes.values()), probe)}
        return [name for name in named if f"{name}.py" in self.files]

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
