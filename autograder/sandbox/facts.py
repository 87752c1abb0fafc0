"""What a worker says of an error, held against the files that were handed in: :func:`checked` is the door.

A place in the student's code is a fact that the grader can look up: the file must be one of theirs, the line is read
from their own file, the function must be one that the line stands in. The exception's type must be one of Python's or
numpy's, or a word that stands in the files, and of its sentence `vouched` is what nobody can have made up while the
program ran. So no input gets out under the name of a place or a type, be it in figures or spelt in letters; what a
program can still choose is the line at which it fails, and a few words that were there before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from autograder.records import Error

from .vouched import WORD, vouched

_LINES = re.compile(r"\r\n?|\n")
_DEFINITION = re.compile(r"\s*(?:async\s+def|def|class)\s+(\w+)")
_CLOSING = re.compile(r"\s*(?:[)\]}#]|$)")
_QUALIFIED = re.compile(r"((?:\w+\.(?:<locals>\.)?)*)(\w+|<(?:module|lambda|listcomp|setcomp|dictcomp|genexpr)>)")
_LOCALS = "<locals>"
TEXT_CAP = 200


def _kinds_of(exception: type[BaseException]) -> set[type[BaseException]]:
    """An exception's class and all that come from it, as far as they have been imported."""
    return {exception}.union(*map(_kinds_of, type.__subclasses__(exception)))


EXCEPTIONS = {
    kind.__name__ for kind in _kinds_of(BaseException) if kind.__module__.partition(".")[0] in ("builtins", np.__name__)
}


def checked(error: Error, files: Mapping[str, bytes], probes: Mapping[str, str]) -> Error:
    """The error with only those parts of its place, type and call that are true, and what of its message is vouched for."""
    called = error.called if any(error.called in source for source in probes.values()) else ""
    words = {word for content in files.values() for word in WORD.findall(_text(content))}
    words |= {word for name in files for word in WORD.findall(name)}
    kind = error.type if error.type in EXCEPTIONS or error.type in words else ""
    known = replace(error, called=called, type=kind, vouched=vouched(error.message, words, probes))
    lines = _lines(files.get(error.file, b""))
    if error.file not in files or not 0 <= error.line <= len(lines):
        return replace(known, file="", line=0, text="", function="")
    text = lines[error.line - 1].strip()[:TEXT_CAP] if error.line else ""
    return replace(known, text=text, function=_function(error.function, lines[: error.line]))


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")


def _lines(content: bytes) -> list[str]:
    return _LINES.split(_text(content))


def _function(qualified: str, lines: Sequence[str]) -> str:
    """A function's name if the last of these lines stands in a function of that name; Python's words for a nameless one."""
    parts = _QUALIFIED.fullmatch(qualified)
    if parts is None or not lines:
        return ""
    outer, last = parts.groups()
    named = [name for name in outer.split(".") if name not in ("", _LOCALS)] + ([] if last.startswith("<") else [last])
    around = _definitions(lines)
    fits = any(named == chain[len(chain) - len(named) :] for chain in (around, around[:-1]) if len(named) <= len(chain))
    return qualified if fits or not named else ""


def _definitions(lines: Sequence[str]) -> list[str]:
    """The names of the definitions that the last line stands in or begins, outermost first, as its indentation tells."""
    names: list[str] = []
    inside = len(lines[-1]) + 1
    for line in reversed(lines):
        depth = len(line) - len(line.lstrip())
        if depth < inside and not _CLOSING.match(line):
            inside = depth
            if definition := _DEFINITION.match(line):
                names.insert(0, definition.group(1))
    return names
