"""A delimited file as it stands, byte for byte, with the place of each cell: one cell changes and the rest stays."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from autograder.text.encodings import encoding_of

DELIMITERS = ("\t", ";", ",")


class UnreadableTableError(ValueError):
    """The bytes are no table; the message is a sentence."""


@dataclass(frozen=True)
class Field:
    """A cell's value, and where it stands in the text, its quotation marks included."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """A row's cells, and where it stands in the text, its line end included. ``line`` counts lines of the file."""

    cells: tuple[Field, ...]
    start: int
    end: int
    line: int

    def __getitem__(self, column: int) -> str:
        """A cell's value without spaces around it; empty where the row is shorter."""
        return self.cells[column].value.strip() if column < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """The file's text, the bytes before it, how it is encoded, and its rows."""

    bom: bytes
    encoding: str
    delimiter: str
    text: str
    rows: tuple[Row, ...]

    def edited(self, values: Mapping[tuple[int, int], str], rows: Collection[int] | None = None) -> bytes:
        """The file with other values in these cells, by row and column, and with only these rows if any are named."""
        pieces = []
        for number, row in enumerate(self.rows):
            if rows is not None and number not in rows:
                continue
            end = row.start
            for column, cell in enumerate(row.cells):
                if (number, column) in values:
                    pieces += [self.text[end : cell.start], self._written(values[number, column], cell)]
                    end = cell.end
            pieces.append(self.text[end : row.end])
        return self.bom + "".join(pieces).encode(self.encoding)

    def _written(self, value: str, cell: Field) -> str:
        """A value in the cell's own quotation marks, or in new ones where it needs them."""
        needed = any(character in value for character in (self.delimiter, '"', "\r", "\n"))
        quoted = self.text[cell.start : cell.start + 1] == '"'
        return '"' + value.replace('"', '""') + '"' if quoted or needed else value


def decode(data: bytes) -> tuple[bytes, str, str]:
    """The byte-order mark, the encoding and the text. Bytes that are neither UTF-8 nor UTF-16 are read as Latin-1."""
    bom, encoding = encoding_of(data)
    body = data[len(bom) :]
    try:
        return bom, encoding, body.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise UnreadableTableError(f"the file begins like {encoding} and is not: {error.reason}.") from error
        return bom, "latin-1", body.decode("latin-1")


def table(data: bytes, delimiter: str) -> Table:
    """The file, taken apart at this delimiter."""
    bom, encoding, text = decode(data)
    return Table(bom, encoding, delimiter, text, tuple(_rows(text, delimiter)))


def tables(data: bytes) -> tuple[list[Table], list[str]]:
    """The file, taken apart at each delimiter at which it is a table, and why it is none at the others."""
    found: list[Table] = []
    troubles: list[str] = []
    for delimiter in DELIMITERS:
        try:
            found.append(table(data, delimiter))
        except UnreadableTableError as error:  # a right table may be none when it is cut at the wrong places
            troubles.append(str(error))
    return found, troubles


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    cell = re.compile(rf'(?P<quoted>"(?:[^"]|"")*"?)?(?P<plain>[^{delimiter}\r\n]*)(?P<end>{delimiter}|\r\n|\r|\n|\Z)')
    cells: list[Field] = []
    start = place = 0
    line = 1
    while place < len(text) or cells:
        match = cell.match(text, place)
        assert match is not None, "the pattern matches anywhere"
        quoted = match["quoted"] or ""
        if quoted and (len(quoted) == 1 or not quoted.endswith('"') or quoted.count('"') % 2):
            raise UnreadableTableError(f"line {line}: a quotation mark is opened and never closed.")
        value = quoted[1:-1].replace('""', '"') + match["plain"]
        cells.append(Field(value, place, match.end("plain")))
        place = match.end()
        if match["end"] != delimiter:
            yield Row(tuple(cells), start, place, line)
            line += len(re.findall("\r\n|\r|\n", text[start:place]))
            cells, start = [], place
