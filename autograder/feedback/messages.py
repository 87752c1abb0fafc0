"""The words a student reads: where, got, expected, and what explains it.

`trouble` is about a call that gave no outputs, `mismatch` about an output that is not the right one. Both return a
`Message`: ``full`` for public checks and staff, ``brief`` for hidden checks, which never holds an input or an expected
number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.feedback import texts
from autograder.feedback.compare import Disagreement
from autograder.feedback.factors import Explanation
from autograder.feedback.habits import habit
from autograder.feedback.prompt import Named
from autograder.feedback.translations import by_line, by_message, names_a_definition
from autograder.records import Call, Case, Error, Fault, Limits, Observation, Rng, Status
from autograder.text.plural import agreed, counted

UNTOLD: Mapping[Fault, str] = {
    "missing": "A file or a name that this check needs is missing.",
    "load": "A file could not be imported.",
    "complaint": "The result is not of a kind that this check can use.",
    "unusable": "The result is not of a kind that this check can use.",
}
"""For a hidden check, where a more detailed sentence could hold an input."""

OUTSIDE = (
    "The error did not arise in your own code. Your files may have modified numpy or Python, or returned an "
    "unusual kind "
    "of object. The error:"
)
"""For an exception in the worker's own lines: its sentence alone would name nothing that a student can find."""

FEW, NEAR = 6, 0.01
"""Arrays of up to this many entries are shown whole."""

NUMBERS = re.compile(r"(?<!\w)(?<![^.]\.)[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?(?!\w)|(?<!\w)[-+]?(?:nan|inf)\b")
"""A number that stands by itself: not the 1 of W1, nor the 2 of q2.loss."""


@dataclass(frozen=True)
class Message:
    """One sentence or more, for two readers; ``details`` are lines of the full message that follow any explanation."""

    full: str
    brief: str
    details: str = ""

    def explained(self, why: Explanation | None = None) -> Message:
        """The whole message, with the explanation in its place."""
        parts = [(self.full, self.brief), *([(why.full, why.brief)] if why else [])]
        full, brief = (" ".join(filter(None, texts)) for texts in zip(*parts, strict=True))
        return Message("\n".join(filter(None, (full, self.details))), brief)


# --- a call that gave no outputs


def status_of(seen: Observation) -> Status:
    """``error`` when student code raised, hung or died; ``failed`` when it merely did not do what was asked."""
    if seen.outcome in ("timed out", "died"):
        return "error"
    assert seen.error is not None
    return "failed" if seen.error.fault in ("complaint", "unusable", "unwritten", "missing") else "error"


def trouble(seen: Observation, call: Call, limits: Limits) -> Message:
    """Why a call gave no outputs."""
    error = seen.error
    if seen.outcome == "timed out":
        return _both(_timed_out(seen, limits))
    if seen.outcome == "died" and error and error.message:
        return Message(error.message, error.disclosed or error.message)
    if seen.outcome == "died":
        return _both(
            "Your code ended its own process before it returned. Remove calls such as sys.exit, exit or os._exit; "
            "very deep recursion can end it too."
        )
    assert error is not None
    return _raised(error, call)


def _timed_out(seen: Observation, limits: Limits) -> str:
    """Where the code was, and whether it computed or waited; an import runs a file from its first line to its last."""
    error = seen.error
    if error and (asks := habit(replace(error, type="EOFError"))):
        return f"{_where(error)}: {asks}{_source(error)}"
    if seen.waited:
        return _waited(error, limits)
    if error and error.fault == "load":
        at = f" It was at {error.place or f'line {error.line}'}.{_source(error)}\n" if error.line else " "
        return (
            f"{error.file} was still being imported after {limits.seconds:g} s of computing, so it was stopped.{at}"
            "An import runs every line that stands outside a function. Is there a loop that does not end, or long work "
            'that belongs under `if __name__ == "__main__":`?'
        )
    at = f" It was at {_where(error)}." if error and error.line else ""
    return (
        f"Still running after {limits.seconds:g} s of computing, so it was stopped.{at} Is there a loop that does not "
        "end, or a loop over numbers that an array operation could do at once?"
    )


def _waited(error: Error | None, limits: Limits) -> str:
    """Where the code slept, or waited for what never came."""
    at = f" It was at {_where(error)}.{_source(error)}\n" if error and error.line else " "
    return (
        f"Your code waited for {limits.seconds:g} s without computing, so it was stopped.{at}"
        "Does it sleep, or wait for something that never comes: a lock, a queue, a process, the network?"
    )


def _raised(error: Error, call: Call) -> Message:
    if error.fault in ("missing", "complaint", "unusable"):
        return Message(error.message, error.disclosed or UNTOLD[error.fault])
    if error.fault == "unwritten":
        brief = f"Not written yet: {_where(error)}." if error.file else "Not written yet."
        return Message(f"Not written yet: {error.message}." if error.message.strip() else brief, brief)
    if error.fault == "memory":
        place = f", at {_where(error)}" if error.file else ""
        return _both(
            f"Your code asked for more memory than a check may use{place}. Which array is that large?{_source(error)}"
        )
    if error.fault == "load":
        deeper = error.traceback if error.traceback.count("\n  File ") > 1 else ""
        full = "\n".join(filter(None, (_not_loaded(error, error.message), in_words(error), deeper)))
        return Message(full, _not_loaded(_disclosed(error), error.disclosed))
    return _exception(error, call)


def _exception(error: Error, call: Call) -> Message:
    said = _raised_so(error, habit(error) or error.message)
    if not error.file and not error.called:
        return Message(f"{OUTSIDE} {said}\n{_inputs(call.case)}", f"{OUTSIDE} {_raised_so(_disclosed(error), '')}")
    if not error.file:  # the line of the probe that made the call would say nothing to a student
        full = "\n".join(filter(None, (said, in_words(error), _inputs(call.case))))
        return Message(full, _raised_so(_disclosed(error), error.disclosed))
    parts = (f"{_where(error)}: {said}{_source(error)}", in_words(error), _inputs(call.case), error.traceback)
    full = "\n".join(filter(None, parts))
    told = _disclosed(error)
    if names_a_definition(error) and not by_line(told):
        return Message(full, _raised_so(told, error.disclosed))
    brief = f"{_where(error)}: {_raised_so(told, habit(told))}{_source(error)}"
    return Message(full, "\n".join(filter(None, (brief, by_line(told)))))


def in_words(error: Error) -> str:
    """What an exception means, and what the variables on its line were; for public checks alone."""
    if habit(error):
        return ""
    told = by_line(error) or by_message(error)
    return " ".join(filter(None, (told, error.operands and f"On this line {error.operands}.")))


def told_whole(error: Error) -> str:
    """All that can be said of an error in a sentence or two, for those who know what the code was called with."""
    if error.fault != "exception" or not error.file:
        whole = replace(error, disclosed_type=error.type, disclosed=error.message)
        return _raised(whole, Call("", Case("", {}))).brief
    return f"{_where(error)}: {_raised_so(error, habit(error) or error.message)}{_source(error)}"


def _disclosed(error: Error) -> Error:
    """The error with that type alone which may be told of a hidden check."""
    return replace(error, type=error.disclosed_type)


def _not_loaded(error: Error, message: str) -> str:
    """Why a file could not be imported, and where; a sentence without a place when none is known."""
    if not error.file:
        return message or UNTOLD["load"]
    return f"{_where(error)} could not be imported: {_raised_so(error, habit(error) or message)}{_source(error)}"


def redacted(text: str) -> str:
    """A law's sentence without its numbers, for a hidden check; 0 and 1 stay, and so do digits in names."""
    return NUMBERS.sub(lambda found: found.group() if found.group() in ("0", "1") else "…", text)


def _both(text: str) -> Message:
    return Message(text, text)


def _where(error: Error) -> str:
    return f"{error.where}, in {error.function}" if error.function not in ("", "<module>") else error.where


def _source(error: Error) -> str:
    return f"\n    {error.text.strip()}" if error.text.strip() else ""


def _raised_so(error: Error, message: str) -> str:
    """The exception's type and message as one sentence, as far as they may be known."""
    text = ": ".join(part for part in (error.type, message) if part) or "an unusual exception"
    return text if text.endswith((".", "!", "?")) else f"{text}."


# --- an output that is not the right one


def mismatch(name: str, wrong: Disagreement, case: Case, named: Named | None = None) -> Message:
    """One wrong array, in the order where, got, expected; by the call that gave it, where that is ``named``."""
    if named and wrong.trouble not in ("kind", "text"):
        return _of_a_call(named, wrong, case)
    got, expected, details = wrong.got, wrong.expected, _inputs(case)
    if wrong.trouble == "kind":
        return Message(*texts.other_kind(name, got, expected), details)
    if wrong.trouble == "text":
        text, lines = texts.other_text(name, got, expected, wrong.index)
        return Message(text, f"{name} is not the right text.", "\n".join(filter(None, (lines, details))))
    if wrong.trouble == "shape":
        text = f"{name} has shape {_shape(got)}, expected {_shape(expected)}."
        return Message(text, _shape_in_brief(name, got, expected), details)
    if wrong.trouble == "empty":
        return replace(_both(f"{name} should be empty, and is not."), details=details)
    place = name + (f"[{', '.join(map(str, wrong.index))}]" if wrong.index else "")
    if wrong.trouble == "not finite":
        value = got[wrong.index]
        said = f"{place} is {value:g}" if not np.isfinite(value) else f"{place} is a finite number and should not be"
        text = f"{said}; expected {number(expected[wrong.index], 6)}."
        return Message(text, _not_finite_in_brief(name, got, value), details)
    text = f"{place} is {number(got[wrong.index])}, expected {number(expected[wrong.index])}."
    if 1 < expected.size <= FEW:
        text += f" All of it: got {show(got + 0)}, expected {show(expected + 0)}."
    full, brief = _by_which_rule(wrong)
    return Message(f"{text}{full}", f"{name} has a wrong value.{brief}", details)


def _by_which_rule(wrong: Disagreement) -> tuple[str, str]:
    """Why a number that looks right is wrong, for both readers: what a student may not expect of the comparison."""
    if wrong.trouble != "value":
        return "", ""
    got, expected = wrong.got[wrong.index], wrong.expected[wrong.index]
    near = bool(abs(got - expected) <= NEAR * abs(expected))
    if wrong.rule == "exact" and near:
        return (
            (" Whole numbers must be exact.",) * 2 if wrong.expected.dtype.kind in "iu" else (" It must be exact.",) * 2
        )
    if wrong.rule == "second look":
        largest = number(np.max(np.abs(wrong.expected[np.isfinite(wrong.expected)])), 3)
        far = "and far off for its own size"
        return (
            f" It is small beside the largest entry, {largest}, {far}.",
            f" It is an entry that is small beside the largest one, {far}.",
        )
    return "", ""


def _of_a_call(named: Named, wrong: Disagreement, case: Case) -> Message:
    """The same in the words of a call: what it returned, or what a part of that is."""
    got, expected, who = wrong.got, wrong.expected, named.in_brief
    wanted = "it should still be" if named.still else "expected"
    mark = ";" if named.still else ","
    if wrong.trouble == "shape":
        text = f"{named.gave()} {_of_shape(got)}, expected {_of_shape(expected)}."
        return Message(text, _shape_in_brief(who, got, expected), _inputs(case))
    if wrong.trouble == "empty":
        return Message(
            f"{named.gave()} {show(got)}, expected an empty array.", f"{who} should be empty.", _inputs(case)
        )
    small = 1 < expected.size <= FEW
    index = () if small else wrong.index
    if wrong.trouble == "not finite":
        entries = (show(got), show(expected)) if small else (f"{got[index]:g}", number(expected[index], 6))
        brief = _not_finite_in_brief(who, got, got[wrong.index])
    else:
        entries = (show(got + 0), show(expected + 0)) if small else (number(got[index]), number(expected[index]))
        brief = f"{who} has a wrong value."
    rules = _by_which_rule(wrong)
    text = f"{named.gave(index)} {entries[0]}{mark} {wanted} {entries[1]}.{rules[0]}"
    return Message(text, f"{brief}{rules[1]}", _inputs(case))


def _of_shape(array: np.ndarray) -> str:
    return "one number" if array.ndim == 0 else f"an array of shape {tuple(array.shape)}"


def _not_finite_in_brief(name: str, got: np.ndarray, value: float) -> str:
    """Without the place: a program could choose it, and reveal a number by it."""
    if np.isfinite(value):
        return f"{name} is finite where it should not be."
    return f"{name} has an entry that is {value:g}." if got.size > 1 else f"{name} is {value:g}."


def _shape_in_brief(name: str, got: np.ndarray, expected: np.ndarray) -> str:
    """How two shapes differ, without their lengths."""
    if got.ndim != expected.ndim:
        return f"{name} has {_axes(got.ndim)}, expected {_axes(expected.ndim)}."
    wrong = [str(axis) for axis in range(got.ndim) if got.shape[axis] != expected.shape[axis]]
    return f"{name} has the wrong length along {agreed(len(wrong), 'axis', 'axes')} {' and '.join(wrong)}."


def _axes(count: int) -> str:
    return counted(count, "axis") if count else "no axis (one number)"


def number(value: Any, digits: int = 9) -> str:
    """A number of a result with that many digits, an integer with all. Adding 0.0 turns -0.0 into 0.0, its equal."""
    if isinstance(value, (bool, int, np.bool_, np.integer)):
        return str(int(value))
    if isinstance(value, (complex, np.complexfloating)):
        return f"{value.real + 0.0:.{digits}g}{value.imag + 0.0:+.{digits}g}j"
    return f"{float(value) + 0.0:.{digits}g}"


def _shape(array: np.ndarray) -> str:
    return "() (one number)" if array.ndim == 0 else str(tuple(array.shape))


def _inputs(case: Case) -> str:
    """The inputs of a case, with their numbers where they are small and in words where they are not."""
    parts = [_input(name, value) for name, value in case.inputs.items()]
    return f"The case {case.name!r}: " + "; ".join(parts) if parts else f"The case {case.name!r}."


def _input(name: str, value: Any) -> str:
    """Python code that gives an input its value, or what it is in words, which nobody takes for code."""
    if isinstance(value, Rng):
        return f"{name} = np.random.default_rng({value.seed})"
    if isinstance(value, np.ndarray) and value.size > 2 * FEW:
        return f"{name} of shape {tuple(value.shape)}"
    return f"{name} = {show(value)}"


def show(value: Any) -> str:
    """A value in a few words: small arrays whole, large ones as a shape."""
    if isinstance(value, np.ndarray):
        if value.size <= 2 * FEW:
            return np.array2string(
                value, precision=6, separator=", ", suppress_small=False, max_line_width=10**6
            ).replace("\n", "")
        return f"(array of shape {tuple(value.shape)})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {show(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        text = "[" + ", ".join(show(item) for item in value) + "]"
        return text if len(text) < 200 else f"(list of {len(value)})"
    return repr(value) if len(repr(value)) < 200 else f"({type(value).__name__})"
