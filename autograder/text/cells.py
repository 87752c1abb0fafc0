"""The line above each piece of a module that was made from a notebook: it says where the piece stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

MARK_START = "# %% "
MARK = re.compile(r"# %% ([^\n]{1,120}), cell ([0-9]{1,5}), line ([0-9]{1,6})")
FRAME = re.compile(r'File "([^"\n]+)", line ([0-9]{1,7})')


def mark(notebook: str, cell: int, line: int) -> str:
    """The comment above a piece whose first line is this line of this cell, all counted from 1."""
    return f"# %% {notebook}, cell {cell}, line {line}"


def origin(lines: Sequence[str], line: int) -> tuple[str, int] | None:
    """The cell that a line of a module came from, as ``hw.ipynb, cell 7``, and the line in that cell.

    None for a line that came from no notebook.
    """
    for above in range(min(line, len(lines)) - 1, -1, -1):
        if found := MARK.fullmatch(lines[above].rstrip()):
            notebook, cell, first = found.groups()
            return f"{notebook}, cell {cell}", int(first) + line - 2 - above
    return None


def relocated(traceback: str, origin_of: Callable[[str, int], tuple[str, int] | None]) -> str:
    """A traceback whose frames name cells instead of the modules that were made from them."""

    def frame(found: re.Match[str]) -> str:
        place = origin_of(found.group(1), int(found.group(2)))
        return found.group() if place is None else f'File "{place[0]}", line {place[1]}'

    return FRAME.sub(frame, traceback)
