"""How the multi-class softmax and its loss gate are called."""

from probes.tools import backward, copied, gradients, number


def class_probabilities(student, S):
    return {"P": student.softmax.softmax(S)}


def class_loss(student, S, y, dloss=1.0):
    return {"loss": number(student.softmax.SoftmaxLossGate().forward(S, y))}


def class_loss_gate(student, S, y, dloss):
    """Forward, then backward with dloss."""
    gate = student.softmax.SoftmaxLossGate()
    loss = number(gate.forward(S, y))
    return {"loss": loss, **gradients(backward(gate, [S, y], dloss), ["dS"], "SoftmaxLossGate.backward")}


def class_loss_gate_by_default(student, S, y):
    """Forward, then backward without dloss: the loss is the end of the graph."""
    gate = student.softmax.SoftmaxLossGate()
    loss = number(gate.forward(S, y))
    slopes = gradients(gate.backward(), ["dS"], "SoftmaxLossGate.backward")
    return {"loss": loss, **slopes}


def class_loss_gates_at_once(student, S1, y1, S2, y2, S3, y3, dloss):
    """Two gates that live at once; backward twice, and again after another forward."""
    one, other = student.softmax.SoftmaxLossGate(), student.softmax.SoftmaxLossGate()
    one.forward(S1, y1)
    other.forward(S2, y2)
    slopes = {"dS_of_the_first_gate": slope(one, dloss), "dS_of_the_second_gate": slope(other, dloss)}
    slopes["dS_when_asked_twice"] = slope(one, dloss)
    one.forward(S3, y3)
    return {**slopes, "dS_after_another_forward": slope(one, dloss)}


def slope(gate, dloss):
    return copied(gradients(gate.backward(dloss), ["dS"], "SoftmaxLossGate.backward")["dS"])


def class_arguments(student, S, y, dloss):
    """Each argument after every call, and what the calls gave; a gate may do without softmax, which is then left out."""
    try:
        probabilities = {"result_of_softmax": copied(student.softmax.softmax(S))}
    except NotImplementedError:
        probabilities = {}
    gate = student.softmax.SoftmaxLossGate()
    loss = gate.forward(S, y)
    slopes = gradients(gate.backward(dloss), ["dS"], "SoftmaxLossGate.backward")
    return {"S": S, "y": y, "loss": number(loss), **probabilities, "result_of_backward": slopes["dS"]}
