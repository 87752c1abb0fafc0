"""A submission's files as code objects, made before any line of the student's runs: see :func:`compiled`.

They are a function of the text alone then, and serve every worker of the submission. What compiling reports is
reported where a file is imported, so a file that does not compile, causes a warning or nests deeply has no code object
here.
"""

from __future__ import annotations

import marshal
import sys
import traceback
import warnings
from collections.abc import Mapping, Sequence

import numpy as np

from .submission import source_text

CODES_CAP = 1 << 20
"""The most bytes of code objects that are given out; the files after that stay text."""
ROOM = 100
"""How many frames there may be beyond those of now. Whether code that nests deeper compiles depends on the recursion
limit at its import, which a student may set.
"""


def compiled(files: Mapping[str, bytes], names: Sequence[str]) -> dict[str, np.ndarray]:
    """The code objects of these files as marshalled bytes, by the place of a file's name among ``names``."""
    codes: dict[str, np.ndarray] = {}
    room = CODES_CAP
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(sum(1 for _ in traceback.walk_stack(None)) + ROOM)
    try:
        for place, name in enumerate(names):
            code = _compiled(name, files[name])
            if code and len(code) <= room:
                room -= len(code)
                codes[str(place)] = np.frombuffer(code, np.uint8)
    finally:
        sys.setrecursionlimit(limit)
    return codes


def _compiled(name: str, content: bytes) -> bytes:
    """A file's code object, marshalled; empty where its text is to be compiled at each import."""
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        try:
            code = marshal.dumps(compile(source_text(name, content), name, "exec", dont_inherit=True))
        except Exception:
            # Whoever imports the file learns why it does not compile; the error depends on where the import stands.
            return b""
    return b"" if raised else code
