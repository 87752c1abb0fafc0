"""One bot on one draw: it trains and predicts, and its predictions are counted in a process that it cannot reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from autograder.contest.draws import LABELS
from autograder.grading.turns import Turns
from autograder.records import Call, Case, ContestTask, Limits, Observation
from autograder.sandbox import Payload, Sandbox, SandboxBrokenError

TrialOutcome: TypeAlias = "Literal['scored', 'failed', 'timed out', 'broken']"
"""scored: it has an accuracy · failed: it raised, died or gave no labels · timed out · broken: our failure, no score"""

AROUND_SECONDS = 2.0
"""What a bot may take besides training: imports and predictions."""


@dataclass(frozen=True)
class Trial:
    """The result of one bot on one draw. ``accuracy`` is 0 unless it is scored; ``why`` says in words why it is not."""

    outcome: TrialOutcome
    accuracy: float
    seconds: float
    why: str = ""


def run_trial(sandbox: Sandbox, payload: Payload, task: ContestTask, case: Case, seconds: float) -> Trial:
    """Train and test one bot in a fresh worker, with ``seconds`` for its training."""
    with_time = replace(case, inputs={**case.inputs, "seconds": seconds})
    limits = Limits(seconds=seconds + AROUND_SECONDS, memory_mb=task.memory_mb, explicit=True)

    def observed() -> Observation:
        with sandbox.worker(payload, limits) as worker:
            [seen] = worker.run([Call(task.probe, with_time)])
        return seen

    try:
        return trial_of(Turns().run(observed), case)
    except SandboxBrokenError as error:
        return Trial("broken", 0.0, 0.0, str(error))


def trial_of(seen: Observation, case: Case) -> Trial:
    """The accuracy of the predictions that were observed, or why there is none."""
    if seen.outcome == "timed out":
        return Trial("timed out", 0.0, seen.seconds, "It was still running when its time was up.")
    if seen.outcome != "returned":
        return Trial("failed", 0.0, seen.seconds, _reason(seen))
    right = np.asarray(case.keep[LABELS])
    predicted = seen.outputs.get(LABELS)
    if predicted is None or predicted.shape != right.shape:
        shape = "nothing" if predicted is None else f"an array of shape {predicted.shape}"
        why = f"predict returned {shape}, expected {right.shape}: one label for each example."
        return Trial("failed", 0.0, seen.seconds, why)
    return Trial("scored", float(np.mean(predicted == right)), seen.seconds)


def _reason(seen: Observation) -> str:
    """What went wrong, in the words that a hidden check may use: they hold nothing of the draw."""
    if seen.error is None:
        return "It ended before it gave predictions."
    return seen.error.disclosed or f"It raised {seen.error.disclosed_type or 'an exception'}."
