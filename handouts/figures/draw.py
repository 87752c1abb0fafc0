"""Draws every figure anew: ``python handouts/figures/draw.py [name ...]`` writes ``<name>.svg`` beside this file."""

import importlib
import sys

from style import HERE, svg

NAMES = (
    "finished", "road", "staircase", "hill_climbing", "secants", "fork", "activations", "sgd_path", "boundary",
    "dropout", "training",
)  # fmt: skip


def drawn(name):
    """The SVG text of the figure called ``name``."""
    return svg(importlib.import_module(name).draw())


if __name__ == "__main__":
    for name in sys.argv[1:] or NAMES:
        (HERE / f"{name}.svg").write_text(drawn(name), encoding="utf-8")
