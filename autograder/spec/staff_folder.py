"""The folder that an assignment is read from: the one that staff write, or a kit or bundle made from it.

An `Assignment` never reaches the disk. What needs staff's files besides (freezing, releasing, proving) takes this
handle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.spec import staff_code, text_files

SPEC_NAME = "assignment.yaml"
ANSWERS_NAME = "answers.npz"
RELEASE_NAME = "RELEASE"
MISTAKES, DATA = "mistakes", "data"
TERM_NAME = "term.yaml"


@dataclass(frozen=True)
class StaffFolder:
    """A folder with an assignment.yaml in it, by its absolute path."""

    path: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", self.path.resolve())

    @property
    def spec(self) -> Path:
        return self.path / SPEC_NAME

    @property
    def answers(self) -> Path:
        return self.path / ANSWERS_NAME

    @property
    def term(self) -> Path:
        """The slip days of the term; they may stand in the folder around this one, for all assignments of a course."""
        around = self.path.parent / TERM_NAME
        return around if around.exists() and not (self.path / TERM_NAME).exists() else self.path / TERM_NAME

    def modules(self, package: str) -> list[Path]:
        """The modules of cases/, probes/, laws/ or prompts/, in order of name."""
        return staff_code.module_paths(self.path, package)

    def sources(self, package: str) -> dict[str, str]:
        """The text of each of these modules, by module name. Raises `StaffCodeError` where one is not UTF-8."""
        return staff_code.sources(self.path, package)

    def functions(self, package: str) -> dict[str, Callable[..., Any]]:
        """The functions of these modules. Raises `StaffCodeError` with a line for each module that cannot be used."""
        return staff_code.functions(self.path, package)

    def data_file(self, name: str) -> Path:
        """A file of data/ that students get too; beside a kit it stands in the folder around it."""
        own = self.path / DATA / name
        return own if own.exists() else self.path.parent / DATA / name

    def text(self, name: str) -> str:
        """The text of a file of the reference; empty where there is none."""
        path = self.path / name
        return text_files.read(path) if path.exists() else ""

    def secrets(self, names: Iterable[str]) -> tuple[str, ...]:
        """What no student code may read: the folder, its answers, the files of the reference that are there, and who
        has used slip days.
        """
        files = (self.answers, self.term, *(self.path / name for name in names))
        return (str(self.path), *(str(file) for file in files if file.exists()))

    def relative(self, path: Path) -> str:
        """The path of a file in this folder, from the folder on."""
        return path.relative_to(self.path).as_posix()
