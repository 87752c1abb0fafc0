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
    """Forward, then backward without dloss: the loss is the end of the graph. And the probabilities beside it."""
    gate = student.softmax.SoftmaxLossGate()
    loss = number(gate.forward(S, y))
    slopes = gradients(gate.backward(), ["dS"], "SoftmaxLossGate.backward")
    return {"P": student.softmax.softmax(S), "loss": loss, **slopes}


def class_arguments(student, S, y, dloss):
    """Each argument after every call, and what the calls gave."""
    P = copied(student.softmax.softmax(S))
    gate = student.softmax.SoftmaxLossGate()
    loss = gate.forward(S, y)
    slopes = gradients(gate.backward(dloss), ["dS"], "SoftmaxLossGate.backward")
    return {"S": S, "y": y, "loss": number(loss), "result_of_softmax": P, "result_of_backward": slopes["dS"]}
