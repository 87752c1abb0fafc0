"""How much of a worker's account of an error may be told of a hidden check: :func:`checked`.

A worker's words may be a student's own, and letters spell out an input as well as figures do. So the argument is by
time first: what a worker says before the submission's first hidden input arrives cannot hold one, and is told whole.
Later on not even an import is believed: an earlier worker may have left an input where a later one reads it, such as in
which names the kernel remembers. Of a later error the grader tells only what it looks up itself:

- its type, when that is built in or numpy's;
- a place in the files that were handed in, and the line that stands there;
- a sentence of ours, of the probes or of Python about a call, with at most a few words of a small vocabulary,
  as few digits and, of a missing name, one name that the files define.

What a program can still choose is which of these: :func:`bits` says how much that is.
"""

from __future__ import annotations

import builtins
import math
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from autograder.records import Error

from .payload import Payload
from .places import LINE_END, defined_in, placed, python_files
from .sentences import Sentence, sentences_in, told, words_asked_for

COMPARED = ("fault", "type", "message", "file", "line")
TYPES_OF_CALLS = ("TypeError", "AttributeError")

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
    "{}.py has no class {}: the name stands for {}.",
    "{}.py has no function {}: the name stands for {}.",
    "{} has no method {}: the name stands for {}.",
    "{} has no method {}: an attribute of that name takes its place.",
)
"""What we say of a file or a name that is not there; the last gap is a name that the student's files define."""

_WORD = re.compile(r"[^\W\d]\w*")
_OUTPUTS = Path(__file__).parent / "inside" / "outputs.py"


def _kinds_of(exception: type[BaseException]) -> set[type[BaseException]]:
    """An exception's class and all that come from it, as far as they have been imported."""
    return {exception}.union(*map(_kinds_of, type.__subclasses__(exception)))


EXCEPTIONS = frozenset(
    kind.__name__ for kind in _kinds_of(BaseException) if kind.__module__.partition(".")[0] in ("builtins", np.__name__)
)
KINDS = frozenset(
    {kind.__name__ for kind in (*vars(builtins).values(), *vars(types).values()) if isinstance(kind, type)} - EXCEPTIONS
    | {"text", "array", "value", "class", "None"}
)
"""What kinds of object are called, in sentences about what came back."""


NOTHING: Mapping[str, Error] = {}


def checked(error: Error, payload: Payload, before: Mapping[str, Error] = NOTHING) -> Error:
    """The error with only a true place in it, and with what of it may be told of a hidden check.

    ``before`` are the errors from before this worker's first input, each of the import of a module. They may be told
    whole if they are from before the submission's first hidden input, too.
    """
    unloaded = tuple(name for name, other in before.items() if same_error(error, other))
    placed_error = replace(placed(error, python_files(payload.files), payload.probes), unloaded=unloaded)
    if any(_is_early(placed_error, name, payload) for name in unloaded):
        return replace(placed_error, disclosed_type=error.type, disclosed=error.message)
    kind = error.type if error.type in EXCEPTIONS else ""
    sentences = known_from(payload).sentences.get(error.fault, ())
    if error.fault == "exception" and kind not in TYPES_OF_CALLS:
        sentences = ()
    own = defined_in(payload.files) if error.fault == "missing" else frozenset()
    message = told(error.message, sentences, known_from(payload).words, own)
    return replace(placed_error, disclosed_type=kind, disclosed=message)


def _is_early(error: Error, module: str, payload: Payload) -> bool:
    """Whether a module's import ended in this error before there was a hidden input, or the grader said it itself."""
    if payload.early is None:
        return True
    known = [payload.early[module]] if module in payload.early else []
    by_grader = [Error("load", message=sentence) for sentence in payload.endless.values()]
    return any(same_error(error, early) for early in (*known, *by_grader))


def same_error(one: Error, other: Error) -> bool:
    """Whether two errors say the same of the same line."""
    return all(getattr(one, name) == getattr(other, name) for name in COMPARED)


@dataclass(frozen=True)
class Disclosable:
    """The sentences that may be told, by fault, those with the most fixed text first; and the words for their gaps."""

    sentences: Mapping[str, tuple[Sentence, ...]]
    words: frozenset[str]


def known_from(payload: Payload) -> Disclosable:
    """What may be told with this payload: sentences, names, and kinds of object.

    The sentences are Python's, ours and the probes'.
    """
    return _known(tuple(sorted(payload.probes.values())), payload.expected)


@cache
def _of_outputs() -> tuple[Sentence, ...]:
    """The sentences about what came back: the same for all probes."""
    return tuple(sentences_in(_OUTPUTS.read_text(encoding="utf-8")))


@lru_cache(maxsize=512)
def _known(probes: tuple[str, ...], expected: tuple[str, ...]) -> Disclosable:
    said = [*_of_outputs(), *(sentence for text in probes for sentence in sentences_in(text))]
    about_calls, about_names = (
        [Sentence(tuple(line.split("{}"))) for line in lines] for lines in (ABOUT_CALLS, ABOUT_NAMES)
    )
    sentences = {"exception": about_calls, "missing": about_names, "complaint": said, "unusable": said}
    asked_for = {name.removesuffix(".py") for name in expected}
    ordered = {}
    for fault, found in sentences.items():
        wordy = {sentence for sentence in found if sum(map(len, map(_WORD.findall, sentence.parts))) > 1}
        ordered[fault] = tuple(sorted(wordy, key=lambda sentence: (-sum(map(len, sentence.parts)), sentence.parts)))
    return Disclosable(ordered, KINDS | asked_for | {name for source in probes for name in words_asked_for(source)})


def bits(payload: Payload) -> float:
    """The most that one error's disclosed parts can say, in bits: the logarithm of how many choices there are."""
    known, files = known_from(payload), python_files(payload.files)
    lines = sum(len(LINE_END.split(content.decode("utf-8", "replace"))) for content in files.values())
    own = 2 * len(defined_in(files))
    choices = {
        fault: sum(sentence.fillings(2 * len(known.words), own if fault == "missing" else 0) for sentence in sentences)
        for fault, sentences in known.sentences.items()
    }
    places = (len(EXCEPTIONS) + 1) * (lines + 1)
    return math.log2(places + sum(choices.values()) + len(TYPES_OF_CALLS) * choices["exception"])
