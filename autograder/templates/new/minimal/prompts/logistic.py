"""What a student types at Python's own prompt for a call: for a probe, the function of its name.

A public check that fails ends in these lines, so that they can be pasted. Messages name an output by the call that
gives it: "probability(0.0) returned 1, expected 0.5" instead of "p is 1".
"""


def probability(z):
    return """
    from logistic import probability
    p = probability(z)
    """


def loss(w, X, y):
    return """
    from logistic import loss
    value = loss(w, X, y)  # loss
    """


def gradient(w, X, y):
    return """
    from logistic import gradient
    dw = gradient(w, X, y)
    """
