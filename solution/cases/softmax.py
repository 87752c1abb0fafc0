"""What the softmax is called with. First Q2: the lecture's three points, labelled data, and scores of every size."""

import numpy as np

from autograder.records import Case

POINTS = np.array([[2.0, 1.0], [0.0, -2.0], [-1.0, -1.0]])
LABELS = np.array([1, 1, -1])


def lecture_loss(rng: np.random.Generator) -> list[Case]:
    """The lecture's three points at w = [1, 3], together and one at a time."""
    w = np.array([1.0, 3.0])
    alone = [Case(f"point {i + 1} alone", {"w": w, "F": POINTS[[i]], "y": LABELS[[i]]}) for i in range(3)]
    return [Case("all three points", {"w": w, "F": POINTS, "y": LABELS}), *alone]


def lecture_climb(rng: np.random.Generator) -> list[Case]:
    """Ten small steps from [1, 3], where accuracy is flat."""
    return [Case("w0 = [1, 3]", {"w0": np.array([1, 3]), "F": POINTS, "y": LABELS, "step": 0.1, "max_steps": 10})]


def scores(rng: np.random.Generator) -> list[Case]:
    """Scores as a number, a vector and a matrix."""
    return [
        Case("a number", {"z": float(rng.uniform(0.3, 1.2))}, hint="A score may be a plain number."),
        Case("a negative number", {"z": -float(rng.uniform(0.3, 1.2))}, hint="A score may be a plain number."),
        Case("a vector", {"z": np.append(rng.normal(size=6), 0.0)}),
        Case("a matrix", {"z": rng.normal(size=(4, 3))}),
        Case("whole numbers", {"z": np.array([-2, -1, 0, 1, 3])}),
    ]


def sorted_scores(rng: np.random.Generator) -> list[Case]:
    """Scores from low to high, with 0 among them."""
    return [Case("from -3 to 3", {"z": np.linspace(-3, 3, 13)})]


def binary_data(rng: np.random.Generator) -> list[Case]:
    """Random data of several shapes, both labels in it; one example alone; whole numbers; labels that are floats."""
    return [
        Case("seven examples", _binary(rng, m=7, n=3)),
        Case("one example", {**_binary(rng, m=2, n=4), "F": rng.normal(size=(1, 4)), "y": np.array([-1])}),
        Case("more weights than examples", _binary(rng, m=3, n=8)),
        Case("float labels", {**_binary(rng, m=9, n=2), "y": np.array([1.0, -1, -1, 1, 1, 1, -1, 1, 1])}),
        Case("whole numbers", _whole_numbers(rng)),
    ]


def _whole_numbers(rng: np.random.Generator) -> dict:
    """Weights and features without fractions, drawn again until the loss tells labels from their negatives."""
    while True:
        case = {**_binary(rng, m=5, n=3), "w": np.array([1, -2, 1]), "F": rng.choice([-2, -1, 1, 2], size=(5, 3))}
        if case["y"] @ case["F"] @ case["w"]:
            return case


def extreme_scores(rng: np.random.Generator) -> list[Case]:
    """Scores of either sign up to 1e4 in size, some right and some wrong."""
    y = np.array([1, -1, -1, 1, 1, -1])
    kinds = [
        ("up to 355", [20, 20, 100, 200, 355, 355], "e^(2z) overflows here. Which quantities must be computed?"),
        ("up to 400", [20, 360, 380, 400, 400, 365], "The probability may round to 0; its logarithm need not."),
        (
            "up to 1e4",
            [20, 800, 5e3, 9e3, 1e4, 1e4],
            "How large is e^z here, and how small is e^-z? Which of them can a float not hold?",
        ),
    ]
    return [
        Case(name, {"z": np.array(sizes) * rng.permutation([1.0, 1, 1, -1, -1, -1]), "y": y}, hint=hint)
        for name, sizes, hint in kinds
    ]


def large_at_home(rng: np.random.Generator) -> list[Case]:
    """Scores of either sign up to 1e4, each with a label it is right or wrong about."""
    z = np.array([20.0, -20.0, 400.0, -400.0, 1e4, -1e4])
    return [Case("up to 1e4", {"z": z, "y": np.array([1, 1, -1, -1, 1, 1])})]


def softmax_arguments(rng: np.random.Generator) -> list[Case]:
    """Arguments that should come out of every call as they went in."""
    return [Case("random data", {**_binary(rng, m=6, n=4), "z": rng.normal(size=5)})]


def _binary(rng: np.random.Generator, m: int, n: int) -> dict:
    """Random data with scores around 1 in size and both labels present."""
    y = rng.choice([-1, 1], size=m)
    y[:2] = 1, -1
    return {"w": rng.normal(size=n) / np.sqrt(n), "F": rng.normal(size=(m, n)), "y": rng.permutation(y)}
