"""How the softmax of two classes is called, and its loss; and local search on that loss."""

import numpy as np

from probes.tools import copies, number, settled


def log_likelihood(student, w, F, y):
    return {"ll": number(student.softmax.log_likelihood(w, F, y))}


def softmax_loss(student, w, F, y):
    return {"loss": number(student.softmax.softmax_loss(w, F, y))}


def likelihood_and_loss(student, w, F, y):
    return {**log_likelihood(student, *copies(w, F, y)), **softmax_loss(student, w, F, y)}


def probability_both_ways(student, z):
    """The probability at z and at -z."""
    opposite = -z
    return {"p": student.softmax.softmax_probability(z), "q": student.softmax.softmax_probability(opposite)}


def loss_both_ways(student, w, F, y):
    """The loss of the data; with every label and every feature negated; and with every label negated."""
    data = {"loss": (w, F, y), "flipped": copies(w, -F, -y), "mislabelled": copies(w, F, -y)}
    return {name: number(student.softmax.softmax_loss(*values)) for name, values in data.items()}


def large_scores(student, z, y):
    """The probability at each score; and the loss of each example alone, with its label and with the opposite one."""

    def losses(labels):
        alone = [(np.ones(1), np.array([[score]]), np.array([label])) for score, label in zip(z, labels, strict=True)]
        return [number(student.softmax.softmax_loss(*example)) for example in alone]

    return {"p": student.softmax.softmax_probability(z.copy()), "loss": losses(y), "opposite": losses(-y)}


def climb_loss(student, w0, F, y, step, max_steps):
    """The student's local search on minus the student's loss."""

    def score(w):
        return -student.softmax.softmax_loss(w, *copies(F, y))

    before = w0.copy()
    return {"w": settled(student.search.hill_climb(score, w0, step, max_steps), w0, before, "hill_climb")}


def softmax_arguments(student, z, w, F, y):
    student.softmax.softmax_probability(z)
    student.softmax.log_likelihood(w, F, y)
    student.softmax.softmax_loss(w, F, y)
    return {"z": z, "w": w, "F": F, "y": y}
