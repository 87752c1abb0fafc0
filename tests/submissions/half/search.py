"""Q1, local search: a linear classifier, how often it is right, and climbing without any gradient.

F: (m, n) features, one example a row. y: (m,) labels, each +1 or -1. w: (n,) weights.
"""

import numpy as np


def predict(w, F):
    """The label of every example: +1 where its score ``w . f`` is at least 0, else -1.

    Returns (m,). Law: a score of exactly 0 is labelled +1.
    """
    scores = F @ w
    return np.where(scores >= 0, 1, -1)


def zero_one_accuracy(w, F, y):
    """The share of examples whose predicted label is ``y``: a float from 0 to 1.

    Law: it does not change when every example is listed twice.
    """
    return np.mean(predict(w, F) == y)


def zero_one_loss(w, F, y):
    """The share of examples whose predicted label is not ``y``: a float from 0 to 1.

    Law: the better the classifier, the smaller the loss.
    """
    return 1 - zero_one_accuracy(w, F, y)


def hill_climb(score, w0, step, max_steps):
    """Where local search ends when it starts at ``w0`` and ``score(w)`` is to be made **large**.

    The neighbours of w are the 2n points that differ from it by ``+step`` or ``-step`` in one coordinate. Each step
    moves to the best neighbour if it is strictly better than w; the search ends when none is, or after ``max_steps``.
    Returns a new float array of the shape of ``w0``. Law: unless ``max_steps`` ran out, no neighbour scores higher.
    """
    w = np.array(w0, dtype=float)
    for _ in range(max_steps):
        best = score(w)
        moved = False
        for i in range(len(w)):
            for sign in (1, -1):
                neighbour = w.copy()
                neighbour[i] += sign * step
                if score(neighbour) > best:
                    w = neighbour
                    moved = True
                    break
            if moved:
                break
        if not moved:
            break
    return w
