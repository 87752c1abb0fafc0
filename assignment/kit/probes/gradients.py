"""How gradients are called: on data, on functions whose slopes are known, and with every call of them written down."""

from contextlib import contextmanager

import numpy as np

from probes import object_to
from probes.tools import Complaint, copied, copies, no_rows, noted, number, settled, shaped


def softmax_gradient(student, w, F, y):
    """The gradient, which should come from its formula and not from evaluations of the loss."""
    with _watched(student.gradients.softmax_loss_gradient):
        return {"dw": student.gradients.softmax_loss_gradient(w, F, y)}


def lecture_finite_difference(student, w, h, central):
    """The forward difference is what comes without ``central``."""
    named = {"central": True} if central else {}
    return {"slopes": student.gradients.finite_difference(_lecture_function, w, h, **named)}


def finite_difference_recorded(student, slopes, w, h, central):
    """The slopes of a linear function, and where it was evaluated."""
    f = noted(lambda w: float(np.sum(slopes * w)) + 1.0, "asked", w, "f")
    return {"slopes": student.gradients.finite_difference(f, w.copy(), h, central), "asked": no_rows(w)}


def gradient_step(student, w, gradient, alpha):
    return {"w": _stepped(student, w, gradient, alpha)}


def descend_recorded(student, scales, w0, alpha, steps):
    """Where gradient descent ends, where it asked for the gradient; and where no step leads."""

    def gradient_of(w):
        return scales * np.sin(_there(w)) + 1.0

    still = _descended(student, gradient_of, w0.copy(), alpha, 0)
    end = _descended(student, noted(gradient_of, "asked", w0, "gradient_of"), w0.copy(), alpha, steps)
    return {"w": end, "still": still, "asked": no_rows(w0)}


def descend_loss(student, w0, F, y, alpha, steps):
    """The student's descent down the student's loss by the student's gradient: the loss after 0, 1, 2, ... steps."""

    def gradient_of(w):
        return student.gradients.softmax_loss_gradient(_there(w), *copies(F, y))

    ends = [
        shaped(_descended(student, gradient_of, w0.copy(), alpha, k), w0, "gradient_descent") for k in range(steps + 1)
    ]
    return {"losses": [number(student.softmax.softmax_loss(w, *copies(F, y))) for w in ends]}


def gradient_arguments(student, w, F, y, matrix, gradient, w0):
    student.gradients.softmax_loss_gradient(w, F, y)
    student.gradients.finite_difference(lambda w: float(np.sum(w**2)), matrix, 0.1)
    student.gradients.finite_difference(lambda w: float(np.sum(w**2)), matrix, 0.1, central=True)
    student.gradients.gradient_step(w0, gradient, 0.3)
    student.gradients.gradient_descent(lambda w: 2 * w, w0, 0.3, 3)
    return {"w": w, "F": F, "y": y, "matrix": matrix, "gradient": gradient, "w0": w0}


@contextmanager
def _watched(function):
    """While it lasts, a call of the loss or of finite_difference from the module of ``function`` is objected to."""
    module = getattr(function, "__globals__", {})
    watched = {name: module[name] for name in ("finite_difference", "softmax_loss", "log_likelihood") if name in module}

    def objecting(name):
        def call(*arguments, **named):
            object_to(
                f"softmax_loss_gradient called {name}; expected the formula of the gradient, which needs no step h. "
                "(A finite difference is there to check it.)"
            )
            return watched[name](*arguments, **named)

        return call

    module.update({name: objecting(name) for name in watched})
    try:
        yield
    finally:
        module.update(watched)


def _stepped(student, w, gradient, alpha):
    before = copied(w)
    return settled(student.gradients.gradient_step(w, gradient, alpha), w, before, "gradient_step")


def _descended(student, gradient_of, w0, alpha, steps):
    before = copied(w0)
    end = student.gradients.gradient_descent(gradient_of, w0, alpha, steps)
    return settled(end, w0, before, "gradient_descent") if steps else w0 if end is None else end


def _there(w):
    """The w that the gradient is asked for at."""
    if w is None:
        raise Complaint("gradient_descent asked for the gradient at None: does what makes the next w return it?")
    return w


def _lecture_function(w):
    """The lecture's g."""
    return w[0] ** 3 * w[1] + 3 * w[0]
