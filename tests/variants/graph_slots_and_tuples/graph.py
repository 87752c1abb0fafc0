# Differs from the reference: slots everywhere, tuples instead of lists, named tuples for nodes, an explicit stack.
from collections import namedtuple

import numpy as np

Node = namedtuple("Node", "name gate arguments")


class AddGate:
    __slots__ = ()

    def forward(self, x, y):
        return y + x

    def backward(self, dz):
        return dz, dz


class MultiplyGate:
    __slots__ = ("pair",)

    def forward(self, x, y):
        self.pair = (x, y)
        return x * y

    def backward(self, dz):
        x, y = self.pair
        return dz * y, dz * x


class ScaleGate:
    __slots__ = ("k",)

    def __init__(self, k):
        self.k = k

    def forward(self, x):
        return x * self.k

    def backward(self, dz):
        return (dz * self.k,)


class PowerGate:
    __slots__ = ("below", "n", "x")

    def __init__(self, n):
        self.n = n

    def forward(self, x):
        self.below, self.x = np.ones_like(x), x
        for _ in range(self.n - 1):
            self.below = self.below * x
        return self.below * x

    def backward(self, dz):
        return (self.n * self.below * dz,)


class ComputationalGraph:
    __slots__ = ("inputs", "nodes", "output", "values")

    def __init__(self, inputs, nodes, output):
        self.inputs = tuple(inputs)
        self.nodes = {name: Node(name, gate, tuple(arguments)) for name, (gate, arguments) in nodes.items()}
        self.output = output

    def nodes_topologically_sorted(self):
        order, stack = [], [(self.output, False)]
        seen = set()
        while stack:
            name, ready = stack.pop()
            if ready:
                order.append(name)
            elif name in self.nodes and name not in seen:
                seen.add(name)
                stack.append((name, True))
                stack.extend((argument, False) for argument in self.nodes[name].arguments)
        return order

    def forward(self, inputs):
        self.values = inputs.copy()
        for name in self.nodes_topologically_sorted():
            node = self.nodes[name]
            self.values[name] = node.gate.forward(*(self.values[one] for one in node.arguments))
        return self.values[self.output]

    def backward(self):
        slopes = {self.output: np.ones(np.shape(self.values[self.output]))}
        for name in self.nodes_topologically_sorted()[::-1]:
            node = self.nodes[name]
            for argument, slope in zip(node.arguments, node.gate.backward(slopes[name])):
                slopes[argument] = slope if argument not in slopes else slopes[argument] + slope
        return {name: slopes.get(name, np.zeros(np.shape(self.values[name]))) for name in self.inputs}
