"""Gradients and gradient descent at Python's prompt."""


def softmax_gradient(w, F, y):
    return """
    from gradients import softmax_loss_gradient
    dw = softmax_loss_gradient(w, F, y)
    """


def steep_softmax_gradient(scale, z, y):
    return """
    from gradients import softmax_loss_gradient
    dw = softmax_loss_gradient(np.array([scale, 0.0]), np.column_stack([z, z[::-1]]), y)
    """


def lecture_finite_difference(w, h, central):
    return f"""
    from gradients import finite_difference
    g = lambda w: w[0] ** 3 * w[1] + 3 * w[0]
    slopes = finite_difference(g, w, h{", central=True" if central else ""})
    """


def finite_difference_cubic(a, b, w, h, central):
    return """
    from gradients import finite_difference
    f = lambda w: float(np.sum(a * w ** 3) + np.sum(b * w) ** 2)
    slopes = finite_difference(f, w, h, central)
    """


def finite_difference_recorded(slopes, w, h, central):
    return """
    from gradients import finite_difference
    f = lambda w: print(w) or float(np.sum(slopes * w)) + 1.0
    finite_difference(f, w, h, central)
    """


def gradient_step(w, gradient, alpha):
    return """
    from gradients import gradient_step
    w = gradient_step(w, gradient, alpha)
    """


def descend_bowl(A, bottom, w0, alpha, steps):
    return """
    from gradients import gradient_descent
    gradient_of = lambda w: A @ (w - bottom)
    w = gradient_descent(gradient_of, w0, alpha, steps)
    """


def descend_recorded(scales, w0, alpha, steps):
    return """
    from gradients import gradient_descent
    gradient_of = lambda w: print(w) or scales * np.sin(w) + 1.0
    gradient_descent(gradient_of, w0, alpha, steps)
    """


def descend_loss(w0, F, y, alpha, steps):
    return """
    from gradients import gradient_descent, softmax_loss_gradient
    from softmax import softmax_loss
    gradient_of = lambda w: softmax_loss_gradient(w, F, y)
    [softmax_loss(gradient_descent(gradient_of, w0.copy(), alpha, k), F, y) for k in range(steps + 1)]
    """


def gradient_arguments(w, F, y, matrix, gradient, w0):
    return """
    from gradients import finite_difference, gradient_descent, gradient_step, softmax_loss_gradient
    softmax_loss_gradient(w, F, y)
    finite_difference(lambda v: float(np.sum(v ** 2)), matrix, 0.1)
    gradient_step(w0, gradient, 0.3)
    gradient_descent(lambda v: 2 * v, w0, 0.3, 3)
    w, F, y, matrix, gradient, w0
    """
