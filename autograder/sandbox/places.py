"""A worker's account of where an error arose, held against the files that were handed in.

Only a place that these files have is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from autograder.records import Error

LONGEST = 600
TEXT_CAP = 200
PLACES_CAP = 1 << 20
"""Places are looked up only where all Python files together are no larger, in bytes: no student writes more."""
LINES_BACK = 2000
"""How far above a line the definition is looked for that the line stands in."""

LINE_END = re.compile(r"\r\n?|\n")
_DEFINITION = re.compile(r"\s*(?:async\s+def|def|class)\s+(\w+)")
_PROBE_LINE = re.compile(r"probes/(\w+)\.py:([0-9]{1,6})")
_DEFINED = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)|^(\w+)\s*=", re.MULTILINE)
_CLOSING = re.compile(r"\s*(?:[)\]}#]|$)")
_QUALIFIED = re.compile(r"((?:\w+\.(?:<locals>\.)?)*)(\w+|<(?:module|lambda|listcomp|setcomp|dictcomp|genexpr)>)")


def python_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The Python files, if they are few enough bytes to be looked into."""
    found = {name: content for name, content in files.items() if name.endswith(".py")}
    return found if sum(map(len, found.values())) <= PLACES_CAP else {}


def placed(error: Error, files: Mapping[str, bytes], probes: Mapping[str, str]) -> Error:
    """The error with its place as the files have it, or without one that they do not have.

    A place in a probe, such as ``probes/bench.py:12``, becomes the line that stands there.
    """
    called, probe = "", _PROBE_LINE.fullmatch(error.called)
    if probe is not None and probe[1] in probes:
        called = "".join(probes[probe[1]].splitlines()[int(probe[2]) - 1 : int(probe[2])]).strip()[:TEXT_CAP]
    error = replace(error, called=called)
    lines = _lines(files[error.file]) if error.file in files else ()
    if not lines or not 0 <= error.line <= len(lines):
        return replace(error, file="", line=0, text="", function="")
    text = lines[error.line - 1].strip()[:TEXT_CAP] if error.line else ""
    above = lines[max(0, error.line - LINES_BACK) : error.line]
    return replace(error, text=text, function=_function(error.function, above))


@lru_cache(maxsize=16)
def _lines(source: bytes) -> tuple[str, ...]:
    """The lines of a file, found once however many errors stand in it."""
    return tuple(LINE_END.split(source.decode("utf-8-sig", "replace")))


def _function(qualified: str, lines: Sequence[str]) -> str:
    """A function's name if the last of these lines stands in a function of that name.

    A nameless function goes by Python's words for it.
    """
    parts = _QUALIFIED.fullmatch(qualified) if len(qualified) <= LONGEST else None
    if parts is None or not lines:
        return ""
    outer, last = parts.groups()
    named = [name for name in outer.split(".") if name not in ("", "<locals>")] + (
        [] if last.startswith("<") else [last]
    )
    around = _definitions(lines)
    fits = any(named == chain[len(chain) - len(named) :] for chain in (around, around[:-1]) if len(named) <= len(chain))
    return qualified if fits or not named else ""


def _definitions(lines: Sequence[str]) -> list[str]:
    """The names of the definitions that the last line stands in or begins, outermost first.

    Its indentation tells.
    """
    names: list[str] = []
    inside = len(lines[-1]) + 1
    for line in reversed(lines):
        depth = len(line) - len(line.lstrip())
        if depth < inside and not _CLOSING.match(line):
            inside = depth
            if definition := _DEFINITION.match(line):
                names.insert(0, definition.group(1))
    return names


def defined_in(files: Mapping[str, bytes]) -> frozenset[str]:
    """The names that the Python files define at their top level."""
    return frozenset[str]().union(*map(_defined_by, python_files(files).values()))


@lru_cache(maxsize=16)
def _defined_by(source: bytes) -> frozenset[str]:
    found = _DEFINED.findall(source.decode("utf-8-sig", "replace"))
    return frozenset(name for names in found for name in names if name)
