"""Which question feeds which, and about how many minutes each takes somebody who has written Python before."""

from matplotlib.patches import FancyBboxPatch
from style import BLUE, INK, LINE, MUTED, PAPER, figure

MINUTES = {
    "q0": 10, "q1": 40, "q2": 45, "q3": 60, "q4": 90, "q5": 45,
    "q6": 60, "q7": 60, "q8": 75, "q9": 30, "q10": 40, "q11": 60,
}  # fmt: skip
WORDS = {
    "q1": "local search",
    "q2": "softmax, two classes",
    "q3": "gradients",
    "q4": "gates and graphs",
    "q5": "mini-batches",
    "q6": "softmax, many classes",
    "q7": "layers",
    "q8": "the network",
    "q9": "dropout",
    "q10": "first weights, momentum",
    "q11": "batch normalization",
    "contest": "the contest",
}
PLACES = {
    "q1": (0, 1.5), "q2": (1, 1.5), "q3": (2, 2.4), "q4": (2, 0.6), "q5": (3, 2.4), "q6": (3, 1.5), "q7": (3, 0.6),
    "q8": (4, 1.5), "q9": (4, 0.45), "q10": (5, 2.4), "q11": (4, -0.45), "contest": (5, 1.5),
}  # fmt: skip
FEEDS = {
    ("q1", "q2"), ("q2", "q3"), ("q2", "q6"), ("q3", "q5"), ("q3", "q4"), ("q4", "q7"), ("q5", "q8"), ("q6", "q8"),
    ("q7", "q8"), ("q7", "q9"), ("q7", "q11"), ("q8", "q10"), ("q8", "contest"), ("q9", "contest"),
    ("q10", "contest"), ("q11", "contest"),
}  # fmt: skip
WIDE, HIGH = 0.86, 0.66


def hours(optional=("q11",)):
    """All that is not optional, in hours."""
    return sum(minutes for name, minutes in MINUTES.items() if name not in optional) / 60


def box(axes, name):
    """A question with its subject and its minutes."""
    x, y = PLACES[name]
    strong = name in ("q8", "contest")
    patch = FancyBboxPatch(
        (x - WIDE / 2, y - HIGH / 2),
        WIDE,
        HIGH,
        boxstyle="round,pad=0,rounding_size=0.07",
        facecolor=PAPER,
        edgecolor=BLUE if strong else LINE if name == "q11" else MUTED,
        linewidth=1.6 if strong else 1,
        zorder=2,
    )
    axes.add_patch(patch)
    title = name.upper() if name in MINUTES else ""
    minutes = f" · {MINUTES[name]} min" if name in MINUTES else ""
    words = WORDS[name].replace(", ", ",\n").replace("batch n", "batch\nn")
    axes.text(
        x, y + (0.2 if title else 0), title + minutes, ha="center", va="center", fontsize=8.5, color=MUTED, zorder=3
    )
    axes.text(
        x, y - (0.09 if title else 0), words, ha="center", va="center", fontsize=8.8, color=INK, zorder=3, linespacing=1
    )


def arrow(axes, start, end):
    """From the edge of one box to the edge of another."""
    (x0, y0), (x1, y1) = PLACES[start], PLACES[end]
    across = abs(x1 - x0) > 0
    begin = (x0 + WIDE / 2, y0) if across else (x0, y0 + HIGH / 2 * (1 if y1 > y0 else -1))
    finish = (x1 - WIDE / 2, y1) if across else (x1, y1 - HIGH / 2 * (1 if y1 > y0 else -1))
    style = {"arrowstyle": "-|>", "color": MUTED, "linewidth": 0.9, "shrinkA": 0, "shrinkB": 1, "mutation_scale": 8}
    axes.annotate("", finish, begin, zorder=1, arrowprops=style)


def draw():
    drawing, axes = figure(3.3)
    for start, end in sorted(FEEDS):
        arrow(axes, start, end)
    for name in PLACES:
        box(axes, name)
    axes.set(xlim=(-0.45, 5.45), ylim=(-0.85, 2.8))
    axes.axis("off")
    return drawing
