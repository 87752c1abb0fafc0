# Differs from the reference: descent by recursion, a dict of formulas, differences collected in a list.
import numpy as np

FORMULAS = {
    False: lambda f, w, e, h: (f(w + e) - f(w)) / h,
    True: lambda f, w, e, h: (f(w + e) - f(w - e)) / (2 * h),
}


def softmax_loss_gradient(w, F, y):
    z = (F * y[:, None]) @ w
    return -2 * ((1 / (1 + np.exp(np.clip(2 * z, None, 700)))) * y) @ F


def finite_difference(f, w, h, central=False):
    formula, found = FORMULAS[bool(central)], []
    for index in range(w.size):
        e = np.zeros(w.size)
        e[index] = h
        found.append(formula(f, w.astype(float), e.reshape(w.shape), h))
    return np.reshape(found, w.shape)


def gradient_step(w, gradient, alpha):
    step = alpha * gradient
    return w - step + 0.0


def gradient_descent(gradient_of, w0, alpha, steps):
    if steps == 0:
        return np.array(w0, dtype=float)
    return gradient_descent(gradient_of, gradient_step(w0, gradient_of(np.array(w0, dtype=float)), alpha), alpha, steps - 1)
