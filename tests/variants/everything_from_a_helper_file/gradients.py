# Differs from the reference: gradients and descent in a module of the student's own, imported by the asked-for file.
from helpers_of_mine import descent, numeric, step, slope_of_loss


def softmax_loss_gradient(w, F, y):
    return slope_of_loss(w, F, y)


def finite_difference(f, w, h, central=False):
    return numeric(f, w, h, central)


gradient_step = step
gradient_descent = descent
