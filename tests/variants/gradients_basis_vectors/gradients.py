# Differs from the reference: rows of an identity as directions, np.fromiter, tanh for the probability.
import numpy as np


def softmax_loss_gradient(w, F, y):
    return -np.einsum("i,ij->j", y * (1 - np.tanh(y * (F @ w))), F)


def finite_difference(f, w, h, central=False):
    w = np.asarray(w, dtype=float)
    directions = np.eye(w.size).reshape(w.size, *w.shape)
    if central:
        slopes = ((f(w + h * e) - f(w - h * e)) / (h + h) for e in directions)
    else:
        here = f(w.copy())
        slopes = ((f(w + h * e) - here) / h for e in directions)
    return np.fromiter(slopes, dtype=float, count=w.size).reshape(w.shape)


def gradient_step(w, gradient, alpha):
    return w + (-alpha) * np.asarray(gradient)


def gradient_descent(gradient_of, w0, alpha, steps):
    path = [w0.astype(float)]
    while len(path) <= steps:
        path.append(path[-1] - alpha * gradient_of(path[-1]))
    return path[-1]
