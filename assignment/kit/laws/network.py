"""What holds for every network: its shapes, its copies, a bend between two points, the best score, equal seeds."""

import itertools

import numpy as np

from laws.tools import unlike_shape

CURVES = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "leaky_relu": lambda z: np.maximum(0.1 * z, z),
}
"""The activations by name, as the assignment has them."""

TIES = 0.02
"""The share of examples whose two largest scores may be so near that rounding chooses: single precision changed none."""

LEAST_SPREAD = 1e-6
"""Three layers of weights by either scheme give scores that differ by some tenths, of tenths of normal numbers by 1e-3 and
more, of hundredths by 1e-5 and more (enough for two layers to learn with); of thousandths they stay below 5e-8."""


LEAST_RATE = 0.6
"""How much of alpha a step must use: a schedule may warm up or decay, a forgotten factor is a half or less."""

ONE_SHORT = 1.1
"""Where a last batch is half as large as the others, its examples count twice as much, or 1.2 times at the least rate."""

MORE_THAN_ONE_EPOCH = 1.5
"""No example counts as much in one epoch, whatever the batches and the velocity."""

ONE_ALONE = 0.95
"""From here on an example counted as a batch of its own; with batches of 4 a velocity of 0.9 makes at most 0.86 of it."""


def shapes_fit(inputs, outputs):
    """Parameters, gradients, scores and labels have the shapes that sizes asks for; the loss is a finite number."""
    sizes, n = inputs["sizes"], len(inputs["X"])
    for layer, (fan_in, fan_out) in enumerate(itertools.pairwise(sizes), start=1):
        for name, shape in ((f"W{layer}", (fan_in, fan_out)), (f"b{layer}", (fan_out,))):
            for kind in (name, f"d{name}"):
                complaint = unlike_shape(kind, outputs[f"shape_of_{kind}"], shape)
                if complaint:
                    return complaint
    if np.size(outputs["loss"]) != 1 or not np.all(np.isfinite(outputs["loss"])):
        return "The loss is not one finite number."
    return unlike_shape("scores", outputs["shape_of_scores"], (n, sizes[-1])) or unlike_shape(
        "The array of labels that predict returned", outputs["shape_of_labels"], (n,)
    )


def signals_arrive(inputs, outputs):
    """The scores of a new network differ: its first weights let signals through."""
    if np.size(outputs["spread"]) != 1 or not np.all(np.isfinite(outputs["spread"])):
        return "The scores of a new network are not finite."
    spread = float(np.ravel(outputs["spread"])[0])
    if spread > LEAST_SPREAD:
        return None
    return f"The scores of a new network hardly differ (their standard deviation is {spread:.2g}): its first weights are too small."


def predicts_the_best_score(inputs, outputs):
    """The label of each example is the number of its largest score."""
    labels, scores = outputs["labels"], outputs["scores"]
    n, classes = len(inputs["X"]), inputs["sizes"][-1]
    complaint = unlike_shape("scores", scores.shape, (n, classes)) or unlike_shape(
        "The array of labels that predict returned", labels.shape, (n,)
    )
    if complaint:
        return complaint
    if labels.dtype.kind not in "iu":
        return f"predict returned labels of type {labels.dtype}; expected whole numbers (an integer type)."
    if np.ptp(scores) == 0:
        return "All scores of the network are one and the same number, so no class has the largest."
    wrong = np.flatnonzero(labels != scores.argmax(axis=1))
    if wrong.size:
        return f"predict is not the class with the largest score for {wrong.size} of {n} examples."
    return None


def bends_between_points(inputs, outputs):
    """Halfway between two points the scores are not halfway between theirs: there is an activation between the layers."""
    here, there, halfway = outputs["here"], outputs["there"], outputs["halfway"]
    shape = (len(inputs["X"]), inputs["sizes"][-1])
    for scores in (here, there, halfway):
        if scores.shape != shape:
            return unlike_shape("scores", scores.shape, shape)
    if not all(np.all(np.isfinite(scores)) for scores in (here, there, halfway)):
        return "A score is not a finite number."
    if np.array_equal(here, there):
        return "The scores of two batches with different rows are the same."
    straight = (here + there) / 2
    if np.abs(halfway - straight).max() <= 1e-3 * np.abs(straight).max():
        return "Halfway between two inputs the scores are halfway between theirs: such a network equals one matrix."
    return None


def owns_its_parameters(inputs, outputs):
    """set_params takes the parameters over and copies them; get_params gives copies of what was set."""
    before = outputs["before"]
    if not np.array_equal(before, outputs["once_more"]):
        return "forward gives other scores when it is called again with the same X, as if it drew numbers or kept some."
    if before.shape == outputs["fresh"].shape and np.allclose(before, outputs["fresh"]):
        return "The scores are the same before and after set_params."
    for name in (name for name in inputs if name[0] in "Wb" and name[1:].isdigit()):
        got = outputs[f"got_{name}"]
        if got.shape != inputs[name].shape or not np.allclose(got, inputs[name], rtol=1e-5, atol=1e-6):
            return f"get_params does not give the {name} that set_params was given."
    if not np.array_equal(before, outputs["after_set"]):
        return "The scores change when the arrays once given to set_params are changed outside; set_params must copy."
    if not np.array_equal(before, outputs["after_get"]):
        return "The scores change when the arrays that get_params returned are changed outside; get_params must copy."
    if not np.array_equal(before, outputs["beside_another"]):
        return "The scores change when another network is given params of its own; each network must keep its own."
    return None


def only_fit_changes_parameters(inputs, outputs):
    """Scores, loss, gradients and labels leave the parameters as they are; training does not."""
    start, asked, result = outputs["start"], outputs["asked"], outputs["result"]
    if not np.array_equal(start, asked):
        return "The params changed while scores, loss, gradients or labels were asked for."
    if start.shape == result.shape and np.array_equal(start, result):
        return "The call of fit had no effect: the params are what they were."
    return None


def seeds_decide_training(inputs, outputs):
    """Equal seeds train equal networks, other seeds others; the batches of fit come from its generator."""
    if not np.array_equal(outputs["first_start"], outputs["again_start"]):
        return "Two new networks made with equal seeds have different params; randomness must come from rng alone."
    if np.array_equal(outputs["first_start"], outputs["other_start"]):
        return "New networks made with different seeds have the same params; the first weights must come from rng."
    if not np.array_equal(outputs["first_end"], outputs["again_end"]):
        return "Two networks made and trained with equal seeds differ; randomness must come from rng alone."
    if not np.all(np.isfinite(outputs["first_end"])):
        return "After training the params are not finite."
    if np.array_equal(outputs["one_way"], outputs["another_way"]):
        return "fit trains a network alike whatever rng it is given; the order of the examples must come from rng."
    if not np.array_equal(outputs["without_rng"], outputs["without_rng_again"]):
        return (
            "Two new networks made without rng have different params; without a generator every network starts alike."
        )
    return None


def labels_follow_params(inputs, outputs):
    """The labels are those of the largest scores that the params give: to know answers without having learned them is no
    reading. Here nothing of the student's can change how the scores are worked out.
    """
    params, labels, X, sizes = outputs["params"], outputs["labels"], inputs["X_test"], inputs["sizes"]
    count = sum((fan_in + 1) * fan_out for fan_in, fan_out in itertools.pairwise(sizes))
    if params.shape != (count,) or not np.all(np.isfinite(params)):
        return "After fit the params are not finite, or not as many as sizes asks for."
    if labels.shape != (len(X),):
        return None  # who compares the labels says so
    unlike = int(np.sum(labels != scores_of(params, sizes, inputs["activation"], X).argmax(axis=1)))
    if unlike <= TIES * len(X):
        return None
    return (
        f"After fit, {unlike} of the {len(X)} labels that predict returned are not those of the largest scores; the scores were "
        "worked out from what get_params returns, with the activation between the layers."
    )


def scores_of(params, sizes, activation, X):
    """The scores of a network with these params, which stand in a row."""
    scores, start = X, 0
    for layer, (fan_in, fan_out) in enumerate(itertools.pairwise(sizes)):
        W, b = np.split(params[start : start + (fan_in + 1) * fan_out], [fan_in * fan_out])
        scores = (CURVES[activation](scores) if layer else scores) @ W.reshape(fan_in, fan_out) + b
        start += (fan_in + 1) * fan_out
    return scores


def knows_its_examples(inputs, outputs):
    """Every example is given the label it was trained on."""
    labels, y = outputs["labels"], inputs["y"]
    complaint = unlike_shape("The array of labels that predict returned", labels.shape, y.shape)
    if complaint:
        return complaint
    right = int(np.sum(labels == y))
    if right == len(y):
        return None
    if np.size(outputs["losses"]) != 2:
        return "The loss is not one number."
    before, after = np.ravel(outputs["losses"])
    if after == before:
        return "fit left the loss exactly as it was; does it change params at all?"
    if not after < before:
        return "fit made the loss larger instead of smaller, or not finite."
    return f"After {inputs['epochs']} epochs the network knows {right} of the {len(y)} examples it was trained on, expected all."


def every_example_takes_part(inputs, outputs):
    """Each example moved its own row of W, towards its own label, as far as one of a batch of that size does.

    The share of a single example is 1/k of alpha times its slope. A rate that decays makes it somewhat less, a velocity
    that remembers somewhat more: only less than a batch too large would give, or more than a batch of one, is wrong.
    """
    W, y = outputs["W"], inputs["y"]
    n, classes = len(inputs["X"]), inputs["sizes"][-1]
    fair = 1 / min(inputs["batch_size"], n)
    if W.shape != (n, classes) or not np.all(np.isfinite(W)):
        return "After fit the weights are not finite, or not as many as before."
    slope = (np.eye(classes)[y] - 1 / classes) * inputs["alpha"]
    epochs = inputs["epochs"]
    share = np.sum(W * slope, axis=1) / np.sum(slope**2, axis=1) / epochs
    about = f"{'one epoch' if epochs == 1 else f'{epochs} epochs'} of fit with {n} examples and batch_size = {inputs['batch_size']}"
    unused = np.flatnonzero(np.max(np.abs(W), axis=1) < 1e-3 * inputs["alpha"])
    if unused.size:
        return f"In {about}, {unused.size} examples had no effect, example {unused[0]} first; every one is used once."
    if np.all(share < 0):
        return f"In {about}, every example lowered the score of its own label; a step goes against the gradient."
    strange = np.flatnonzero(W.argmax(axis=1) != y)
    if strange.size:
        first = strange[0]
        moved = f"example {first} of label {y[first]} raised the score of label {W[first].argmax()} most"
        return f"In {about}, {moved}; are X and y shuffled alike?"
    if share.min() > MORE_THAN_ONE_EPOCH:
        much = f"every example counted {share.min():.3g} times its own slope or more"
        return f"In {about}, {much}: are there more epochs than asked for?"
    if n % inputs["batch_size"] and inputs["batch_size"] < n and share.max() < ONE_SHORT * share.min():
        return f"In {about}, the examples of the short last batch counted as much as the others; in a mean over fewer, each counts more."
    if epochs > 1 and share.max() < LEAST_RATE * fair:
        return f"In {about}, the examples counted no more than in one epoch; a second epoch goes on from the first."
    for far, size in ((share[share < LEAST_RATE * fair], "larger"), (share[share > ONE_ALONE], "smaller")):
        if far.size:
            return f"In {about}, an example counted {far[0]:.3f} of its own slope, as in a {size} batch; expected {fair:.3f}."
    return None


def epochs_are_drawn_anew(inputs, outputs):
    """Two epochs of two batches, often: each end is that of some two orders, and these are not always the same.

    A rate that decays or a velocity leads to none of these ends; then nothing is known, and nothing said.
    """
    ends = outputs["ends"]
    by_steps = [
        ends_of(inputs, first, second) for first, second in itertools.product(ordered_batches(inputs), repeat=2)
    ]
    wanted = np.array([end for end, _ in by_steps])
    if ends.ndim != 2 or ends.shape[1:] != wanted.shape[1:] or not np.all(np.isfinite(ends)):
        return "After fit the parameters are not finite, or not as many as sizes asks for."
    same = np.array(
        [first == second for first, second in itertools.product(range(len(ordered_batches(inputs))), repeat=2)]
    )
    scale = 1e-3 * np.abs(wanted - wanted.mean(axis=0)).max()
    if all(ends_there(end, wanted, scale) for end in ends):
        if all(ends_there(end, wanted[same], scale) for end in ends):
            return f"Both epochs of fit took the examples in the same order, in all of {len(ends)} trainings; every epoch is to shuffle afresh."
        return None
    stale = np.array([end for _, end in by_steps])
    if all(ends_there(end, stale, scale) for end in ends):
        return "Every step of an epoch of fit used the gradient at the params with which the epoch began, not at those of the step before."
    return None


def ordered_batches(inputs):
    """All ways to cut the examples into two batches, in either order."""
    rows = range(len(inputs["X"]))
    halves = itertools.combinations(rows, inputs["batch_size"])
    return [(list(half), [row for row in rows if row not in half]) for half in halves]


def ends_of(inputs, *epochs):
    """Where softmax regression comes to with these batches: step by step, and with each epoch's gradients at its start."""
    W, b = inputs["W1"], inputs["b1"]
    stale_W, stale_b = W, b
    for batches in epochs:
        slopes = [regression_slopes(inputs, stale_W, stale_b, batch) for batch in batches]
        stale_W = stale_W - inputs["alpha"] * sum(dW for dW, _ in slopes)
        stale_b = stale_b - inputs["alpha"] * sum(db for _, db in slopes)
        for batch in batches:
            dW, db = regression_slopes(inputs, W, b, batch)
            W, b = W - inputs["alpha"] * dW, b - inputs["alpha"] * db
    return np.append(np.ravel(W), b), np.append(np.ravel(stale_W), stale_b)


def regression_slopes(inputs, W, b, batch):
    """The slopes of the mean loss of one linear layer."""
    X, y = inputs["X"][batch], inputs["y"][batch]
    S = X @ W + b
    P = np.exp(S - S.max(axis=1, keepdims=True))
    dS = (P / P.sum(axis=1, keepdims=True) - np.eye(len(b))[y]) / len(batch)
    return X.T @ dS, dS.sum(axis=0)


def ends_there(end, wanted, scale):
    """Whether an end is one of the wanted ones."""
    return bool(np.abs(wanted - end).max(axis=1).min() <= scale)
