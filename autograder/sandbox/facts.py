"""What a worker says of an error, held against the files that were handed in: :func:`checked` is the door.

A place in the student's code is a fact that the grader can look up: the file must be one of theirs, the line is read
from their own file, the function and the exception's type must be words that stand there or plain names. So nothing
that a program makes up while it runs, its inputs above all, gets out under the name of a place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from autograder.records import Error

_LINES = re.compile(r"\r\n?|\n")
_WORD = re.compile(r"\w+")
_PLAIN_NAME = re.compile(r"[A-Za-z_]{1,60}")
TEXT_CAP = 200


def checked(error: Error, files: Mapping[str, bytes], probes: Mapping[str, str]) -> Error:
    """The error with only those parts of its place, type and call that are true."""
    called = error.called if any(error.called in source for source in probes.values()) else ""
    lines = _lines(files.get(error.file, b""))
    words = {word for content in files.values() for word in _WORD.findall(_text(content))}
    known = replace(error, called=called, type=_name(error.type, words))
    if error.file not in files or not 0 <= error.line <= len(lines):
        return replace(known, file="", line=0, text="", function="")
    text = lines[error.line - 1].strip()[:TEXT_CAP] if error.line else ""
    return replace(known, text=text, function=_function(error.function, words))


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")


def _lines(content: bytes) -> list[str]:
    return _LINES.split(_text(content))


def _name(name: str, words: set[str]) -> str:
    """A name that stands in the files, or one without figures in it."""
    return name if name in words or _PLAIN_NAME.fullmatch(name) else ""


def _function(qualified: str, words: set[str]) -> str:
    """A function's name whose every part stands in the files, or is Python's own word for a nameless one."""
    parts = [part for part in re.split(r"\.|<|>", qualified) if part]
    nameless = {"locals", "lambda", "module", "listcomp", "genexpr", "dictcomp", "setcomp"}
    return qualified if all(part in words or part in nameless for part in parts) else ""
