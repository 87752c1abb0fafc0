# Differs from the reference: a base class keeps the inputs and multiplies; each gate gives its value and its partials.
from abc import ABC, abstractmethod

import numpy as np


class Gate(ABC):
    def forward(self, *inputs):
        self.inputs = inputs
        return self.value(*inputs)

    def backward(self, dz):
        return [dz * partial for partial in self.partials(*self.inputs)]

    @abstractmethod
    def value(self, *inputs):
        ...

    @abstractmethod
    def partials(self, *inputs):
        ...


class AddGate(Gate):
    def value(self, x, y):
        return x + y

    def partials(self, x, y):
        return 1, 1


class MultiplyGate(Gate):
    def value(self, x, y):
        return np.multiply(x, y)

    def partials(self, x, y):
        return y, x


class ScaleGate(Gate):
    def __init__(self, k):
        self.k = k

    def value(self, x):
        return x * self.k

    def partials(self, x):
        yield self.k


class PowerGate(Gate):
    def __init__(self, n):
        self.n = n

    def value(self, x):
        return np.power(x, self.n)

    def partials(self, x):
        yield self.n * np.power(x, self.n - 1)


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.inputs = list(inputs)
        self.gates = {name: gate for name, (gate, _) in nodes.items()}
        self.arguments = {name: tuple(arguments) for name, (_, arguments) in nodes.items()}
        self.output = output

    def nodes_topologically_sorted(self):
        done = []

        def visit(name):
            if name in self.gates and name not in done:
                for argument in self.arguments[name]:
                    visit(argument)
                done.append(name)

        visit(self.output)
        return done

    def forward(self, inputs):
        self.order = self.nodes_topologically_sorted()
        self.values = dict(inputs)
        for name in self.order:
            self.values[name] = self.gates[name].forward(*map(self.values.__getitem__, self.arguments[name]))
        return self.values[self.output]

    def backward(self):
        slopes = {name: 0 * np.asarray(self.values[name], dtype=float) for name in (*self.inputs, *self.order)}
        slopes[self.output] = slopes[self.output] + 1
        for name in reversed(self.order):
            for argument, slope in zip(self.arguments[name], self.gates[name].backward(slopes[name])):
                slopes[argument] = slopes[argument] + slope
        return {name: slopes[name] for name in self.inputs}
