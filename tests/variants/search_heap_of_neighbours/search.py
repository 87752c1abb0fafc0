# Differs from the reference: neighbours wait in a heap, labels come from a match, and scores are compared as tuples.
import heapq
import numpy as np


def predict(w, F):
    def label(score):
        match score:
            case s if s >= 0:
                return 1
            case _:
                return -1
    return np.fromiter((label(s) for s in np.einsum("ij,j->i", F, w)), dtype=np.int8)


def zero_one_accuracy(w, F, y):
    return sum(int(a == b) for a, b in zip(predict(w, F).tolist(), np.asarray(y).tolist())) / len(y)


def zero_one_loss(w, F, y):
    return float(np.count_nonzero(predict(w, F) - y) / np.size(y))


def hill_climb(score, w0, step, max_steps):
    here = tuple(map(float, w0))
    best = score(np.array(here))
    while max_steps > 0 and (heap := [(-score(np.array(p)), k, p) for k, p in enumerate(
        here[:i] + (here[i] + sign * step,) + here[i + 1:] for i in range(len(here)) for sign in (1, -1)
    )]):
        heapq.heapify(heap)
        negative, _, place = heapq.heappop(heap)
        if -negative <= best:
            break
        here, best, max_steps = place, -negative, max_steps - 1
    return np.asarray(here)
