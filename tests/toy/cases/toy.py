"""What the toy functions are called with."""

from autograder.records import Case, Rng


def double(rng):
    return [Case("two", {"x": 2.0}), Case("minus three", {"x": -3.0}, hint="Negative numbers have doubles too.")]


def scaled(rng):
    return [
        Case(f"random {i}", {"x": rng.normal(size=(3, 4)), "k": rng.uniform(2.5, 4), "dz": rng.normal(size=(3, 4))})
        for i in range(3)
    ]


def slopes(rng):
    sizes = {"small": (2, 3), "large": (50, 40)}
    return [
        Case(name, {"x": rng.normal(size=size), "k": rng.uniform(2.5, 4), "dz": rng.normal(size=size)})
        for name, size in sizes.items()
    ]


def shuffled(rng):
    return [Case("ten", {"n": 10, "rng": Rng(5)})]


def classify(rng):
    X = rng.normal(size=200)
    return [Case("normal numbers", {"X": X}, keep={"labels": (X > 0).astype(int)})]


def triple(rng):
    return [Case("random", {"x": float(rng.normal())})]
