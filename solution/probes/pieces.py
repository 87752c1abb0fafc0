"""What a student's own earlier pieces give when they are called in the right order, whatever they give.

These probes are for checks that carry an error forward. A network on wrong layers is compared with the layers alone,
a loss gate on a wrong softmax with that softmax; descent in wrong batches is done again in given ones, a graph in wrong order in a
given one. They run in
workers that hold no other probe, and are in no student's kit. ``answers_its_input`` refuses pieces so simple that
anything would agree with them.
"""

from types import ModuleType

import numpy as np

from probes.graph import graph_arguments, graph_calls, own_graph, own_graph_again
from probes.layers import slopes_of
from probes.multiclass import slope
from probes.network import network_first_step, network_trained, parameter_names, parameters_of, without_kept_axis
from probes.sgd import sgd_arguments, sgd_by_seed, sgd_recorded, sgd_towards_mean
from probes.tools import Complaint, copied, gradients, number

GATES = {"relu": "ReLUGate", "tanh": "TanhGate", "sigmoid": "SigmoidGate", "leaky_relu": "LeakyReLUGate"}


def own_network_loss(student, sizes, activation, X, y, **params):
    return {"loss": own_network_forward(student, sizes, activation, X, y, **params)["loss"]}


def own_network_forward(student, sizes, activation, X, y, **params):
    layers_answer_their_inputs(student, sizes, activation)
    scores, _ = own_scores(student, sizes, activation, X, params)
    return {"scores": scores, "loss": number(student.softmax.SoftmaxLossGate().forward(scores, y))}


def own_network_gradients(student, sizes, activation, X, y, **params):
    layers_answer_their_inputs(student, sizes, activation)
    return own_slopes(student, sizes, activation, X, y, params)


def own_network_on_a_line(student, sizes, activation, X, other, **params):
    layers_answer_their_inputs(student, sizes, activation)
    points = {"here": X, "there": other, "halfway": (X + other) / 2}
    return {where: own_scores(student, sizes, activation, at, params)[0] for where, at in points.items()}


def own_network_predictions(student, sizes, activation, X, **params):
    layers_answer_their_inputs(student, sizes, activation)
    scores, _ = own_scores(student, sizes, activation, X, params)
    return {"labels": np.argmax(scores, axis=1), "scores": scores}


def own_network_trained(student, sizes, activation, X, y, X_test, alpha, batch_size, epochs, rng):
    """The labels after plain descent in given batches, from the params that the student's network begins with."""
    layers_answer_their_inputs(student, sizes, activation)
    net = student.network.NLayerNetwork(sizes, activation, rng)
    params = dict(zip(parameter_names(sizes), parameters_of(net, sizes), strict=True))
    for _ in range(epochs):
        for batch in given_batches(len(X), batch_size, rng):
            slopes = own_slopes(student, sizes, activation, X[batch], y[batch], params)
            params = {name: value - alpha * slopes[f"d{name}"] for name, value in params.items()}
    scores, _ = own_scores(student, sizes, activation, X_test, params)
    return {"labels": np.argmax(scores, axis=1)}


def network_trained_in_given_batches(student, sizes, activation, X, y, X_test, alpha, batch_size, epochs, rng):
    give_batches(student.network.NLayerNetwork.fit)
    return network_trained(student, sizes, activation, X, y, X_test, alpha, batch_size, epochs, rng)


def network_first_step_in_given_batches(student, sizes, activation, X, y, alpha, rng, **params):
    give_batches(student.network.NLayerNetwork.fit)
    return network_first_step(student, sizes, activation, X, y, alpha, rng, **params)


def sgd_recorded_in_given_batches(student, w0, X, y, alpha, batch_size, epochs, rng):
    give_batches(student.sgd.sgd)
    return sgd_recorded(student, w0, X, y, alpha, batch_size, epochs, rng)


def sgd_towards_mean_in_given_batches(student, w0, X, y, alpha, batch_size, epochs, rng):
    give_batches(student.sgd.sgd)
    return sgd_towards_mean(student, w0, X, y, alpha, batch_size, epochs, rng)


def sgd_by_seed_in_given_batches(student, w0, X, y, alpha, batch_size, epochs, seed, other_seed):
    give_batches(student.sgd.sgd)
    return sgd_by_seed(student, w0, X, y, alpha, batch_size, epochs, seed, other_seed)


def sgd_arguments_in_given_batches(student, w0, X, y, alpha, batch_size, epochs, rng):
    give_batches(student.sgd.sgd)
    return sgd_arguments(student, w0, X, y, alpha, batch_size, epochs, rng)


def own_graph_in_given_order(student, inputs, nodes, output):
    give_order(student)
    return own_graph(student, inputs, nodes, output)


def own_graph_again_in_given_order(student, inputs, others, nodes, output):
    give_order(student)
    return own_graph_again(student, inputs, others, nodes, output)


def graph_calls_in_given_order(student, inputs, nodes, output):
    give_order(student)
    return graph_calls(student, inputs, nodes, output)


def graph_arguments_in_given_order(student, a, b, nodes, output):
    give_order(student)
    return graph_arguments(student, a, b, nodes, output)


def own_class_loss(student, S, y, dloss=1.0):
    """The mean loss of the probabilities that the student's softmax gives."""
    P = own_probabilities(student, S)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {"loss": -np.mean(np.log(P[np.arange(len(y)), y]))}


def own_class_loss_gate(student, S, y, dloss=1.0):
    """The same, and the slope that a right softmax with these probabilities would have."""
    return {**own_class_loss(student, S, y), **own_class_slope(student, S, y, dloss)}


def own_class_slope(student, S, y, dloss):
    """That slope alone."""
    P = own_probabilities(student, S)
    return {"dS": dloss * (P - (np.arange(P.shape[1]) == np.asarray(y)[:, None])) / len(P)}


def own_class_loss_gates_alone(student, S1, y1, S2, y2, S3, y3, dloss):
    """Each pair of scores and labels in a loss gate of its own."""
    loss_answers_its_input(student)
    found = []
    for S, y in ((S1, y1), (S2, y2), (S3, y3)):
        gate = student.softmax.SoftmaxLossGate()
        gate.forward(S, y)
        found.append(slope(gate, dloss))
    names = ("dS_of_the_first_gate", "dS_of_the_second_gate", "dS_after_another_forward")
    return {**dict(zip(names, found, strict=True)), "dS_when_asked_twice": found[0]}


def own_gates_alone(student, gate, first, second, third, dZ):
    """What each of three gates gives that is used once."""
    answers_its_input(student, gate)
    names, found = ["dX", "dW", "db"][: len(first)], {}
    used = {
        "of_the_first_gate": first,
        "of_the_second_gate": second,
        "when_asked_twice": first,
        "after_another_forward": third,
    }
    for when, inputs in used.items():
        alone = getattr(student.layers, gate)()
        alone.forward(*inputs)
        found |= {f"{name}_{when}": value for name, value in slopes_of(alone, dZ, names).items()}
    return found


def own_scores(student, sizes, activation, X, params):
    """The scores of the student's layers, one after the other, and the gates in that order."""
    gates = []
    for layer in range(1, len(sizes)):
        gates.append(student.layers.LinearGate())
        X = gates[-1].forward(X, params[f"W{layer}"], params[f"b{layer}"])
        if layer < len(sizes) - 1:
            gates.append(getattr(student.layers, GATES[activation or "relu"])())
            X = gates[-1].forward(X)
    return X, gates


def own_slopes(student, sizes, activation, X, y, params):
    """The loss, and the gradients of all parameters from the last layer to the first."""
    scores, gates = own_scores(student, sizes, activation, X, params)
    gate, layer = student.softmax.SoftmaxLossGate(), len(sizes) - 1
    slopes = {"loss": number(gate.forward(scores, y))}
    dX = gradients(gate.backward(), ["dS"])["dS"]
    for one in reversed(gates):
        linear = type(one).__name__ == "LinearGate"
        named = gradients(one.backward(dX), ["dX", "dW", "db"] if linear else ["dX"])
        dX = named["dX"]
        if linear:
            slopes |= {f"dW{layer}": named["dW"], f"db{layer}": without_kept_axis(named["db"], params[f"b{layer}"])}
            layer -= 1
    return slopes


def own_probabilities(student, S):
    """The student's softmax of S, once it is known to depend on what it is given."""
    scores = samples((4, 3), (4, 3))
    must_vary("softmax", [student.softmax.softmax(each) for each in scores])
    return np.asarray(student.softmax.softmax(S), dtype=float)


def layers_answer_their_inputs(student, sizes, activation):
    """Refuse to build on layers, or on a loss, that give the same whatever they are given."""
    for name in ["LinearGate", GATES[activation or "relu"]][: len(sizes) - 1]:
        answers_its_input(student, name)
    loss_answers_its_input(student)


def answers_its_input(student, name):
    """Refuse a layer whose forward or backward gives one number everywhere, or the same for different inputs."""
    linear = name == "LinearGate"
    names, weights = (["dX", "dW", "db"], samples((3, 5), (5,))) if linear else (["dX"], [])
    forward, backward = [], []
    for X, dZ in zip(samples((4, 3), (4, 3)), samples((4, 5 if linear else 3), (4, 5 if linear else 3)), strict=True):
        gate = getattr(student.layers, name)()
        forward.append(copied(gate.forward(X, *weights)))
        backward.append(slopes_of(gate, dZ, names))
    must_vary(f"{name}.forward", forward)
    for slope_name in names:
        must_vary(f"{slope_name} of {name}.backward", [slopes[slope_name] for slopes in backward])


def loss_answers_its_input(student):
    """The same for the loss gate."""
    y, losses, slopes = np.array([0, 2, 1, 1]), [], []
    for S in samples((4, 3), (4, 3)):
        gate = student.softmax.SoftmaxLossGate()
        losses.append(copied(number(gate.forward(S, y))))
        slopes.append(slope(gate, 1.5))
    must_vary("SoftmaxLossGate.forward", losses)
    must_vary("SoftmaxLossGate.backward", slopes)


def must_vary(name, answers):
    """Refuse two answers to different inputs that are alike, or one of which is the same number everywhere."""
    first, second = (np.asarray(answer, dtype=float) for answer in answers)
    if np.array_equal(first, second) or any(answer.size > 1 and np.ptp(answer) == 0 for answer in (first, second)):
        raise Complaint(f"{name} gives the same whatever it is given.")


def samples(first, second):
    """Two arrays of these shapes, of numbers around 0 that are no multiples of each other; the same in every call."""
    return [
        np.sin(2.3 * np.arange(np.prod(shape)) ** 2 + start).reshape(shape)
        for shape, start in ((first, 0.4), (second, 1.7))
    ]


def given_batches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[first : first + batch_size] for first in range(0, n, batch_size)]


def give_batches(function):
    """Have a student's function use given batches where its module, or one that it imports, would call minibatches."""
    names = getattr(function, "__globals__", {})
    for scope in [names, *(vars(value) for value in list(names.values()) if isinstance(value, ModuleType))]:
        if "minibatches" in scope:
            scope["minibatches"] = given_batches


def give_order(student):
    """Have the student's graphs find their nodes sorted, whatever nodes_topologically_sorted would give."""
    kind, orders = student.graph.ComputationalGraph, {}
    start = kind.__init__

    def begin(self, inputs, nodes, output):
        orders[id(self)] = given_order(inputs, nodes)
        start(self, inputs, nodes, output)

    kind.__init__, kind.nodes_topologically_sorted = begin, lambda self: list(orders[id(self)])


def given_order(inputs, nodes):
    order = []
    while len(order) < len(nodes):
        order += [name for name in nodes if name not in order and {*nodes[name][1]} <= {*inputs, *order}]
    return order
