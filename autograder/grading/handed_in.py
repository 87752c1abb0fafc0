"""Files that were handed in, read in the grader as plain arrays by name: nothing in them is run or unpickled.

A table (``.csv``) gives an array for each column, ``.npz`` and ``.npy`` the arrays in them, and a ``.py`` file its
bytes. Everything has a cap that is looked at before anything is unpacked.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from autograder.checks import kind_of
from autograder.records import Call, Check, Error, Fault, Observation, Outputs
from autograder.sandbox.frames import wash
from autograder.sandbox.inside.outputs import NUMBERS_CAP, is_large
from autograder.text.delimited import decode
from autograder.text.modules import imported_files

MAX_UNPACKED = 64 << 20
"""How large all arrays in an .npz file may be together."""
MAX_ARRAYS, MAX_COLUMNS, MAX_CELLS = 200, 1000, 1 << 19
"""A cell of a table is a text before it is a number, and takes ten times as much memory."""
TEXT_CAP = 200
"""How many characters of a text in a table are kept."""


class UnreadableFileError(Exception):
    """A file that cannot be read as what its name says; the text is a sentence for the student."""


def observe(check: Check, asked: Sequence[str], files: Mapping[str, bytes], calls: Sequence[Call]) -> list[Observation]:
    """What is in the files that a check reads, the same for every call; by default all .py files that are asked for.

    A check of the text reads the student's own further files, too, where one of these imports them.
    """
    outputs: dict[str, np.ndarray] = {}
    read = [*(check.reads or [name for name in asked if name.endswith(".py")])]
    if kind_of(check).reads:
        read += imported_files(files, [name for name in read if name in files], lambda name: name not in asked)
    for name in read:
        try:
            if name not in files:
                return [_raised("missing", f"There is no {name} among your files.")] * len(calls)
            outputs.update(arrays_in(name, files[name], [output.name for output in kind_of(check).outputs(check)]))
        except UnreadableFileError as error:
            return [_raised("unusable", str(error))] * len(calls)
    return [Observation("returned", outputs)] * len(calls)


def _raised(fault: Fault, said: str) -> Observation:
    return Observation("raised", error=Error(fault, message=said, disclosed=said))


def arrays_in(name: str, data: bytes, needed: Collection[str] = ()) -> Outputs:
    """The arrays in a file, by name; of an .npz file those that are ``needed``, if any are named, and all others that
    can be read. Raises `UnreadableFileError`.
    """
    reader = READERS[name[name.rindex(".") :].casefold()]
    try:
        found = reader(name, data, needed)
    except Exception as error:  # numpy, zipfile and zlib raise a dozen different ones over what is damaged or forged
        said = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise UnreadableFileError(f"{name} cannot be read: {said}") from error
    if sum(array.size for array in found.values()) > (NUMBERS_CAP if not name.endswith(".py") else len(data)):
        raise UnreadableFileError(f"{name} holds more than {NUMBERS_CAP} numbers, which is too much to be looked at.")
    if any(title != wash(title) for title in found):
        raise UnreadableFileError(f"{name} has a name in it with characters that cannot be seen.")
    return {title: _plain(array) for title, array in found.items()}


def _plain(array: np.ndarray) -> np.ndarray:
    """The array as a worker would give it: little-endian, with no wider numbers than those of 64 bits."""
    wider = {"f": 8, "c": 16}.get(array.dtype.kind, array.dtype.itemsize)
    kind = f"{array.dtype.kind}{wider}" if wider < array.dtype.itemsize else array.dtype
    return array.astype(np.dtype(kind).newbyteorder("<"), copy=False)


def _table(name: str, data: bytes, needed: Collection[str]) -> Outputs:
    """The columns of a table whose first row names them: numbers, which may have decimal commas between semicolons, or
    texts where one entry is none.
    """
    text = re.sub(r"\Asep=.\r?\n", "", decode(data)[2])
    delimiter = max(",;\t", key=text.lstrip().partition("\n")[0].count)
    cells, rows = 0, []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        cells += len(row)
        if cells > MAX_CELLS:
            raise ValueError(f"it has more than {MAX_CELLS} entries.")
        if any(cell.strip() for cell in row):
            rows.append(row)
    head = [cell.strip() for cell in rows[0]] if rows else []
    if not head or len(head) > MAX_COLUMNS or any(_is_number(cell) for cell in head):
        raise ValueError("its first row must name the columns, such as `id,label`.")
    if len(set(head)) < len(head):
        raise ValueError("two columns have the same name.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(head):
            raise ValueError(f"row {number} has {len(row)} entries and the first row names {len(head)}.")
    columns = {title: [row[place].strip() for row in rows[1:]] for place, title in enumerate(head)}
    return {title: _column(column, delimiter == ";") for title, column in columns.items()}


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _column(cells: Sequence[str], may_have_commas: bool) -> np.ndarray:
    forms = [cells, [cell.replace(",", ".") for cell in cells]] if may_have_commas else [cells]
    for kind, form in itertools.product((np.int64, np.float64), forms):
        try:
            return np.array([kind(cell) for cell in form], dtype=kind)
        except (ValueError, OverflowError):
            continue
    return np.array([cell[:TEXT_CAP] for cell in cells], dtype=np.str_)


def _arrays(name: str, data: bytes, needed: Collection[str]) -> Outputs:
    """The arrays of an .npz file. What it declares is looked at before any of it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        if len(infos) > MAX_ARRAYS or sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise ValueError(f"it holds more than {MAX_ARRAYS} arrays or {MAX_UNPACKED >> 20} MiB of them.")
        found = {}
        for info in infos:
            title = info.filename.removesuffix(".npy")
            with archive.open(info) as file:
                try:
                    found[title] = _array_from(file.read(info.file_size + 1), f"{title}, ")
                except _UnfitError:
                    if not needed or title in needed:
                        raise
        return found


class _UnfitError(ValueError):
    """An array of what no check compares; the text says which."""


def _array_from(data: bytes, title: str = "") -> np.ndarray:
    """One array, of numbers, truth values or texts; objects would have to be unpickled, and are refused."""
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(stream, max_header_size=10_000)
    if dtype.kind == "O":
        raise _UnfitError(f"it holds {title}an array of objects, which could be anything: save it as one of numbers.")
    if dtype.kind not in "biufcU" or is_large(shape) or math.prod(shape) * dtype.itemsize > MAX_UNPACKED:
        raise _UnfitError(f"it holds {title}an array of {dtype} and shape {shape}, which is not looked at.")
    stream.seek(0)
    array = np.lib.format.read_array(stream, allow_pickle=False)
    if dtype.kind == "U":
        "".join(array.ravel().tolist()).encode()  # raises where it holds what is no letter
    return array


READERS: Mapping[str, Callable[[str, bytes, Collection[str]], Outputs]] = {
    ".csv": _table,
    ".npz": _arrays,
    ".npy": lambda name, data, needed: {name.removesuffix(".npy"): _array_from(data)},
    ".py": lambda name, data, needed: {name: np.frombuffer(data, np.uint8)},
}
"""How a file is read, by the end of its name."""
