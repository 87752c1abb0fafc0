"""What a student needs besides an exception: where the function stands that could not be called, and which values met
on the line that raised.

The values are a student's own, and may raise or lie about themselves: only plain ones are described.
"""

from __future__ import annotations

import difflib
import re
import sys
from types import FrameType, FunctionType
from typing import Any

import numpy as np

from .functions import qualified_name
from .submission import SubmissionFinder

SHOWN = 6
SHORT, LONG, MANY = 24, 60, 200
"""The most letters of a text that is shown, and of a name; and the most names that are looked at."""
_NAME = re.compile(r"(?<![\w.'\"])([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?(?!\w|\s*\()")
_CALLED = re.compile(r"([\w.]+)\(\) (?:takes|missing|got)\b")
_INIT = re.compile(r"_{0,3}(?:init|int|inti|inint|innit|ini)_{0,3}")


def operands(frame: FrameType, line: str) -> str:
    """The variables on a line of a function, each with its shape or what it is: ``X has shape (5, 4)``."""
    found: dict[str, str] = {}
    for name, attribute in _NAME.findall(line.partition("#")[0]):
        try:
            value = frame.f_locals[name]
            whole = f"{name}.{attribute}" if attribute else name
            if attribute:
                value = object.__getattribute__(value, "__dict__")[attribute]
            words = _described(value)
        except BaseException:
            # A student's object may raise anything when it is looked at; it is left out.
            continue
        if words:
            found[whole] = f"{whole} {words}"
    return ", ".join(list(found.values())[:SHOWN])


def has_instead(error: BaseException) -> str:
    """What an object has in place of the attribute that was asked for: the nearest names, or else all it was given."""
    if not isinstance(error, AttributeError) or not isinstance(error.name, str):
        return ""
    try:
        owner = type(error.obj)
        given = list(object.__getattribute__(error.obj, "__dict__"))
        names = [name for name in (*given, *vars(owner))[:MANY] if len(name) <= LONG and not name.startswith("__")]
        near = difflib.get_close_matches(error.name[:LONG].lower(), [name.lower() for name in names], SHOWN // 2)
        shown = [name for name in names if name.lower() in near] or [name for name in given if name in names][:SHOWN]
        return f"the {owner.__name__[:SHORT]} has {', '.join(shown)}" if shown else ""
    except BaseException:
        # A student's object may raise anything when it is looked at; then nothing is said of it.
        return ""


def _described(value: Any) -> str:
    """A plain value in a few words; nothing for any other."""
    if value is None:
        return "is None"
    if type(value) is np.ndarray:
        return f"has shape {value.shape}" + (" and holds whole numbers" if value.dtype.kind in "iu" else "")
    if type(value) in (list, tuple):
        return f"is a {type(value).__name__} of {len(value)}"
    if type(value) in (bool, int, float, np.float64, np.int64):
        return f"is the number {value:.6g}" if type(value) is not bool else f"is {value}"
    if type(value) is str:
        return f"is {value!r}" if len(value) <= SHORT and value.isprintable() else "is text"
    if type(value) is dict:
        keys = [repr(key) for key in value if type(key) is str and len(key) <= SHORT and key.isprintable()][:SHOWN]
        return "is a dictionary" + (f" of {len(value)} ({', '.join(keys)})" if keys else "")
    return "is a function" if type(value) is FunctionType else ""


def definition(message: str, finder: SubmissionFinder) -> tuple[str, int, str] | None:
    """File, line and name of the student's function that Python says it cannot call like this.

    Of a class that "takes no arguments" it is the method that looks like a misspelt ``__init__``.
    """
    if (called := _CALLED.match(message)) is None:
        return None
    first, *rest = called[1].split(".")
    for module in list(sys.modules.values()):
        if getattr(getattr(module, "__spec__", None), "loader", None) is not finder:
            continue
        found: Any = vars(module).get(first)
        for part in rest:
            found = vars(found).get(part) if isinstance(found, type) else None
        if isinstance(found, type):
            close = (value for name, value in vars(found).items() if _INIT.fullmatch(name) and name != "__init__")
            found = next(close, None)
        if isinstance(found, FunctionType) and found.__code__.co_filename in finder.files:
            code = found.__code__
            return code.co_filename, code.co_firstlineno, qualified_name(code)
    return None
