"""Pieces of cells → the text of each module.

A name belongs to the file whose skeleton has it. Each file gets its own names, and of imports, constants and the
student's own helpers those that they use; a name of another file is imported from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.intake.notebooks import Cell
from autograder.intake.pieces import Piece
from autograder.text import cells as origins

NOT_IN_A_MODULE = "display"
"""What notebooks have and modules have not; in a module it prints."""


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
            name: [file for file, those in self.names.items() if name in those]
            for those in self.names.values()
            for name in those
        }

    @cached_property
    def files(self) -> list[list[str]]:
        """The files that each piece belongs to: none for an import and a helper of the student's own."""
        return [self._files_of(one) for one in self.placed]

    @cached_property
    def binding(self) -> Mapping[str, Sequence[int]]:
        """The pieces that bind each name, or add to it."""
        found: dict[str, list[int]] = {}
        for number, one in enumerate(self.placed):
            for name in one.piece.binds:
                found.setdefault(name, []).append(number)
        return found

    @cached_property
    def modules(self) -> list[str]:
        """The files that some piece belongs to."""
        some = {file for files in self.files for file in files}
        return [file for file in self.expected if file in some]

    def _files_of(self, one: Placed) -> list[str]:
        if one.piece.modules:
            return []
        if one.file or len(self.expected) == 1:
            return [one.file or self.expected[0]]
        owners = [self.owners.get(name, []) for name in one.piece.binds]
        return [those[0] for those in owners if len(those) == 1]

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
        own = {name for one in pieces_of_it for name in one.piece.binds}
        return self._text(pieces_of_it, {name: file for name, file in borrowed.items() if name not in own}, own)

    def _imports(self, one: Placed, file: str) -> bool:
        """Whether a piece imports the very file that is being made."""
        return file.removesuffix(".py") in one.piece.modules

    def _text(self, chosen: Sequence[Placed], borrowed: Mapping[str, str], own: set[str]) -> str:
        """Names of other files are imported first where they are needed at once, and last where they are not:
        two files may use each other's names, as cells do.
        """
        future = [one for one in chosen if "__future__" in one.piece.modules]
        rest = [one for one in chosen if "__future__" not in one.piece.modules]
        early = {name for one in chosen for name in one.piece.early}
        lines = {name: f"from {file.removesuffix('.py')} import {name}\n" for name, file in sorted(borrowed.items())}
        prints = any(NOT_IN_A_MODULE in one.piece.uses for one in chosen) and NOT_IN_A_MODULE not in own
        return "".join(
            [
                *(one.text for one in future),
                *(line for name, line in lines.items() if name in early),
                *([f"{NOT_IN_A_MODULE} = print\n"] if prints else []),
                *(one.text for one in rest),
                *(line for name, line in lines.items() if name not in early),
            ]
        )
