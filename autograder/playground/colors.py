"""The colours of classes in pictures that are made here; the page has the same in its style sheet.

Blue and orange first: those who see red and green alike can tell them apart, and they differ in lightness as well.
"""

from __future__ import annotations

import numpy as np

CLASSES = np.array([[0, 114, 178], [230, 126, 0], [0, 158, 115], [204, 90, 160]], float)
PAPER, INK, FAINT = np.array([255.0, 255, 255]), np.array([34.0, 40, 49]), np.array([214.0, 219, 226])
STRENGTH = 0.62


def mixed(field: np.ndarray) -> np.ndarray:
    """The colour of each cell for the probabilities (C, cells), as bytes: (cells, 3). Doubt is pale."""
    share = field.astype(float) / 255
    share = share / np.maximum(share.sum(axis=0), 1e-9)
    count = len(share)
    sure = np.clip((share.max(axis=0) - 1 / count) / (1 - 1 / count), 0, 1)[:, None]
    full = CLASSES[:count][share.argmax(axis=0)]
    return np.asarray(PAPER + (full - PAPER) * (0.08 + STRENGTH * sure))
