"""What holds for normalised columns and for what a gate remembers of its batches.

running_var may be the running mean of the biased or of the unbiased variance; frameworks differ.
"""

import numpy as np

from laws.tools import alike, unlike_shape


def columns_are_normal(inputs, outputs):
    """With gamma = 1, beta = 0 and a tiny eps every column has mean 0 and variance 1."""
    Z = outputs["Z"]
    if Z.shape != inputs["X"].shape:
        return unlike_shape("Z", Z.shape, inputs["X"].shape)
    if not np.all(np.isfinite(Z)):
        return "forward returned numbers that are not finite."
    if np.abs(Z.mean(axis=0)).max() > 1e-4:
        return f"With beta = 0 a column of Z has the mean {worst(Z.mean(axis=0), 0):.4g}, expected 0."
    if np.abs(Z.var(axis=0) - 1).max() > 1e-3:
        return f"With gamma = 1 a column of Z has the variance {worst(Z.var(axis=0), 1):.4g} (a mean of squares), expected 1."
    return None


def remembers_its_batches(inputs, outputs):
    """After every batch each running statistic is momentum times its old value plus the rest of the batch's own."""
    batches, momentum = inputs["batches"], inputs["momentum"]
    means = running(0.0, momentum, [X.mean(axis=0) for X in batches])
    if not alike(outputs["running_mean"], means):
        return misremembered("running_mean", outputs["running_mean"], means)
    choices = [running(1.0, momentum, [X.var(axis=0, ddof=ddof) for X in batches]) for ddof in (0, 1)]
    if not any(alike(outputs["running_var"], variances) for variances in choices):
        return misremembered("running_var", outputs["running_var"], choices[0])
    return None


def output_follows_what_was_remembered(inputs, outputs):
    """At test Z follows from the running statistics, which stay as they are; before any training these are 0 and 1."""
    X, gamma, beta, eps = (inputs[name] for name in ("X", "gamma", "beta", "eps"))
    mean, var = outputs["mean_before"], outputs["var_before"]
    if mean.shape != X.shape[1:] or var.shape != X.shape[1:]:
        return f"The running statistics have the shapes {mean.shape} and {var.shape}, expected {X.shape[1:]}: a number a feature."
    if not np.any(mean) or np.ptp(var) == 0:
        return "The running statistics are after three batches what they were before."
    if not (np.array_equal(mean, outputs["mean_after"]) and np.array_equal(var, outputs["var_after"])):
        return "The running statistics changed in forward with train=False, which is to use them and leave them as they are."
    for Z, expected, said in (
        (outputs["Z"], gamma * (X - mean) / np.sqrt(var + eps) + beta, "With train=False"),
        (outputs["Z_untrained"], gamma * X / np.sqrt(1 + eps) + beta, "Before any training, with train=False,"),
    ):
        if Z.shape != expected.shape:
            return unlike_shape("Z", Z.shape, expected.shape)
        if not alike(Z, expected):
            return f"{said} {worst_entry('Z', Z, expected)}: it follows from the running statistics, which start at 0 and 1."
    return None


def running(start, momentum, values):
    """The running statistic after each value, one a row."""
    rows, current = [], start
    for value in values:
        current = momentum * current + (1 - momentum) * value
        rows.append(current)
    return np.array(rows)


def misremembered(name, found, expected):
    if found.shape != expected.shape:
        return f"{name} must hold one number for each of the {expected.shape[-1]} features."
    step = next(i for i in range(len(found)) if not alike(found[i], expected[i]))
    return f"After batch {step + 1} {worst_entry(name, found[step], expected[step])}."


def worst_entry(name, found, expected):
    """The entry that is furthest off, with both numbers."""
    place = np.unravel_index(np.argmax(np.nan_to_num(np.abs(found - expected), nan=np.inf)), expected.shape)
    index = ", ".join(map(str, place))
    return f"{name}[{index}] is {found[place]:.6g}, expected {expected[place]:.6g}"


def worst(values, expected):
    return values[np.argmax(np.abs(values - expected))]
