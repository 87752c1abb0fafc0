"""Local search at Python's prompt."""


def zero_one(w, F, y):
    return """
    from search import predict, zero_one_accuracy, zero_one_loss
    labels = predict(w, F)
    accuracy = zero_one_accuracy(w, F, y)
    loss = zero_one_loss(w, F, y)
    """


def climb_accuracy(w0, F, y, small, large, max_steps):
    return """
    from search import hill_climb, zero_one_accuracy
    score = lambda w: zero_one_accuracy(w, F, y)
    small_step = hill_climb(score, w0, small, max_steps)
    large_step = hill_climb(score, w0, large, max_steps)
    accuracy = score(large_step)
    """


def search_arguments(w, F, y, w0, step):
    return """
    from search import hill_climb, predict, zero_one_accuracy, zero_one_loss
    predict(w, F)
    zero_one_accuracy(w, F, y)
    zero_one_loss(w, F, y)
    hill_climb(lambda v: -float(np.sum((v - 1) ** 2)), w0, step, 3)
    w, F, y, w0
    """
