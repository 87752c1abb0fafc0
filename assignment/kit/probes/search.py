"""How local search is called: on data, on scores with one peak, and with every question it asks written down."""

import numpy as np

from probes.tools import copies, number, settled, shaped


def predictions(student, w, F):
    return {"labels": student.search.predict(w, F)}


def zero_one(student, w, F, y):
    return {
        **predictions(student, *copies(w, F)),
        **zero_one_accuracy(student, *copies(w, F, y)),
        **zero_one_loss(student, w, F, y),
    }


def zero_one_accuracy(student, w, F, y):
    return {"accuracy": number(student.search.zero_one_accuracy(w, F, y))}


def zero_one_loss(student, w, F, y):
    return {"loss": number(student.search.zero_one_loss(w, F, y))}


def climb_accuracy(student, w0, F, y, small, large, max_steps):
    """Local search on the student's own accuracy, twice from the same place: with small steps and with large ones."""

    def accuracy(w):
        return student.search.zero_one_accuracy(w, *copies(F, y))

    stays = shaped(_climbed(student, accuracy, w0.copy(), small, max_steps), w0, "hill_climb")
    moves = shaped(_climbed(student, accuracy, w0.copy(), large, max_steps), w0, "hill_climb")
    return {"small_step": stays, "large_step": moves, "accuracy": accuracy(moves)}


def search_arguments(student, w, F, y, w0, step):
    student.search.predict(w, F)
    student.search.zero_one_accuracy(w, F, y)
    student.search.zero_one_loss(w, F, y)
    student.search.hill_climb(_bowl(np.eye(w0.size), w0 + 5 * step), w0, step, 3)
    return {"w": w, "F": F, "y": y, "w0": w0}


def _climbed(student, score, w0, step, max_steps):
    before = w0.copy()
    return settled(student.search.hill_climb(score, w0, step, max_steps), w0, before, "hill_climb")


def _bowl(A, peak):
    """A score with a single peak; flat everywhere if A is 0."""
    return lambda w: -float((np.asarray(w) - peak) @ A @ (np.asarray(w) - peak))
