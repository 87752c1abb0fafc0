# Differs from the reference: loops over examples and coordinates, labels as floats, one neighbour at a time.
def predict(w, F):
    labels = []
    for f in F:
        score = 0.0
        for a, b in zip(w, f):
            score += a * b
        labels.append(1.0 if score >= 0 else -1.0)
    return labels


def zero_one_accuracy(w, F, y):
    right = 0
    for guess, label in zip(predict(w, F), y):
        if guess == label:
            right += 1
    return right / len(y)


def zero_one_loss(w, F, y):
    wrong = sum(guess != label for guess, label in zip(predict(w, F), y))
    return wrong / len(y)


def hill_climb(score, w0, step, max_steps):
    w = w0.astype(float)
    best_score = score(w)
    for _ in range(max_steps):
        best = None
        for i in range(len(w)):
            for sign in (-1, 1):
                candidate = w.copy()
                candidate[i] += sign * step
                value = score(candidate)
                if value > best_score:
                    best, best_score = candidate, value
        if best is None:
            return w
        w = best
    return w
