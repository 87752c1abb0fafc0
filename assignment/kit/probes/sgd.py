"""How mini-batches and stochastic gradient descent are called, with every batch and every gradient written down.

The gradient that descent is given here is of nothing in particular: a number for every weight that depends on the
weights and on the batch, so that each step shows which weights and which rows it used.
"""

import numpy as np

from probes import note, object_to
from probes.tools import Complaint, copied, described, global_random_state, no_rows, row_of, settled


def batches(student, n, batch_size, rng):
    """One epoch: the size of each batch, and the row numbers in the order they came."""
    found = row_numbers(student, n, batch_size, rng)
    return {"sizes": np.array([len(batch) for batch in found], dtype=int), "rows": joined(found)}


def epochs_in_a_row(student, n, batch_size, epochs, rng):
    """Many epochs from one generator, each a row of ``orders``."""
    orders = [joined(row_numbers(student, n, batch_size, rng)) for _ in range(epochs)]
    odd = [len(order) for order in orders if len(order) != n]
    if odd:
        raise Complaint(f"The batches of an epoch of {n} rows hold {odd[0]} row numbers in all, expected {n}.")
    return {"orders": np.array(orders)}


def epochs_by_seed(student, n, batch_size, seed, other_seed):
    """The epochs that equal and different seeds give, and whether anything but the generator was drawn from."""
    before = global_random_state(student.sgd)
    first, again, other = (
        joined(row_numbers(student, n, batch_size, np.random.default_rng(number)))
        for number in (seed, seed, other_seed)
    )
    return {"first": first, "again": again, "other": other, "untouched": before == global_random_state()}


def sgd_by_seed(student, w0, X, y, alpha, batch_size, epochs, seed, other_seed):
    """Where descent comes to with equal and with different seeds, and whether anything but the generator was drawn from."""
    before = global_random_state(student.sgd)

    def end(number):
        start = w0.copy()
        rng = np.random.default_rng(number)
        came = student.sgd.sgd(pull, start, X.copy(), y.copy(), alpha, batch_size, epochs, rng)
        return copied(settled(came, start, w0, "sgd"))

    first, again, other = (end(number) for number in (seed, seed, other_seed))
    return {"first": first, "again": again, "other": other, "untouched": before == global_random_state()}


def sgd_recorded(student, w0, X, y, alpha, batch_size, epochs, rng):
    """Descent with everything noted: the weights and rows of every call of gradient_of; and the end."""

    def gradient_of(w, X_batch, y_batch):
        weights, batch, labels = row_of(w, w0, "gradient_of"), np.array(X_batch), np.array(y_batch)
        if weights is None:
            return pull(w, X_batch, y_batch)
        rows = len(np.atleast_2d(batch))
        if rows != labels.size:
            object_to(
                f"gradient_of was handed an X_batch of {rows} rows and a y_batch of {labels.size} labels; each row needs its own label."
            )
        if labels.ndim > 1:
            object_to(f"gradient_of was handed a y_batch of shape {labels.shape}, expected ({labels.size},).")
        note(
            weights=weights[None],
            sizes=[labels.size],
            dimensions=[batch.ndim],
            examples=examples_of(batch, X),
            labels=labels.reshape(-1),
        )
        return pull(weights, batch, labels)

    start = w0.copy()
    end = settled(
        student.sgd.sgd(gradient_of, start, X.copy(), y.copy(), alpha, batch_size, epochs, rng), start, w0, "sgd"
    )
    none = np.zeros(0, dtype=int)
    return {
        "end": end,
        "weights": no_rows(w0),
        "sizes": none,
        "dimensions": none,
        "examples": X[:0],
        "labels": none,
    }


def sgd_towards_mean(student, w0, X, y, alpha, batch_size, epochs, rng):
    """Descent on half the mean squared distance between w and the rows of X."""

    def gradient_of(w, X_batch, y_batch):
        return w - np.mean(X_batch, axis=0)

    start = w0.copy()
    return {"w": settled(student.sgd.sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng), w0, start, "sgd")}


def sgd_arguments(student, w0, X, y, alpha, batch_size, epochs, rng):
    """Each argument after the call, and where the weights came to."""
    before, start = global_random_state(student.sgd), w0.copy()
    end = settled(student.sgd.sgd(pull, w0, X, y, alpha, batch_size, epochs, rng), w0, start, "sgd")
    return {"w0": w0, "X": X, "y": y, "result": copied(end), "untouched": before == global_random_state()}


def pull(w, X_batch, y_batch):
    return np.cos(3 * np.asarray(w)) + 0.1 * np.mean(X_batch) - 0.1 * np.mean(y_batch)


def row_numbers(student, n, batch_size, rng):
    """What minibatches gives, each batch as a 1-D array of whole numbers."""
    returned = student.sgd.minibatches(n, batch_size, rng)
    if not hasattr(returned, "__iter__") and not hasattr(returned, "__getitem__"):
        raise Complaint(f"minibatches returned {described(returned)}, expected a sequence of batches.")
    return [whole_numbers(batch) for batch in returned]


def whole_numbers(batch):
    found = np.asarray(batch)
    if found.ndim != 1 or (found.size and found.dtype.kind not in "iu"):
        numbers = "whole row numbers (int)" if found.dtype.kind == "f" else "row numbers"
        raise Complaint(
            f"A batch of minibatches is {described(batch)} ({found.dtype}), expected a 1-D array of {numbers}."
        )
    return found.astype(int)


def joined(arrays):
    """The arrays one after the other; none at all give an empty one."""
    return np.concatenate([np.zeros(0, dtype=int), *arrays])


def examples_of(batch, X):
    """The rows of a batch; a single row may have come as a vector. None, and an objection, where it has other columns."""
    wide = np.atleast_2d(batch)
    if wide.shape[1:] == X.shape[1:]:
        return wide
    object_to(
        f"gradient_of was handed X_batch of shape {wide.shape}, expected (k, {X.shape[1]}) for a batch of k rows."
    )
    return X[:0]
