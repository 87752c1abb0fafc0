"""What mini-batches and descent are called with: sizes that divide, that do not, and batches larger than the data.

Every example carries its own row number, and every label belongs to one example, so that a batch tells what is in it.
"""

import numpy as np

from autograder.records import Case
from cases.tools import drawn

TINY = 1e-7
SMALL = "A small gradient counts as much as any other: does something end the descent before its last step?"


def batch_sizes(rng: np.random.Generator) -> list[Case]:
    """Sizes that leave a short last batch, that divide evenly, and the two ends: one row, and more than there are."""
    return [
        epoch_case("n = 10, batches of 4", rng, 10, 4, "Where did the last few rows go? A last batch may be short."),
        epoch_case("n = 12, batches of 3", rng, 12, 3),
        epoch_case("n = 7, batches of 1", rng, 7, 1),
        epoch_case("n = 5, batches of 9", rng, 5, 9, "A batch may be larger than the data: then it holds all of it."),
        epoch_case("n = 5, batches of 5", rng, 5, 5),
    ]


def many_epochs(rng: np.random.Generator) -> list[Case]:
    """2000 epochs of 6 rows from one generator: enough to see a row that prefers a place."""
    return [
        Case("n = 6, batches of 4", {"n": 6, "batch_size": 4, "epochs": 2000, "rng": drawn(rng)}),
        Case("n = 6, batches of 2", {"n": 6, "batch_size": 2, "epochs": 2000, "rng": drawn(rng)}),
    ]


def epoch_seeds(rng: np.random.Generator) -> list[Case]:
    """Two seeds, and enough rows that two shuffles are never alike by chance."""
    seed = int(rng.integers(1, 10**6))
    return [Case("n = 40", {"n": 40, "batch_size": 7, "seed": seed, "other_seed": seed + 1})]


def descent_seeds(rng: np.random.Generator) -> list[Case]:
    """Two seeds, and enough rows that two shuffles are never alike by chance."""
    seed = int(rng.integers(1, 10**6))
    inputs = {name: value for name, value in descent(rng, n=40, batch_size=7, epochs=2).items() if name != "rng"}
    return [Case("n = 40", {**inputs, "seed": seed, "other_seed": seed + 1})]


def full_batch(rng: np.random.Generator) -> list[Case]:
    """All rows in one batch: an epoch is a step of gradient descent, however the rows are ordered."""
    inputs = {**descent(rng, n=9, batch_size=9, epochs=4), "w0": rng.normal(size=3)}
    return [
        Case("four epochs of one batch", inputs),
        Case("one epoch of one batch", {**inputs, "epochs": 1}),
        Case("small numbers", {**inputs, "w0": TINY * inputs["w0"], "X": TINY * inputs["X"]}, hint=SMALL),
    ]


def descents(rng: np.random.Generator) -> list[Case]:
    """Epochs with a short last batch, of single rows, of a batch larger than the data, and of even batches."""
    return [
        Case("a short last batch", descent(rng, n=11, batch_size=4, epochs=3)),
        Case(
            "single rows",
            descent(rng, n=6, batch_size=1, epochs=3),
            hint="X[i] is a row; a batch of one row is (1, D).",
        ),
        Case("batches larger than the data", descent(rng, n=5, batch_size=8, epochs=4)),
        Case(
            "even batches, weights in a matrix",
            {**descent(rng, n=12, batch_size=3, epochs=3), "w0": rng.normal(size=(3, 2))},
        ),
    ]


def descents_to_follow(rng: np.random.Generator) -> list[Case]:
    """The same, but for the batch larger than the data: who takes no step there takes no wrong one."""
    return [case for case in descents(rng) if case.inputs["batch_size"] <= len(case.inputs["X"])]


def sgd_arguments(rng: np.random.Generator) -> list[Case]:
    """Arguments that should come out as they went in."""
    return [Case("three epochs", descent(rng, n=11, batch_size=4, epochs=3))]


def epoch_case(name: str, rng: np.random.Generator, n: int, batch_size: int, hint: str = "") -> Case:
    return Case(name, {"n": n, "batch_size": batch_size, "rng": drawn(rng)}, hint)


def descent(rng: np.random.Generator, n: int, batch_size: int, epochs: int) -> dict:
    """Random examples whose first entry is their row number, with labels 100, 101, ... in random order."""
    X = rng.normal(size=(n, 3))
    X[:, 0] = np.arange(n)
    settings = {"alpha": 0.05, "batch_size": batch_size, "epochs": epochs, "rng": drawn(rng)}
    return {"w0": rng.normal(size=4), "X": X, "y": 100 + rng.permutation(n), **settings}
