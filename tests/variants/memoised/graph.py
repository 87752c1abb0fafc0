# Differs from the reference: no order is kept; forward and backward are recursions that remember, from output to inputs.
from functools import lru_cache


class AddGate:
    def forward(self, x, y): return x + y
    def backward(self, dz): return [dz, dz]


class MultiplyGate:
    def forward(self, x, y):
        self.cache = {"x": x, "y": y}
        return x * y

    def backward(self, dz):
        return [self.cache["y"] * dz, self.cache["x"] * dz]


class ScaleGate:
    def __init__(self, k=1): self.k = k
    def forward(self, x): return self.k * x
    def backward(self, dz): return [self.k * dz]


class PowerGate:
    def __init__(self, n=2): self.n = n

    def forward(self, x):
        self.local = self.n * x ** (self.n - 1)
        return x ** self.n

    def backward(self, dz):
        return [self.local * dz]


class ComputationalGraph:
    def __init__(self, inputs, nodes, output):
        self.inputs = inputs
        self.nodes = nodes
        self.output = output

    def nodes_topologically_sorted(self):
        depth = lru_cache(maxsize=None)(
            lambda name: 1 + max(map(depth, self.nodes[name][1])) if name in self.nodes else 0
        )
        return sorted(self.nodes, key=depth)

    def forward(self, inputs):
        self.memory = dict(inputs)

        def value(name):
            if name not in self.memory:
                gate, arguments = self.nodes[name]
                self.memory[name] = gate.forward(*[value(a) for a in arguments])
            return self.memory[name]

        return value(self.output)

    def backward(self):
        users = {}
        for name, (_, arguments) in self.nodes.items():
            if name in self.memory:
                for place, argument in enumerate(arguments):
                    users.setdefault(argument, []).append((name, place))
        parts, slopes = {}, {}

        def slope(name):
            if name not in slopes:
                total = self.memory[name] * 0.0
                if name == self.output:
                    total = total + 1.0
                for user, place in users.get(name, []):
                    total = total + part(user)[place]
                slopes[name] = total
            return slopes[name]

        def part(name):
            if name not in parts:
                parts[name] = self.nodes[name][0].backward(slope(name))
            return parts[name]

        return {name: slope(name) for name in self.inputs}
