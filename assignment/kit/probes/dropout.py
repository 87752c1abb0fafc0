"""How dropout is called: in training, at test, with nothing to drop, and backward after each."""

import numpy as np

from probes.tools import copied, global_random_state, gradients

FORWARDS = 20


def dropout_training(student, p, X, rng):
    return {"out": student.layers.DropoutGate(p, rng).forward(X, train=True)}


def dropout_identity(student, p, X, dout, rng):
    """In training, which is the default; then at test, and backward after it; and a gate that drops with probability 0."""
    gate = student.layers.DropoutGate(p, rng)
    training = gate.forward(X.copy())
    at_test = gate.forward(X.copy(), train=False)
    slope_at_test = slope_of_mask(gate, dout)
    careful = student.layers.DropoutGate(0.0, rng)
    never = careful.forward(X.copy(), train=True)
    slope_of_never = slope_of_mask(careful, dout)
    results = {"training": training, "at_test": at_test, "never": never}
    return {**results, "dX_at_test": slope_at_test, "dX_of_never": slope_of_never}


def dropout_again(student, p, X, seed, other_seed):
    """Two forwards of one gate, the first forward of a gate with an equal seed and of one with another; and how many entries
    each of many forwards dropped."""
    before = global_random_state(student.layers)
    gate, twin, stranger = (student.layers.DropoutGate(p, np.random.default_rng(n)) for n in (seed, seed, other_seed))
    named = {"first": gate, "second": gate, "twin": twin, "stranger": stranger}
    outs = {name: copied(one.forward(X.copy(), train=True)) for name, one in named.items()}
    numbers = np.array([np.sum(np.asarray(stranger.forward(X.copy(), train=True)) == 0) for _ in range(FORWARDS)])
    return {**outs, "numbers": numbers, "untouched": before == global_random_state()}


def dropout_backward(student, p, X, other, dout, rng):
    """Forward and backward; then forward with other inputs, and backward twice."""
    gate = student.layers.DropoutGate(p, rng)
    first = copied(gate.forward(X, train=True))
    dX_first = slope_of_mask(gate, dout)
    second = copied(gate.forward(other, train=True))
    dX_second, dX_again = slope_of_mask(gate, dout), slope_of_mask(gate, dout)
    return {"first": first, "second": second, "dX_first": dX_first, "dX_second": dX_second, "dX_again": dX_again}


def dropout_arguments(student, p, X, dout, rng):
    """The arguments after forward and backward, in training and at test, and what came of training."""
    gate = student.layers.DropoutGate(p, rng)
    out = copied(gate.forward(X, train=True))
    dX = copied(gradients(gate.backward(dout), ["dX"], "DropoutGate.backward")["dX"])
    gate.forward(X, train=False)
    gate.backward(dout)
    return {"X": X, "dout": dout, "result_of_forward": out, "dX": dX}


def slope_of_mask(gate, dout):
    """What backward gives now, whatever later calls do to it, for an upstream gradient of its own."""
    return copied(gradients(gate.backward(dout.copy()), ["dX"], "DropoutGate.backward")["dX"])
