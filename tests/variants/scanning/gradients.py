# Differs from the reference: w moved in place on a copy and moved back, slopes collected in a list, closed form by matrices.
import numpy as np

from softmax import softmax_probability


def softmax_loss_gradient(w, F, y):
    p = softmax_probability(-(F @ w) * y)
    return F.T.dot(p * y) * -2.0


def finite_difference(f, w, h, central=False):
    moving = np.asarray(w).astype(np.float64)
    flat = moving.reshape(-1)
    base = f(moving)
    slopes = []
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + h
        ahead = f(moving)
        if central:
            flat[i] = old - h
            slopes.append((ahead - f(moving)) / h / 2)
        else:
            slopes.append((ahead - base) / h)
        flat[i] = old
    return np.reshape(slopes, np.shape(w))


def gradient_step(w, gradient, alpha):
    new = np.array(w, dtype=float)
    new -= alpha * gradient
    return new


def gradient_descent(gradient_of, w0, alpha, steps):
    if steps == 0:
        return np.array(w0, dtype=float)
    return gradient_descent(gradient_of, gradient_step(w0, gradient_of(w0), alpha), alpha, steps - 1)
