"""What holds for every epoch, whatever its order: each row once, with its own label, in batches of the asked size;
and for every descent: each step goes against the gradient it was given."""

import numpy as np

from laws.tools import unlike_shape

RETURNED = (
    "The weights that sgd returned are not where its last step leads, from the weights of the last call of gradient_of."
)

STRANGE_ROW = "gradient_of saw a row that is not a row of X."

CHI_SQUARE_LIMIT = 87.0
"""A chi-square of 25 degrees of freedom is larger once in a hundred million draws."""


def batches_have_their_size(inputs, outputs):
    """All batches hold batch_size rows but the last, which holds what is left."""
    expected = sizes_of(inputs["n"], inputs["batch_size"])
    return unlike_sizes(outputs["sizes"], expected, f"n = {inputs['n']} and batch_size = {inputs['batch_size']}")


def every_row_once(inputs, outputs):
    """The batches of an epoch hold each of 0..n-1 once."""
    return unlike_all(outputs["rows"], inputs["n"])


def places_are_uniform(inputs, outputs):
    """Over many epochs every row comes at every place equally often, and no few orders come again and again."""
    orders, n, epochs = outputs["orders"], inputs["n"], inputs["epochs"]
    if orders.shape != (epochs, n) or np.any(np.sort(orders, axis=1) != np.arange(n)):
        return f"An epoch does not hold each of the row numbers 0..{n - 1} once."
    different = len(np.unique(orders, axis=0))
    if 1 < different < epochs / 10:
        return f"{epochs} epochs had only {different} different orders; each should be drawn afresh."
    counts = np.array([np.bincount(place, minlength=n) for place in orders.T])
    chi_square = np.sum((counts - epochs / n) ** 2) * (n - 1) / epochs
    if chi_square > CHI_SQUARE_LIMIT:
        place, row = np.unravel_index(np.argmax(np.abs(counts - epochs / n)), counts.shape)
        return (
            f"Over {epochs} epochs the order is not random: row {row} came at place {place} {counts[place, row]} times, "
            f"about {epochs // n} are expected."
        )
    return None


def seeds_decide_epochs(inputs, outputs):
    """Equal seeds give equal epochs, other seeds other ones, and nothing else was drawn from."""
    if not np.array_equal(outputs["first"], outputs["again"]):
        return "Two generators with the same seed gave different batches; randomness must come from rng alone."
    if np.array_equal(outputs["first"], outputs["other"]):
        return "Generators with different seeds gave the same batches; randomness must come from rng."
    return leaves_global_generators_alone(inputs, outputs)


def seeds_decide_descent(inputs, outputs):
    """Equal seeds lead descent to equal weights, other seeds to other ones, and nothing else was drawn from."""
    first, again, other = outputs["first"], outputs["again"], outputs["other"]
    if not np.all(np.isfinite(first)):
        return "The weights are not finite."
    if not np.array_equal(first, again):
        return (
            "sgd came to different weights with two generators of the same seed; randomness must come from rng alone."
        )
    if np.array_equal(first, other):
        return "sgd came to the same weights with generators of different seeds; the batches must come from rng."
    return leaves_global_generators_alone(inputs, outputs)


def leaves_global_generators_alone(inputs, outputs):
    """The probe's output ``untouched`` says whether the global generators will draw what they would have drawn."""
    if np.all(outputs["untouched"]):
        return None
    return (
        "The global generator (np.random.* or random.*) was drawn from or seeded; randomness must come from rng alone."
    )


def each_epoch_is_complete(inputs, outputs):
    """gradient_of was called for ceil(n / batch_size) batches an epoch, and each epoch's batches hold every row once."""
    n, epochs = len(inputs["X"]), inputs["epochs"]
    expected = sizes_of(n, inputs["batch_size"]) * epochs
    about = f"{n} examples, batch_size = {inputs['batch_size']} and {epochs} epochs"
    complaint = unlike_sizes(outputs["sizes"], expected, about) or flat_batches(outputs["dimensions"])
    if complaint:
        return complaint
    examples = outputs["examples"]
    if examples.shape != (n * epochs, inputs["X"].shape[1]):
        return unlike_shape("The array of all examples", examples.shape, (n * epochs, inputs["X"].shape[1]))
    if not are_rows_of(inputs["X"], examples):
        return STRANGE_ROW
    for epoch in np.round(examples[:, 0]).reshape(epochs, n):
        complaint = unlike_all(epoch, n)
        if complaint:
            return complaint
    return None


def epochs_differ(inputs, outputs):
    """The epochs do not all take the rows in one order. Where a batch holds all rows, their order says nothing."""
    n, epochs = len(inputs["X"]), inputs["epochs"]
    if inputs["batch_size"] >= n:
        return None
    if outputs["examples"].shape != (n * epochs, inputs["X"].shape[1]):
        return unlike_shape("The array of all examples", outputs["examples"].shape, (n * epochs, inputs["X"].shape[1]))
    orders = outputs["examples"][:, 0].reshape(epochs, n)
    if len(np.unique(orders, axis=0)) == 1:
        return f"All {epochs} epochs took the rows in the same order; each epoch should shuffle afresh."
    return None


def examples_keep_their_labels(inputs, outputs):
    """Every row that gradient_of saw is a row of X, and came with that row's label."""
    X, y, examples, labels = inputs["X"], inputs["y"], outputs["examples"], outputs["labels"]
    if examples.ndim != 2 or examples.shape[1:] != X.shape[1:] or labels.shape != examples.shape[:1] or not len(labels):
        return f"gradient_of saw {len(np.atleast_1d(examples))} examples and {labels.size} labels in all."
    if not are_rows_of(X, examples):
        return STRANGE_ROW
    ids = ids_of(X, examples)
    wrong = np.flatnonzero(labels != y[ids])
    if wrong.size:
        return f"Row {ids[wrong[0]]} of X came with the label of another row: X and y must be shuffled alike."
    return None


def ids_of(X, examples):
    """The number of the row of X that each example is nearest to, by its first column."""
    return np.clip(np.round(np.nan_to_num(examples[:, 0])), 0, len(X) - 1).astype(int)


def are_rows_of(X, examples):
    return np.allclose(examples, X[ids_of(X, examples)], rtol=1e-5, atol=1e-5)


def steps_follow_gradients(inputs, outputs):
    """The first call sees w0; every step then moves against the gradient of its batch, by alpha times it; the end counts."""
    weights, end = outputs["weights"], outputs["end"]
    w0, alpha = np.asarray(inputs["w0"], dtype=float), inputs["alpha"]
    if np.shape(end) != w0.shape:
        return f"sgd returned an array of shape {np.shape(end)}, expected the shape of w0, {w0.shape}."
    if weights.shape[1:] != w0.shape or len(weights) == 0:
        return "gradient_of was never called."
    gradients = pulls(outputs)
    if gradients.shape != weights.shape:
        empty = "gradient_of was called with an empty batch."
        return (
            empty if np.any(outputs["sizes"] == 0) else "The batches that gradient_of saw are not as many as its calls."
        )
    path = np.concatenate([weights, end[None]])
    if not np.all(np.isfinite(path)) or not np.all(np.isfinite(gradients)):
        return "The weights are not finite."
    if not np.allclose(path[0], w0, rtol=1e-5, atol=1e-6):
        return "The first call of gradient_of did not see w0."
    steps, expected = np.diff(path, axis=0), -alpha * gradients
    return misstep(steps, expected, path)


def pulls(outputs):
    """The gradient that each call was given, which follows from its weights and its batch; nothing where these do not fit."""
    weights, sizes, examples, labels = (outputs[name] for name in ("weights", "sizes", "examples", "labels"))
    whole = (
        sizes.dtype.kind in "iu" and sizes.shape == weights.shape[:1] and np.all((sizes > 0) & (sizes <= labels.size))
    )
    if not whole or examples.ndim != 2 or not int(np.sum(sizes)) == len(examples) == labels.size:
        return np.zeros(0)
    labels = np.ravel(labels)
    starts = np.append(0, np.cumsum(sizes)[:-1])
    of_rows = np.add.reduceat(np.mean(examples, axis=1), starts) / sizes
    of_labels = np.add.reduceat(labels, starts) / sizes
    others = (len(weights),) + (1,) * (weights.ndim - 1)
    return np.cos(3 * weights) + 0.1 * (of_rows - of_labels).reshape(others)


def misstep(steps, expected, path):
    """What is wrong with the first step that is not as expected: a common factor, or a share of the weights, if there is one."""
    allowed = 1e-5 * max(np.abs(expected).max(), 0.1 * float(np.max(np.abs(path))))
    far = ~(np.abs(steps - expected).reshape(len(steps), -1).max(axis=1) <= allowed)
    if not far.any():
        return None
    step = int(np.argmax(far))
    if step == len(steps) - 1 > 0:
        return RETURNED
    more = ""
    if np.max(np.abs(steps[step])) <= allowed:
        more = "; the next call got the same w"
    elif (ratio := multiple(steps[step], expected[step])) is not None:
        more = f"; yours is {ratio:.4g} times that"
    elif path[step].size > 1 and multiple(steps[step] - expected[step], path[step]) is not None:
        more = "; what it subtracts besides that is a multiple of w itself"
    return f"Step {step + 1} does not subtract alpha times the gradient that gradient_of gave{more}."


def multiple(found, of):
    """The number that makes ``of`` into ``found``; None where there is none."""
    ratio = float(np.sum(found * of) / np.sum(of**2))
    return ratio if np.allclose(found, ratio * of, rtol=1e-4, atol=1e-4 * np.max(np.abs(found))) else None


def sizes_of(n, batch_size):
    return [min(batch_size, n - start) for start in range(0, n, batch_size)]


def unlike_sizes(sizes, expected, about):
    found = np.ravel(sizes)
    if np.array_equal(found, expected):
        return None
    return f"With {about} the batches have the sizes {listed(found)}, expected {listed(expected)}."


def listed(sizes):
    """The sizes as a list, cut where it grows long."""
    return f"{np.asarray(sizes[:12]).tolist()}{' and so on' if len(sizes) > 12 else ''}"


def unlike_all(rows, n):
    """What keeps row numbers from being 0..n-1, each once."""
    found = np.ravel(rows)
    odd = found[~((found >= 0) & (found < n) & (found == np.floor(found)))]
    if odd.size:
        return f"The row number {odd[0]:g} is not one of 0..{n - 1}."
    counts = np.bincount(found.astype(int), minlength=n)
    if counts.max() > 1:
        return f"Row {counts.argmax()} comes {counts.max()} times in one epoch; every row is used once before any is used again."
    if counts.min() == 0:
        return f"Row {counts.argmin()} is missing from an epoch; every row is used once."
    return None


def flat_batches(dimensions):
    if np.all(np.asarray(dimensions) == 2):
        return None
    return "gradient_of was handed an X_batch that is not a matrix; a batch of k rows is (k, D), for k = 1 too."
