# Differs from the reference: depth first by a memoised generator, and forward by recursion.
import numpy as np


class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz, dz]


class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [self.y * dz, self.x * dz]


class ScaleGate:
    def __init__(self, k):
        self.k = k

    def forward(self, x):
        return self.k * x

    def backward(self, dz):
        return [self.k * dz]


class PowerGate:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        self.x = x
        return x**self.n

    def backward(self, dz):
        return [self.n * self.x ** (self.n - 1) * dz]


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.inputs, self.nodes, self.output = list(inputs), dict(nodes), output

    def nodes_topologically_sorted(self):
        seen = set()

        def visit(name):
            if name in seen or name not in self.nodes:
                return
            seen.add(name)
            for argument in self.nodes[name][1]:
                yield from visit(argument)
            yield name

        return [name for root in self.nodes for name in visit(root)]

    def forward(self, inputs):
        self.values = values = dict(inputs)

        def value(name):
            if name not in values:
                gate, arguments = self.nodes[name]
                values[name] = gate.forward(*[value(argument) for argument in arguments])
            return values[name]

        for name in self.nodes:
            value(name)
        return values[self.output]

    def backward(self):
        slopes = {name: np.zeros_like(value, dtype=float) for name, value in self.values.items()}
        slopes[self.output] = np.ones_like(slopes[self.output])
        for name in reversed(self.nodes_topologically_sorted()):
            gate, arguments = self.nodes[name]
            for argument, slope in zip(arguments, gate.backward(slopes[name]), strict=True):
                slopes[argument] = slopes[argument] + slope  # a new array: a gate may hand out one array twice
        return {name: slopes[name] for name in self.inputs}
