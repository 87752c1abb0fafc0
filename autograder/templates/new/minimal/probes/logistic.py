"""How logistic.py is called. A probe gets the student's modules and the case's inputs, and returns arrays by name."""


def probability(student, z):
    """The probabilities at z."""
    return {"p": student.logistic.probability(z)}


def loss(student, w, X, y):
    """The loss alone: what the slope is measured on."""
    return {"loss": student.logistic.loss(w, X, y)}


def gradient(student, w, X, y):
    """The gradient alone."""
    return {"dw": student.logistic.gradient(w, X, y)}
