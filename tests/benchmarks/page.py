"""The README's section and the page with all figures, written from the raw figures and from nothing else."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from tests.benchmarks.claims import PEAK, PROCESSOR, WALL, Figures, batch_ratio, claims, column, number, one_ratio
from tests.benchmarks.contest import BARE, FLOOR, NUMPY, OURS, OWN, PYTHON, START
from tests.benchmarks.peers import PEERS

BEGIN, END = "<!-- benchmarks: written by `make bench` -->", "<!-- benchmarks: end -->"
BUSY_BEFORE, BUSY_AFTER = 0.5, 1.5
"""Loads a core above which figures say more of the machine than of the graders, which are themselves a load of 1."""
LIMITS = {
    FLOOR: "the limit: the same checks, a fork each from a warm process, no wall",
    BARE: "the student's own calls in one process, judged by nobody",
    NUMPY: "a new Python that imports numpy",
    PYTHON: "a new Python that does nothing",
    START: "our `check q0` at a student's home, on this whole assignment, not on the twelve checks",
}


def section(figures: Figures) -> str:
    """What stands in the README between the two marks."""
    return "\n".join([BEGIN, *lines(figures), END])


def put_in(readme: str, text: str) -> str:
    """The README with its section replaced."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + text + after


def lines(figures: Figures) -> Iterator[str]:
    """The section, line by line."""
    yield from ("## How fast", "", circumstances(figures), "")
    yield from table(figures)
    yield ""
    yield '<picture><source media="(prefers-color-scheme: dark)" srcset="tests/benchmarks/results/dark.svg">'
    yield f'<img alt="{alt(figures)}" src="tests/benchmarks/results/light.svg"></picture>'
    yield ""
    for claim in claims(figures):
        yield f"- {claim}"
    for name, reason in figures["missing"].items():
        yield f"- **{name} was not measured**: {reason}"


def circumstances(figures: Figures) -> str:
    """What was measured, where and when."""
    machine, rounds = figures["machine"], figures["rounds"]
    load = f"load {machine['load'][0]} before and {machine['load'][1]} after"
    before, after = (one / machine["cores"] for one in machine["load"])
    busy = before > BUSY_BEFORE or after > BUSY_AFTER
    doubt = " **The machine was busy with other work, so these figures are provisional.**" if busy else ""
    return (
        f"Each grader had the same student code and the same twelve checks, written as its own documentation says: "
        f"outputs of six gates, softmax loss and gradient, a network's loss and its gradients, dropout, and 300 "
        f"training steps on digits. They ran in turns, {rounds['one']} rounds for one submission and "
        f"{rounds['batch']} for batches, each in a virtual environment of its own, with one thread and the settings "
        f"that suit it best. Numbers are medians of ratios within a round, against this project: above 1 a grader "
        f"takes longer, or needs more. {machine['processor']}, {machine['cores']} cores, Python {machine['python']}, "
        f"numpy {machine['numpy']}, {machine['date']}, {load}.{doubt} "
        f"[All figures](tests/benchmarks/README.md), [raw](tests/benchmarks/results/figures.json)."
    )


def table(figures: Figures) -> Iterator[str]:
    """A row a grader, ours first, the limits last."""
    yield (
        "| | one submission: wall | processor | memory of the largest process | in a batch on two cores "
        "| what it also does | what it does not |"
    )
    yield "|---|--:|--:|--:|--:|---|---|"
    for peer in (OWN, *PEERS):
        if peer.name in figures["one"]:
            name = f"{peer.name} {figures['versions'].get(peer.name, '')}".strip()
            yield f"| {name} | {' | '.join(cells(figures, peer.name))} | {peer.also} | {peer.does_not} |"
    for name, words in LIMITS.items():
        if name in figures["one"]:
            yield f"| *{name}* | {' | '.join(cells(figures, name))} | {words} | |"


def cells(figures: Figures, name: str) -> list[str]:
    """A grader's four ratios to ours; what was not measured is left open."""
    ones = [number(one_ratio(figures, name, OURS, which).median) for which in (WALL, PROCESSOR, PEAK)]
    in_batch = number(batch_ratio(figures, name, OURS).median) if name in figures.get("batch", {}) else ""
    return [*ones, in_batch]


def alt(figures: Figures) -> str:
    """The plot in words."""
    peers = [peer.name for peer in PEERS if peer.name in figures["one"]]
    told = [f"{name} {number(one_ratio(figures, name, OURS).median)}" for name in peers]
    return f"Wall time of one submission in times of ours: {', '.join(told) or 'no other grader was measured'}"


def whole_page(figures: Figures) -> str:
    """All figures as tables: absolute times are those of this machine."""
    return "\n".join(everything(figures)) + "\n"


def everything(figures: Figures) -> Iterator[str]:
    """The page, line by line."""
    yield "# All figures of one run"
    yield ""
    yield "Written by `make bench` from `results/figures.json`. Milliseconds are those of this machine, as it was."
    yield ""
    yield circumstances(figures).replace("tests/benchmarks/", "")
    yield ""
    yield "| one submission | wall ms | processor ms | peak MB |"
    yield "|---|--:|--:|--:|"
    for name, runs in figures["one"].items():
        yield row(name, runs)
    for title, key in (("batch", "batch"), ("growth with submissions", "growth"), ("one core and two", "cores")):
        if figures.get(key):
            yield from ("", f"| {title}, for each submission | wall ms | processor ms | peak MB |", "|---|--:|--:|--:|")
            for name, entry in figures[key].items():
                count = entry["count"] if key == "batch" else figures["cores_of"] if key == "cores" else int(name)
                runs = entry["taken"] if key == "batch" else entry
                yield row(f"{name}, of {count}" if key == "batch" else name, runs, count)
    if "parameters" in figures:
        yield from ("", "| parameters | calls of forward | ms of each | ms in all |", "|--:|--:|--:|--:|")
        for size, found in figures["parameters"].items():
            yield f"| {int(size):,} | {found['calls']} | {found['forward_ms']:.2f} | {found['whole_ms']:.1f} |"
    for title, key in (("checks", "checks"), ("features", "features"), ("the whole assignment", "whole assignment")):
        if key in figures:
            yield from ("", f"| {title} | wall ms | processor ms of the grader's own process |", "|---|--:|--:|")
            for name, runs in figures[key].items():
                yield row(name, runs).rsplit("|", 2)[0] + "|"
    if figures.get("training"):
        yield from ("", "| 300 training steps on the digits | wall ms | processor ms |", "|---|--:|--:|")
        for name, runs in figures["training"].items():
            yield row(name, runs).rsplit("|", 2)[0] + "|"
    for title, key in (("layer of the wall", "layers"), ("measured by pyperf", "inside")):
        if key in figures:
            yield from ("", f"| {title} | ms |", "|---|--:|")
            yield from (f"| {name} | {milliseconds:.3f} |" for name, milliseconds in figures[key].items())


def row(name: str, runs: list[list[float]], count: int = 1) -> str:
    """Medians, for each of so many submissions."""
    wall, processor = (1000 * statistics.median(column(runs, which, count)) for which in (WALL, PROCESSOR))
    return f"| {name} | {wall:.1f} | {processor:.1f} | {statistics.median(column(runs, PEAK)):.0f} |"
