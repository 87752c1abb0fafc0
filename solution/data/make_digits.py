"""Writes digits.npz and digits_test_labels.npz beside this file from scikit-learn's bundled handwritten digits.

Run once by staff, where scikit-learn is installed: ``python make_digits.py``. The split is frozen, because which rows are
tested moves a network's accuracy by as much as its seed does. 1344 training rows are 42 batches of 32, so that no
training ends an epoch on a batch of a few rows.

digits.npz may be given to students: X_train, y_train and X_test. The labels of the test rows stay with the grader.
"""

from pathlib import Path

import numpy as np

TRAIN = 1344
SEED = 188
HERE = Path(__file__).parent


def split_digits() -> dict[str, np.ndarray]:
    """Training and test rows: 64 pixels between 0 and 1 (in sixteenths), and labels 0..9."""
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(SEED).permutation(len(labels))
    X, y = pixels[order] / 16, labels[order]
    return {"X_train": X[:TRAIN], "y_train": y[:TRAIN], "X_test": X[TRAIN:], "y_test": y[TRAIN:]}


def main() -> None:
    digits = split_digits()
    np.savez_compressed(HERE / "digits_test_labels.npz", y_test=digits.pop("y_test"))
    np.savez_compressed(HERE / "digits.npz", **digits)


if __name__ == "__main__":
    main()
