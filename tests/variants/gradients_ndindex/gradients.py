# Differs from the reference: np.ndindex over entries with a fresh copy for each, a gradient example by example.
import numpy as np


def softmax_loss_gradient(w, F, y):
    total = np.zeros(len(w))
    for features, label in zip(F, y):
        margin = label * np.dot(features, w)
        off = np.exp(-2 * max(margin, 0)) / (np.exp(-2 * abs(margin)) + 1) if margin >= 0 else 1 / (1 + np.exp(2 * margin))
        total -= 2 * off * label * features
    return total


def finite_difference(f, w, h, central=False):
    slopes = np.zeros(w.shape)
    base = None if central else f(np.array(w, dtype=float))
    for place in np.ndindex(*w.shape):
        up = np.array(w, dtype=float)
        up[place] += h
        if central:
            down = np.array(w, dtype=float)
            down[place] -= h
            slopes[place] = (f(up) - f(down)) / (2 * h)
        else:
            slopes[place] = (f(up) - base) / h
    return slopes


def gradient_step(w, gradient, alpha):
    return np.subtract(w, np.multiply(alpha, gradient))


def gradient_descent(gradient_of, w0, alpha, steps):
    w = np.array(w0, dtype=float, copy=True)
    for _ in range(steps):
        w = gradient_step(w, gradient_of(w), alpha)
    return w
