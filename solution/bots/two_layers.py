"""Staff bot, second rung: 64 hidden units with ReLU, mini-batch gradient descent."""

from network import NLayerNetwork


def train(X, y, rng, seconds):
    network = NLayerNetwork([X.shape[1], 64, int(y.max()) + 1], rng=rng)
    network.fit(X, y, alpha=0.2, batch_size=30, epochs=150, rng=rng)
    return network.predict
