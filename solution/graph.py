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
        # BEGIN SOLUTION q4
        return x + y
        # END SOLUTION

    def backward(self, dz):
        """dz: like z. Returns [dx, dy]. Law: growing x and growing y by the same amount do the same to z."""
        # BEGIN SOLUTION q4
        return [dz, dz]
        # END SOLUTION


class MultiplyGate:
    """z = x * y."""

    def forward(self, x, y):
        """x, y: numbers or arrays of one shape. Returns z, of that shape."""
        # BEGIN SOLUTION q4
        self.x, self.y = x, y
        return x * y
        # END SOLUTION

    def backward(self, dz):
        """dz: like z. Returns [dx, dy]. Law: twice the dz, twice every slope."""
        # BEGIN SOLUTION q4
        return [self.y * dz, self.x * dz]
        # END SOLUTION


class ScaleGate:
    """z = k * x, for a number k that is part of the gate."""

    def __init__(self, k):
        """k: the factor, a number."""
        # BEGIN SOLUTION q4
        self.k = k
        # END SOLUTION

    def forward(self, x):
        """x: a number or an array. Returns z, of its shape."""
        # BEGIN SOLUTION q4
        return self.k * x
        # END SOLUTION

    def backward(self, dz):
        """dz: like z. Returns [dx]. Law: the slope does not depend on x."""
        # BEGIN SOLUTION q4
        return [self.k * dz]
        # END SOLUTION


class PowerGate:
    """z = x ** n, for a whole number n of at least 1 that is part of the gate."""

    def __init__(self, n):
        """n: the exponent, an int of at least 1."""
        # BEGIN SOLUTION q4
        self.n = n
        # END SOLUTION

    def forward(self, x):
        """x: a number or an array. Returns z, of its shape."""
        # BEGIN SOLUTION q4
        self.x = x
        return x**self.n
        # END SOLUTION

    def backward(self, dz):
        """dz: like z. Returns [dx]. Law: with n = 1 the gate changes nothing, and neither does backward."""
        # BEGIN SOLUTION q4
        return [self.n * self.x ** (self.n - 1) * dz]
        # END SOLUTION


class ComputationalGraph:
    """Gates wired together by name: one number comes out, and its slope with respect to every input goes back."""

    def __init__(self, inputs, nodes, output):
        """The wiring.

        inputs: a list of names. nodes: a dict, ``{name: (gate, [argument names])}``, in **any** order; an argument is
        an input or another node. output: the name of the node (or input) that is the loss.
        """
        # BEGIN SOLUTION q4
        self.inputs, self.nodes, self.output = list(inputs), dict(nodes), output
        # END SOLUTION

    def nodes_topologically_sorted(self):
        """The names of the nodes, as a list: any order in which every node comes after its arguments.

        Inputs are not nodes. Law: every node that the output needs is listed once; one it does not need may be left out.
        """
        # BEGIN SOLUTION q4
        order, known = [], set(self.inputs)
        while len(order) < len(self.nodes):
            waiting = {name: arguments for name, (_, arguments) in self.nodes.items() if name not in known}
            ready = [name for name, arguments in waiting.items() if known.issuperset(arguments)]
            if not ready:
                raise ValueError("the nodes go round in a circle, or one of them names an argument that does not exist")
            order += ready
            known.update(ready)
        return order
        # END SOLUTION

    def forward(self, inputs):
        """The value of the output, at ``inputs``: a dict, ``{name: number or array}``.

        Law: every gate that the output needs goes forward exactly once.
        """
        # BEGIN SOLUTION q4
        self.values = dict(inputs)
        for name in self.nodes_topologically_sorted():
            gate, arguments = self.nodes[name]
            self.values[name] = gate.forward(*(self.values[argument] for argument in arguments))
        return self.values[self.output]
        # END SOLUTION

    def backward(self):
        """The slope of the output with respect to every input, at the values of the last forward: ``{name: slope}``.

        An input that the output does not depend on has slope 0. Law: calling backward again gives the same answer.
        """
        # BEGIN SOLUTION q4
        slopes = {name: np.zeros_like(value, dtype=float) for name, value in self.values.items()}
        slopes[self.output] = np.ones_like(slopes[self.output])
        for name in reversed(self.nodes_topologically_sorted()):
            gate, arguments = self.nodes[name]
            for argument, slope in zip(arguments, gate.backward(slopes[name]), strict=True):
                slopes[argument] = slopes[argument] + slope  # a new array: a gate may hand out one array twice
        return {name: slopes[name] for name in self.inputs}
        # END SOLUTION
