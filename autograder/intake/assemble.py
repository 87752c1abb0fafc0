"""Pieces of cells → the text of each module.

A name belongs to the file whose skeleton has it. Each file gets its own names, and those imports, constants and helpers
of the student's that they use; a name of another file is imported from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.intake.notebooks import Cell
from autograder.intake.pieces import Piece
from autograder.text import cells as origins

NOT_IN_A_MODULE = "display"
"""A function that notebooks have and modules lack; in a module it prints."""


@dataclass(frozen=True)
class Placed:
    """A piece, its cell, and the file that the cell's first line names, if it names one."""

    piece: Piece
    cell: Cell
    file: str

    @property
    def text(self) -> str:
        """The piece below the line that says where it comes from."""
        return f"{origins.mark(self.cell.notebook, self.cell.number, self.piece.line)}\n{self.piece.text}\n"


@dataclass(frozen=True)
class Book:
    """The pieces of all cells, and which file each name belongs to."""

    placed: Sequence[Placed]
    names: Mapping[str, Sequence[str]]
    expected: Sequence[str]

    @cached_property
    def owners(self) -> Mapping[str, Sequence[str]]:
        """The files that each name stands in."""
        return {
            name: [file for file, own in self.names.items() if name in own]
            for names in self.names.values()
            for name in names
        }

    @cached_property
    def files(self) -> list[list[str]]:
        """The files that each piece belongs to: none for an import and a helper of the student's own."""
        return [self._files_of(placed) for placed in self.placed]

    @cached_property
    def binding(self) -> Mapping[str, Sequence[int]]:
        """The pieces that bind each name, or add to it."""
        found: dict[str, list[int]] = {}
        for number, placed in enumerate(self.placed):
            for name in placed.piece.binds:
                found.setdefault(name, []).append(number)
        return found

    @cached_property
    def modules(self) -> list[str]:
        """The files that some piece belongs to."""
        with_pieces = {file for files in self.files for file in files}
        return [file for file in self.expected if file in with_pieces]

    def _files_of(self, placed: Placed) -> list[str]:
        if placed.piece.modules:
            return []
        if placed.file or len(self.expected) == 1:
            return [placed.file or self.expected[0]]
        owners = [self.owners.get(name, []) for name in placed.piece.binds]
        return [files[0] for files in owners if len(files) == 1]

    def module(self, file: str) -> str:
        """A file's pieces in the order of the cells, each below the line that says where it comes from."""
        mine = [number for number, files in enumerate(self.files) if file in files or self.placed[number].piece.is_star]
        chosen = {number for number in mine if not self._imports(self.placed[number], file)}
        borrowed: dict[str, str] = {}
        seen = {name for number in chosen for name in self.placed[number].piece.uses}
        waiting = list(seen)
        while waiting:
            name = waiting.pop()
            for number in self.binding.get(name, ()):
                piece, others = self.placed[number].piece, [other for other in self.files[number] if other != file]
                if number in chosen or self._imports(self.placed[number], file):
                    continue
                if others:
                    borrowed[name] = others[0]
                    continue
                chosen.add(number)
                waiting += piece.uses - seen
                seen |= piece.uses
        pieces_of_it = [self.placed[number] for number in sorted(chosen)]
        own = {name for placed in pieces_of_it for name in placed.piece.binds}
        return self._text(pieces_of_it, {name: file for name, file in borrowed.items() if name not in own}, own)

    def _imports(self, placed: Placed, file: str) -> bool:
        """Whether a piece imports the very file that is being made."""
        return file.removesuffix(".py") in placed.piece.modules

    def _text(self, chosen: Sequence[Placed], borrowed: Mapping[str, str], own: set[str]) -> str:
        """A file's text. It imports the names of other files first where it needs them at once, else last: two files
        may use each other's names, as cells do.
        """
        future = [placed for placed in chosen if "__future__" in placed.piece.modules]
        rest = [placed for placed in chosen if "__future__" not in placed.piece.modules]
        early = {name for placed in chosen for name in placed.piece.early}
        lines = {name: f"from {file.removesuffix('.py')} import {name}\n" for name, file in sorted(borrowed.items())}
        prints = any(NOT_IN_A_MODULE in placed.piece.uses for placed in chosen) and NOT_IN_A_MODULE not in own
        return "".join(
            [
                *(placed.text for placed in future),
                *(line for name, line in lines.items() if name in early),
                *([f"{NOT_IN_A_MODULE} = print\n"] if prints else []),
                *(placed.text for placed in rest),
                *(line for name, line in lines.items() if name not in early),
            ]
        )
