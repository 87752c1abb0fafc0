"""How batch normalization is called: in training, batch after batch, and at test."""

import numpy as np

from probes.tools import backward, copied, gradients

NAMES = ["dX", "dgamma", "dbeta"]
CALLER = "BatchNormGate.backward"


def batchnorm_forward(student, eps, X, gamma, beta, dZ=None):
    return {"Z": student.layers.BatchNormGate(eps=eps).forward(X, gamma, beta)}


def batchnorm_gate(student, eps, X, gamma, beta, dZ):
    gate = student.layers.BatchNormGate(eps=eps)
    Z = gate.forward(X, gamma, beta)
    return {"Z": Z, **gradients(backward(gate, [X, gamma, beta], dZ), NAMES, CALLER)}


def batchnorm_history(student, eps, momentum, batches, gamma, beta):
    """The running statistics after each batch in training."""
    gate = student.layers.BatchNormGate(eps=eps, momentum=momentum)
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


def batchnorm_pair(student, eps, X, other, gamma, beta, dZ):
    """Two gates at once, each with a batch of its own, and backward of the first one twice.

    And how far its running statistics moved while the other one was at work.
    """
    one, two = student.layers.BatchNormGate(eps=eps), student.layers.BatchNormGate(eps=eps)
    Z = copied(one.forward(X, gamma.copy(), beta.copy()))
    before = statistics(one, "moved")
    two.forward(other, gamma.copy(), beta.copy())
    moved = {name: value - before[name] for name, value in statistics(one, "moved").items()}
    first, again = ({name: copied(g) for name, g in gradients(one.backward(dZ.copy()), NAMES, CALLER).items()} for _ in range(2))
    return {"Z": Z, **first, **{f"{name}_again": value for name, value in again.items()}, **moved}


def batchnorm_arguments(student, eps, X, gamma, beta, dZ):
    """Each argument after forward and backward, in training and at test, and what training gave."""
    gate = student.layers.BatchNormGate(eps=eps)
    Z = copied(gate.forward(X, gamma, beta))
    dX = copied(gradients(gate.backward(dZ), NAMES, CALLER)["dX"])
    gate.forward(X, gamma, beta, train=False)
    return {"X": X, "gamma": gamma, "beta": beta, "dZ": dZ, "result_of_forward": Z, "result_of_backward": dX}


def statistics(gate, when):
    """The running statistics, of whatever shape they are kept in, one number a column."""
    return {
        f"mean_{when}": np.array(gate.running_mean, dtype=float).ravel(),
        f"var_{when}": np.array(gate.running_var, dtype=float).ravel(),
    }
