"""What a student needs besides an exception: where the function stands that could not be called, and which values met
on the line that raised.

The values are a student's own, and may raise or lie about themselves: only plain ones are described.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from types import FrameType, FunctionType
from typing import Any

import numpy as np

from .functions import qualified_name
from .outputs import NoNumbersError
from .submission import SubmissionFinder

SHOWN = 6
SHORT, LONG, MANY = 24, 60, 200
"""The most letters of a text that is shown, and of a name; and the most names that are looked at."""
_NAME = re.compile(r"(?<![\w.'\"])([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?(?!\w)(\s*\()?")
_CALLED = re.compile(r"([\w.]+)\(\) (?:takes|missing|got)\b")
_NOT_CALLABLE = re.compile(r"'(?:\w+\.)*(\w+)' object is not callable")
_CAPITAL_WORDS = re.compile(r"_*[A-Z]\w*[a-z]\w*")
_INIT = re.compile(r"_{0,3}(?:init|int|inti|inint|innit|ini)_{0,3}")


def operands(frame: FrameType, line: str) -> str:
    """The variables on a line of a function, each with its shape or what it is: ``X has shape (5, 4)``."""
    found: dict[str, str] = {}
    for name, attribute, call in _NAME.findall(line.partition("#")[0]):
        try:
            value = frame.f_locals[name]
            whole = f"{name}.{attribute}" if attribute else name
            if attribute:
                value = object.__getattribute__(value, "__dict__")[attribute]
            words = "" if call and callable(value) else _described(value)
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


def stands_for(error: BaseException, calls: Sequence[tuple[FrameType, int]], finder: SubmissionFinder) -> str:
    """A sentence on the name that a probe could not call, because it stands for something else; else nothing.

    ``calls`` are the frames of probes that the error came through, outermost first.
    """
    try:
        if isinstance(error, NoNumbersError):
            returned = ((*key, value) for key, value in finder.asked.items() if type(error.value) is value)
            return next((_other_kind(*one) for one in returned), "")
        if not isinstance(error, TypeError) or not calls:
            return ""
        return next(_not_called(str(error), calls, finder), "")
    except BaseException:
        # A student's object may raise anything when it is looked at; then nothing is said of it.
        return ""


def _not_called(message: str, calls: Sequence[tuple[FrameType, int]], finder: SubmissionFinder) -> Iterator[str]:
    """Sentences on a module's name, and on an object's method, that stand for what cannot be called."""
    kind = _NOT_CALLABLE.search(message)
    named = frozenset[str]().union(*(frame.f_code.co_names for frame, _ in calls))
    for (module, name), value in finder.asked.items():
        if kind and name in named and type(value).__name__ == kind[1]:
            yield _other_kind(module, name, value)
    own = {name.removesuffix(".py").replace("/", ".") for name in finder.files}
    for value in calls[-1][0].f_locals.values():
        if type(value).__module__ in own:
            yield from _no_method(message, value, named)


def _no_method(message: str, value: Any, named: Collection[str]) -> Iterator[str]:
    """Sentences on names of an object that a probe may have called, and that stand for what cannot be called."""
    owner, kind = type(value), _NOT_CALLABLE.search(message)
    given: dict[str, Any] = object.__getattribute__(value, "__dict__")
    for name in named:
        if name not in given and name not in vars(owner):
            continue
        known = given.get(name, vars(owner).get(name))
        said = f"{owner.__name__} has no method {name}: the name stands for {_kind_of(known)}"
        if isinstance(known, property):
            asked = message.startswith(f"{owner.__name__}.{name}()")
            if asked or (kind and type(getattr(value, name)).__name__ == kind[1]):
                yield f"{said}."
        elif kind and type(known).__name__ == kind[1]:
            hidden = name in given and isinstance(vars(owner).get(name), FunctionType)
            taken = f"{owner.__name__} has no method {name}: an attribute of that name takes its place."
            yield taken if hidden else f"{said}."


def _other_kind(module: str, name: str, value: Any) -> str:
    if _CAPITAL_WORDS.fullmatch(name):
        return f"{module}.py has no class {name}: the name stands for {_kind_of(value)}."
    return f"{module}.py has no function {name}: the name stands for {_kind_of(value)}."


def _kind_of(value: Any) -> str:
    """What a value is, in a noun with its article."""
    if value is None or type(value) is str:
        return "None" if value is None else "text"
    noun = {type: "class", np.ndarray: "array"}.get(type(value), type(value).__name__[:SHORT])
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"


def odd_name(error: BaseException, finder: SubmissionFinder) -> str:
    """A class with the name of a function, or the other way round, where a call of it did not fit; else nothing."""
    try:
        for (module, name), value in finder.asked.items():
            is_class = _CAPITAL_WORDS.fullmatch(name) is not None
            if isinstance(error, AttributeError) and is_class and type(value) is FunctionType:
                return f"in {module}.py {name} is a function, and its name is that of a class"
            called = str(error).startswith((f"{name}()", f"{name}.__init__()")) and isinstance(error, TypeError)
            if called and is_class != isinstance(value, type):
                kind, other = ("function", "class") if is_class else ("class", "function")
                return f"in {module}.py {name} is a {kind}, and its name is that of a {other}"
    except BaseException:
        # A student's object may raise anything when it is looked at; then nothing is said of it.
        return ""
    return ""


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
