# Differs from the reference: one own copy is changed in place and put back, float32 for the labels, keyword arguments.
import numpy as np


def predict(w, F):
    return np.sign(np.sign(np.matmul(F, w)) + 0.5).astype(np.float32)


def zero_one_accuracy(w, F, y):
    return np.mean(predict(F=F, w=w) == y, dtype=np.float64)


def zero_one_loss(w, F, y):
    return np.subtract(1, zero_one_accuracy(y=y, F=F, w=w))


def hill_climb(score, w0, step, max_steps):
    w = np.empty(w0.shape)
    w[...] = w0
    current = score(w.copy())
    for _ in range(max_steps):
        best = (current, None, None)
        for i in range(len(w)):
            old = w[i]
            for new in (old - step, old + step):
                w[i] = new
                value = score(w.copy())
                if value > best[0]:
                    best = (value, i, new)
            w[i] = old
        if best[1] is None:
            break
        current = best[0]
        w[best[1]] = best[2]
    return w
