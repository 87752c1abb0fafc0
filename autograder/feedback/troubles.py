"""The words for a call that gave no outputs: it raised, hung, died, or is not written yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from autograder.feedback.habits import habit
from autograder.feedback.messages import Message, both
from autograder.feedback.translations import by_line, by_message, names_a_definition
from autograder.feedback.values import inputs
from autograder.records import Call, Case, Error, Fault, Limits, Observation, Status

UNTOLD: Mapping[Fault, str] = {
    "missing": "A file or a name that this check needs is missing.",
    "load": "A file could not be imported.",
    "complaint": "The result is not of a kind that this check can use.",
    "unusable": "The result is not of a kind that this check can use.",
}
"""For a hidden check, where a more detailed sentence could hold an input."""

_WITHOUT_A_NAME = re.compile(r"(?:(?:^|\.<locals>\.)<(?:genexpr|listcomp|setcomp|dictcomp|lambda)>)+$")
"""Parts of a function that have no name of their own."""

OUTSIDE = (
    "The error did not arise in your own code. Your files may have modified numpy or Python, or returned an "
    "unusual kind "
    "of object. The error:"
)
"""For an exception in the worker's own lines: its sentence alone would name nothing that a student can find."""


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
        return both(_timed_out(seen, limits))
    if seen.outcome == "died" and error and error.message:
        return Message(error.message, error.disclosed or error.message)
    if seen.outcome == "died":
        return both(
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
        return Message(error.message.strip() or UNTOLD[error.fault], error.disclosed.strip() or UNTOLD[error.fault])
    if error.fault == "unwritten":
        brief = f"Not written yet: {_where(error)}." if error.file else "Not written yet."
        return Message(f"Not written yet: {error.message}." if error.message.strip() else brief, brief)
    if error.fault == "memory":
        place = f", at {_where(error)}" if error.file else ""
        return both(
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
        return Message(f"{OUTSIDE} {said}\n{inputs(call.case)}", f"{OUTSIDE} {_raised_so(_disclosed(error), '')}")
    if not error.file:  # the line of the probe that made the call would say nothing to a student
        full = "\n".join(filter(None, (said, in_words(error), inputs(call.case))))
        return Message(full, _raised_so(_disclosed(error), error.disclosed))
    parts = (f"{_where(error)}: {said}{_source(error)}", in_words(error), inputs(call.case), error.traceback)
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
    found = error.operands and f"On this line {error.operands}." if error.file else _capital(error.operands)
    return " ".join(filter(None, (told, found)))


def _capital(clause: str) -> str:
    """A clause as a sentence of its own."""
    return clause and f"{clause[0].upper()}{clause[1:]}."


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


def _where(error: Error) -> str:
    function = _WITHOUT_A_NAME.sub("", error.function)
    return f"{error.where}, in {function}" if function not in ("", "<module>") else error.where


def _source(error: Error) -> str:
    return f"\n    {error.text.strip()}" if error.text.strip() else ""


def _raised_so(error: Error, message: str) -> str:
    """The exception's type and message as one sentence, as far as they may be known."""
    text = ": ".join(part for part in (error.type, message) if part) or "an unusual exception"
    return text if text.endswith((".", "!", "?")) else f"{text}."
