"""Staff bot, third rung: two hidden layers of 64 units, momentum, and a learning rate that falls to 0."""

from network import NLayerNetwork
from sgd import Momentum, minibatches

EPOCHS = 300


def train(X, y, rng, seconds):
    network = NLayerNetwork([X.shape[1], 64, 64, int(y.max()) + 1], rng=rng)
    momentum = Momentum(alpha=0.05, mu=0.9)
    for epoch in range(EPOCHS):
        momentum.alpha = 0.05 * (1 - epoch / EPOCHS)
        for batch in minibatches(len(X), 30, rng):
            _, gradients = network.loss_and_gradients(X[batch], y[batch])
            network.set_params(momentum.step(network.params, gradients))
    return network.predict
