"""What the two files are called with."""

from autograder import Case


def layers(rng):
    return [
        Case(f"{n} rows", {"X": rng.normal(size=(n, 3)), "W": rng.normal(size=(3, k)), "b": rng.normal(size=k),
                           "dS": rng.normal(size=(n, k))})
        for n, k in ((1, 1), (4, 2))
    ]  # fmt: skip


def small(rng):
    """Numbers so small that every slope is."""
    X = rng.normal(size=(6, 2))
    return [*data(rng), Case("tiny numbers", {"w": 1e-7 * rng.normal(size=2), "X": X, "y": 1e-7 * rng.normal(size=6)})]


def data(rng):
    return [Case(f"{n} points", {"w": rng.normal(size=2), "X": rng.normal(size=(n, 2)), "y": rng.normal(size=n)})
            for n in (1, 6)]  # fmt: skip
