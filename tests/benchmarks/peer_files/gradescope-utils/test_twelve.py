"""The twelve checks for Gradescope, as gradescope-utils documents them."""

import unittest

import local
import twelve
from gradescope_utils.autograder_utils.decorators import number, weight

CALL = local.caller()


class TestTwelve(unittest.TestCase):
    """A test a check."""

    @weight(1)
    @number("1")
    def test_linear(self):
        """LinearGate is right"""
        twelve.check("linear", CALL)

    @weight(1)
    @number("2")
    def test_sigmoid(self):
        """SigmoidGate is right"""
        twelve.check("sigmoid", CALL)

    @weight(1)
    @number("3")
    def test_tanh(self):
        """TanhGate is right"""
        twelve.check("tanh", CALL)

    @weight(1)
    @number("4")
    def test_relu(self):
        """ReLUGate is right"""
        twelve.check("relu", CALL)

    @weight(1)
    @number("5")
    def test_leaky_relu(self):
        """LeakyReLUGate is right"""
        twelve.check("leaky_relu", CALL)

    @weight(1)
    @number("6")
    def test_batch_norm(self):
        """BatchNormGate is right"""
        twelve.check("batch_norm", CALL)

    @weight(1)
    @number("7")
    def test_softmax_loss(self):
        """The softmax loss is right"""
        twelve.check("softmax_loss", CALL)

    @weight(1)
    @number("8")
    def test_softmax_gradient(self):
        """Its gradient is right"""
        twelve.check("softmax_gradient", CALL)

    @weight(1)
    @number("9")
    def test_network_loss(self):
        """A network's loss is right"""
        twelve.check("network_loss", CALL)

    @weight(1)
    @number("10")
    def test_network_gradients(self):
        """Its gradients are the slopes of its loss"""
        twelve.check("network_gradients", CALL)

    @weight(1)
    @number("11")
    def test_dropout(self):
        """Dropout scales what it keeps"""
        twelve.check("dropout", CALL)

    @weight(1)
    @number("12")
    def test_trained(self):
        """300 steps on the digits"""
        twelve.check("trained", CALL)
