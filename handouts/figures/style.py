"""The look of every figure, and how one is written: a function that draws, and a file that never changes by itself.

`figure` opens a drawing, `save` writes it. The colours are the light theme's; the build exchanges each of them for the
page's own, so that a figure follows the reader into the dark. `BOARD` lists them by name.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "solution")]

import matplotlib  # noqa: E402

matplotlib.use("svg")

import matplotlib.pyplot as plt  # noqa: E402
from matplotlib import font_manager  # noqa: E402
from press import drawings, fonts  # noqa: E402

INK, MUTED, LINE, PAPER = (drawings.BOARD[name] for name in ("ink", "muted", "line", "paper"))
BLUE, ORANGE, GREEN, PURPLE = (drawings.BOARD[name] for name in ("blue", "orange", "green", "purple"))
WIDTH = 7.0

SETTINGS = {
    "font.family": "Source Sans 3",
    "font.size": 10.5,
    "mathtext.fontset": "cm",
    "svg.fonttype": "path",
    "svg.hashsalt": "handouts",
    "figure.constrained_layout.use": True,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "legend.fontsize": 9.5,
}


def figure(height, columns=1, rows=1, width=WIDTH, **options):
    """A fresh drawing ``height`` inches high, and its axes."""
    for font in sorted(fonts.ready().glob("*.ttf")):
        font_manager.fontManager.addfont(font)
    matplotlib.rcParams.update(matplotlib.rcParamsDefault)
    matplotlib.rcParams.update(SETTINGS)
    return plt.subplots(rows, columns, figsize=(width, height), **options)


def svg(drawing):
    """The drawing as SVG text, the same at every run."""
    target = io.StringIO()
    drawing.savefig(target, format="svg", metadata={"Date": None}, bbox_inches="tight", pad_inches=0.05)
    plt.close(drawing)
    return target.getvalue()
