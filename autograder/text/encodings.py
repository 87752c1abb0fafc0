"""How bytes are encoded, by what they begin with: spreadsheets and editors on Windows save text as UTF-16."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import IO

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """The byte-order mark, and the encoding: UTF-16 where the mark says so or one of the first two bytes is zero."""
    mark, encoding = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", "utf-8"))
    if not mark and b"\0" in data[:2]:
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    return mark, encoding


def opened(path: Path) -> IO[str]:
    """A text file that any program wrote, without its mark; what is not in its encoding becomes a sign of that."""
    with path.open("rb") as file:
        mark, encoding = encoding_of(file.read(4))
    text = path.open(encoding=encoding, errors="replace")
    text.seek(len(mark))
    return text


def beginning(path: Path, characters: int) -> str:
    """The first so many characters of a text file; none where there is no such file."""
    if not path.is_file():
        return ""
    with opened(path) as file:
        return file.read(characters)
