"""Gates and graphs at Python's prompt."""

KINDS = ("add", "multiply", "scale", "power")
OF_THE_CHECKS = {
    "subtract": "Subtract",
    "average": "Average",
    "triangle": "Triangle",
    "square": "Square",
    "sine": "Sine",
    "fivefold": "Fivefold",
    "exponential": "Exponential",
    "logarithm": "Logarithm",
    "total": "Total",
}
"""The gates that the checks bring with them, in probes/graph.py."""


def gate_forward(kind, dz, x, y=None, k=None):
    return _gate(kind, y, k, backward=False)


def gate(kind, dz, x, y=None, k=None):
    return _gate(kind, y, k, backward=True)


def lecture_gate(kind, dz, x, y=None, k=None):
    return _gate(kind, y, k, backward=True)


def two_gates(kind, first, second, dz):
    name = f"{kind.title()}Gate"
    made = ", ".join(f"{name}({_number(values)})" for values in (first, second))
    one, other = (", ".join(repr(values[name]) for name in "xy" if name in values) for values in (first, second))
    return f"""
    from graph import {name}
    one, other = {made}
    one.forward({one})
    other.forward({other})
    one.backward(dz)  # * (first)
    other.backward(dz)  # * (second)
    one.forward({other})
    one.backward(dz)  # * (other inputs): one.backward(dz) after another forward
    one.backward(dz)  # * (backward again): a second one.backward(dz)
    """


def student_graph(inputs, nodes, output):
    return f"""
    {_wired(inputs, nodes, output)}
    value = graph.forward(inputs)
    graph.backward()  # d*
    graph.backward()  # d* (again): a second backward()
    """


def lecture_gate_arguments(x, y, dz):
    return """
    from graph import AddGate, MultiplyGate, PowerGate, ScaleGate
    gates = [(AddGate(), x, y), (MultiplyGate(), x, y), (ScaleGate(3.0), x), (PowerGate(3), x)]
    [(gate.forward(*given), gate.backward(dz)) for gate, *given in gates]
    x, y, dz
    """


def graph_arguments(a, b, nodes, output):
    return f"""
    {_wired({"a": a, "b": b}, nodes, output)}
    inputs = {{"a": a, "b": b}}
    graph.forward(inputs)
    graph.backward()
    a, b, inputs
    """


def _gate(kind, y, k, backward):
    name, inputs = f"{kind.title()}Gate", "x" if y is None else "x, y"
    back = "gate.backward(dz)  # d*" if backward else ""
    return f"""
    from graph import {name}
    gate = {name}({"" if k is None else k})
    z = gate.forward({inputs})
    {back}
    """


def _number(values):
    return values.get("k", "")


def _wired(inputs, nodes, output):
    """The imports of a graph's gates, and the graph."""
    words = [words.split() for _, words, *_ in nodes]
    own = sorted({f"{kind.title()}Gate" for kind, *_ in words if kind in KINDS})
    others = sorted({OF_THE_CHECKS[kind] for kind, *_ in words if kind in OF_THE_CHECKS})
    wires = ", ".join(f"{name!r}: ({_made(words)}, {arguments})" for name, words, *arguments in nodes)
    borrowed = f"import kit\n    from probes.graph import {', '.join(others)}" if others else ""
    return f"""from graph import {", ".join([*own, "ComputationalGraph"])}
    {borrowed}
    graph = ComputationalGraph({list(inputs)}, {{{wires}}}, {output!r})"""


def _made(words):
    kind, *numbers = words.split()
    return f"{kind.title()}Gate({' '.join(numbers)})" if kind in KINDS else f"{OF_THE_CHECKS[kind]}()"
