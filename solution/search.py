"""Q1, local search: a linear classifier, how often it is right, and climbing without any gradient.

F: (m, n) features, one example a row. y: (m,) labels, each +1 or -1. w: (n,) weights.
"""

import numpy as np


def predict(w, F):
    """The label of every example: +1 where its score ``w . f`` is at least 0, else -1.

    Returns (m,). Law: a score of exactly 0 is labelled +1.
    """
    # BEGIN SOLUTION q1
    return np.where(F @ w >= 0, 1, -1)
    # END SOLUTION


def zero_one_accuracy(w, F, y):
    """The share of examples whose predicted label is ``y``: a float from 0 to 1.

    Law: it does not change when every example is listed twice.
    """
    # BEGIN SOLUTION q1
    return float(np.mean(predict(w, F) == y))
    # END SOLUTION


def zero_one_loss(w, F, y):
    """The share of examples whose predicted label is not ``y``: a float from 0 to 1.

    Law: the better the classifier, the smaller the loss.
    """
    # BEGIN SOLUTION q1
    return 1.0 - zero_one_accuracy(w, F, y)
    # END SOLUTION


def hill_climb(score, w0, step, max_steps):
    """Where local search ends when it starts at ``w0`` and ``score(w)`` is to be made **large**.

    The neighbours of w are the 2n points that differ from it by ``+step`` or ``-step`` in one coordinate. Each step
    moves to the best neighbour if it is strictly better than w; the search ends when none is, or after ``max_steps``.
    Returns a new float array of the shape of ``w0``. Law: unless ``max_steps`` ran out, no neighbour scores higher.
    """
    # BEGIN SOLUTION q1
    w = np.array(w0, dtype=float)
    here = score(w)
    moves = step * np.vstack([np.eye(w.size), -np.eye(w.size)])
    for _ in range(max_steps):
        neighbours = w + moves
        scores = [score(neighbour) for neighbour in neighbours]
        best = int(np.argmax(scores))
        if scores[best] <= here:
            break
        w, here = neighbours[best], scores[best]
    return w
    # END SOLUTION
