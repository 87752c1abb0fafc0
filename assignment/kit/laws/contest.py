"""What holds for every bot's predictions, good or bad."""

import numpy as np

from laws.tools import unlike_shape


def labels_are_classes(inputs, outputs):
    """One label for each example, each a class that was trained on; more than one class among them."""
    labels = outputs["labels"]
    if labels.shape != (len(inputs["X_test"]),):
        return unlike_shape("The array of labels that predict returned", labels.shape, (len(inputs["X_test"]),))
    if not np.all(np.isin(labels, inputs["y"])):
        return "predict returned a label that no training example has."
    if len(np.unique(labels)) < 2:
        return "predict returned one and the same label for every example."
    return None
