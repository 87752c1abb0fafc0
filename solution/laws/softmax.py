"""What holds for a probability and for a loss. First Q2."""

import numpy as np


def is_a_probability(inputs, outputs):
    """p(z) + p(-z) = 1, p(0) = 1/2, and a larger score is more probable."""
    p, q, z = outputs["p"], outputs["q"], inputs["z"]
    if p.shape != z.shape or q.shape != z.shape:
        return f"softmax_probability returned shape {p.shape} for scores of shape {z.shape}; expected the same shape."
    if not (np.all(p >= 0) and np.all(p <= 1)):
        return f"softmax_probability returned {p.min():.6g} to {p.max():.6g}; a probability lies from 0 to 1."
    if not np.allclose(p + q, 1, rtol=0, atol=1e-6):
        worst = np.argmax(np.abs(p + q - 1))
        return f"p({z[worst]:.6g}) + p({-z[worst]:.6g}) is {p[worst] + q[worst]:.6g}, expected 1."
    if not np.allclose(p[z == 0], 0.5, rtol=0, atol=1e-6):
        return f"p(0) is {p[z == 0][0]:.6g}, expected 0.5."
    if not np.all(np.diff(p[np.argsort(z)]) > 0):
        return "A larger score should be more probable, and here p does not grow with z everywhere."
    return None


def loss_keeps_when_flipped(inputs, outputs):
    """Negating every label and every feature says the same thing about w; negating the labels alone does not."""
    loss, flipped, mislabelled = outputs["loss"], outputs["flipped"], outputs["mislabelled"]
    if not loss.size == flipped.size == mislabelled.size == 1:
        return f"softmax_loss returned shape {loss.shape}, expected a single number."
    if not loss > 0:
        return "softmax_loss is not above 0, though no label here is certain."
    if np.isclose(loss, mislabelled, rtol=1e-5, atol=0):
        return "softmax_loss did not change when every label was negated; expected another loss."
    if not np.isclose(loss, flipped, rtol=1e-5, atol=0):
        return "softmax_loss changed when every label and every feature was negated; expected no change."
    return None


def large_scores_stay_finite(inputs, outputs):
    """p is a number from 0 to 1; an example's loss is about 0 where its score is right, and about 2|z| where it is wrong."""
    z, y, p = inputs["z"], inputs["y"], outputs["p"]
    if p.shape != z.shape:
        return f"softmax_probability returned shape {p.shape} for scores of shape {z.shape}; expected the same shape."
    odd = np.flatnonzero(~((p >= 0) & (p <= 1)))
    if odd.size:
        return f"softmax_probability({z[odd[0]]:g}) is {p[odd[0]]:g}; a probability lies from 0 to 1."
    for name, labels in (("loss", y), ("opposite", -y)):
        losses = np.ravel(outputs[name])
        if losses.shape != z.shape:
            return "softmax_loss did not return one number for one example."
        wanted = np.maximum(-2 * labels * z, 0)
        far = np.flatnonzero(~(np.abs(losses - wanted) <= 1e-4 * np.maximum(wanted, 1)))
        if far.size:
            i = far[0]
            example = f"An example with the label {labels[i]} and the score {z[i]:g}"
            return f"{example} has the loss {losses[i]:.6g}, expected about {wanted[i]:g}."
    return None
