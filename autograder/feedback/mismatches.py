"""The words for an output that is not the right one, in the order where, got, expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from autograder.feedback import texts
from autograder.feedback.compare import Disagreement, content_of
from autograder.feedback.freedoms import Freedom
from autograder.feedback.messages import Message, both
from autograder.feedback.named import Named
from autograder.feedback.values import FEW, apart, inputs, number, show
from autograder.records import Case
from autograder.text.plural import agreed, counted

LEFT_OPEN: Mapping[Freedom, str] = {"sign": "sign", "permutation": "order", "rotation": "rotation", "scale": "scale"}
"""What a comparison may leave open, as students read it."""
ENTRY = 9
"""The digits of one entry."""
NEAR = 0.01
"""A number that is this close, relative to the right one, looks right: the message says by which rule it is wrong."""


def mismatch(name: str, wrong: Disagreement, case: Case, named: Named | None = None) -> Message:
    """One wrong array, in the order where, got, expected; by the call that gave it, where that is ``named``."""
    if named and wrong.trouble not in ("kind", "text") and content_of(wrong.expected) != "text":
        return _of_a_call(named, wrong, case)
    (got, expected), details = wrong.shown, inputs(case)
    if wrong.trouble == "kind":
        return Message(*texts.other_kind(name, got, expected), details)
    if wrong.trouble == "text":
        text, lines = texts.other_text(name, got, expected, wrong.index)
        return Message(
            f"{text}{after(wrong)}", f"{name} is not the right text.", "\n".join(filter(None, (lines, details)))
        )
    if wrong.trouble == "shape" and content_of(expected) == "text":
        return Message(*texts.other_shape(name, got, expected), details)
    if wrong.trouble == "shape":
        text = f"{name} has shape {_shape(got)}, expected {_shape(expected)}."
        return Message(text, _shape_in_brief(name, got, expected), details)
    if wrong.trouble == "empty":
        return replace(both(f"{name} should be empty, and is not."), details=details)
    place = name + (f"[{', '.join(map(str, wrong.index))}]" if wrong.index else "")
    if wrong.trouble == "not finite":
        value = got[wrong.index]
        said = (
            f"{place} is {number(value)}" if not np.isfinite(value) else f"{place} is a finite number and should not be"
        )
        text = f"{said}; expected {number(expected[wrong.index], 6)}."
        return Message(text, _not_finite_in_brief(name, got, value), details)
    mine, right = apart(got[wrong.index], expected[wrong.index], ENTRY)
    text = f"{place} is {mine}, expected {right}."
    if 1 < expected.size <= FEW:
        text += " All of it: got {}, expected {}.".format(*apart(got, expected))
    full, brief = _by_which_rule(wrong)
    return Message(f"{text}{full}", f"{_wrong_value(name, wrong)}{brief}", details)


def _by_which_rule(wrong: Disagreement) -> tuple[str, str]:
    """Why a number that looks right is wrong, for both readers: what a student may not expect of the comparison."""
    if wrong.trouble != "value":
        return "", ""
    if wrong.up_to:
        return after(wrong), ""
    got, expected = wrong.got[wrong.index] + 0, wrong.expected[wrong.index] + 0  # truth values as numbers
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


def after(wrong: Disagreement) -> str:
    """A note that the array is shown as the comparison has changed it, and how; begins with a space, or is empty."""
    open_to = " and ".join(LEFT_OPEN[freedom] for freedom in wrong.up_to)
    return f" It is compared up to {open_to}, and shown as it is after that." if wrong.up_to else ""


def _of_a_call(named: Named, wrong: Disagreement, case: Case) -> Message:
    """The same in the words of a call: what it returned, or what a part of that is."""
    (got, expected), who = wrong.shown, named.in_brief
    wanted = "it should still be" if named.still else "expected"
    mark = ";" if named.still else ","
    if wrong.trouble == "shape":
        text = f"{named.gave()} {_of_shape(got)}, expected {_of_shape(expected)}."
        return Message(text, _shape_in_brief(who, got, expected), inputs(case))
    if wrong.trouble == "empty":
        return Message(f"{named.gave()} {show(got)}, expected an empty array.", f"{who} should be empty.", inputs(case))
    small = 1 < expected.size <= FEW
    index = () if small else wrong.index
    is_finite = wrong.trouble != "not finite"
    entries = apart(got, expected) if small else apart(got[index], expected[index], *([ENTRY] if is_finite else []))
    brief = _wrong_value(who, wrong) if is_finite else _not_finite_in_brief(who, got, got[wrong.index])
    rules = _by_which_rule(wrong)
    text = f"{named.gave(index)} {entries[0]}{mark} {wanted} {entries[1]}.{rules[0]}"
    return Message(text, f"{brief}{rules[1]}", inputs(case))


def _wrong_value(who: str, wrong: Disagreement) -> str:
    """That a value is wrong, for a hidden check; and that truth values came where numbers are wanted."""
    got, expected = wrong.shown
    truth = got.dtype.kind == "b" != expected.dtype.kind
    return f"{who} has a wrong value." + (" It holds True and False, not numbers." if truth else "")


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


def _shape(array: np.ndarray) -> str:
    return "() (one number)" if array.ndim == 0 else str(tuple(array.shape))
