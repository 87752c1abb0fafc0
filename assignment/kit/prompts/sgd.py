"""Mini-batches and stochastic gradient descent at Python's prompt."""

PULL = "lambda w, X_batch, y_batch: np.cos(3 * w) + 0.1 * np.mean(X_batch) - 0.1 * np.mean(y_batch)"
SHOWN = "lambda w, X_batch, y_batch: print(w, y_batch) or np.cos(3 * w) + 0.1 * np.mean(X_batch) - 0.1 * np.mean(y_batch)"


def batches(n, batch_size, rng):
    return """
    from sgd import minibatches
    list(minibatches(n, batch_size, rng))
    """


def epochs_in_a_row(n, batch_size, epochs, rng):
    return """
    from sgd import minibatches
    [list(minibatches(n, batch_size, rng)) for _ in range(5)]
    """


def epochs_by_seed(n, batch_size, seed, other_seed):
    return """
    from sgd import minibatches
    [list(minibatches(n, batch_size, np.random.default_rng(s))) for s in (seed, seed, other_seed)]
    """


def sgd_recorded(w0, X, y, alpha, batch_size, epochs, rng):
    return f"""
    from sgd import sgd
    gradient_of = {SHOWN}
    sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng)
    """


def sgd_by_seed(w0, X, y, alpha, batch_size, epochs, seed, other_seed):
    return f"""
    from sgd import sgd
    gradient_of = {PULL}
    end = lambda s: sgd(gradient_of, w0.copy(), X, y, alpha, batch_size, epochs, np.random.default_rng(s))
    end(seed), end(seed), end(other_seed)
    """


def sgd_towards_mean(w0, X, y, alpha, batch_size, epochs, rng):
    return """
    from sgd import sgd
    gradient_of = lambda w, X_batch, y_batch: w - np.mean(X_batch, axis=0)
    w = sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng)
    """


def sgd_arguments(w0, X, y, alpha, batch_size, epochs, rng):
    return f"""
    from sgd import sgd
    gradient_of = {PULL}
    sgd(gradient_of, w0, X, y, alpha, batch_size, epochs, rng)
    w0, X, y
    """


def momentum_path(alpha, mu, starts, slopes):
    return """
    from sgd import Momentum
    optimizer, params = Momentum(alpha, mu), list(starts)
    [params := optimizer.step(params, grads) for grads in slopes]
    """
