"""What networks are called with: one layer to four, every activation, parameters at random with biases that are
not 0, and data to train on. Units of ReLU stay clear of 0, where the slope jumps.

Which axis of X holds the examples is judged by shapes, scores and gradients. Checks of something else have as many examples
as features, so that a network that takes examples for columns does not fail them all.
"""

import itertools

import numpy as np

from autograder.records import Case
from cases.tools import circle, digits, drawn, spiral, xor

SHAPES = [[4, 3], [5, 7, 3], [6, 9, 8, 4]]
DEEP = [4, 6, 5, 7, 3]
ACTIVATIONS = ["relu", "tanh", "sigmoid", "leaky_relu"]
CURVES = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "leaky_relu": lambda z: np.maximum(0.1 * z, z),
}
ONE_LAYER = "A network of sizes [4, 3] is one linear layer: no activation follows the last layer."


def network_shapes(rng: np.random.Generator) -> list[Case]:
    """New networks of one, two and three layers."""
    return [
        Case(str(sizes), {"sizes": sizes, "activation": "relu", **examples(rng, sizes, 5), "rng": drawn(rng)})
        for sizes in SHAPES
    ]


def networks_of_zeros(rng: np.random.Generator) -> list[Case]:
    """Networks that know nothing: every score is 0."""
    return [
        Case(f"{sizes}, {activation}", {**network_case(rng, sizes, activation, sizes[0]), **zeros(sizes)})
        for sizes, activation in (([5, 7, 3], "relu"), ([4, 8, 6, 10], "tanh"), ([3, 2], "relu"))
    ]


def small_networks(rng: np.random.Generator) -> list[Case]:
    """One, two, three and four layers, with given parameters."""
    return [
        Case("one layer", network_case(rng, [4, 3], "relu", 5), hint=ONE_LAYER),
        Case("two layers, relu", network_case(rng, [5, 7, 3], "relu", 4)),
        Case("two layers, relu by default", {**network_case(rng, [5, 7, 3], "relu", 4), "activation": None}),
        Case("two layers, sigmoid", network_case(rng, [3, 4, 5], "sigmoid", 4)),
        Case("three layers, tanh", network_case(rng, [4, 5, 6, 3], "tanh", 4)),
        Case("three layers, leaky_relu", network_case(rng, [3, 6, 5, 4], "leaky_relu", 4)),
        Case("four layers, tanh", network_case(rng, DEEP, "tanh", 4)),
    ]


def networks_to_measure(rng: np.random.Generator) -> list[Case]:
    """Three examples each, with units far enough from 0, and bends gentle enough, for a finite difference."""
    return [
        Case("one layer", network_case(rng, [4, 3], "relu", 3, scale=0.7)),
        Case("two layers, relu", network_case(rng, [5, 7, 3], "relu", 3, scale=0.7, clear=0.1)),
        Case("three layers, tanh", network_case(rng, [3, 5, 4, 2], "tanh", 3, scale=0.7)),
    ]


def networks(rng: np.random.Generator) -> list[Case]:
    """All shapes with all activations; and layers of one width, where a mask of the wrong layer fits."""
    return [
        Case(f"{sizes}, {activation}", network_case(rng, sizes, activation, 8))
        for sizes, activation in [
            *itertools.product(SHAPES, ACTIVATIONS),
            ([5, 6, 6, 4], "relu"),
            (DEEP, "relu"),
            (DEEP, "sigmoid"),
        ]
    ]


def networks_on_a_line(rng: np.random.Generator) -> list[Case]:
    """Points far enough apart that an activation lies between them."""
    cases = []
    for activation in ACTIVATIONS:
        case = network_case(rng, [5, 7, 3], activation, 5)
        del case["y"]
        cases.append(Case(activation, {**case, "X": 3 * case["X"], "other": 3 * rng.normal(size=(5, 5))}))
    return cases


def networks_to_predict(rng: np.random.Generator) -> list[Case]:
    """Networks that find at least two classes among their inputs."""
    return [Case(str(sizes), deciding(rng, sizes)) for sizes in SHAPES]


def networks_to_copy(rng: np.random.Generator) -> list[Case]:
    """Parameters given to a network that started with others."""
    case = network_case(rng, [5, 7, 3], "tanh", 5)
    del case["y"]
    return [Case("two layers", {**case, "rng": drawn(rng)})]


def network_arguments(rng: np.random.Generator) -> list[Case]:
    """Arguments that should come out as they went in."""
    return [Case("two layers", {**network_case(rng, [5, 7, 3], "relu", 10), "rng": drawn(rng)})]


def epochs_to_fit(rng: np.random.Generator) -> list[Case]:
    """An epoch or two of a single layer that starts at 0.

    Example i alone has feature i, so row i of W tells what became of it.
    """
    n, classes = 14, 3
    rows = {"X": np.eye(n), "y": rng.permutation(np.arange(n) % classes)}
    net = {"sizes": [n, classes], "activation": "relu", **rows, **zeros([n, classes]), "alpha": 0.01}
    return [
        Case(name, {**net, "batch_size": batch_size, "epochs": epochs, "rng": drawn(rng)}, hint=hint)
        for name, batch_size, epochs, hint in (
            ("batches of 4", 4, 1, "14 examples are three batches of 4, and a last one of 2."),
            ("batches of 7", 7, 1, ""),
            ("all in one batch, twice", 14, 2, "A second epoch goes on from where the first one ended."),
            ("batches of 20", 20, 1, "A batch may be larger than the data: then it holds all of it."),
        )
    ]


def orders_to_fit(rng: np.random.Generator) -> list[Case]:
    """Two epochs of a single layer, whose batches of two of four examples can be told from where it ends.

    Of two orders drawn apart one in six is the same: all of 16 are in one of 3e12 draws.
    """
    sizes = [3, 3]
    X, y = 2 * rng.normal(size=(4, 3)), np.array([0, 1, 2, 0])
    settings = {"alpha": 1.0, "batch_size": 2, "epochs": 2, "seeds": [int(n) for n in rng.integers(1, 10**6, size=16)]}
    return [
        Case(
            "two epochs",
            {"sizes": sizes, "activation": "relu", "X": X, "y": y, **parameters(rng, sizes, 0.5), **settings},
        )
    ]


def networks_to_step(rng: np.random.Generator) -> list[Case]:
    """Networks of two and three layers, and a learning rate of no special size.

    Where all labels are nearly sure the loss is small, and where they are sure to be wrong the gradients are large:
    neither ends the training, nor changes the length of a step.
    """
    random = [
        Case(str(sizes), {**network_case(rng, sizes, "tanh", 8), "alpha": 0.23, "rng": drawn(rng)})
        for sizes in SHAPES[1:]
    ]
    sure = sure_network(rng, [5, 9, 3], 0.03)
    wrong = {**sure, "y": (sure["y"] + 1) % 3}
    settings = {"alpha": 0.23, "rng": drawn(rng)}
    return [
        *random,
        Case("a small loss", {**sure, **settings}, hint="The number of epochs is given: a small loss ends nothing."),
        Case("a large loss", {**wrong, **settings}, hint="A step is alpha times the gradient, however long that is."),
    ]


def network_seeds(rng: np.random.Generator) -> list[Case]:
    """A short training from two seeds."""
    seed = int(rng.integers(1, 10**6))
    return [Case("two layers", {**network_case(rng, [5, 7, 3], "tanh", 30), "seed": seed, "other_seed": seed + 1})]


def twenty_digits(rng: np.random.Generator) -> list[Case]:
    """Twenty handwritten digits to learn by heart; pixels and classes as in `digits_to_learn`."""
    known, pixels, names = digits(), rng.permutation(64), rng.permutation(10)
    X, y = known["X_train"][:20][:, pixels], names[known["y_train"][:20]]
    settings = {"alpha": 0.2, "batch_size": 5, "epochs": 100, "rng": drawn(rng)}
    return [Case("20 digits", {"sizes": [64, 32, 10], "activation": "relu", "X": X, "y": y, "X_test": X, **settings})]


def digits_to_learn(rng: np.random.Generator) -> list[Case]:
    """All training digits; the labels of the test digits stay with the grader.

    Pixels stand in an order, and digits have numbers, that are this deck's own. A network without layers for images
    learns as well, and weights or labels that somebody brings along from the well-known digits fit nothing.
    """
    known, pixels, names = digits(), rng.permutation(64), rng.permutation(10)
    data = {"X": known["X_train"][:, pixels], "y": names[known["y_train"]], "X_test": known["X_test"][:, pixels]}
    settings = {"alpha": 0.2, "batch_size": 32, "epochs": 40, "rng": drawn(rng)}
    inputs = {"sizes": [64, 64, 10], "activation": "relu", **data, **settings}
    return [Case("digits", inputs, keep={"labels": names[known["y_test"]]})]


def plane_to_learn(rng: np.random.Generator) -> list[Case]:
    """Two problems in the plane that no linear classifier solves."""
    settings = {"sizes": [2, 16, 2], "alpha": 0.3, "epochs": 60}
    return [plane_case("circle", circle, rng, settings), plane_case("exclusive or", xor, rng, settings)]


def spiral_to_learn(rng: np.random.Generator) -> list[Case]:
    """Two arms that wind around each other: too much for one hidden layer."""
    return [plane_case("spiral", spiral, rng, {"sizes": [2, 64, 64, 2], "alpha": 0.1, "epochs": 300})]


def plane_case(name: str, points: object, rng: np.random.Generator, settings: dict) -> Case:
    """512 points to train on and 1000 to test."""
    (X, y), (X_test, labels) = points(rng, 512, 0.05), points(rng, 1000, 0.05)
    inputs = {"activation": "relu", "X": X, "y": y, "X_test": X_test, "batch_size": 32, "rng": drawn(rng), **settings}
    return Case(name, inputs, keep={"labels": labels})


def network_case(
    rng: np.random.Generator, sizes: list, activation: str, n: int, scale: float = 1.5, clear: float = 1e-3
) -> dict:
    """Random parameters and examples, drawn again until no hidden unit is within ``clear`` of 0."""
    while True:
        params, data = parameters(rng, sizes, scale), examples(rng, sizes, n)
        if nearest_to_0(params, sizes, activation, data["X"]) > clear:
            return {"sizes": sizes, "activation": activation, **data, **params}


def parameters(rng: np.random.Generator, sizes: list, scale: float) -> dict:
    """Weights whose products are about ``scale`` in size, and biases that matter."""
    params = {}
    for layer, (fan_in, fan_out) in enumerate(itertools.pairwise(sizes), start=1):
        params[f"W{layer}"] = scale * rng.normal(size=(fan_in, fan_out)) / np.sqrt(fan_in)
        params[f"b{layer}"] = rng.choice([-1.0, 1.0], size=fan_out) * rng.uniform(0.2, 0.8, size=fan_out)
    return params


def sure_network(rng: np.random.Generator, sizes: list, loss: float) -> dict:
    """A network with more hidden units than examples, whose likeliest classes are the labels, at a loss of so much."""
    case = network_case(rng, sizes, "tanh", 8)
    A = np.tanh(case["X"] @ case["W1"] + case["b1"])
    case["b2"] = np.zeros(sizes[-1])
    case["y"] = np.arange(8) % sizes[-1]
    case["W2"] = np.linalg.lstsq(A, np.eye(sizes[-1])[case["y"]], rcond=None)[0]
    while mean_loss(A @ case["W2"], case["y"]) > loss:
        case["W2"] = 1.1 * case["W2"]
    return case


def mean_loss(S: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(np.logaddexp.reduce(S, axis=1) - S[np.arange(len(y)), y]))


def zeros(sizes: list) -> dict:
    return {name: np.zeros_like(value) for name, value in parameters(np.random.default_rng(0), sizes, 1.0).items()}


def examples(rng: np.random.Generator, sizes: list, n: int) -> dict:
    return {"X": rng.normal(size=(n, sizes[0])), "y": rng.permutation(np.arange(n) % sizes[-1])}


def nearest_to_0(params: dict, sizes: list, activation: str, X: np.ndarray) -> float:
    """How near the input of any activation comes to 0."""
    A, nearest = X, np.inf
    for layer in range(1, len(sizes) - 1):
        Z = A @ params[f"W{layer}"] + params[f"b{layer}"]
        A, nearest = CURVES[activation](Z), min(nearest, np.abs(Z).min())
    return float(nearest)


def deciding(rng: np.random.Generator, sizes: list) -> dict:
    """A network whose last layer prefers different classes for different examples."""
    while True:
        case = network_case(rng, sizes, "tanh", sizes[0])
        A = case["X"]
        for layer in range(1, len(sizes)):
            Z = A @ case[f"W{layer}"] + case[f"b{layer}"]
            A = np.tanh(Z)
        if len(np.unique(Z.argmax(axis=1))) > 1 and np.diff(np.sort(Z, axis=1), axis=1)[:, -1].min() > 1e-3:
            del case["y"]
            return case
