"""What gradients are called with: the lecture's examples, labelled data, and functions whose slopes are known."""

import numpy as np

from autograder.records import Case

INTEGERS = "w may hold integers; the result is an array of floats all the same."
LECTURE_DATA = {"F": np.array([[2.0, 1.0], [0.0, -2.0], [-1.0, -1.0]]), "y": np.array([1, 1, -1])}


def lecture_gradient(rng: np.random.Generator) -> list[Case]:
    """The lecture's three points."""
    return [Case("w = [1, 3]", {"w": np.array([1.0, 3.0]), **LECTURE_DATA})]


def lecture_difference(rng: np.random.Generator) -> list[Case]:
    """The lecture's g at [3, 4] with h = 0.1."""
    inputs = {"w": np.array([3.0, 4.0]), "h": 0.1}
    return [
        Case("forward", {**inputs, "central": False}),
        Case("central", {**inputs, "central": True}, hint="How far apart are the two points you evaluated?"),
    ]


def lecture_step(rng: np.random.Generator) -> list[Case]:
    """The lecture's step from [1, 3]."""
    return [Case("alpha = 0.01", {"w": np.array([1.0, 3.0]), "gradient": np.array([0.0, 4.0]), "alpha": 0.01})]


def lecture_descent(rng: np.random.Generator) -> list[Case]:
    """The lecture's three points, from [1, 3], where a fixed number of small steps only ever goes down."""
    return [Case("from [1, 3]", {"w0": np.array([1.0, 3.0]), **LECTURE_DATA, "alpha": 0.01, "steps": 6})]


def softmax_data(rng: np.random.Generator) -> list[Case]:
    """Random data of several shapes, both labels in it; one example alone; whole numbers."""
    return [
        Case("eight examples", _softmax_example(rng, m=8, n=3)),
        Case("one example", {**_softmax_example(rng, m=2, n=5), "F": rng.normal(size=(1, 5)), "y": np.array([-1])}),
        Case("more weights than examples", _softmax_example(rng, m=4, n=9)),
        Case("one weight", _softmax_example(rng, m=6, n=1)),
        Case("whole numbers", {**_softmax_example(rng, m=5, n=3), "w": np.array([1, -1, 1]), "F": _whole(rng, (5, 3))}),
    ]


def steep_data(rng: np.random.Generator) -> list[Case]:
    """Scores up to 1e4 in size, some right and some wrong."""
    z = np.append(rng.uniform(0.8, 1.0, size=4), 1.0) * np.array([1, -1, 1, -1, -1])
    y = np.array([1, -1, -1, 1, 1])
    hint = "The numbers in your formula must stay finite when a score is 1e4."
    return [Case(f"scores of {scale}", {"scale": scale, "z": z, "y": y}, hint=hint) for scale in (400, 10_000)]


def forward_differences(rng: np.random.Generator) -> list[Case]:
    """Vectors, matrices and one number; two sizes of step; whole numbers."""
    return _curved(rng, central=False)


def central_differences(rng: np.random.Generator) -> list[Case]:
    """Vectors, matrices and one number; two sizes of step; whole numbers."""
    return _curved(rng, central=True)


def linear_functions(rng: np.random.Generator) -> list[Case]:
    """A linear function has the same slopes everywhere, whatever h and whichever difference."""
    return [
        Case("a vector, forward", _linear(rng, (5,), h=3.0, central=False)),
        Case("a vector, central", _linear(rng, (4,), h=0.2, central=True)),
        Case("a matrix, forward", _linear(rng, (2, 3), h=0.05, central=False), hint="w may be a matrix."),
        Case("a matrix, central", _linear(rng, (3, 2), h=1.0, central=True), hint="w may be a matrix."),
        Case(
            "whole numbers",
            {**_linear(rng, (3,), h=0.25, central=False), "w": np.array([2, -1, 4])},
            hint="w may hold integers, and an integer array rounds what is written into it.",
        ),
    ]


def steps(rng: np.random.Generator) -> list[Case]:
    """A vector, a matrix and a column."""
    return [
        Case("a vector", {"w": rng.normal(size=4), "gradient": rng.normal(size=4), "alpha": 0.3}),
        Case("alpha = 0", {"w": rng.normal(size=4), "gradient": rng.normal(size=4), "alpha": 0.0}),
        Case("a matrix", {"w": rng.normal(size=(2, 3)), "gradient": 5 * rng.normal(size=(2, 3)), "alpha": 0.07}),
        Case("a column", {"w": rng.normal(size=(3, 1)), "gradient": rng.normal(size=(3, 1)), "alpha": 1.9}),
        Case("whole numbers", {"w": np.array([2, -1, 3]), "gradient": rng.normal(size=3), "alpha": 0.4}, hint=INTEGERS),
    ]


def bowls_to_descend(rng: np.random.Generator) -> list[Case]:
    """Bowls with ridges across the axes."""
    return [
        Case("two weights", _bowl(rng, n=2, steps=3, alpha=0.11)),
        Case("four weights", _bowl(rng, n=4, steps=7, alpha=0.08)),
        Case("one step", _bowl(rng, n=3, steps=1, alpha=0.06)),
        Case("whole numbers", {**_bowl(rng, n=3, steps=4, alpha=0.09), "w0": np.array([1, -2, 2])}, hint=INTEGERS),
        Case("close to the bottom", _close(_bowl(rng, n=3, steps=6, alpha=0.1)), hint="The number of steps is given."),
    ]


def descents_to_record(rng: np.random.Generator) -> list[Case]:
    """Wavy functions, on a vector and on a matrix."""
    return [
        Case("a vector", {**_wavy(rng, (3,)), "alpha": 0.2, "steps": 5}),
        Case("a matrix", {**_wavy(rng, (2, 4)), "alpha": 0.13, "steps": 4}),
        Case("tiny steps", {**_tiny(rng, (3,)), "alpha": 1e-7, "steps": 6}, hint="Does a small step end the descent?"),
    ]


def gradient_arguments(rng: np.random.Generator) -> list[Case]:
    """Arguments that should come out of every call as they went in."""
    others = {"matrix": rng.normal(size=(2, 3)), "gradient": rng.normal(size=4), "w0": rng.normal(size=4)}
    return [Case("random data", {**_softmax_example(rng, m=6, n=3), **others})]


def _softmax_example(rng: np.random.Generator, m: int, n: int) -> dict:
    """Random data with scores around 1 in size and both labels present."""
    y = rng.choice([-1, 1], size=m)
    y[:2] = 1, -1
    return {"w": rng.normal(size=n) / np.sqrt(n), "F": rng.normal(size=(m, n)), "y": rng.permutation(y)}


def _curved(rng: np.random.Generator, central: bool) -> list[Case]:
    kind, first = {"central": central}, _cubic(rng, (4,), 0.1)
    return [
        Case("a vector", {**first, **kind}),
        Case("the same with another h", {**_cubic(rng, (3,), 0.05), **kind}, hint="h decides how far to step."),
        Case("a matrix", {**_cubic(rng, (2, 3), 0.07), **kind}, hint="The weights of a layer are a matrix."),
        Case("a column", {**_cubic(rng, (4, 1), 0.09), **kind}, hint="The weights of a layer are a matrix."),
        Case(
            "whole numbers",
            {**_cubic(rng, (3,), 0.25), "w": np.array([1, -2, 3]), **kind},
            hint="w may hold integers, and an integer array rounds what is written into it.",
        ),
        Case(
            "another function, at the first place",
            {**_cubic(rng, (4,), 0.1), "w": first["w"], **kind},
            hint="Does something stay from one call to the next, such as values of f?",
        ),
    ]


def _cubic(rng: np.random.Generator, shape: tuple, h: float) -> dict:
    """Coefficients and a point that are all well away from 0, so that a mistake in any coordinate shows."""

    def away_from_zero():
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.6, 1.6, size=shape)

    return {"a": away_from_zero(), "b": away_from_zero(), "w": away_from_zero(), "h": h}


def _linear(rng: np.random.Generator, shape: tuple, h: float, central: bool) -> dict:
    return {"slopes": rng.uniform(0.5, 3, size=shape), "w": rng.normal(size=shape), "h": h, "central": central}


def _close(bowl: dict) -> dict:
    """The same bowl, from a point so near its bottom that the slopes there are small."""
    return {**bowl, "w0": bowl["bottom"] + 2e-3 * np.array([1, -1, 1])}


def _wavy(rng: np.random.Generator, shape: tuple) -> dict:
    return {"scales": rng.uniform(1, 3, size=shape), "w0": rng.normal(size=shape)}


def _tiny(rng: np.random.Generator, shape: tuple) -> dict:
    """A start so near to 0 that steps of its size are tiny, and can still be told from none in any precision."""
    start = _wavy(rng, shape)
    return {**start, "w0": 1e-7 * start["w0"]}


def _whole(rng: np.random.Generator, shape: tuple) -> np.ndarray:
    """Small whole numbers without a 0, in integers."""
    return rng.choice([-2, -1, 1, 2], size=shape)


def _bowl(rng: np.random.Generator, n: int, steps: int, alpha: float) -> dict:
    A = np.diag(rng.uniform(1, 3, size=n)) + 0.3 * (np.ones((n, n)) - np.eye(n))
    return {"A": A, "bottom": 3 + rng.normal(size=n), "w0": rng.normal(size=n), "alpha": alpha, "steps": steps}
