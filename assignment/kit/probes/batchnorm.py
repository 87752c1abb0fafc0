"""How batch normalization is called: in training, batch after batch, and at test."""

import numpy as np

from probes.tools import backward, copied, gradients

NAMES = ["dX", "dgamma", "dbeta"]
CALLER = "BatchNormGate.backward"


def batchnorm_forward(student, eps, X, gamma, beta, dZ=None):
    return {"Z": gate_with(student, eps=eps).forward(X, gamma, beta)}


def batchnorm_gate(student, eps, X, gamma, beta, dZ):
    gate = student.layers.BatchNormGate(eps=eps)
    Z = gate.forward(X, gamma, beta)
    return {"Z": Z, **gradients(backward(gate, [X, gamma, beta], dZ), NAMES, CALLER)}


def batchnorm_history(student, eps, momentum, batches, gamma, beta):
    """The running statistics after each batch in training."""
    gate = gate_with(student, eps=eps, momentum=momentum)
    means, variances = [], []
    for X in batches:
        gate.forward(X, gamma.copy(), beta.copy())
        means.append(np.array(gate.running_mean, dtype=float).ravel())
        variances.append(np.array(gate.running_var, dtype=float).ravel())
    return {"running_mean": np.array(means), "running_var": np.array(variances)}


def batchnorm_at_test(student, eps, momentum, batches, X, gamma, beta):
    """Training on batches, then test: the output, and the running statistics before and after it."""
    gate = student.layers.BatchNormGate(eps=eps, momentum=momentum)
    for batch in batches:
        gate.forward(batch, gamma.copy(), beta.copy())
    before = statistics(gate, "before")
    trained = copied(gate.forward(X.copy(), gamma.copy(), beta.copy(), train=False))
    after = statistics(gate, "after")
    fresh = student.layers.BatchNormGate(eps=eps, momentum=momentum).forward(X, gamma, beta, train=False)
    return {**before, **after, "Z": trained, "Z_untrained": fresh}


def batchnorm_pair(student, eps, X, other, later, gamma, other_gamma, beta, dZ):
    """Two gates at once, each with a batch of its own, and backward of the first one twice.

    And how far its running statistics moved while the other one was at work; and then its slopes for a later batch.
    """
    one, two = student.layers.BatchNormGate(eps=eps), student.layers.BatchNormGate(eps=eps)
    Z = copied(one.forward(X, gamma.copy(), beta.copy()))
    before = statistics(one, "moved")
    two.forward(other, other_gamma.copy(), beta.copy())
    moved = {name: value - before[name] for name, value in statistics(one, "moved").items()}
    first, again = slopes(one, dZ), slopes(one, dZ)
    one.forward(later, other_gamma.copy(), beta.copy())
    after = slopes(one, dZ)
    return {
        "Z": Z,
        **first,
        **{f"{name}_again": value for name, value in again.items()},
        **{f"{name}_after_another_forward": value for name, value in after.items()},
        **moved,
    }


def slopes(gate, dZ):
    """What backward gives now, whatever later calls do to it."""
    return {name: copied(value) for name, value in gradients(gate.backward(dZ.copy()), NAMES, CALLER).items()}


def batchnorm_arguments(student, eps, X, gamma, beta, dZ):
    """Each argument after forward and backward, in training and at test, and what training gave."""
    gate = student.layers.BatchNormGate(eps=eps)
    Z = copied(gate.forward(X, gamma, beta))
    dX = copied(gradients(gate.backward(dZ), NAMES, CALLER)["dX"])
    gate.forward(X, gamma, beta, train=False)
    return {"X": X, "gamma": gamma, "beta": beta, "dZ": dZ, "result_of_forward": Z, "result_of_backward": dX}


def gate_with(student, **settings):
    """A gate with these settings; one that is None is not given, so that the gate has its default."""
    return student.layers.BatchNormGate(**{name: value for name, value in settings.items() if value is not None})


def statistics(gate, when):
    """The running statistics, of whatever shape they are kept in, one number a column."""
    return {
        f"mean_{when}": np.array(gate.running_mean, dtype=float).ravel(),
        f"var_{when}": np.array(gate.running_var, dtype=float).ravel(),
    }
