"""How the gates of a network are called: forward alone, forward and backward, two at once, and on large matrices."""


from probes.tools import backward, copied, gradients


def linear_forward(student, X, W, b, dZ=None):
    return {"Z": student.layers.LinearGate().forward(X, W, b)}


def linear_gate(student, X, W, b, dZ):
    return there_and_back(student.layers.LinearGate(), [X, W, b], dZ, ["dX", "dW", "db"])


def activation_forward(student, gate, X, slope=None, dZ=None):
    return {"Z": activation(student, gate, slope).forward(X)}


def activation_gate(student, gate, X, dZ, slope=None):
    return there_and_back(activation(student, gate, slope), [X], dZ, ["dX"])


def gates_side_by_side(student, gate, first, second, third, dZ):
    """Two gates of a kind at once, each with inputs of its own; backward twice, and again after another forward.

    first, second and third are lists of what forward is given.
    """
    one, other = activation(student, gate, None), activation(student, gate, None)
    names = ["dX", "dW", "db"][: len(first)]
    one.forward(*first)
    other.forward(*second)
    slopes = {
        "of_the_first_gate": slopes_of(one, dZ, names),
        "of_the_second_gate": slopes_of(other, dZ, names),
        "when_asked_twice": slopes_of(one, dZ, names),
    }
    one.forward(*third)
    slopes["after_another_forward"] = slopes_of(one, dZ, names)
    return {f"{name}_{when}": value for when, named in slopes.items() for name, value in named.items()}


def slopes_of(gate, dZ, names):
    """What backward gives now, whatever later calls do to it, for an upstream gradient of its own."""
    return {name: copied(value) for name, value in gradients(gate.backward(dZ.copy()), names, caller(gate)).items()}


def gate_arguments(student, gate, inputs, dZ):
    """The arguments of forward, by name, and the upstream gradient after both calls; and what those gave."""
    made = activation(student, gate, None)
    Z = copied(made.forward(*inputs))
    dX = copied(gradients(made.backward(dZ), ["dX", "dW", "db"][: len(inputs)], caller(made))["dX"])
    after = {**dict(zip("XWb", inputs, strict=False)), "dZ": dZ}
    return {**after, "result_of_forward": Z, "result_of_backward": dX}


def activation(student, gate, slope):
    """A new gate of that name; its own default slope where none is given."""
    kind = getattr(student.layers, gate)
    return kind() if slope is None else kind(slope)


def there_and_back(gate, inputs, dZ, names):
    Z = gate.forward(*inputs)
    return {"Z": Z, **gradients(backward(gate, inputs, dZ), names, caller(gate))}


def caller(gate):
    return f"{type(gate).__name__}.backward"
