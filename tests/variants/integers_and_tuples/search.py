# Differs from the reference: labels in one byte, prints on the way, helper functions and extra arguments with defaults.
import numpy as np


def scores(w, F, verbose=False):
    if verbose:
        print("scores of", F.shape)
    return (F * w).sum(axis=1)


def predict(w, F, threshold=0):
    labels = np.ones(len(F), dtype=np.int8)
    labels[scores(w, F, verbose=True) < threshold] = -1
    return labels


def zero_one_accuracy(w, F, y):
    return np.equal(predict(w, F), y).mean()


def zero_one_loss(w, F, y):
    return np.not_equal(predict(w, F), y).mean()


def neighbours(w, step):
    for i in range(w.size):
        for delta in (step, -step):
            other = w.copy()
            other[i] = other[i] + delta
            yield other


def hill_climb(score, w0, step, max_steps):
    w = np.array(w0, dtype=np.float64)
    current = score(w)
    for _ in range(max_steps):
        ranked = sorted(((score(other), k, other) for k, other in enumerate(neighbours(w, step))), key=lambda t: t[:2])
        if ranked[-1][0] > current:
            current, _, w = ranked[-1]
        else:
            break
    return w


if __name__ == "__main__":
    print(predict(np.ones(2), np.ones((1, 2))))
