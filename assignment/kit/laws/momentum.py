"""What holds for first parameters whatever was drawn: their mean, their spread, and that no two layers are alike."""

import itertools

import numpy as np

SIGMAS = 6
SPREAD_TOLERANCE = 0.03
FAR = 10
"""No draw of any usual kind is so many standard deviations from 0, however small the layer."""

SMALL = 20_000
"""Fewer normal draws than this leave their spread unsure by more than the tolerance, at six standard deviations."""


def spread_fits_the_scheme(inputs, outputs):
    """Every W has mean 0 and the standard deviation of the scheme; every b is 0."""
    for layer, (fan_in, fan_out) in enumerate(itertools.pairwise(inputs["sizes"]), start=1):
        if np.any(outputs[f"b{layer}"]):
            return f"b{layer} is not 0 everywhere; biases start at 0."
        complaint = spread_of(f"W{layer}", outputs[f"W{layer}"], expected_std(inputs["scheme"], fan_in, fan_out))
        if complaint:
            return complaint
    return None


def layers_are_drawn_afresh(inputs, outputs):
    """No layer's weights are another's, wholly or in part, and no two rows or columns are alike."""
    weights = [outputs[name] for name in outputs if name.startswith("W")]
    if len(weights) != len(inputs["sizes"]) - 1:
        return "The weights of a layer are missing."
    if any(W.shape != weights[0].shape or W.ndim != 2 or not W.size for W in weights):
        return "The weights of layers of equal sizes have different shapes."
    limit = SIGMAS / np.sqrt(weights[0].size)
    for i, W in enumerate(weights):
        if np.ptp(W) == 0:
            return f"All weights of W{i + 1} are equal: its units would learn the same."
        if len(np.unique(W, axis=0)) < len(W) or len(np.unique(W, axis=1).T) < W.shape[1]:
            return f"W{i + 1} holds the same row or column twice: every weight is to be drawn on its own."
        for k, other in enumerate(weights[:i]):
            if abs(np.corrcoef(W.ravel(), other.ravel())[0, 1]) > limit:
                return f"W{k + 1} and W{i + 1} are not independent of each other; every layer is to be drawn afresh."
    return None


def seeds_decide_parameters(inputs, outputs):
    """Equal seeds give equal parameters, and other seeds others."""
    if not np.array_equal(outputs["first"], outputs["again"]):
        return "Two generators with the same seed gave different parameters; randomness must come from rng alone."
    if np.array_equal(outputs["first"], outputs["other"]):
        return "Generators with different seeds gave the same parameters; randomness must come from rng."
    return None


def expected_std(scheme, fan_in, fan_out):
    return {"he": np.sqrt(2 / fan_in), "glorot": np.sqrt(2 / (fan_in + fan_out)), "zero": 0.0}[scheme]


def spread_of(name, W, std):
    """What is wrong with the mean or the spread of these weights."""
    if not np.all(np.isfinite(W)):
        return f"{name} holds numbers that are not finite."
    if std == 0:
        return f"{name} is not 0 everywhere, as the scheme asks." if np.any(W) else None
    if W.size < SMALL:
        far = np.abs(W).max(initial=0.0) / std
        return f"{name} holds a weight {far:.3g} standard deviations from 0." if far > FAR else None
    if abs(W.mean()) > SIGMAS * max(std, W.std()) / np.sqrt(W.size):
        return f"{name} has the mean {W.mean():.4f}, expected 0 within {SIGMAS * std / np.sqrt(W.size):.4f}."
    if abs(W.std() / std - 1) > SPREAD_TOLERANCE:
        return f"{name}, {W.shape[0]} inputs by {W.shape[1]} outputs, has the standard deviation {W.std():.4f}, expected {std:.4f}."
    return None
