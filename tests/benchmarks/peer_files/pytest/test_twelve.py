"""The twelve checks for plain pytest."""

import local
import twelve

CALL = local.caller()


def test_linear():
    twelve.check("linear", CALL)


def test_sigmoid():
    twelve.check("sigmoid", CALL)


def test_tanh():
    twelve.check("tanh", CALL)


def test_relu():
    twelve.check("relu", CALL)


def test_leaky_relu():
    twelve.check("leaky_relu", CALL)


def test_batch_norm():
    twelve.check("batch_norm", CALL)


def test_softmax_loss():
    twelve.check("softmax_loss", CALL)


def test_softmax_gradient():
    twelve.check("softmax_gradient", CALL)


def test_network_loss():
    twelve.check("network_loss", CALL)


def test_network_gradients():
    twelve.check("network_gradients", CALL)


def test_dropout():
    twelve.check("dropout", CALL)


def test_trained():
    twelve.check("trained", CALL)
