"""What every probe may need: a way to complain in a sentence, and readings of what student code returned.

Nothing here judges a number. The doors are ``Complaint``, ``gradients``, ``number``, ``settled``, ``shaped``,
``copies``, ``backward`` and ``noted``. What is noted leaves the process at once: student code can find whatever stays.
"""

import inspect
import random
from contextlib import contextmanager

import numpy as np

from probes import note, object_to

NEAR = 0.05
"""How far a finite difference steps at most; the inputs of cases are further than that from their own mirror images."""


class Complaint(Exception):
    """A sentence for the student about a result that no comparison of numbers could explain."""


def gradients(returned, names, caller="backward", inputs=()):
    """The gradients a ``backward`` returned, by name.

    Accepts a list, a tuple or an array with one entry per name, and a bare value where one gradient is expected.
    ``inputs``, where given, tell an array with one row an input from a gradient that is itself an array.
    """
    if isinstance(returned, (list, tuple)):
        found = list(returned)
    elif returned is None or isinstance(returned, (str, dict, set)):
        found = None
    elif len(names) == 1:
        found = list(returned) if is_list_of_one(returned, inputs) else [returned]
    else:
        found = list(returned) if np.ndim(returned) else [returned]
    if found is None or len(found) != len(names):
        raise no_list_of(names, returned, caller)
    return dict(zip(names, found, strict=True))


def is_list_of_one(returned, inputs):
    """Whether an array holds one gradient as its only row, and is not that gradient itself."""
    if len(inputs) == 1:
        return isinstance(returned, np.ndarray) and returned.shape == (1, *np.shape(inputs[0]))
    return np.ndim(returned) > 2 and len(returned) == 1


def no_list_of(names, returned, caller):
    """A Complaint about what came back in place of a list with one entry for each name.

    Each sentence stands here whole: of a hidden check a sentence is told with the lengths in it, but nothing longer.
    """
    length, wanted = len(names), ", ".join(names)
    if returned is None:
        return Complaint(f"{caller} returned None (is a return missing?), expected a list of {length}: [{wanted}].")
    if isinstance(returned, list):
        return Complaint(f"{caller} returned a list of {len(returned)}, expected a list of {length}: [{wanted}].")
    if isinstance(returned, tuple):
        return Complaint(f"{caller} returned a tuple of {len(returned)}, expected a list of {length}: [{wanted}].")
    return Complaint(f"{caller} returned {described(returned)}, expected a list of {length}: [{wanted}].")


def described(value):
    """What came back, in a few words: a student can find it by them."""
    if value is None:
        return "None (is a return missing?)"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, (bool, int, float, np.generic)):
        return "a single number"
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def number(value):
    """A size-1 array, of whatever dimension, as the one number it holds; anything else as it is."""
    if isinstance(value, np.ndarray) and value.size == 1:
        return value.reshape(())
    return value


def copied(value):
    """A value that later changes of the original cannot reach."""
    return np.array(value) if isinstance(value, (np.ndarray, list)) else value


def copies(*values):
    """The same values again, so that a call which changes its arguments does not spoil the next one."""
    return tuple(copied(value) for value in values)


def settled(returned, argument, before, caller):
    """What a function returned; or its argument, where it changed that in place and returned nothing."""
    if returned is not None:
        return one_result(returned, caller)
    if np.array_equal(argument, before):
        raise Complaint(f"{caller} returned None (is a return missing?), expected a new array.")
    return argument


def one_result(returned, caller):
    """What a function returned, refused where it is a tuple of things that are no array together."""
    try:
        np.shape(returned)
    except ValueError:
        if isinstance(returned, tuple):
            length = len(returned)
            raise Complaint(
                f"{caller} returned a tuple of {length}, expected one array: is more returned than is asked for?"
            ) from None
    return returned


def shaped(returned, like, caller):
    """What a function returned, which is to have the shape of ``like`` because it will be handed on."""
    flat = isinstance(returned, (list, tuple)) and not any(hasattr(entry, "__len__") for entry in returned)
    if not (flat or isinstance(returned, np.ndarray)) or np.shape(returned) != np.shape(like):
        raise Complaint(f"{caller} returned {described(returned)}, expected an array of shape {np.shape(like)}.")
    return returned


def noted(function, name, like, caller):
    """A function of one array whose arguments are noted, one under the other, as the output ``name``.

    Each must have the shape of ``like``, or ``caller``, which is what the function is called to students, was misused.
    """

    def noting(w):
        there = row_of(w, like, caller)
        if there is None:
            return function(w)
        note(**{name: there[None]})
        return function(there)

    return noting


def row_of(value, like, caller):
    """A copy of an argument as floats; None, and an objection, where it has not the shape of ``like``."""
    if np.shape(value) != np.shape(like):
        object_to(f"{caller} was called with an argument of shape {np.shape(value)}, expected shape {np.shape(like)}.")
        return None
    if np.asarray(value).dtype.kind not in "biuf":
        object_to(f"{caller} was called with an argument that is not an array of real numbers.")
        return None
    return np.array(value, dtype=float)


def no_rows(like):
    """What an output of noted rows is before the first of them."""
    return np.zeros((0, *np.shape(like)))


def backward(gate, inputs, *upstream):
    """``gate.backward(*upstream)``, refused if it works by evaluating ``forward`` a little beside ``inputs``.

    To evaluate forward again at the same inputs is allowed, and far from them too (a sigmoid's slope is its value at x
    times that at -x): only a finite difference needs inputs that are close and not the same.
    """
    with forward_watched(gate, [copied(value) for value in inputs]):
        return gate.backward(*upstream)


def is_beside(call, inputs):
    """Whether arguments are nearly, and not exactly, these inputs; nor these inputs rounded to single precision."""
    near = all(
        np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=0, atol=NEAR) for a, b in zip(call, inputs, strict=False)
    )
    return near and not all(map(is_same, call, inputs))


def is_same(argument, value):
    return np.array_equal(argument, value) or np.array_equal(argument, np.asarray(value, dtype=np.float32))


@contextmanager
def forward_watched(gate, inputs):
    """While it lasts, a call of ``forward`` on the gate's class a little beside these inputs is objected to.

    A gate may have a forward of its own, made in ``__init__``; then its calls alone are watched.
    """
    owner = gate if "forward" in getattr(gate, "__dict__", {}) else type(gate)
    original = inspect.getattr_static(owner, "forward", None)
    if not inspect.isfunction(original):  # a static method, or one that is found on demand
        yield
        return

    def forward(*arguments, **named):
        values = (*arguments, *named.values())
        if is_beside(values if owner is gate else values[1:], inputs):
            object_to(
                f"{type(gate).__name__}.backward called forward at other inputs, as a finite difference does; "
                "expected the chain rule, from what forward kept."
            )
        return original(*arguments, **named)

    owner.forward = forward
    try:
        yield
    finally:
        owner.forward = original


def global_random_state(*loaded):
    """What numpy's and Python's global generators will draw next, to be compared before and after.

    ``loaded`` is evaluated before the call: a file that seeds at its top level does so when it is imported.
    """
    name, keys, *rest = np.random.get_state(legacy=True)
    return name, keys.tobytes(), tuple(rest), random.getstate()
