# Differs from the reference: 2 * (z >= 0) - 1, loss and accuracy worked out apart, moves in one array, path as a list.
import numpy as np


def predict(w, F):
    return 2 * (np.dot(F, w) >= 0) - 1


def zero_one_accuracy(w, F, y):
    return np.count_nonzero(predict(w, F) == y) / len(y)


def zero_one_loss(w, F, y):
    return np.abs(predict(w, F) - y).sum() / 2 / len(y)


def hill_climb(score, w0, step, max_steps):
    path = [np.array(w0, dtype=float)]
    scores = [score(path[0])]
    while len(path) <= max_steps:
        w = path[-1]
        moves = [w + sign * step * (np.arange(w.size) == i) for i in range(w.size) for sign in (1, -1)]
        values = [score(move) for move in moves]
        k = max(range(len(values)), key=values.__getitem__)
        if not values[k] > scores[-1]:
            break
        path.append(moves[k])
        scores.append(values[k])
    return path[-1].copy()
