"""What holds for finite differences and for gradient descent, whatever the function.

Only where a function was evaluated is observed; its values there follow from the case.
"""

import numpy as np

from laws.tools import alike, unlike_rows


def exact_for_linear_functions(inputs, outputs):
    """The slopes of a linear function are its coefficients, up to rounding."""
    found, slopes = outputs["slopes"], inputs["slopes"]
    if found.shape != slopes.shape:
        return f"finite_difference returned shape {found.shape} for a w of shape {slopes.shape}; expected that shape."
    if not np.allclose(found, slopes, rtol=0, atol=1e-6 * np.abs(slopes).max()):
        return "finite_difference is not exact for a linear function, whose slopes do not depend on w or h."
    return None


def asks_one_step_away(inputs, outputs):
    """f is evaluated at w and at points that differ from it by h in one coordinate, 2 * size + 2 times at most.

    Each coordinate is moved ahead, and there is something to compare with: w itself, or the point behind.
    """
    asked, w, h = outputs["asked"], inputs["w"], inputs["h"]
    odd = unlike_rows(outputs, w.shape, "asked")
    if odd:
        return odd
    if len(asked) > 2 * w.size + 2:
        return f"f was called {len(asked)} times for {w.size} coordinates; expected at most {2 * w.size + 2}."
    moved = np.abs(asked - w).reshape(len(asked), w.size)
    if np.any((moved > 1e-9).sum(axis=1) > 1):
        return "f was evaluated at a point that differs from w in several coordinates; a partial derivative moves one."
    if not np.all((moved < 1e-9) | np.isclose(moved, h, rtol=1e-6, atol=0)):
        return "f was evaluated at a point that is not h away from w; h is an absolute step here."
    ahead, behind = (np.any(sign * (asked - w).reshape(len(asked), w.size) > 0.5 * h, axis=0) for sign in (1, -1))
    compared = behind if inputs["central"] else np.any(np.all(moved < 0.5 * h, axis=1))
    if not np.all(ahead & compared):
        return "f was not evaluated at all the points that the formula names; each coordinate has slopes of its own."
    return None


NO_MOVE = "w did not move between two calls of gradient_of: the gradient changes as w moves."


def follows_the_gradient(inputs, outputs):
    """Each call of gradient_of gets the w that the step before leads to; the last step leads to the answer."""
    asked = outputs["asked"]
    odd = unlike_rows(outputs, inputs["w0"].shape, "asked")
    if odd:
        return odd
    told = inputs["scales"] * np.sin(asked) + 1.0
    if len(asked) != inputs["steps"]:
        return f"gradient_of was called {len(asked)} times for {inputs['steps']} steps; expected one call a step."
    if not alike(asked[0], inputs["w0"]):
        return "The first call of gradient_of did not get w0."
    for step, (w, gradient, then) in enumerate(zip(asked, told, [*asked[1:], outputs["w"]], strict=True), start=1):
        if alike(then, w - inputs["alpha"] * gradient):
            if np.array_equal(then, w):  # a step too small to be told from none otherwise
                return NO_MOVE
            continue
        if alike(then, w + inputs["alpha"] * gradient):
            return "A step went up the gradient, the wrong way: gradient descent makes the function smaller."
        if step == len(asked) > 1:
            return "The steps are right, but what gradient_descent returned is not where the last of them leads."
        if alike(then, w):
            return NO_MOVE
        if step > 1:
            return "The first step leads to w - alpha * gradient, and a later one does not, as if something were kept from step to step."
        return "A step did not lead to w - alpha * gradient, with the gradient that gradient_of had just returned."
    return None


def stays_without_steps(inputs, outputs):
    """No steps lead nowhere."""
    if not alike(outputs["still"], inputs["w0"]):
        return "gradient_descent with steps=0 did not return w0."
    return None


def loss_falls(inputs, outputs):
    """With a small learning rate on a convex loss, every step makes it smaller."""
    losses = np.ravel(outputs["losses"])
    if not np.all(np.isfinite(losses)):
        return "The loss is not finite somewhere on the way down."
    if not np.all(np.diff(losses) < 0):
        k = int(np.argmax(~(np.diff(losses) < 0)))
        then = losses[k + 1]
        return f"Before step {k + 1} the loss is {losses[k]:.9g}, after it {then:.9g}; expected it to fall."
    return None
