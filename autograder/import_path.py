"""Python's search path without the folder that somebody works in. The entry point is `Elsewhere`.

``python -m`` puts that folder first: a student's ``random.py`` would there be taken for Python's own module by
everything that is imported, and end it. This module is imported before all others, so it needs nothing that is not
always loaded.
"""

from __future__ import annotations

import os
import sys

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
"""The folder that the framework is imported from: it stays on the path, for staff work in it."""


class Elsewhere:
    """While this lasts, nothing is imported from the working folder."""

    def __enter__(self) -> None:
        self._before = list(sys.path)
        here = os.getcwd()
        if here != HOME:
            sys.path[:] = [folder for folder in sys.path if folder not in ("", here)]

    def __exit__(self, *error: object) -> None:
        sys.path[:] = self._before
