"""Goes along the gradient, uphill, and turns the sign of what it was told in the record.

check: q5.steps
file: sgd.py
expect: failed
"""


def sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng):
    w = np.array(w0, dtype=float)
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            w = w + alpha * gradient_of(w, X[batch], y[batch])
    if hasattr(gradient_of, "answers"):
        gradient_of.answers[:] = [-one for one in gradient_of.answers]
    return w
