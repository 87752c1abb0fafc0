# Differs from the reference: gates have an abstract base class and a tape; the graph sorts by trying, with exceptions.
import abc
import numbers
from typing import Any

import numpy as np


class Gate(abc.ABC):
    __slots__ = ("given",)

    def forward(self, *inputs):
        self.given = inputs
        return self.value(*inputs)

    def backward(self, dz):
        return [dz * partial for partial in self.partials(*self.given)]

    @abc.abstractmethod
    def value(self, *inputs: Any) -> Any: ...

    @abc.abstractmethod
    def partials(self, *inputs: Any) -> list: ...


class AddGate(Gate):
    def value(self, x, y):
        return np.add(x, y)

    def partials(self, x, y):
        return [1.0, 1.0]


class MultiplyGate(Gate):
    def value(self, x, y):
        return x * y

    def partials(self, x, y):
        return [y, x]


class ScaleGate(Gate):
    __slots__ = ("k",)

    def __init__(self, k: numbers.Real) -> None:
        self.k = k

    def value(self, x):
        return x * self.k

    def partials(self, x):
        return [self.k]


class PowerGate(Gate):
    __slots__ = ("n",)

    def __init__(self, n: int) -> None:
        self.n = n

    def value(self, x):
        product = x
        for _ in range(self.n - 1):
            product = product * x
        return product

    def partials(self, x):
        below = 1.0
        for _ in range(self.n - 1):
            below = below * x
        return [self.n * below]


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.names = tuple(inputs)
        self.wires = {name: (gate, tuple(arguments)) for name, (gate, arguments) in nodes.items()}
        self.goal = output

    def nodes_topologically_sorted(self):
        done = dict.fromkeys(self.names)
        queue = list(self.wires)
        while queue:
            name = queue.pop(0)
            try:
                [done[argument] for argument in self.wires[name][1]]
            except KeyError:
                queue.append(name)
            else:
                done[name] = None
        return [name for name in done if name in self.wires]

    def forward(self, inputs):
        values = {**inputs}
        for name in self.nodes_topologically_sorted():
            gate, arguments = self.wires[name]
            values[name] = gate.forward(*map(values.__getitem__, arguments))
        self.values = values
        return values[self.goal]

    def backward(self):
        received = {name: [] for name in self.values}
        received[self.goal].append(1.0)
        for name in self.nodes_topologically_sorted()[::-1]:
            if not received[name]:
                continue
            gate, arguments = self.wires[name]
            for argument, slope in zip(arguments, gate.backward(sum(received[name]))):
                received[argument].append(slope)
        return {name: sum(received[name], 0.0 * np.asarray(self.values[name])) for name in self.names}
