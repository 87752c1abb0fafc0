"""Q4, back propagation: gates that know their own slopes, and a graph that puts them together.

A gate's ``forward(*inputs)`` returns its output and keeps in ``self`` what backward needs. ``backward(dz)`` takes the
slope of the loss with respect to that output and returns a list: the slope with respect to each input of forward, in
that order and of that input's shape. Inputs are numbers, or arrays of one shape on which a gate works entry by entry.
"""

import numpy as np


class AddGate:
    """z = x + y."""

    def forward(self, x, y):
        """x, y: numbers or arrays of one shape. Returns z, of that shape."""
        raise NotImplementedError("q4: AddGate.forward")

    def backward(self, dz):
        """dz: like z. Returns [dx, dy]. Law: growing x and growing y by the same amount do the same to z."""
        raise NotImplementedError("q4: AddGate.backward")


class MultiplyGate:
    """z = x * y."""

    def forward(self, x, y):
        """x, y: numbers or arrays of one shape. Returns z, of that shape."""
        raise NotImplementedError("q4: MultiplyGate.forward")

    def backward(self, dz):
        """dz: like z. Returns [dx, dy]. Law: twice the dz, twice every slope."""
        raise NotImplementedError("q4: MultiplyGate.backward")


class ScaleGate:
    """z = k * x, for a number k that is part of the gate."""

    def __init__(self, k):
        """k: the factor, a number."""
        raise NotImplementedError("q4: ScaleGate.__init__")

    def forward(self, x):
        """x: a number or an array. Returns z, of its shape."""
        raise NotImplementedError("q4: ScaleGate.forward")

    def backward(self, dz):
        """dz: like z. Returns [dx]. Law: the slope does not depend on x."""
        raise NotImplementedError("q4: ScaleGate.backward")


class PowerGate:
    """z = x ** n, for a whole number n of at least 1 that is part of the gate."""

    def __init__(self, n):
        """n: the exponent, an int of at least 1."""
        raise NotImplementedError("q4: PowerGate.__init__")

    def forward(self, x):
        """x: a number or an array. Returns z, of its shape."""
        raise NotImplementedError("q4: PowerGate.forward")

    def backward(self, dz):
        """dz: like z. Returns [dx]. Law: with n = 1 the gate changes nothing, and neither does backward."""
        raise NotImplementedError("q4: PowerGate.backward")


class ComputationalGraph:
    """Gates wired together by name: one number comes out, and its slope with respect to every input goes back."""

    def __init__(self, inputs, nodes, output):
        """The wiring.

        inputs: a list of names. nodes: a dict, ``{name: (gate, [argument names])}``, in **any** order; an argument is
        an input or another node. output: the name of the node (or input) that is the loss.
        """
        raise NotImplementedError("q4: ComputationalGraph.__init__")

    def nodes_topologically_sorted(self):
        """The names of the nodes, as a list: any order in which every node comes after its arguments.

        Inputs are not nodes. Law: every node that the output needs is listed once; one it does not need may be left out.
        """
        raise NotImplementedError("q4: ComputationalGraph.nodes_topologically_sorted")

    def forward(self, inputs):
        """The value of the output, at ``inputs``: a dict, ``{name: number or array}``.

        Law: every gate that the output needs goes forward exactly once.
        """
        raise NotImplementedError("q4: ComputationalGraph.forward")

    def backward(self):
        """The slope of the output with respect to every input, at the values of the last forward: ``{name: slope}``.

        An input that the output does not depend on has slope 0. Law: calling backward again gives the same answer.
        """
        raise NotImplementedError("q4: ComputationalGraph.backward")
