"""The gates of a network at Python's prompt."""


def linear_forward(X, W, b, dZ=None):
    return """
    from layers import LinearGate
    gate = LinearGate()
    Z = gate.forward(X, W, b)
    """


def linear_gate(X, W, b, dZ):
    return """
    from layers import LinearGate
    gate = LinearGate()
    Z = gate.forward(X, W, b)
    dX, dW, db = gate.backward(dZ)
    """


def activation_forward(gate, X, slope=None, dZ=None):
    return f"""
    from layers import {gate}
    gate = {gate}({"" if slope is None else "slope"})
    Z = gate.forward(X)
    """


def activation_gate(gate, X, dZ, slope=None):
    return f"""
    from layers import {gate}
    gate = {gate}({"" if slope is None else "slope"})
    Z = gate.forward(X)
    gate.backward(dZ)  # d*
    """


def gates_side_by_side(gate, first, second, third, dZ):
    return f"""
    from layers import {gate}
    one, other = {gate}(), {gate}()
    one.forward(*first)
    other.forward(*second)
    one.backward(dZ)  # *_of_the_first_gate
    other.backward(dZ)  # *_of_the_second_gate
    one.backward(dZ)  # *_when_asked_twice: a second one.backward(dZ)
    one.forward(*third)
    one.backward(dZ)  # *_after_another_forward: one.backward(dZ) after another forward
    """


def gate_arguments(gate, inputs, dZ):
    return f"""
    from layers import {gate}
    gate = {gate}()
    gate.forward(*inputs)
    gate.backward(dZ)
    inputs, dZ
    """


def dropout_training(p, X, rng):
    return """
    from layers import DropoutGate
    gate = DropoutGate(p, rng)
    out = gate.forward(X, train=True)
    """


def dropout_backward(p, X, other, dout, rng):
    return """
    from layers import DropoutGate
    gate = DropoutGate(p, rng)
    gate.forward(X, train=True)
    gate.backward(dout)
    gate.forward(other, train=True)
    gate.backward(dout)
    """


def batchnorm_forward(eps, X, gamma, beta, dZ=None):
    return f"""
    from layers import BatchNormGate
    gate = BatchNormGate({"" if eps is None else "eps=eps"})
    Z = gate.forward(X, gamma, beta)
    """


def batchnorm_gate(eps, X, gamma, beta, dZ):
    return """
    from layers import BatchNormGate
    gate = BatchNormGate(eps=eps)
    Z = gate.forward(X, gamma, beta)
    dX, dgamma, dbeta = gate.backward(dZ)
    """


def batchnorm_pair(eps, X, other, later, gamma, other_gamma, beta, dZ):
    return """
    from layers import BatchNormGate
    one, two = BatchNormGate(eps=eps), BatchNormGate(eps=eps)
    Z = one.forward(X, gamma, beta)
    mean, var = one.running_mean + 0, one.running_var + 0
    two.forward(other, other_gamma, beta)
    one.running_mean - mean  # mean_moved = the change of one.running_mean during two.forward(...)
    one.running_var - var  # var_moved = the change of one.running_var during two.forward(...)
    one.backward(dZ)  # d*: one.backward(dZ) after two.forward(...)
    one.backward(dZ)  # *_again: a second one.backward(dZ)
    one.forward(later, other_gamma, beta)
    one.backward(dZ)  # *_after_another_forward: one.backward(dZ) after another forward
    """
