"""The graph of g(w) = w1^3 w2 + 3 w1 at w = [2, 3]: values go forward, slopes come back, and at w1 two slopes meet."""

from style import BLUE, INK, LINE, MUTED, ORANGE, PAPER, figure

from graph import AddGate, ComputationalGraph, MultiplyGate, PowerGate, ScaleGate

PLACES = {"w1": (0, 2.1), "w2": (0, 0.55), "a": (2.2, 1.9), "b": (4.4, 1.2), "c": (2.2, 3.3), "g": (6.6, 2.2)}
LABELS = {
    "w1": "$w_1$",
    "w2": "$w_2$",
    "a": "$a = w_1^3$",
    "b": "$b = a\\,w_2$",
    "c": "$c = 3\\,w_1$",
    "g": "$g = b + c$",
}


def computed():
    """The value of every node, and the slope that travels back along every edge."""
    nodes = {
        "g": (AddGate(), ["b", "c"]),
        "b": (MultiplyGate(), ["a", "w2"]),
        "a": (PowerGate(3), ["w1"]),
        "c": (ScaleGate(3), ["w1"]),
    }
    graph = ComputationalGraph(["w1", "w2"], nodes, "g")
    graph.forward({"w1": 2.0, "w2": 3.0})
    at, along = {"g": 1.0}, {}
    for name in reversed(graph.nodes_topologically_sorted()):
        gate, arguments = nodes[name]
        for argument, slope in zip(arguments, gate.backward(at[name]), strict=False):
            along[argument, name] = slope
            at[argument] = at.get(argument, 0.0) + slope
    return graph.values, at, along


def node(axes, name, value, slope):
    """One box: what it computes, its value above and its slope below."""
    x, y = PLACES[name]
    axes.text(
        x,
        y,
        LABELS[name],
        ha="center",
        va="center",
        fontsize=12,
        zorder=3,
        bbox={"boxstyle": "round,pad=0.45", "facecolor": PAPER, "edgecolor": INK, "linewidth": 1},
    )
    below = f"36 + 3 = {slope:.0f}" if name == "w1" else f"{slope:.0f}"
    axes.text(x, y + 0.34, f"{value:.0f}", color=BLUE, ha="center", va="bottom", fontsize=12)
    axes.text(x, y - 0.34, below, color=ORANGE, ha="center", va="top", fontsize=12)


def edge(axes, start, end, slope):
    """One arrow of the graph; beside it what travels back, where that differs from what is in the box."""
    (x0, y0), (x1, y1) = PLACES[start], PLACES[end]
    axes.annotate(
        "",
        (x1 - 0.62, y1),
        (x0 + 0.42, y0),
        zorder=1,
        arrowprops={"arrowstyle": "-|>", "color": MUTED, "linewidth": 1, "shrinkA": 0, "shrinkB": 0},
    )
    if start == "w1":
        axes.text(
            (x0 + x1) / 2 - 0.1,
            (y0 + y1) / 2,
            f"{slope:.0f}",
            color=ORANGE,
            ha="center",
            va="center",
            fontsize=12,
            bbox={"boxstyle": "round,pad=0.15", "facecolor": PAPER, "edgecolor": LINE, "linewidth": 0.8},
        )


def draw():
    values, at, along = computed()
    assert at == {"g": 1, "b": 1, "c": 1, "a": 3, "w2": 8, "w1": 36 + 3}
    drawing, axes = figure(3.1)
    for (start, end), slope in along.items():
        edge(axes, start, end, slope)
    for name in PLACES:
        node(axes, name, values[name], at[name])
    axes.text(5.2, 3.65, "forward: values", color=BLUE, va="center")
    axes.text(5.2, 3.35, "backward: slopes of $g$", color=ORANGE, va="center")
    axes.set(xlim=(-0.6, 7.4), ylim=(-0.1, 3.95))
    axes.axis("off")
    return drawing
