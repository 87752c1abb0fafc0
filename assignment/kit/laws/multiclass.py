"""What holds for probabilities of classes and for the slope of their loss, whatever the scores."""

import numpy as np

from laws.tools import unlike_shape


def rows_are_probabilities(inputs, outputs):
    """Every row of P is between 0 and 1 and adds up to 1."""
    P = outputs["P"]
    if P.shape != inputs["S"].shape:
        return unlike_shape("The array that softmax returned", P.shape, inputs["S"].shape)
    if not np.all((P >= -1e-6) & (P <= 1 + 1e-6)):
        return "A probability is not between 0 and 1."
    row = int(np.argmax(np.abs(P.sum(axis=1) - 1)))
    if abs(P[row].sum() - 1) > 1e-5:
        return f"Row {row} of the probabilities adds up to {P[row].sum():.6g}, expected 1: the classes of one example."
    return None


def larger_scores_are_likelier(inputs, outputs):
    """In every row the order of the probabilities is the order of the scores; equal scores are equally likely."""
    S, P = inputs["S"], outputs["P"]
    if P.shape != S.shape:
        return unlike_shape("The array that softmax returned", P.shape, S.shape)
    by_score = np.take_along_axis(P, S.argsort(axis=1), axis=1)
    if np.any(np.diff(by_score, axis=1) < -1e-6):
        return "A class has a larger score than another of the same example, and yet a smaller probability."
    if np.any((np.ptp(P, axis=1) <= 1e-6) != (np.ptp(S, axis=1) == 0)):
        return "Equal scores must give equal probabilities, and different scores different ones."
    return None


def slopes_balance(inputs, outputs):
    """Every row of dS adds up to 0, as a constant added to a row of S changes nothing; only the true class's is negative."""
    S, y, dS = inputs["S"], inputs["y"], outputs["dS"]
    if dS.shape != S.shape:
        return unlike_shape("dS", dS.shape, S.shape)
    row = int(np.argmax(np.abs(dS.sum(axis=1))))
    if not abs(dS[row].sum()) <= 1e-5:
        total = f"Row {row} of dS adds up to {dS[row].sum():.6g}, expected 0"
        return f"{total}: adding a constant to a row of S changes no probability."
    true_class = np.arange(S.shape[1]) == y[:, None]
    if np.any((dS < 0) != true_class):
        return "dS must be negative for the true class of each example, and positive for every other class."
    return None
