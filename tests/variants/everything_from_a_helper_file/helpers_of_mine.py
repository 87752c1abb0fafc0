# Differs from the reference: gradients and descent in a module of the student's own, imported by the asked-for file.
import numpy as np


def slope_of_loss(w, F, y):
    p = np.array([1 / (1 + np.exp(2 * m)) if m < 300 else 0.0 for m in y * (F @ w)])
    return (-2 * y * p) @ F


def numeric(f, w, h, central):
    w = np.array(w, dtype=float)
    flat, out = w.reshape(-1), []
    here = None if central else f(w.copy())
    for k in range(flat.size):
        kept = flat[k]
        flat[k] = kept + h
        ahead = f(w.copy())
        flat[k] = kept - h
        out.append((ahead - f(w.copy())) / (2 * h) if central else (ahead - here) / h)
        flat[k] = kept
    return np.array(out).reshape(w.shape)


def step(w, gradient, alpha):
    return np.array(w, dtype=float) - alpha * np.array(gradient)


def descent(gradient_of, w0, alpha, steps):
    w = np.array(w0, dtype=float)
    for _ in range(steps):
        w = step(w, gradient_of(w.copy()), alpha)
    return w
