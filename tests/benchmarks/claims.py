"""What is claimed of the figures: each goal, and whether the rounds of one run bear it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.contest import FLOOR, FLOOR_ON, NUMPY, OURS, START
from tests.benchmarks.runner import Ratio

WALL, PROCESSOR, PEAK = 0, 1, 2
Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Claim:
    """A ratio and what was hoped of it. ``words`` say what is compared, ``bound`` is the most that it should be.

    ``limit`` is what the same ratio comes to for a fork for each check from a warm process, with no wall: no grader in
    Python that gives each check a process of its own can be faster.
    """

    words: str
    ratio: Ratio
    bound: float
    limit: Ratio | None = None

    @property
    def verdict(self) -> str:
        """Whether every round bears it out."""
        return {True: "reached", False: "not reached", None: "reached in some rounds only"}[
            self.ratio.at_most(self.bound)
        ]

    def __str__(self) -> str:
        told = f"{self.words}: {times(self.ratio)}; the goal, at most {number(self.bound)}, is {self.verdict}."
        return f"{told} A fork for each check with no wall comes to {times(self.limit)}." if self.limit else told


def number(value: float) -> str:
    """Two digits after the first that counts, and no power of ten."""
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def times(ratio: Ratio) -> str:
    """The median, and the rounds' range."""
    return f"{number(ratio.median)} times (rounds: {number(ratio.least)} to {number(ratio.most)})"


def column(runs: list[list[float]], which: int, count: int = 1) -> list[float]:
    """Wall time, processor time or memory of each round, for one of so many submissions."""
    return [run[which] / count for run in runs]


def one_ratio(figures: Figures, above: str, below: str, which: int = WALL) -> Ratio:
    """Of two commands that graded one submission."""
    return Ratio.of(column(figures["one"][above], which), column(figures["one"][below], which))


def batch_ratio(figures: Figures, above: str, below: str) -> Ratio:
    """Of the wall time a submission in two batches."""
    sides = [figures["batch"][name] for name in (above, below)]
    return Ratio.of(*(column(side["taken"], WALL, side["count"]) for side in sides))


def claims(figures: Figures) -> Iterator[Claim]:
    """Every goal that this run has figures for."""
    one, batch = figures["one"], figures.get("batch", {})
    if "gradescope-utils" in one:
        words = "One submission, walled, against gradescope-utils, which has no wall"
        for which, time in ((WALL, "wall time"), (PROCESSOR, "processor time")):
            ours, floor = (one_ratio(figures, name, "gradescope-utils", which) for name in (OURS, FLOOR))
            yield Claim(f"{words}, in {time}", ours, 1, floor)
    for peer, faster in (("gradescope-utils", 5), ("otter-grader", 30), ("nbgrader", 30)):
        if peer in batch:
            ours, floor = (batch_ratio(figures, name, peer) for name in (OURS, FLOOR))
            yield Claim(f"A submission in a batch against {peer}", ours, 1 / faster, floor)
    if FLOOR in batch:
        words = "A submission in a batch against a fork for each check from a warm process with no wall"
        yield Claim(words, batch_ratio(figures, OURS, FLOOR), 2)
    if START in one:
        words = "`check q0` from its start to its verdict against `python -c 'import numpy'`"
        yield Claim(words, one_ratio(figures, START, NUMPY), 3)
    if "whole assignment" in figures:
        runs = figures["whole assignment"]
        ratio = Ratio.of(column(runs["graded"], WALL), column(runs["own calls"], WALL))
        yield Claim("Grading the reference of the whole assignment against its own calls alone", ratio, 2.5)
    if "cores" in figures:
        runs = figures["cores"]
        ratios = [
            Ratio.of(column(runs[f"{of}2"], WALL), column(runs[f"{of}1"], WALL))
            for of in ("", FLOOR_ON)
            if f"{of}2" in runs
        ]
        yield Claim("A batch on two cores against the same on one", ratios[0], 1 / 1.8, *ratios[1:])
    if "parameters" in figures:
        calls = [row["calls"] for row in figures["parameters"].values()]
        ratio = Ratio.of([max(calls)], [min(calls)])
        yield Claim("Calls of forward by a gradient check with a million parameters against a thousand", ratio, 1)
    for name, runs in figures.get("training", {}).items():
        if name.startswith("reference "):
            theirs = figures["training"][name.replace("reference", "PyTorch")]
            ratio = Ratio.of(column(runs, PROCESSOR), column(theirs, PROCESSOR))
            sizes = name.removeprefix("reference ")
            yield Claim(f"Training {sizes} on the digits, the reference against PyTorch on one thread", ratio, 1)
