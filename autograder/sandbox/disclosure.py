"""How much of a worker's account of an error may be told of a hidden check: :func:`checked`.

A worker's words may be a student's own, and letters spell out an input as well as figures do. So the argument is by
time first: what a worker says before its first input arrives cannot hold one, and is told whole. Of a later error the
grader tells only what it looks up itself:

- its type, when that is built in or numpy's;
- a place in the files that were handed in, and the line that stands there;
- a sentence of ours, of the probes or of Python about a call, with at most ``NAMES_TOLD`` words of a small vocabulary,
  ``COUNTS_TOLD`` digits and, of a missing name, one name that the files define.

What a program can still choose is which of these: :func:`bits` says how much that is.
"""

from __future__ import annotations

import ast
import builtins
import math
import re
import types
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from autograder.records import Error

from .payload import Payload

UNTOLD = "…"
NAMES_TOLD, COUNTS_TOLD, OWN_TOLD = 2, 2, 1
TYPES_OF_CALLS = ("TypeError", "AttributeError")
DIGITS = frozenset("0123456789")
LONGEST = 600
TEXT_CAP = 200
PLACES_CAP = 1 << 20
"""Places are looked up only where all Python files together are no larger, in bytes: no student writes more."""

ABOUT_CALLS = (
    "{}() got an unexpected keyword argument '{}'",
    "{}() got an unexpected keyword argument '{}'. Did you mean '{}'?",
    "{}() got multiple values for argument '{}'",
    "{}() missing {} required keyword-only argument: '{}'",
    "{}() missing {} required keyword-only arguments: {}",
    "{}() missing {} required positional argument: '{}'",
    "{}() missing {} required positional arguments: {}",
    "{}() takes from {} to {} positional arguments but {} were given",
    "{}() takes no arguments",
    "{}() takes no keyword arguments",
    "{}() takes {} positional argument but {} were given",
    "{}() takes {} positional arguments but {} was given",
    "{}() takes {} positional arguments but {} were given",
    "'{}' object has no attribute '{}'",
    "'{}' object is not callable",
)
"""What Python says of a call that does not fit, which names no line of the student's own."""

ABOUT_NAMES = (
    "There is no {}.py among your files.",
    "{}.py has no {}.",
    "{}.py has no {}; did you mean {}?",
)
"""What we say of a file or a name that is not there; the last gap is a name that the student's files define."""

_WORD = re.compile(r"[^\W\d]\w*")
_LINE_END = re.compile(r"\r\n?|\n")
_DEFINITION = re.compile(r"\s*(?:async\s+def|def|class)\s+(\w+)")
_PROBE_LINE = re.compile(r"probes/(\w+)\.py:([0-9]{1,6})")
_DEFINED = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)|^(\w+)\s*=", re.MULTILINE)
_CLOSING = re.compile(r"\s*(?:[)\]}#]|$)")
_QUALIFIED = re.compile(r"((?:\w+\.(?:<locals>\.)?)*)(\w+|<(?:module|lambda|listcomp|setcomp|dictcomp|genexpr)>)")
_OUTPUTS = Path(__file__).parent / "inside" / "outputs.py"


def _kinds_of(exception: type[BaseException]) -> set[type[BaseException]]:
    """An exception's class and all that come from it, as far as they have been imported."""
    return {exception}.union(*map(_kinds_of, type.__subclasses__(exception)))


EXCEPTIONS = frozenset(
    kind.__name__ for kind in _kinds_of(BaseException) if kind.__module__.partition(".")[0] in ("builtins", np.__name__)
)
KINDS = frozenset(
    {kind.__name__ for kind in (*vars(builtins).values(), *vars(types).values()) if isinstance(kind, type)} - EXCEPTIONS
    | {"text", "array", "value"}
)
"""What kinds of object are called, in sentences about what came back."""


def checked(error: Error, load: Payload, before: Collection[Error] = ()) -> Error:
    """The error with only a true place in it, and with what of it may be told of a hidden check.

    ``before`` are the errors from before the first input, which may be told whole.
    """
    placed = _placed(error, _python_files(load.files), load.probes)
    compared = ("fault", "type", "message", "file", "line")
    if any(all(getattr(error, name) == getattr(other, name) for name in compared) for other in before):
        return replace(placed, disclosed_type=error.type, disclosed=error.message)
    kind = error.type if error.type in EXCEPTIONS else ""
    sentences = known_from(load).sentences.get(error.fault, ())
    if error.fault == "exception" and kind not in TYPES_OF_CALLS:
        sentences = ()
    own = _defined_in(load.files) if error.fault == "missing" else frozenset()
    return replace(placed, disclosed_type=kind, disclosed=told(error.message, sentences, known_from(load).words, own))


# --- a place in the student's files


def _python_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The Python files, if they are few enough bytes to be looked into."""
    found = {name: content for name, content in files.items() if name.endswith(".py")}
    return found if sum(map(len, found.values())) <= PLACES_CAP else {}


def _placed(error: Error, files: Mapping[str, bytes], probes: Mapping[str, str]) -> Error:
    """The error with its place as the files have it, or without one that they do not have.

    A place in a probe, such as ``probes/bench.py:12``, becomes the line that stands there.
    """
    called, probe = "", _PROBE_LINE.fullmatch(error.called)
    if probe is not None and probe[1] in probes:
        called = "".join(probes[probe[1]].splitlines()[int(probe[2]) - 1 : int(probe[2])]).strip()[:TEXT_CAP]
    error = replace(error, called=called)
    lines = _LINE_END.split(files[error.file].decode("utf-8-sig", "replace")) if error.file in files else []
    if not lines or not 0 <= error.line <= len(lines):
        return replace(error, file="", line=0, text="", function="")
    text = lines[error.line - 1].strip()[:TEXT_CAP] if error.line else ""
    return replace(error, text=text, function=_function(error.function, lines[: error.line]))


def _function(qualified: str, lines: list[str]) -> str:
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


def _definitions(lines: list[str]) -> list[str]:
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


# --- a sentence


@dataclass(frozen=True)
class Sentence:
    """Fixed text around gaps."""

    parts: tuple[str, ...]

    def gaps(self, text: str) -> list[str] | None:
        """What stands in the gaps if the text is this sentence:
        each gap ends where the next fixed part first begins.
        """
        first, *rest = self.parts
        if not rest:
            return [] if text == first else None
        end = len(text) - len(rest[-1])
        if not text.startswith(first) or not text.endswith(rest[-1]) or end < len(first):
            return None
        start, found = len(first), []
        for part in rest[:-1]:
            at = text.find(part, start, end)
            if at < 0:
                return None
            found.append(text[start:at])
            start = at + len(part)
        return [*found, text[start:end]]

    def filled(self, gaps: Iterable[str], words: Collection[str], own: Collection[str]) -> str:
        """The sentence with the first few words and digits of its gaps that are known, and a mark for the rest.

        What stands in a gap is a noun, perhaps with an article, perhaps with the names of what it is in before it.
        """
        left = {"name": NAMES_TOLD, "count": COUNTS_TOLD, "own": OWN_TOLD, "": 0}

        def gap(text: str) -> str:
            article = next((word for word in ("a ", "an ") if text.startswith(word)), "")
            outer, _, noun = text.removeprefix(article).rpartition(".")
            if outer and not outer.replace(".", "").isidentifier():
                noun = ""
            kind = "count" if noun in DIGITS else "name" if noun in words else "own" if noun in own else ""
            left[kind] -= 1
            if left[kind] < 0:
                return UNTOLD
            return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}" if article else noun

        first, *rest = self.parts
        return first + "".join(gap(text) + part for text, part in zip(gaps, rest, strict=True))

    def fillings(self, names: int, own: int) -> int:
        """In how many ways its gaps can be filled, each with a name, a digit, an own name or a mark."""
        gaps = len(self.parts) - 1
        return sum(
            math.comb(gaps, n) * math.comb(gaps - n, c) * math.comb(gaps - n - c, o) * names**n * 10**c * own**o
            for n in range(min(gaps, NAMES_TOLD) + 1)
            for c in range(min(gaps - n, COUNTS_TOLD) + 1)
            for o in range(min(gaps - n - c, OWN_TOLD) + 1)
        )


@dataclass(frozen=True)
class Known:
    """The sentences that may be told by fault, the most fixed text first.

    Beside them: the words that may stand in their gaps.
    """

    sentences: Mapping[str, tuple[Sentence, ...]]
    words: frozenset[str]


def told(message: str, sentences: Iterable[Sentence], words: Collection[str], own: Collection[str]) -> str:
    """The message as far as it may be told, if it is one of the sentences; else nothing."""
    if len(message) > LONGEST:
        return ""
    for sentence in sentences:
        gaps = sentence.gaps(message)
        if gaps is not None:
            return sentence.filled(gaps, words, own)
    return ""


def known_from(load: Payload) -> Known:
    """What may be told with this load: sentences, names, and kinds of object.

    The sentences are Python's, ours and the probes'.
    """
    return _known(tuple(sorted(load.probes.values())), load.expected)


@lru_cache(maxsize=512)
def _known(probes: tuple[str, ...], expected: tuple[str, ...]) -> Known:
    said = [sentence for text in (_OUTPUTS.read_text(encoding="utf-8"), *probes) for sentence in sentences_in(text)]
    about_calls, about_names = (
        [Sentence(tuple(line.split("{}"))) for line in lines] for lines in (ABOUT_CALLS, ABOUT_NAMES)
    )
    sentences = {"exception": about_calls, "missing": about_names, "complaint": said, "unusable": said}
    asked_for = {name.removesuffix(".py") for name in expected}
    ordered = {}
    for fault, found in sentences.items():
        wordy = {one for one in found if sum(map(len, map(_WORD.findall, one.parts))) > 1}
        ordered[fault] = tuple(sorted(wordy, key=lambda one: (-sum(map(len, one.parts)), one.parts)))
    return Known(ordered, KINDS | asked_for | {name for source in probes for name in names_in(source)})


def sentences_in(source: str) -> Iterator[Sentence]:
    """Every text in a module of ours or of staff's; what is computed is a gap in it."""
    nodes = list(ast.walk(ast.parse(source)))
    formatted = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    within = {id(part) for text in formatted for part in text.values}
    for text in formatted:
        parts = [""]
        for value in text.values:
            if isinstance(value, ast.Constant):
                parts[-1] += str(value.value)
            else:
                parts.append("")
        yield Sentence(tuple(parts))
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
            yield Sentence((node.value,))


def _defined_in(files: Mapping[str, bytes]) -> frozenset[str]:
    """The names that the Python files define at their top level."""
    texts = (content.decode("utf-8-sig", "replace") for content in _python_files(files).values())
    return frozenset(name for text in texts for names in _DEFINED.findall(text) for name in names if name)


def names_in(source: str) -> Iterator[str]:
    """The names that a probe asks an object for, its arguments, and the short texts by which it names outputs."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def bits(load: Payload) -> float:
    """The most that one error's disclosed parts can say, in bits:
    the logarithm of how many there are to choose from.
    """
    known, files = known_from(load), _python_files(load.files)
    lines = sum(len(_LINE_END.split(content.decode("utf-8", "replace"))) for content in files.values())
    own = 2 * len(_defined_in(files))
    choices = {
        fault: sum(one.fillings(2 * len(known.words), own if fault == "missing" else 0) for one in sentences)
        for fault, sentences in known.sentences.items()
    }
    places = (len(EXCEPTIONS) + 1) * (lines + 1)
    return math.log2(places + sum(choices.values()) + len(TYPES_OF_CALLS) * choices["exception"])
