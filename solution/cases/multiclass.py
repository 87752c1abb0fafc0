"""What the multi-class softmax is called with: more classes than two, more or fewer examples than classes, scores so
large that their exponentials are not numbers."""

import numpy as np

from autograder.records import Case

ROWS_APART = "Rows as far apart as these cannot share one shift: which number should each row be shifted by?"


def equal_scores(rng: np.random.Generator) -> list[Case]:
    """Scores that say nothing, for 3 and for 10 classes, and scores that say something."""
    return [
        Case("3 classes, all scores 0", {"S": np.zeros((4, 3)), "y": np.array([0, 2, 1, 1])}),
        Case("10 classes, all scores 7", {"S": np.full((6, 10), 7.0), "y": rng.integers(0, 10, 6)}),
        Case("4 classes, random scores", {"S": rng.normal(size=(5, 4)), "y": np.array([3, 0, 0, 2, 3])}),
        Case("one example", {"S": rng.normal(size=(1, 6)), "y": np.array([4])}),
    ]


def random_scores(rng: np.random.Generator) -> list[Case]:
    """Random scores, some shifted far from 0, and those of a single example."""
    return [
        Case("5 examples, 3 classes", {"S": rng.normal(size=(5, 3))}),
        Case("3 examples, 7 classes", {"S": 3 * rng.normal(size=(3, 7))}),
        Case("shifted by 50", {"S": rng.normal(size=(4, 6)) + 50}),
        Case("1 example, 5 classes", {"S": rng.normal(size=(1, 5))}),
    ]


def two_classes(rng: np.random.Generator) -> list[Case]:
    """Scores (z, -z): the lecture's softmax of its three points, and of random ones."""
    lecture, z = np.array([5.0, -6.0, -4.0]), rng.normal(size=5)
    return [
        Case("the lecture's three scores", {"S": np.column_stack([lecture, -lecture])}),
        Case("random scores", {"S": np.column_stack([z, -z])}),
    ]


def slopes_to_measure(rng: np.random.Generator) -> list[Case]:
    """Random scores and labels, with something made of the loss after it: dloss is not 1."""
    return [
        Case("4 examples, 3 classes", loss_case(rng, 4, 3, 1.0)),
        Case(
            "the loss times -2.5",
            loss_case(rng, 3, 5, -2.5),
            hint="What if this loss is multiplied by -2.5 later in the graph?",
        ),
    ]


def losses(rng: np.random.Generator) -> list[Case]:
    """Sizes that tell examples from classes, a class no example has, small unsigned labels, a single example."""
    absent = loss_case(rng, 7, 4, 0.7)
    absent["y"] = np.where(absent["y"] == 2, 3, absent["y"])
    small = loss_case(rng, 6, 9, 3.0)
    return [
        Case("more examples than classes", loss_case(rng, 11, 4, 1.0)),
        Case("more classes than examples", loss_case(rng, 3, 8, -2.5)),
        Case("a class that no example has", absent),
        Case(
            "labels of type uint8",
            {**small, "y": small["y"].astype(np.uint8)},
            hint="Print y.dtype, and what y - 1 gives.",
        ),
        Case("one example", loss_case(rng, 1, 5, 2.0)),
    ]


def huge_scores(rng: np.random.Generator) -> list[Case]:
    """Scores of 1e4, and rows that are 2e4 apart; multiples of 1/64, which single precision holds as they are."""
    far, large = loss_case(rng, 4, 3, 1.5), loss_case(rng, 5, 4, -0.5)
    far["S"] = in_64ths(far["S"] + np.array([1e4, -1e4, 0, 1e4])[:, None])
    large["S"] = in_64ths(1e4 + 1e4 * (large["S"] - large["S"].max(axis=1, keepdims=True)))
    return [
        Case("scores of 1e4 and far below", large),
        Case("one row near 1e4, the next near -1e4", far, hint=ROWS_APART),
    ]


def in_64ths(S: np.ndarray) -> np.ndarray:
    return np.round(64 * S) / 64


def huge_probabilities(rng: np.random.Generator) -> list[Case]:
    """The same scores without labels."""
    return [Case(case.name, {"S": case.inputs["S"]}, hint=case.hint) for case in huge_scores(rng)]


def pairs_of_scores(rng: np.random.Generator) -> list[Case]:
    """Scores and labels for two gates that live at once, and a third pair for a second forward."""
    first, second, third = (loss_case(rng, 5, 4, 1.5) for _ in range(3))
    named = {
        f"{name}{place}": case[name] for place, case in enumerate((first, second, third), start=1) for name in "Sy"
    }
    return [Case("5 examples, 4 classes", {**named, "dloss": -1.5})]


def class_arguments(rng: np.random.Generator) -> list[Case]:
    """Arguments that should come out as they went in."""
    return [Case("6 examples, 4 classes", loss_case(rng, 6, 4, -1.5))]


def loss_case(rng: np.random.Generator, n: int, classes: int, dloss: float) -> dict:
    """Random scores; random labels that are not all alike."""
    y = rng.permutation(np.arange(n) + rng.integers(classes)) % classes
    return {"S": 1.5 * rng.normal(size=(n, classes)), "y": y, "dloss": dloss}
