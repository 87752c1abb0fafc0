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
        return x + y

    def backward(self, dz):
        """dz: like z. Returns [dx, dy]. Law: growing x and growing y by the same amount do the same to z."""
        return [dz, dz]


class MultiplyGate:
    """z = x * y."""

    def forward(self, x, y):
        """x, y: numbers or arrays of one shape. Returns z, of that shape."""
        self.x = x
        self.y = y
        return x * y

    def backward(self, dz):
        """dz: like z. Returns [dx, dy]. Law: twice the dz, twice every slope."""
        return [self.y * dz, self.x * dz]


class ScaleGate:
    """z = k * x, for a number k that is part of the gate."""

    def __init__(self, k):
        """k: the factor, a number."""
        self.k = k

    def forward(self, x):
        """x: a number or an array. Returns z, of its shape."""
        return self.k * x

    def backward(self, dz):
        """dz: like z. Returns [dx]. Law: the slope does not depend on x."""
        return [self.k * dz]


class PowerGate:
    """z = x ** n, for a whole number n of at least 1 that is part of the gate."""

    def __init__(self, n):
        """n: the exponent, an int of at least 1."""
        self.n = n

    def forward(self, x):
        """x: a number or an array. Returns z, of its shape."""
        self.x = x
        return x ** self.n

    def backward(self, dz):
        """dz: like z. Returns [dx]. Law: with n = 1 the gate changes nothing, and neither does backward."""
        return [self.n * self.x ** (self.n - 1) * dz]


class ComputationalGraph:
    """Gates wired together by name: one number comes out, and its slope with respect to every input goes back."""

    def __init__(self, inputs, nodes, output):
        """The wiring.

        inputs: a list of names. nodes: a dict, ``{name: (gate, [argument names])}``, in **any** order; an argument is
        an input or another node. output: the name of the node (or input) that is the loss.
        """
        self.inputs = inputs
        self.nodes = nodes
        self.output = output

    def nodes_topologically_sorted(self):
        """The names of the nodes, as a list: any order in which every node comes after its arguments.

        Inputs are not nodes. Law: every node is listed once.
        """
        order = []
        left = list(self.nodes)
        while left:
            for name in left:
                gate, arguments = self.nodes[name]
                if all(a in self.inputs or a in order for a in arguments):
                    order.append(name)
                    left.remove(name)
                    break
        return order

    def forward(self, inputs):
        """The value of the output, at ``inputs``: a dict, ``{name: number or array}``.

        Law: every gate that the output needs goes forward exactly once.
        """
        self.values = dict(inputs)
        for name in self.nodes_topologically_sorted():
            gate, arguments = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[a] for a in arguments])
        return self.values[self.output]

    def backward(self):
        """The slope of the output with respect to every input, at the values of the last forward: ``{name: slope}``.

        An input that the output does not depend on has slope 0. Law: calling backward again gives the same answer.
        """
        slopes = {name: 0 for name in self.inputs}
        slopes[self.output] = 1
        for name in reversed(self.nodes_topologically_sorted()):
            gate, arguments = self.nodes[name]
            if name not in slopes:
                continue
            for a, d in zip(arguments, gate.backward(slopes[name])):
                slopes[a] = d
        return {name: slopes[name] for name in self.inputs}
