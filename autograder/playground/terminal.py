"""The boundary in a terminal: two cells in a character, the upper half of which has a colour of its own."""

from __future__ import annotations

import numpy as np
from rich.text import Text

from autograder.playground import descent
from autograder.playground.colors import CLASSES, PAPER, mixed
from autograder.playground.once import History

CELLS = 40
LETTERS = np.array(list("o+x*"))
"""The classes where there are no colours."""


def in_letters(history: History) -> str:
    """The class of each cell as a letter, a blank where the network is in doubt; nothing for other pictures."""
    if "field" not in history.arrays:
        return ""
    field = history.arrays["field"]
    size = round(field.shape[1] ** 0.5)
    taken = ((np.arange(CELLS) + 0.5) * size / CELLS).astype(int)
    small = field.reshape(-1, size, size)[:, taken[::2]][:, :, taken]
    return "\n".join("".join(row) for row in np.where(small.max(axis=0) > 150, LETTERS[small.argmax(axis=0)], " "))


def drawn(history: History) -> Text:
    """The field of a training, or the heights of a landscape; nothing for images."""
    if "field" in history.arrays:
        field = history.arrays["field"]
        size = round(field.shape[1] ** 0.5)
        colors = mixed(field).reshape(size, size, 3)
    elif "heights" in history.arrays:
        heights = history.arrays["heights"].reshape(descent.CELLS, descent.CELLS)
        share = np.nan_to_num((heights - heights.min()) / max(float(np.ptp(heights)), 1e-9)) ** 0.5
        colors = PAPER + (CLASSES[0] - PAPER) * share[:, :, None]
    else:
        return Text()
    taken = (np.arange(CELLS) + 0.5) * len(colors) / CELLS
    small = colors[taken.astype(int)][:, taken.astype(int)].astype(int)
    text = Text()
    for upper, lower in zip(small[::2], small[1::2], strict=True):
        for above, below in zip(upper, lower, strict=True):
            text.append("▀", f"rgb({above[0]},{above[1]},{above[2]}) on rgb({below[0]},{below[1]},{below[2]})")
        text.append("\n")
    return text
