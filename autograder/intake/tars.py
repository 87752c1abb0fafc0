"""A tar's files, also of a tar packed by gzip, read through once from its beginning to its end.

Read by hand instead of with `tarfile`, which follows what a damaged or hostile header says: sizes below zero, sparse
files without end, headers of any length. Here each block is looked at once, and nothing is believed but a name, a kind
and a size.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from autograder.intake.files import NO_FILE, IntakeError, Item, most_bytes, open_regular, too_large
from autograder.intake.names import may_be_read, shown
from autograder.intake.zips import refuse_paths_outside, refuse_too_much

BLOCK = 512
MAX_HEADER_BYTES = 1 << 16
"""How long a header in words may be: it holds a path and a few numbers."""
GZIP = b"\x1f\x8b"
CHUNK = 1 << 16
MAX_TAKEN = 64 << 20
"""How much of a tar is kept while it is not yet known which of its .py files are graded."""

REGULAR = (b"0", b"\0", b"7")
NOTHING_FOLLOWS = (b"1", b"2", b"3", b"4", b"6")
"""Links, devices and pipes: whatever size their headers give, no data follows."""
FOLDER, WORDS, WORDS_FOR_ALL, LONG_NAME, LONG_LINK, OLD_SPARSE = b"5", b"x", b"g", b"L", b"K", b"S"
UNREADABLE = (EOFError, OSError, ValueError, zlib.error)


def tar_items(path: Path) -> Iterator[Item]:
    """The files of a tar. Raises `IntakeError` when it is no tar, is damaged, or is dangerous."""
    with io.FileIO(open_regular(path, links=None), "rb") as file:
        packed = file.read(2) == GZIP
        file.seek(0)
        stream: io.BufferedIOBase = gzip.GzipFile(fileobj=file) if packed else io.BufferedReader(file)
        try:
            yield from _items(_Reader(path.name, stream))
        except UNREADABLE as error:
            raise IntakeError(f"{shown(path.name)} is not a tar file that can be read ({shown(error)}).") from error


class _Reader:
    """A stream that only goes forward, and ends with a refusal where it is too long or too much of it is wanted."""

    def __init__(self, title: str, stream: io.BufferedIOBase) -> None:
        self.title = title
        self._stream = stream
        self._passed = self._taken = 0

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes, all of them, to be kept."""
        self._taken += size
        if self._taken > MAX_TAKEN:
            raise IntakeError(f"{shown(self.title)} holds too many large .py files; hand in your own alone.")
        self._pass(size)
        return self._read(size)

    def block(self) -> bytes:
        """The next block, or nothing where the stream ends without the empty block that should come last."""
        self._pass(BLOCK)
        data = self._stream.read(BLOCK)
        if 0 < len(data) < BLOCK:
            raise EOFError("it ends too early")
        return data

    def skip(self, size: int) -> None:
        """Pass over ``size`` bytes."""
        self._pass(size)
        for start in range(0, size, CHUNK):
            self._read(min(CHUNK, size - start))

    def _pass(self, size: int) -> None:
        self._passed += size
        refuse_too_much(self.title, 0, self._passed)

    def _read(self, size: int) -> bytes:
        data = self._stream.read(size)
        if len(data) < size:
            raise EOFError("it ends too early")
        return data


@dataclass(frozen=True)
class _Header:
    path: str
    kind: bytes
    size: int
    modified: int
    continues: bool
    """Whether more blocks of an old sparse file's header follow."""


def _items(reader: _Reader) -> Iterator[Item]:
    words: dict[str, str] = {}
    for count, header in enumerate(iter(partial(_header, reader), None), 1):
        assert header is not None
        refuse_too_much(reader.title, count, 0)
        if header.kind in (WORDS, LONG_NAME):
            if header.size > MAX_HEADER_BYTES:
                raise ValueError("a header is too long")
            words.update(_words(header.kind, reader.take(header.size)))
            reader.skip(-header.size % BLOCK)
        elif header.kind in (WORDS_FOR_ALL, LONG_LINK):
            reader.skip(header.size + -header.size % BLOCK)
        else:
            if header.kind != FOLDER:
                yield _item(reader, header, words)
            words = {}


def _item(reader: _Reader, header: _Header, words: Mapping[str, str]) -> Item:
    path = words.get("path", header.path)
    refuse_paths_outside(reader.title, path)
    size = _natural(words.get("size", str(header.size)))
    if header.kind in NOTHING_FOLLOWS:
        return Item(path, flaw=NO_FILE)
    while header.continues:
        header = replace(header, continues=reader.take(BLOCK)[504] != 0)
    wanted = header.kind in REGULAR and may_be_read(path) and size <= most_bytes(path)
    data = reader.take(size) if wanted else b""
    reader.skip(size - len(data) + -size % BLOCK)
    sparse = any(key.startswith("GNU.sparse") for key in words)
    flaw = NO_FILE if header.kind not in REGULAR or sparse else ""
    return Item(path, size, header.modified, partial(_read, path, size, data), flaw)


def _read(path: str, size: int, data: bytes) -> bytes:
    if size > most_bytes(path):
        raise too_large(path)
    return data


def _header(reader: _Reader) -> _Header | None:
    """The next header; None at the end."""
    block = reader.block()
    if not block.strip(b"\0"):
        return None
    if sum(block[:148]) + sum(b" " * 8) + sum(block[156:]) != _number(block[148:156]):
        raise ValueError("what should be a header is none")
    kind, in_words = block[156:157], block[257:263] == b"ustar\0"
    name, folder = _text(block[:100]), _text(block[345:500]) if in_words else ""
    continues = kind == OLD_SPARSE and block[482] != 0
    return _Header(
        f"{folder}/{name}" if folder else name, kind, _number(block[124:136]), _number(block[136:148]), continues
    )


def _words(kind: bytes, data: bytes) -> Iterator[tuple[str, str]]:
    """What a header in words says: ``path``, ``size`` and others."""
    if kind == LONG_NAME:
        yield "path", _text(data)
        return
    while data:
        length = _natural(_text(data.partition(b" ")[0]))
        record, data = data[:length], data[length:]
        key, found, value = record.partition(b" ")[2].removesuffix(b"\n").partition(b"=")
        if not found:
            raise ValueError("a header in words is none")
        yield _text(key), value.decode("utf-8", "surrogateescape")


def _number(field: bytes) -> int:
    """A number as headers write it: octal digits, or a large one in binary."""
    return int.from_bytes(field[1:], "big") if field[0] == 0x80 else int(field.strip(b" \0") or b"0", 8)


def _natural(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise ValueError("a size is no number")
    return int(digits)


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "surrogateescape")
