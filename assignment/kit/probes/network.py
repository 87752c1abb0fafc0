"""How a network is called: made, given parameters, run, differentiated and trained.

Parameters arrive by name, W1, b1, W2, b2, ..., as many as ``sizes`` asks for; gradients leave as dW1, db1, ...
"""

import inspect
import itertools
from contextlib import contextmanager

import numpy as np

from probes.tools import Complaint, copied, described, global_random_state, no_list_of, number


def network_forward(student, sizes, activation, X, y, **params):
    net = network_with(student, sizes, activation, params)
    return {"scores": net.forward(X), "loss": number(net.loss(X, y))}


def network_loss(student, sizes, activation, X, y, **params):
    return {"loss": number(network_with(student, sizes, activation, params).loss(X, y))}


def network_gradients(student, sizes, activation, X, y, **params):
    loss, slopes = loss_and_gradients(network_with(student, sizes, activation, params), sizes, X, y)
    return {"loss": loss, **{name: without_kept_axis(slope, params[name[1:]]) for name, slope in slopes.items()}}


def network_shapes(student, sizes, activation, X, y, rng):
    """The shape of everything a new network has and gives, each as a row of whole numbers."""
    net = student.network.NLayerNetwork(sizes, activation, rng)
    _, slopes = loss_and_gradients(net, sizes, X, y)
    named = {**dict(zip(parameter_names(sizes), parameters_of(net, sizes), strict=True)), **slopes}
    shapes = {f"shape_of_{name}": shape(value) for name, value in named.items()}
    scores = net.forward(X)
    results = {"shape_of_scores": shape(scores), "shape_of_labels": shape(net.predict(X)), "spread": np.std(scores)}
    return {**shapes, **results, "loss": number(net.loss(X, y))}


def network_predictions(student, sizes, activation, X, **params):
    net = network_with(student, sizes, activation, params)
    return {"labels": net.predict(X), "scores": net.forward(X)}


def network_on_a_line(student, sizes, activation, X, other, **params):
    """The scores at two sets of points and halfway between them."""
    net = network_with(student, sizes, activation, params)
    return {
        "here": copied(net.forward(X)),
        "there": copied(net.forward(other)),
        "halfway": copied(net.forward((X + other) / 2)),
    }


def network_copies(student, sizes, activation, X, rng, **params):
    """The scores of one network while arrays that were given to it, or came from it, are changed outside.

    And when another network is made beside it.
    """
    given = [params[name] for name in parameter_names(sizes)]
    net = student.network.NLayerNetwork(sizes, activation, rng)
    fresh = copied(net.forward(X))
    net.set_params(given)
    before, once_more, got = copied(net.forward(X)), copied(net.forward(X)), parameters_of(net, sizes)
    read = {f"got_{name}": copied(value) for name, value in zip(parameter_names(sizes), got, strict=True)}
    change_all(given)
    after_set = copied(net.forward(X))
    change_all(got)
    after_get = copied(net.forward(X))
    other = student.network.NLayerNetwork(sizes, activation, rng)
    other.set_params([2 * params[name] for name in parameter_names(sizes)])
    scores = {"fresh": fresh, "before": before, "once_more": once_more, "after_set": after_set, "after_get": after_get}
    return {**scores, "beside_another": net.forward(X), **read}


def network_arguments(student, sizes, activation, X, y, rng, **params):
    """Each argument after everything was asked of a network; its parameters, in one row, on the way.

    At the start, after scores, loss, gradients and labels were asked for, and after training.
    """
    before = global_random_state(student.network)
    net = network_with(student, sizes, activation, params)
    start = in_a_row(net, sizes)
    net.forward(X), net.loss(X, y), net.loss_and_gradients(X, y), net.predict(X)
    asked = in_a_row(net, sizes)
    trained(net, X, y, 0.1, 4, 1, rng)
    rows = {"start": start, "asked": asked, "result": in_a_row(net, sizes)}
    return {"X": X, "y": y, **rows, "untouched": before == global_random_state()}


def network_trained(student, sizes, activation, X, y, X_test, alpha, batch_size, epochs, rng):
    """A new network, trained on X and y: the labels it gives to X_test, its params in a row, its loss before and after."""
    net = student.network.NLayerNetwork(sizes, activation, rng)
    before = net.loss(X, y)
    trained(net, X, y, alpha, batch_size, epochs, rng)
    return {
        "labels": net.predict(X_test.copy()),
        "params": trained_params(net, sizes),
        "losses": [number(before), number(net.loss(X, y))],
    }


def trained_params(net, sizes):
    """The network's params in a row, each of the shape that sizes asks for, or of that of a row for a bias."""
    params = parameters_of(net, sizes)
    shapes = [shape for pair in itertools.pairwise(sizes) for shape in (pair, pair[1:])]
    for name, value, wanted in zip(parameter_names(sizes), params, shapes, strict=True):
        if value.shape not in (wanted, (1, *wanted)):
            raise Complaint(f"After fit {name} has shape {value.shape}, expected {wanted}.")
    return np.concatenate([np.ravel(value) for value in params])


def network_epochs(student, sizes, activation, X, y, alpha, batch_size, epochs, rng, **params):
    """The weights of a network of one layer after some epochs."""
    net = network_with(student, sizes, activation, params)
    trained(net, X, y, alpha, batch_size, epochs, rng)
    return {"W": parameters_of(net, sizes)[0]}


def network_orders(student, sizes, activation, X, y, alpha, batch_size, epochs, seeds, **params):
    """Where training from the same params ends, all of them in one row, for each of several seeds."""
    ends = []
    for seed in seeds:
        net = network_with(student, sizes, activation, params)
        trained(net, X.copy(), y.copy(), alpha, batch_size, epochs, np.random.default_rng(seed))
        ends.append(in_a_row(net, sizes))
    return {"ends": np.array(ends)}


def network_seeds(student, sizes, activation, X, y, seed, other_seed, **params):
    """Parameters, all of them in one row: of new networks trained from a seed, and of one network trained from two."""
    named = {}
    for name, start in (("first", seed), ("again", seed), ("other", other_seed)):
        rng = np.random.default_rng(start)
        net = student.network.NLayerNetwork(sizes, activation, rng)
        named[f"{name}_start"] = in_a_row(net, sizes)
        trained(net, X, y, 0.1, 4, 2, rng)
        named[f"{name}_end"] = in_a_row(net, sizes)
    for name, start in (("one_way", seed), ("another_way", other_seed)):
        net = network_with(student, sizes, activation, params)
        trained(net, X, y, 0.1, 4, 2, np.random.default_rng(start))
        named[name] = in_a_row(net, sizes)
    alike = [in_a_row(student.network.NLayerNetwork(sizes, activation), sizes) for _ in range(2)]
    return {**named, "without_rng": alike[0], "without_rng_again": alike[1]}


def trained(net, *arguments):
    """``net.fit(*arguments)``, refused where it hands on a batch whose rows and labels are not as many."""
    with batches_watched(type(net)):
        net.fit(*arguments)


@contextmanager
def batches_watched(kind):
    """While it lasts, loss_and_gradients of that class refuses rows and labels that are not as many."""
    original = inspect.getattr_static(kind, "loss_and_gradients", None)
    if not inspect.isfunction(original):  # a static method, or one that is found on demand
        yield
        return

    def loss_and_gradients(self, *arguments, **named):
        shapes = [np.shape(value) for value in (*arguments, *named.values())][:2]
        if list(map(len, shapes)) == [2, 1] and shapes[0][0] != shapes[1][0]:
            raise Complaint(
                f"fit called loss_and_gradients with an X_batch of {shapes[0][0]} rows and a y_batch of {shapes[1][0]} labels; "
                "each row needs its own label."
            )
        return original(self, *arguments, **named)

    kind.loss_and_gradients = loss_and_gradients
    try:
        yield
    finally:
        kind.loss_and_gradients = original


def in_a_row(net, sizes):
    return np.concatenate([np.ravel(value) for value in parameters_of(net, sizes)])


def without_kept_axis(slope, parameter):
    """A gradient of shape (1, H) for a bias of shape (H,) as (H,): how it is shaped is another check's business."""
    return np.reshape(slope, parameter.shape) if np.shape(slope) == (1, *parameter.shape) else slope


def network_with(student, sizes, activation, params):
    """A network with these parameters, copied so that nothing a network does reaches the case's own.

    Without an activation it is made without one, and so has the one that is the default.
    """
    named = {} if activation is None else {"activation": activation}
    net = student.network.NLayerNetwork(sizes, rng=np.random.default_rng(0), **named)
    net.set_params([params[name].copy() for name in parameter_names(sizes)])
    return net


def parameter_names(sizes):
    return [f"{letter}{layer}" for layer in range(1, len(sizes)) for letter in "Wb"]


def parameters_of(net, sizes):
    """What get_params gives, counted."""
    returned = net.get_params()
    names = parameter_names(sizes)
    if not isinstance(returned, (list, tuple)) or len(returned) != len(names):
        raise no_list_of(names, returned, "get_params")
    return [np.asarray(value) for value in returned]


def loss_and_gradients(net, sizes, X, y):
    """The loss as a number, and the gradients by name."""
    returned = net.loss_and_gradients(X, y)
    if isinstance(returned, (list, tuple)) and len(returned) != 2:
        raise Complaint(
            f"loss_and_gradients returned {len(returned)} things, expected the pair (loss, list of gradients)."
        )
    if not isinstance(returned, (list, tuple)):
        raise Complaint(
            f"loss_and_gradients returned {described(returned)}, expected the pair (loss, list of gradients)."
        )
    loss, slopes = returned
    if isinstance(loss, (list, tuple)) and np.size(slopes) == 1:
        raise Complaint("loss_and_gradients returned (gradients, loss): expected (loss, gradients), the loss first.")
    if np.ndim(loss) and isinstance(slopes, np.ndarray):
        raise Complaint("loss_and_gradients returned the gradients alone, expected the pair (loss, list of gradients).")
    names = [f"d{name}" for name in parameter_names(sizes)]
    length, wanted = len(names), ", ".join(names)
    if not isinstance(slopes, (list, tuple)):
        raise Complaint(
            f"The gradients of loss_and_gradients are {described(slopes)}, expected a list of {length}: [{wanted}]."
        )
    if len(slopes) != length:
        raise Complaint(
            f"loss_and_gradients returned {len(slopes)} gradients, expected {length}: [{wanted}], in the order of params."
        )
    return number(loss), dict(zip(names, slopes, strict=True))


def shape(value):
    return np.array(np.shape(value), dtype=int)


def change_all(arrays):
    for array in arrays:
        array += array.dtype.type(1)
