# Differs from the reference: the gradient example by example with tanh, f(w) evaluated again for every coordinate.
import numpy as np


def softmax_loss_gradient(w, F, y):
    total = np.zeros(len(w))
    for f, label in zip(F, y):
        margin = label * np.dot(f, w)
        total -= (1 - np.tanh(margin)) * label * f
    return total


def finite_difference(f, w, h, central=False):
    result = np.zeros(np.shape(w))
    for index, _ in np.ndenumerate(w):
        ahead = np.array(w, dtype=float)
        ahead[index] += h
        behind = np.array(w, dtype=float)
        if central:
            behind[index] -= h
            result[index] = (f(ahead) - f(behind)) / (2 * h)
        else:
            result[index] = (f(ahead) - f(behind)) / h
    return result


def gradient_step(w, gradient, alpha):
    return np.subtract(w, np.multiply(alpha, gradient))


def gradient_descent(gradient_of, w0, alpha, steps):
    w = np.copy(w0).astype(float)
    done = 0
    while done < steps:
        g = gradient_of(w)
        w = w + (-alpha) * g
        done += 1
    return w
