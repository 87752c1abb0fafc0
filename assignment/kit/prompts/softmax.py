"""The softmax of two classes, and of several, at Python's prompt."""


def softmax_loss(w, F, y):
    return """
    from softmax import softmax_loss
    loss = softmax_loss(w, F, y)
    """


def likelihood_and_loss(w, F, y):
    return """
    from softmax import log_likelihood, softmax_loss
    ll = log_likelihood(w, F, y)
    loss = softmax_loss(w, F, y)
    """


def probability_both_ways(z):
    return """
    from softmax import softmax_probability
    softmax_probability(z) + softmax_probability(-z)
    """


def loss_both_ways(w, F, y):
    return """
    from softmax import softmax_loss
    loss = softmax_loss(w, F, y)
    flipped = softmax_loss(w, -F, -y)
    mislabelled = softmax_loss(w, F, -y)
    loss, flipped, mislabelled
    """


def large_scores(z, y):
    return """
    from softmax import softmax_loss, softmax_probability
    losses = lambda labels: [softmax_loss(np.ones(1), np.array([[s]]), np.array([l])) for s, l in zip(z, labels)]
    softmax_probability(z)  # p
    losses(y)  # loss: softmax_loss(w, F, y) on each example alone
    losses(-y)  # opposite: softmax_loss(w, F, -y) on each example alone
    """


def climb_loss(w0, F, y, step, max_steps):
    return """
    from search import hill_climb
    from softmax import softmax_loss
    score = lambda w: -softmax_loss(w, F, y)
    w = hill_climb(score, w0, step, max_steps)
    """


def softmax_arguments(z, w, F, y):
    return """
    from softmax import log_likelihood, softmax_loss, softmax_probability
    softmax_probability(z)
    log_likelihood(w, F, y)
    softmax_loss(w, F, y)
    z, w, F, y
    """


def class_probabilities(S):
    return """
    from softmax import softmax
    P = softmax(S)
    """


def class_loss(S, y, dloss=1.0):
    return """
    from softmax import SoftmaxLossGate
    gate = SoftmaxLossGate()
    loss = gate.forward(S, y)
    """


def class_loss_gate(S, y, dloss):
    return """
    from softmax import SoftmaxLossGate
    gate = SoftmaxLossGate()
    loss = gate.forward(S, y)
    gate.backward(dloss)  # d*
    """


def class_loss_gate_by_default(S, y):
    return """
    from softmax import SoftmaxLossGate
    gate = SoftmaxLossGate()
    loss = gate.forward(S, y)
    gate.backward()  # d*
    """


def class_loss_gates_at_once(S1, y1, S2, y2, S3, y3, dloss):
    return """
    from softmax import SoftmaxLossGate
    one, other = SoftmaxLossGate(), SoftmaxLossGate()
    one.forward(S1, y1)
    other.forward(S2, y2)
    one.backward(dloss)  # *_of_the_first_gate
    other.backward(dloss)  # *_of_the_second_gate
    one.backward(dloss)  # *_when_asked_twice: a second one.backward(dloss)
    one.forward(S3, y3)
    one.backward(dloss)  # *_after_another_forward: one.backward(dloss) after another forward
    """


def class_arguments(S, y, dloss):
    return """
    from softmax import SoftmaxLossGate, softmax
    softmax(S)
    gate = SoftmaxLossGate()
    gate.forward(S, y)
    gate.backward(dloss)
    S, y
    """
