"""What batch normalization is called with: an eps large enough to see where it stands, gamma that is not 1, beta that is
not 0, upstream gradients at random (ones for all of them make dX vanish), columns that are far from normal."""

import numpy as np

from autograder.records import Case

WHERE_EPS = "Try eps = 1: which quantity is it added to?"


def plain_batches(rng: np.random.Generator) -> list[Case]:
    """gamma = 1, beta = 0 and hardly any eps: the columns come out normalised."""
    plain = {"eps": 1e-9, "gamma": np.ones(4), "beta": np.zeros(4)}
    return [Case(f"N = {n}", {**plain, "X": lopsided(rng, n, 4)}, hint="Which axis are the examples?") for n in (9, 30)]


def small_normalised(rng: np.random.Generator) -> list[Case]:
    """Small batches, with hardly any eps, with gamma = 0 and with a large eps."""
    first = {**forward_only(batch_case(rng, 5, 3)), "eps": 1e-9}
    return [
        Case("hardly any eps", first),
        Case("gamma = 0", {**first, "gamma": np.zeros(3)}, hint="With gamma = 0 only beta is left."),
        Case("eps = 1", {**forward_only(batch_case(rng, 6, 2)), "eps": 1.0}, hint=WHERE_EPS),
        Case(
            "eps by default",
            by_default(forward_only(batch_case(rng, 7, 3))),
            hint="Which eps has a gate made without one?",
        ),
    ]


def normalised_slopes(rng: np.random.Generator) -> list[Case]:
    """Batches to measure slopes on."""
    return [Case("N = 5", batch_case(rng, 5, 3)), Case("N = 9", batch_case(rng, 9, 4))]


def normalised(rng: np.random.Generator) -> list[Case]:
    """More and fewer examples than features, with hardly any eps and with much."""
    return [
        Case("N = 12, D = 5", {**batch_case(rng, 12, 5), "eps": 1e-9}),
        Case("N = 9, D = 4", batch_case(rng, 9, 4), hint=WHERE_EPS),
        Case("N = 3, D = 7", batch_case(rng, 3, 7), hint=WHERE_EPS),
        Case("N = 20, D = 2", {**batch_case(rng, 20, 2), "eps": 0.5}, hint=WHERE_EPS),
    ]


def batch_histories(rng: np.random.Generator) -> list[Case]:
    """Three batches, with a short and with a long memory."""
    given = [Case(f"momentum {momentum}", history(rng, momentum)) for momentum in (0.7, 0.9)]
    by_default = {**history(rng, 0.9), "momentum": None}
    return [*given, Case("momentum by default", by_default, keep={"momentum": np.array(0.9)})]


def batches_at_test(rng: np.random.Generator) -> list[Case]:
    """After three batches: a single example with hardly any eps, and a few with enough of it to see where it stands."""
    return [
        Case(f"a test batch of {n}", {**history(rng, 0.8), "X": lopsided(rng, n, 4), "eps": eps})
        for n, eps in ((1, 1e-9), (5, 0.2))
    ]


def normalised_pairs(rng: np.random.Generator) -> list[Case]:
    """Batches for two gates that live at once, and a third one for a second forward, with another gamma."""
    batch = batch_case(rng, 9, 4)
    more = {"other": lopsided(rng, 6, 4), "later": lopsided(rng, 9, 4), "other_gamma": scale_and_shift(rng, 4)["gamma"]}
    return [Case("two gates", {**batch, **more})]


def batchnorm_arguments(rng: np.random.Generator) -> list[Case]:
    """Arguments that should come out as they went in."""
    return [Case("N = 9", batch_case(rng, 9, 4))]


def batch_case(rng: np.random.Generator, n: int, d: int) -> dict:
    return {"eps": 0.1, "X": lopsided(rng, n, d), "dZ": rng.normal(size=(n, d)), **scale_and_shift(rng, d)}


def by_default(case: dict) -> dict:
    """Without an eps, and with columns that hardly differ: their variances are about as small as the default."""
    return {**case, "eps": None, "X": 0.005 * case["X"]}


def forward_only(case: dict) -> dict:
    return {name: value for name, value in case.items() if name != "dZ"}


def history(rng: np.random.Generator, momentum: float) -> dict:
    batches = [lopsided(rng, n, 4) for n in (9, 5, 7)]
    return {"eps": 0.1, "momentum": momentum, "batches": batches, **scale_and_shift(rng, 4)}


def scale_and_shift(rng: np.random.Generator, d: int) -> dict:
    """gamma away from 0 and 1, beta away from 0."""
    return {"gamma": rng.uniform(1.3, 2.5, size=d) * rng.choice([-1, 1], size=d), "beta": rng.uniform(0.5, 2, size=d)}


def lopsided(rng: np.random.Generator, n: int, d: int) -> np.ndarray:
    """Columns of different means and spreads, about 1 in size."""
    return rng.normal(size=(n, d)) * rng.uniform(0.5, 1.5, size=d) + rng.uniform(-2, 2, size=d)
