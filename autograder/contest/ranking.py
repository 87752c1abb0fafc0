"""Scores in, ranks out: who stands where, and who is rewarded because no test tells them from the entry on the cut.

Every entry has one value for each draw of each task, and all entries see the same draws, so entries are compared pair
by pair on the differences of their values.

The final uses the rank of Mogstad, Romano, Shaikh and Wilhelm, "Inference for ranks" (Review of Economic Studies,
2024): one more than the number of entries that are surely better. A night, where less is at stake, only asks who is
surely worse than the entry on the cut.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.contest.student_t import quantile

LEVEL = 0.05
"""How often chance alone may decide a comparison (the final: all comparisons of one entry together)."""

SMALLEST_ERROR = 1e-4
"""The least standard error of a mean difference. Two bots that differ by the same amount on every draw have none."""


@dataclass(frozen=True, eq=False)
class Scores:
    """The scores of entries: ``values`` is (entries, draws), with 0 where a bot failed; ``failed`` says where it did.

    An entry that failed on every draw has no score, and so no rank.
    """

    values: np.ndarray
    failed: np.ndarray

    @property
    def means(self) -> np.ndarray:
        """The mean of each entry over all draws of all tasks, (entries,)."""
        return np.asarray(self.values.mean(axis=1))

    @property
    def scored(self) -> np.ndarray:
        """Whether each entry has a score at all, (entries,) of bool."""
        return np.asarray(~self.failed.all(axis=1))

    @property
    def whole(self) -> np.ndarray:
        """Whether each entry succeeded on every draw, (entries,) of bool. Only these get the benefit of the doubt."""
        return np.asarray(~self.failed.any(axis=1))


@dataclass(frozen=True)
class Standing:
    """Where one entry stands: its mean, its rank, and the ranks that the data leave open (best and worst).

    All three ranks are None for an entry without a score.
    """

    mean: float
    rank: int | None
    best: int | None
    worst: int | None


def final_standings(scores: Scores) -> list[Standing]:
    """The rank of each entry: 1 + the number of entries that surely beat it, never above an entry of a better mean.

    An entry beats another in a one-sided paired t test at 5 % / (n - 1). An entry that failed on a draw gets no benefit
    of the doubt: its rank counts every entry of a higher mean.
    """
    surely = _surely(scores)
    return _standings(scores, _ranks(scores, surely), surely)


def night_standings(scores: Scores) -> list[Standing]:
    """The order of one night: 1 + the number of entries of a higher mean. Equal means share a rank."""
    return _standings(scores, _plain(scores), _surely(scores))


def rewarded(scores: Scores, top: int) -> np.ndarray:
    """Which entries count as the top ``top`` of a night, (entries,) of bool.

    These are all at or above the entry in that place, and all whom this entry does not beat in a one-sided paired t
    test at 5 %. Entries that failed on a draw must reach the place by their mean.
    """
    places = _plain(scores)
    inside = scores.scored & (places <= top)
    if not inside.any():
        return inside
    ranked = np.flatnonzero(inside)
    cut = ranked[np.argmax(places[ranked])]
    doubtful = scores.whole & ~_beats(scores.values, LEVEL)[cut]
    return inside | doubtful if inside.sum() >= top else inside


def bots_beaten(scores: Scores, bots: Scores) -> np.ndarray:
    """How many staff bots each entry beats, (entries,): those of a lower mean on the same draws."""
    beaten = scores.means[:, None] > bots.means[None, :]
    return np.where(scores.scored, beaten.sum(axis=1), 0)


def _standings(scores: Scores, ranks: np.ndarray, surely: np.ndarray) -> list[Standing]:
    best, worst = _open_ranks(scores, surely)
    return [
        Standing(float(mean), int(rank), int(low), int(high)) if ranked else Standing(float(mean), None, None, None)
        for mean, rank, low, high, ranked in zip(scores.means, ranks, best, worst, scores.scored, strict=True)
    ]


def _ranks(scores: Scores, surely: np.ndarray) -> np.ndarray:
    """The final's ranks; those of entries without a score mean nothing."""
    ranks = np.where(scores.whole, 1 + surely.sum(axis=0), _plain(scores))
    order = np.argsort(-scores.means, kind="stable")
    lowest_first = np.where(scores.scored, ranks, len(ranks) + 1)[order][::-1]
    monotone = np.empty_like(ranks)
    monotone[order] = np.minimum.accumulate(lowest_first)[::-1]
    return _shared(monotone, scores.means)


def _shared(ranks: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Equal means share the best rank of any of them."""
    _, group = np.unique(means, return_inverse=True)
    least = np.full(group.max() + 1 if len(group) else 0, len(ranks) + 1)
    np.minimum.at(least, group, ranks)
    return least[group]


def _plain(scores: Scores) -> np.ndarray:
    """1 + the number of scored entries of a higher mean."""
    means = scores.means
    higher = (means[:, None] > means[None, :]) & scores.scored[:, None]
    return np.asarray(1 + higher.sum(axis=0))


def _surely(scores: Scores) -> np.ndarray:
    """[i, j]: entry i beats entry j by the final's test; entries without a score beat nobody."""
    entries = int(scores.scored.sum())
    level = LEVEL / max(1, entries - 1)
    return np.asarray(_beats(scores.values, level) & scores.scored[:, None])


def _open_ranks(scores: Scores, surely: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best and the worst rank that the final's test leaves open for each entry."""
    ranked = surely & scores.scored[None, :]
    return 1 + ranked.sum(axis=0), int(scores.scored.sum()) - ranked.sum(axis=1)


def _beats(values: np.ndarray, level: float) -> np.ndarray:
    """[i, j]: the mean of ``values[i] - values[j]`` lies above 0 in a one-sided t test at ``level``."""
    entries, draws = values.shape
    if draws < 2:
        return np.zeros((entries, entries), bool)
    centred = values - values.mean(axis=1, keepdims=True)
    products = centred @ centred.T
    squares = np.diag(products)
    variance = np.maximum(0.0, squares[:, None] + squares[None, :] - 2 * products) / (draws - 1)
    error = np.maximum(np.sqrt(variance / draws), SMALLEST_ERROR)
    means = values.mean(axis=1)
    beats: np.ndarray = (means[:, None] - means[None, :]) > quantile(1 - level, draws - 1) * error
    return beats
