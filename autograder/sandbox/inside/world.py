"""What a student's code may change for all that runs after it: :class:`World` puts it back before each call.

What an import sets stays, because programs make such settings at their top. What a call sets must not reach the next
call, whose result would then depend on the order of the cases.
"""

from __future__ import annotations

import os
import random
import sys
import warnings
from typing import Any

import numpy as np


class World:
    """The settings of Python and numpy that hold for a whole process, as they are when this is made."""

    def __init__(self) -> None:
        self._random = random.getstate()
        self._drawn = np.random.get_state()
        self._errors = np.geterr()
        self._on_error = np.geterrcall()
        self._print = np.get_printoptions()
        self._filters = list(warnings.filters)
        decimal: Any = sys.modules.get("decimal")  # nothing to put back where nobody imported it
        self._decimal = decimal.getcontext().copy() if decimal else None
        self._environment = dict(os.environ)
        self._path, self._arguments = list(sys.path), list(sys.argv)
        self._streams = sys.stdin, sys.stdout, sys.stderr
        self._hooks = sys.gettrace(), sys.getprofile()

    def restore(self) -> None:
        """Put everything back. A setting that cannot be put back does not keep the others from it."""
        for put_back in (
            lambda: random.setstate(self._random),
            lambda: np.random.set_state(self._drawn),
            lambda: np.seterr(**self._errors),
            lambda: np.seterrcall(self._on_error),
            lambda: np.set_printoptions(**self._print),
            self._restore_collections,
            lambda: sys.settrace(self._hooks[0]),
            lambda: sys.setprofile(self._hooks[1]),
        ):
            try:
                put_back()
            except Exception:
                # A student may have replaced any of these functions, and then works with the replacement.
                continue

    def _restore_collections(self) -> None:
        """Refill the collections that other modules hold as well, instead of replacing them."""
        if warnings.filters != self._filters:
            warnings.filters[:] = self._filters  # type: ignore[index]
            refresh: Any = getattr(warnings, "_filters_mutated", lambda: None)
            refresh()
        if dict(os.environ) != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)
        sys.path[:], sys.argv[:] = self._path, self._arguments
        sys.stdin, sys.stdout, sys.stderr = self._streams
        if self._decimal is not None:
            sys.modules["decimal"].setcontext(self._decimal.copy())
