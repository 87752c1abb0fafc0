# Differs from the reference: single precision, and labels worked out of truth values.
import numpy as np


def predict(w, F):
    return 2 * np.greater_equal(np.float32(F) @ np.float32(w), 0).astype(int) - 1


def zero_one_accuracy(w, F, y):
    return np.add.reduce(predict(w, F) * np.asarray(y) > 0) / len(F)


def zero_one_loss(w, F, y):
    return np.logical_xor(predict(w, F) > 0, y > 0).mean(dtype=np.float32)


def hill_climb(score, w0, step, max_steps):
    def climb(w, here, left):
        if not left:
            return w
        candidates = {score(w + d): w + d for d in step * np.concatenate([-np.identity(len(w)), np.identity(len(w))])[::-1]}
        top = max(candidates)
        return climb(candidates[top], top, left - 1) if top > here else w

    start = np.asarray(w0, float).copy()
    return climb(start, score(start), min(max_steps, 500))
