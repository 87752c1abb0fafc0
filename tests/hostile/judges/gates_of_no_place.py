"""Sends every gate forward twice; for the second time each gate says that it stands where no gate does.

check: q4.once
file: graph.py
expect: failed
"""

_forward = ComputationalGraph.forward


def _twice(self, inputs):
    value = _forward(self, inputs)
    gates = [gate for gate, _ in self.nodes.values()]
    places = [getattr(gate, "place", None) for gate in gates]
    for gate in gates:
        gate.place = 10**6
    value = _forward(self, inputs)
    for gate, place in zip(gates, places, strict=True):
        gate.place = place
    return value


ComputationalGraph.forward = _twice
