"""The gradebook on disk: read before a class is graded, filled in after it, and never written over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from autograder.batch.gradebook import Filled, column_of, fill
from autograder.batch.gradebook_formats import GradebookError, read_gradebook
from autograder.batch.gradebook_match import Grade
from autograder.writers import files


@dataclass(frozen=True)
class Order:
    """What staff want filled in. ``dry_run`` says what would change and writes nothing."""

    export: Path
    column: str = ""
    scale: bool = False
    only_changed: bool = True
    dry_run: bool = False

    def target(self, folder: Path) -> Path:
        """Where the gradebook goes, under the name that the platform gave it."""
        return folder / self.export.name


def prepare(order: Order, folder: Path, tables: Collection[str] = ()) -> bytes:
    """The exported file, after a look whether it can be filled in at all: better now than after an evening's grading.

    ``tables`` are files in the folder that must not be written over. Raises `GradebookError`.
    """
    if order.export.resolve() == order.target(folder).resolve():
        raise GradebookError(f"{order.export} would be written over: keep the export in another folder.")
    data = order.export.read_bytes()
    column_of(read_gradebook(data, order.export.name), order.export.name, order.column)
    if order.export.name.casefold() in tables:
        raise GradebookError(
            f"{order.export} has the name of a table of the class, which would be written over: rename it."
        )
    return data


def write(order: Order, data: bytes, folder: Path, grades: list[Grade]) -> Filled:
    """Fill in the export; unless it is a dry run, write it to the folder. Raises `GradebookError`."""
    filled = fill(data, order.export.name, grades, order.column, order.scale, order.only_changed)
    if not order.dry_run:
        files.write_whole(order.target(folder), filled.data)
    return filled
