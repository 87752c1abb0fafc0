"""The twelve checks for PrairieLearn, as pytest-prairielearn-grader documents them: students run behind a socket."""

import pytest
import twelve
from pytest_prairielearn_grader import ConfigObject

autograder_config = ConfigObject(sandbox_timeout=120.0, import_blacklist=[])


def caller(sandbox):
    """How the functions of trailing_code.py are called; they return numbers and lists."""

    def call(name, inputs):
        return sandbox.query_function("called", name, inputs, query_timeout=120.0)

    return call


@pytest.mark.grading_data(name="LinearGate is right", points=1)
def test_linear(module_sandbox):
    twelve.check("linear", caller(module_sandbox))


@pytest.mark.grading_data(name="SigmoidGate is right", points=1)
def test_sigmoid(module_sandbox):
    twelve.check("sigmoid", caller(module_sandbox))


@pytest.mark.grading_data(name="TanhGate is right", points=1)
def test_tanh(module_sandbox):
    twelve.check("tanh", caller(module_sandbox))


@pytest.mark.grading_data(name="ReLUGate is right", points=1)
def test_relu(module_sandbox):
    twelve.check("relu", caller(module_sandbox))


@pytest.mark.grading_data(name="LeakyReLUGate is right", points=1)
def test_leaky_relu(module_sandbox):
    twelve.check("leaky_relu", caller(module_sandbox))


@pytest.mark.grading_data(name="BatchNormGate is right", points=1)
def test_batch_norm(module_sandbox):
    twelve.check("batch_norm", caller(module_sandbox))


@pytest.mark.grading_data(name="The softmax loss is right", points=1)
def test_softmax_loss(module_sandbox):
    twelve.check("softmax_loss", caller(module_sandbox))


@pytest.mark.grading_data(name="Its gradient is right", points=1)
def test_softmax_gradient(module_sandbox):
    twelve.check("softmax_gradient", caller(module_sandbox))


@pytest.mark.grading_data(name="A network's loss is right", points=1)
def test_network_loss(module_sandbox):
    twelve.check("network_loss", caller(module_sandbox))


@pytest.mark.grading_data(name="Its gradients are the slopes of its loss", points=1)
def test_network_gradients(module_sandbox):
    twelve.check("network_gradients", caller(module_sandbox))


@pytest.mark.grading_data(name="Dropout scales what it keeps", points=1)
def test_dropout(module_sandbox):
    twelve.check("dropout", caller(module_sandbox))


@pytest.mark.grading_data(name="300 steps on the digits", points=1)
def test_trained(module_sandbox):
    twelve.check("trained", caller(module_sandbox))
