"""What holds for every order of a graph's nodes, and for the calls its gates get.

A node that the output does not need may be listed and called, or left out.
"""

import numpy as np

ENOUGH = 20
"""Of calls this many times as many as there are nodes are looked at: each should be there once."""

NO_GATE = "A gate that the graph does not have went forward or backward."


def is_a_topological_order(inputs, outputs):
    """Every needed node is listed, none twice, each after the nodes among its arguments."""
    order = _names(inputs, outputs["order"])
    if order is None:
        return "nodes_topologically_sorted lists something that is not a node."
    if len(set(order)) < len(order):
        return "nodes_topologically_sorted lists a node twice."
    missing = [name for name in _needed(inputs) if name not in order]
    if missing:
        return f"nodes_topologically_sorted lists {len(order)} nodes; {len(missing)} that the output needs are missing."
    place = {name: i for i, name in enumerate(order)}
    for name in order:
        if any(place.get(argument, len(order)) > place[name] for argument in _arguments(inputs, name)):
            return "nodes_topologically_sorted lists a node before one of its arguments."
    return None


def each_gate_forward_once(inputs, outputs):
    """Every needed gate goes forward once, after the gates whose values it takes."""
    calls, needed = _names(inputs, outputs["forward"]), _needed(inputs)
    wrong = NO_GATE if calls is None else _not_once(calls, needed, "forward")
    if wrong:
        return wrong
    for name in needed:
        if any(calls.index(argument) > calls.index(name) for argument in _arguments(inputs, name)):
            return "A gate went forward before a gate whose value it takes."
    return None


def each_gate_backward_once(inputs, outputs):
    """Every needed gate goes backward once, after all the gates that took its value."""
    calls, needed = _names(inputs, outputs["backward"]), _needed(inputs)
    wrong = NO_GATE if calls is None else _not_once(calls, needed, "backward")
    if wrong:
        return wrong
    for name in needed:
        if any(calls.index(argument) < calls.index(name) for argument in _arguments(inputs, name)):
            return "A gate went backward before all the gates that took its value had gone: its slope was not complete."
    return None


def graph_arguments_unchanged(inputs, outputs):
    """Arrays are as they were, and the dictionary of inputs has no further names."""
    if any(not np.array_equal(outputs[name], inputs[name]) for name in ("a", "b")):
        return "An array that was given to ComputationalGraph.forward was changed; the caller still needs it as it was."
    if not np.array_equal(np.ravel(outputs["names"]), [2]):
        return "The dictionary that was given to ComputationalGraph.forward was changed; make one of your own."
    return None


def _names(inputs, places):
    """The nodes at the noted places, less what goes on without end; None where a place is no node's."""
    names = [name for name, *_ in inputs["nodes"]]
    found = np.ravel(places)[: ENOUGH * len(names)].tolist()
    return [names[int(place)] for place in found] if all(place in range(len(names)) for place in found) else None


def _arguments(inputs, name):
    """The nodes among a node's arguments."""
    wiring = {node: arguments for node, _, *arguments in inputs["nodes"]}
    return [argument for argument in wiring.get(name, []) if argument in wiring]


def _needed(inputs):
    """The nodes that the output depends on, itself among them."""
    names = {name for name, *_ in inputs["nodes"]}
    needed, waiting = [], [inputs["output"]]
    while waiting:
        name = waiting.pop()
        if name in names and name not in needed:
            needed.append(name)
            waiting += _arguments(inputs, name)
    return needed


def _not_once(calls, needed, direction):
    for name in needed:
        if calls.count(name) != 1:
            return f"A gate went {direction} {calls.count(name)} times; expected each gate the output needs to go once."
    return None
