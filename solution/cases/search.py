"""What local search is called with: the lecture's three points, labelled data, and scores with a single peak."""

import numpy as np

from autograder.records import Case

THREE_POINTS = np.array([[2.0, 1.0], [0.0, -2.0], [-1.0, -1.0]])
THREE_LABELS = np.array([1, 1, -1])


def lecture_zero_one(rng: np.random.Generator) -> list[Case]:
    """The lecture's weights, weights that separate its points, and weights that leave every score at 0."""
    return [
        Case("w = [1, 3]", {"w": np.array([1.0, 3.0]), "F": THREE_POINTS, "y": THREE_LABELS}),
        Case("w = [1, -0.5]", {"w": np.array([1.0, -0.5]), "F": THREE_POINTS, "y": THREE_LABELS}),
        Case(
            "w = [0, 0]",
            {"w": np.zeros(2), "F": THREE_POINTS, "y": THREE_LABELS},
            hint="Every score is exactly 0 here: which label does the step function give at 0?",
        ),
    ]


def lecture_plateau(rng: np.random.Generator) -> list[Case]:
    """Small steps from [1, 3] change no prediction; steps of 3.5 reach weights that are right about all of them."""
    data = {"w0": np.array([1, 3]), "F": THREE_POINTS, "y": THREE_LABELS}
    return [Case("the lecture's plateau", {**data, "small": 0.1, "large": 3.5, "max_steps": 20})]


def labels_to_predict(rng: np.random.Generator) -> list[Case]:
    """Random scores, and scores of exactly 0."""
    data = _labelled(rng, m=13, n=4, wrong=5)
    level = np.array([[0.0, 0, 0], [1, 2, 0], [3, 0, -2], [-1, -2, 0], [0, 2, 1]])
    return [
        Case("random data", {"w": data["w"], "F": data["F"]}),
        Case(
            "scores of 0",
            {"w": np.array([2.0, -1.0, 3.0]), "F": level},
            hint="A score of exactly 0 has a label too; which one does the step function give?",
        ),
        Case("whole numbers", {"w": rng.integers(1, 5, size=3), "F": rng.choice([-5, -3, -1, 1, 3, 5], size=(8, 3))}),
        Case("scores near 0", {"w": np.array([1.0]), "F": 1e-9 * rng.choice([-1.0, 1.0], size=(9, 1))}),
    ]


def labelled_data(rng: np.random.Generator) -> list[Case]:
    """Data with a known number of wrong labels, so that accuracy and loss are never alike."""
    return [
        Case("a few wrong", _labelled(rng, m=11, n=3, wrong=3)),
        Case("mostly wrong", _labelled(rng, m=17, n=5, wrong=12)),
        Case("more weights than examples", _labelled(rng, m=5, n=7, wrong=1)),
    ]


def peaks_to_climb(rng: np.random.Generator) -> list[Case]:
    """Bowls turned over: some with too few steps to arrive, some with enough, one in a single dimension; and a valley.

    The last one is climbed from where the first one was, so that scores which are remembered by their place are wrong.
    """
    first = _tilted(rng, [0.3, 0.8, 1.5, 4.0], max_steps=4)
    return [
        Case("few steps, last coordinate steepest", first),
        Case("few steps, first coordinate flattest", _tilted(rng, [0.2, 3.0, 1.0], max_steps=5)),
        Case("enough steps", _tilted(rng, [1.0, 2.5, 0.6], max_steps=200)),
        Case("one coordinate", _tilted(rng, [1.7], max_steps=200)),
        Case("downwards only", {**_tilted(rng, [0.7, 2.0], max_steps=200), "w0": np.full(2, 1.1), "peak": -np.ones(2)}),
        Case("whole numbers", {**_tilted(rng, [0.7, 2.0], max_steps=200), "w0": np.array([1, -2])}),
        Case("a gentle slope", _gentle(rng), hint="Better by very little is still better."),
        Case("no steps", {**_tilted(rng, [0.7, 2.0], max_steps=0)}, hint="max_steps = 0 allows no move at all."),
        Case(
            "a valley, better on both sides",
            _valley(),
            hint="Both directions of a coordinate may be better; which is best?",
        ),
        Case(
            "another score, from the first start",
            {**first, "peak": 2 * first["w0"] - first["peak"]},
            hint="Does something stay from one call to the next, such as scores, or points that were tried?",
        ),
    ]


def peaks_to_record(rng: np.random.Generator) -> list[Case]:
    """Bowls along the axes, where the number of moves is known, and a score that is the same everywhere."""
    flat = {"A": np.zeros((3, 3)), "peak": np.zeros(3), "w0": rng.normal(size=3), "step": 0.25, "max_steps": 40}
    return [
        _upright(rng, "two coordinates", np.array([3, -4])),
        _upright(rng, "three coordinates", np.array([-2, 5, 3])),
        Case(
            "a plateau",
            flat,
            hint="Where nothing is strictly better, the search ends at once.",
            keep={"moves": np.array(0)},
        ),
    ]


def search_arguments(rng: np.random.Generator) -> list[Case]:
    """Arguments that should come out of every call as they went in."""
    return [Case("random data", {**_labelled(rng, m=9, n=4, wrong=3), "w0": rng.normal(size=3), "step": 0.3})]


def _labelled(rng: np.random.Generator, m: int, n: int, wrong: int) -> dict:
    """m examples of which w gets ``wrong`` wrong; the first has score 0 and the label +1.

    Drawn until the mean over all pairs of a prediction and a label is not the accuracy by chance.
    """
    while True:
        w, F = rng.normal(size=n), rng.normal(size=(m, n))
        F[0] = 0
        guesses = np.where(F @ w >= 0, 1, -1)
        y = guesses.copy()
        y[1 + rng.permutation(m - 1)[:wrong]] *= -1
        if abs(np.mean(guesses[:, None] == y) - np.mean(guesses == y)) > 0.05 and abs(y.sum()) < m:
            return {"w": w, "F": F, "y": y}


def _tilted(rng: np.random.Generator, curvatures: list, max_steps: int) -> dict:
    """A peak some way off in every coordinate, whose ridges lie across the axes."""
    n = len(curvatures)
    A = np.diag(curvatures) + 0.15 * (np.ones((n, n)) - np.eye(n)) * min(curvatures)
    w0 = rng.normal(size=n)
    return {"A": A, "peak": w0 + _away(rng, n), "w0": w0, "step": 0.37, "max_steps": max_steps}


def _gentle(rng: np.random.Generator) -> dict:
    """A hill so flat that every step gains less than a ten-thousandth."""
    hill = _tilted(rng, [1.0, 2.5], max_steps=200)
    return {**hill, "A": 1e-6 * hill["A"]}


def _valley() -> dict:
    """Just below the bottom of a valley in the first coordinate: a step up is better, and a step down better still."""
    return {"A": np.diag([-1.0, 0.1]), "peak": np.zeros(2), "w0": np.array([-0.05, 0.1]), "step": 0.37, "max_steps": 3}


def _away(rng: np.random.Generator, n: int) -> np.ndarray:
    """A distance of 2 to 4 in every coordinate, to either side; the first one up, the last one down."""
    sides = rng.choice([-1.0, 1.0], size=n)
    sides[0], sides[-1] = 1, -1
    return sides * rng.uniform(2, 4, size=n)


def _upright(rng: np.random.Generator, name: str, steps: np.ndarray) -> Case:
    """A peak ``steps`` whole steps (and a bit) from w0: a climb along the axes makes exactly that many moves."""
    n, step = len(steps), 0.5
    w0 = rng.normal(size=n)
    inputs = {
        "A": np.diag(rng.permutation(np.arange(1, n + 1)) + rng.uniform(0, 0.4, size=n)),
        "peak": w0 + step * (steps + rng.uniform(-0.3, 0.3, size=n)),
        "w0": w0,
        "step": step,
        "max_steps": 60,
    }
    return Case(name, inputs, keep={"moves": np.array(np.abs(steps).sum())})
