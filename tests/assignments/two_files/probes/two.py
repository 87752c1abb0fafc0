"""How the two files are called."""


def scores(student, X, W, b, dS):
    return {"S": student.linear.Linear().forward(X, W, b)}


def backward(student, X, W, b, dS):
    layer, other = student.linear.Linear(), student.linear.Linear()
    layer.forward(X, W, b)
    other.forward(-2 * X, -3 * W, b)
    dX, dW, db = layer.backward(dS)
    return {"dX": dX, "dW": dW, "db": db}


def arguments(student, X, W, b, dS):
    layer = student.linear.Linear()
    layer.forward(X, W, b)
    layer.backward(dS)
    return {"X": X, "W": W, "b": b, "dS": dS}


def loss(student, w, X, y):
    return {"loss": student.descent.loss(w, X, y)}


def gradient(student, w, X, y):
    return {"dw": student.descent.gradient(w, X, y)}


def fit(student, w, X, y):
    return {"w": student.descent.fit(w, X, y, 0.1, 5), "start": w}
