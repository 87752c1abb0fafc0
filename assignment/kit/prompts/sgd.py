"""Mini-batches and stochastic gradient descent at Python's prompt."""

PULL = "lambda w, X_batch, y_batch: np.cos(3 * w) + 0.1 * np.mean(X_batch) - 0.1 * np.mean(y_batch)"
SHOWN = (
    "lambda w, X_batch, y_batch: print(w, y_batch) or np.cos(3 * w) + 0.1 * np.mean(X_batch) - 0.1 * np.mean(y_batch)"
)


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
    each = [
        f"np.array([p[{i}] for p in path])  # p{i} = params[{i}] after each optimizer.step" for i in range(len(starts))
    ]
    return "\n".join(
        [
            "from sgd import Momentum",
            "optimizer, params = Momentum(alpha, mu), list(starts)",
            "path = [params := optimizer.step(params, grads) for grads in slopes]",
            *each,
        ]
    )


def momentum_pair(alpha, mu, other_alpha, other_mu, starts, slopes, other_starts, other_slopes):
    return "\n".join(
        [
            "from sgd import Momentum",
            "one, other = Momentum(alpha, mu), Momentum(other_alpha, other_mu)",
            "params, others = list(starts), list(other_starts)",
            *(line for turn in range(len(slopes)) for line in _turn(turn)),
        ]
    )


def _turn(turn):
    return (
        f"params = one.step(params, slopes[{turn}])  # p*_step{turn + 1}: one.step(params, grads), its call {turn + 1},",
        f"others = other.step(others, other_slopes[{turn}])  # other_*_step{turn + 1}: "
        f"other.step(params, grads), its call {turn + 1},",
    )
