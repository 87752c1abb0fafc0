"""The whole name of a function that ran, as in ``Gate.forward``: `qualified_name` finds it for any Python.

Python 3.10 keeps the last part alone with the code. There the file is compiled again, to see in which class a function
stands.
"""

from __future__ import annotations

import linecache
import warnings
from collections.abc import Iterator
from functools import lru_cache
from inspect import CO_OPTIMIZED
from types import CodeType


def qualified_name(code: CodeType) -> str:
    """The name with the classes and functions around it, where it can be known."""
    if isinstance(known := getattr(code, "co_qualname", None), str):
        return known
    names = _of_text("".join(linecache.getlines(code.co_filename)))
    return names.get((code.co_firstlineno, code.co_name), code.co_name)


@lru_cache(maxsize=8)
def _of_text(text: str) -> dict[tuple[int, str], str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python gave them when the file was imported
            whole = compile(text, "", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}  # what ran was not this text
    return {(code.co_firstlineno, code.co_name): name for code, name in _named(whole, "")}


def _named(code: CodeType, around: str) -> Iterator[tuple[CodeType, str]]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            name = around + inner.co_name
            yield inner, name
            yield from _named(inner, f"{name}.<locals>." if inner.co_flags & CO_OPTIMIZED else f"{name}.")
