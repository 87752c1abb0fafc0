"""Code cells → the modules that are asked for, and sentences about what was left out: `joined`.

What the student says decides: a ``%%writefile graph.py`` cell is that file, and everything in a cell that begins with
``# graph.py`` belongs to it.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from autograder.intake import magics
from autograder.intake.assemble import Book, Placed
from autograder.intake.notebooks import Cell
from autograder.intake.pieces import pieces
from autograder.text import cells as origins
from autograder.text.plural import agreed

HEADING = re.compile(r"\s*#\s*(?:%%\s*)?([A-Za-z_]\w*\.py)[ \t]*(?:\n|\Z)")


@dataclass(frozen=True)
class Joined:
    """The modules by file name, and sentences about what was read and what was left out."""

    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Reason:
    """Why a cell was left out, or a part of it: what is said of one cell, and of several."""

    one: str
    many: str


MAGICS = _Reason("has lines that begin with %, ! or ?, which were left out", "have lines that begin with %, ! or ?, "
                 "which were left out")  # fmt: skip
RUNS = _Reason(
    "runs something outside of a function, which was left out",
    "run something outside of a function, which was left out",
)
NOT_SET = "by running something, which was left out, although other code uses"
"""In a sentence that says which names have no value."""
NO_CODE_CELL = _Reason("has code and is no code cell, so it was left out", "have code and are no code cells, so they "
                       "were left out")  # fmt: skip
LACKS = _Reason(
    "needs at once what was left out of another cell, and was left out, too",
    "need at once what was left out of another cell, and were left out, too",
)
NO_MODULE = _Reason(
    "writes a file that is not a .py file beside the notebook, and was left out",
    "write files that are not .py files beside the notebook, and were left out",
)
FOREIGN = "for %%{name} and not Python, and {was} left out"
UNPARSED = "not parse ({problem}), and {was} left out"


@dataclass
class _Read:
    """What was read of all cells: the pieces, the files that cells write, and the cells that were left out, by reason.

    ``lost`` are the names that code which was left out would have bound. ``missed`` are those of them that a piece
    needs, which was left out for that reason. ``known`` is what names stand for.
    """

    placed: list[Placed] = field(default_factory=list)
    written: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[_Reason, list[Cell]] = field(default_factory=dict)
    lost: dict[str, Cell] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)
    known: Mapping[str, str] = field(default_factory=dict)
    letters_left: int = magics.MOST_PARSED

    def leave_out(self, reason: _Reason, cell: Cell) -> None:
        """Remember a cell that was left out, or a part of it."""
        self.left_out.setdefault(reason, []).append(cell)


def joined(cells: Iterable[Cell], names: Mapping[str, Sequence[str]], expected: Sequence[str]) -> Joined:
    """The modules that these cells make. ``names`` are those of each file's skeleton, as far as it is known."""
    cells = list(cells)
    read = _Read()
    for cell in cells:
        _read_cell(cell, expected, read)
    _leave_out_what_lacks_names(read, {name for those in names.values() for name in those})
    book = Book(read.placed, names, [name for name in expected if name.endswith(".py")])
    files = {name: "".join(chunks) for name, chunks in read.written.items()}
    files |= {name: book.module(name) for name in book.modules if name not in files}
    notes = [
        *_about_files(cells, files),
        *(_about_unclear(book) if not files.keys() >= set(book.expected) else ()),
        *(_about_overwritten(book, read.written)),
        *_about_lost(read),
        *(_sentence(reason, those) for reason, those in read.left_out.items() if those),
    ]
    return Joined({name: text.encode() for name, text in files.items()}, tuple(notes))


def _read_cell(cell: Cell, expected: Sequence[str], read: _Read) -> None:
    if not cell.is_code:
        read.leave_out(NO_CODE_CELL, cell)
        return
    magic = magics.cell_magic(cell.source)
    if magic and magic.name in magics.WRITING:
        _write(cell, magic, read)
        return
    if magic and magic.name not in magics.PLAIN:
        read.leave_out(_worded("is ", "are ", FOREIGN, name=magic.name), cell)
        return
    _read_code(cell, magic.body if magic else cell.source, expected, read)


def _read_code(cell: Cell, source: str, expected: Sequence[str], read: _Read) -> None:
    parsed = magics.parsed(source, max(1, min(magics.MOST, read.letters_left // (len(source) + 1))))
    read.letters_left -= parsed.rounds * len(source)
    if parsed.tree is None:
        read.leave_out(_worded("does ", "do ", UNPARSED, problem=parsed.problem), cell)
        return
    if parsed.magics:
        read.leave_out(MAGICS, cell)
    heading = HEADING.match(source)
    file = heading.group(1) if heading and heading.group(1) in expected else ""
    try:
        found = pieces(parsed.text, parsed.tree, read.known)
    except RecursionError:  # such as a sum of a thousand terms
        read.leave_out(_worded("does ", "do ", UNPARSED, problem="an expression in it is nested too deeply"), cell)
        return
    read.known = found.known
    read.lost.update(dict.fromkeys(found.lost, cell))
    if found.ran:
        read.leave_out(RUNS, cell)
    read.placed += [Placed(piece, cell, file) for piece in found.pieces]


def _leave_out_what_lacks_names(read: _Read, asked: set[str]) -> None:
    """Leave out each piece that needs at once what was left out, since no import of its file would end well."""
    makers = Counter(name for placed in read.placed for name in placed.piece.makes)
    kept = []
    for placed in read.placed:
        missed = {name for name in (placed.piece.early & read.lost.keys()) - asked if not makers[name]}
        if not missed:
            kept.append(placed)
            continue
        read.missed |= missed
        makers.subtract(placed.piece.makes)
        read.lost.update(dict.fromkeys(placed.piece.makes, placed.cell))
        read.leave_out(LACKS, placed.cell)
    read.placed = kept


def _write(cell: Cell, magic: magics.Magic, read: _Read) -> None:
    """A cell that is a file, or is appended to one."""
    try:
        words = shlex.split(magic.words)
    except ValueError:  # a quotation mark that is never closed
        words = []
    path = PurePosixPath(words[-1]) if words else PurePosixPath()
    path = PurePosixPath(path.name) if path.is_absolute() else path  # such as /content/graph.py on Colab
    parts = path.with_suffix("").parts if path.name else ()
    if path.suffix != ".py" or not all(part.isidentifier() for part in parts):
        read.leave_out(NO_MODULE, cell)
        return
    name, line = path.as_posix(), 1 + len(magic.body) - len(magic.body.lstrip("\n"))
    chunk = f"{origins.mark(cell.notebook, cell.number, line)}\n{magic.body[line - 1 :].rstrip()}\n"
    read.written[name] = [*(read.written.get(name, []) if "-a" in words or "--append" in words else []), chunk]


def _about_files(cells: Sequence[Cell], files: Mapping[str, str]) -> Iterator[str]:
    notebooks = list(dict.fromkeys(cell.notebook for cell in cells))
    if not notebooks:
        return
    if not files:
        define, them = agreed(len(notebooks), "defines", "define"), agreed(len(notebooks), "it", "them")
        yield f"{', '.join(notebooks)} {define} nothing that is asked for, so nothing was read from {them}."
        return
    yield (
        f"{', '.join(files)} {agreed(len(files), 'was', 'were')} read from {', '.join(notebooks)}: imports, functions, "
        "classes and constants."
    )


def _about_unclear(book: Book) -> Iterator[str]:
    """A sentence for each name that stands in several files, and that no cell says the file of."""
    for name, files in book.owners.items():
        binding = [book.placed[number] for number in book.binding.get(name, ())]
        defining = [placed for placed in binding if not placed.piece.modules]
        if len(files) > 1 and defining and not any(placed.file for placed in defining):
            yield (
                f"{name} stands in {' and in '.join(files)}, and {_place(defining[:1])} does not say which is "
                f"meant, so it was left out: let the cell begin with the line `# {files[0]}`."
            )


def _about_overwritten(book: Book, written: Collection[str]) -> Iterator[str]:
    """What stands in plain cells although another cell writes the whole file that it belongs to."""
    for name in written:
        unused = [placed for placed, files in zip(book.placed, book.files, strict=True) if name in files]
        asked = set(book.names.get(name, ()))
        defined = sorted(
            {
                bound
                for placed in unused
                for bound in placed.piece.binds
                if bound in asked or not placed.piece.is_constant
            }
        )
        if defined:
            yield (
                f"{name} is what its %%writefile cell wrote, so {' and '.join(defined)} of "
                f"{_place(unused).lower()} {agreed(len(defined), 'was', 'were')} left out."
            )


def _about_lost(read: _Read) -> Iterator[str]:
    """The names that are used and never bound, because a statement was left out that would have bound them."""
    used = read.missed.union(*(placed.piece.free for placed in read.placed))
    made = {name for placed in read.placed for name in placed.piece.makes}
    by_cell: dict[Cell, list[str]] = {}
    for name in sorted((read.lost.keys() & used) - made):
        by_cell.setdefault(read.lost[name], []).append(name)
    for reason in {RUNS, LACKS} & read.left_out.keys():
        read.left_out[reason] = [cell for cell in read.left_out[reason] if cell not in by_cell]
    for cell, those in by_cell.items():
        yield f"{_place([cell])} sets {_listed(those)} {NOT_SET} {agreed(len(those), 'it', 'them')}."


def _worded(one: str, many: str, words: str, **gaps: str) -> _Reason:
    return _Reason(one + words.format(was="was", **gaps), many + words.format(was="were", **gaps))


def _sentence(reason: _Reason, cells: Sequence[Cell]) -> str:
    """What was left out, with the numbers of the cells."""
    many = len({(cell.notebook, cell.number) for cell in cells}) > 1
    return f"{_place(cells)} {reason.many if many else reason.one}."


def _place(cells: Sequence[Cell] | Sequence[Placed]) -> str:
    """Cells by their numbers: Cells 3 and 7 of hw.ipynb."""
    plain = [cell.cell if isinstance(cell, Placed) else cell for cell in cells]
    words = []
    for notebook in dict.fromkeys(cell.notebook for cell in plain):
        numbers = sorted({cell.number for cell in plain if cell.notebook == notebook})
        words.append(f"{agreed(len(numbers), 'cell', 'cells')} {_listed(numbers)} of {notebook}")
    text = " and ".join(words)
    return text[:1].upper() + text[1:]


def _listed(items: Sequence[object]) -> str:
    shown = [str(item) for item in items[:8]] + (["others"] if len(items) > 8 else [])
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
