"""The twelve checks for check50, as its documentation writes checks in Python."""

import sys

import check50

NEEDED = ("twelve.py", "local.py", "probes_of_twelve.py", "data.npz")


def judged(name):
    """Judge a check in the folder that check50 made for it."""
    sys.path.insert(0, ".")
    import local
    import twelve

    try:
        twelve.check(name, local.caller())
    except AssertionError as error:
        raise check50.Failure("what came back is not right") from error


@check50.check()
def exists():
    """work.py exists"""
    check50.exists("work.py")
    check50.include(*NEEDED)


@check50.check(exists)
def linear():
    """LinearGate is right"""
    judged("linear")


@check50.check(exists)
def sigmoid():
    """SigmoidGate is right"""
    judged("sigmoid")


@check50.check(exists)
def tanh():
    """TanhGate is right"""
    judged("tanh")


@check50.check(exists)
def relu():
    """ReLUGate is right"""
    judged("relu")


@check50.check(exists)
def leaky_relu():
    """LeakyReLUGate is right"""
    judged("leaky_relu")


@check50.check(exists)
def batch_norm():
    """BatchNormGate is right"""
    judged("batch_norm")


@check50.check(exists)
def softmax_loss():
    """The softmax loss is right"""
    judged("softmax_loss")


@check50.check(exists)
def softmax_gradient():
    """Its gradient is right"""
    judged("softmax_gradient")


@check50.check(exists)
def network_loss():
    """A network's loss is right"""
    judged("network_loss")


@check50.check(exists)
def network_gradients():
    """Its gradients are the slopes of its loss"""
    judged("network_gradients")


@check50.check(exists)
def dropout():
    """Dropout scales what it keeps"""
    judged("dropout")


@check50.check(exists)
def trained():
    """300 steps on the digits"""
    judged("trained")
