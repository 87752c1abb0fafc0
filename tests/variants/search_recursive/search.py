# Differs from the reference: the climb calls itself, and predictions are made example by example in plain Python.
import numpy as np


def predict(w, F):
    return np.array([1.0 if sum(a * b for a, b in zip(w, f)) >= 0 else -1.0 for f in F])


def zero_one_accuracy(w, F, y):
    right = 0
    for label, wanted in zip(predict(w, F), y):
        if label == wanted:
            right += 1
    return right / len(y)


def zero_one_loss(w, F, y):
    wrong = [label != wanted for label, wanted in zip(predict(w, F), y)]
    return sum(wrong) / len(wrong)


def hill_climb(score, w0, step, max_steps):
    w0 = w0 + 0.0
    if max_steps == 0:
        return w0
    best, best_score = None, score(w0.copy())
    for i in range(w0.size):
        for delta in (step, -step):
            other = w0.copy()
            other[i] = other[i] + delta
            value = score(other)
            if value > best_score:
                best, best_score = other, value
    return w0 if best is None else hill_climb(score, best, step, max_steps - 1)
