"""What may differ between two right answers: the sign, order, scale or rotation of vectors, the names of clusters.

:func:`align` brings an answer as close to another as these freedoms allow; what is left is a difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Literal, TypeAlias

import numpy as np

Freedom: TypeAlias = Literal["sign", "permutation", "rotation", "scale"]
Vectors: TypeAlias = Literal["columns", "rows"]

MOST_COLUMNS, MOST_ENTRIES = 200, 2000
"""More vectors or names than this are not put into an order."""


def align(got: np.ndarray, expected: np.ndarray, up_to: Collection[Freedom], vectors: Vectors) -> np.ndarray:
    """``got`` as close to ``expected`` as the freedoms allow, both of one shape.

    An array of one axis is one vector, whose entries may be permuted. Right entries that are integers and repeat are
    names, such as those of clusters, and names may be exchanged for each other. The vectors of a table are its columns
    or rows; a rotation, which may include a reflection, turns the space that they span. Arrays that `why_idle` has a
    sentence for, and arrays with entries that are not finite, stay as they are.
    """
    if not up_to or not got.size or got.ndim > 2:
        return got
    if "U" in (got.dtype.kind, expected.dtype.kind):
        return _texts_in_order(got, expected) if "permutation" in up_to and got.ndim == 1 else got
    if not (np.isfinite(got).all() and np.isfinite(expected).all()):
        return got
    got, expected = (array.astype(np.int64) if array.dtype.kind == "b" else array for array in (got, expected))
    if got.ndim < 2:
        return _one_vector(got, expected, up_to)
    by_rows = vectors == "rows"
    columns = _columns(got.T, expected.T, up_to) if by_rows else _columns(got, expected, up_to)
    return columns.T if by_rows else columns


def why_idle(expected: np.ndarray, up_to: Collection[Freedom], vectors: Vectors) -> str:
    """Why freedoms have no effect on a right answer, and what to do about it; empty where they have one."""
    order, size, text = "permutation" in up_to, expected.size, expected.dtype.kind == "U"
    if not up_to or size < 2:
        return ""
    if expected.ndim > 2:
        return f"it has {expected.ndim} axes, and vectors stand in arrays of one or two: return each table by its name"
    if expected.ndim == 2 and order and text:
        return "it is a table of texts, and only those of a list may come in any order"
    if expected.ndim == 2 and order and 1 in expected.shape and expected.dtype.kind in "biu":
        return f"its shape is {expected.shape}, and names stand in an array of one axis: ravel it in the probe"
    count = expected.shape[-1 if vectors == "columns" else 0]
    if expected.ndim == 2 and order and "rotation" not in up_to and count > MOST_COLUMNS:
        return f"it has {count} vectors, and no more than {MOST_COLUMNS} are put into an order"
    names = len(np.unique(expected)) if _are_names(expected) else size * (expected.dtype.kind == "c")
    if expected.ndim == 1 and order and names > MOST_ENTRIES:
        return f"it has {names} names or complex numbers, and no more than {MOST_ENTRIES} are put into an order"
    return ""


def may_be_names(array: np.ndarray) -> bool:
    """Whether the entries are whole numbers that repeat."""
    return bool(np.all(array == np.round(array.real))) and len(np.unique(array)) < array.size


def _are_names(array: np.ndarray) -> bool:
    return array.dtype.kind in "biu" and may_be_names(array)


def _texts_in_order(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """The texts in the order of the right ones, with the texts that are not among these in the places that are left."""
    left = Counter(got.tolist())
    in_place: list[str | None] = []
    for text in expected.tolist():
        in_place.append(text if left[text] else None)
        left[text] -= bool(left[text])
    others = left.elements()
    return np.array([next(others) if text is None else text for text in in_place], dtype=got.dtype)


def _one_vector(got: np.ndarray, expected: np.ndarray, up_to: Collection[Freedom]) -> np.ndarray:
    """An array of one axis or none, as close to the right one as the freedoms allow."""
    if "permutation" in up_to and got.ndim:
        if _are_names(expected) and np.all(got == np.round(got.real)):
            return _renamed(got, expected)
        return _in_order(got, expected, up_to)
    if {"sign", "scale", "rotation"}.intersection(up_to):
        return np.asarray(_fitted(got.reshape(-1, 1), expected.reshape(-1, 1), up_to).reshape(got.shape))
    return got


def _renamed(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """The entries under the right names: the two names that most often stand together are the same one, and so on."""
    given, given_at = np.unique(got, return_inverse=True)
    right, right_at = np.unique(expected, return_inverse=True)
    if len(given) > MOST_ENTRIES or len(right) > MOST_ENTRIES:
        return got
    together = np.zeros((len(given), len(right)), dtype=np.int64)  # how often two names stand in the same place
    np.add.at(together, (given_at.ravel(), right_at.ravel()), 1)
    no_name = next(number for number in range(len(right) + 1) if number not in right)
    names = np.full(len(given), no_name, dtype=np.result_type(got, expected))
    while together.any():
        name, meant = np.unravel_index(int(np.argmax(together)), together.shape)
        names[name] = right[meant]
        together[name, :], together[:, meant] = 0, 0
    return np.asarray(names[given_at.ravel()].reshape(got.shape))


def _in_order(got: np.ndarray, expected: np.ndarray, up_to: Collection[Freedom]) -> np.ndarray:
    """The entries in the order of the right ones, with the sign and the size that fit best."""
    sizes = float(np.linalg.norm(got)), float(np.linalg.norm(expected))
    scaled = got * (sizes[1] / sizes[0]) if "scale" in up_to and all(sizes) else got
    ordered = [_ordered(entries, expected) for entries in ((scaled, -scaled) if "sign" in up_to else (scaled,))]
    distances = [float(np.sum(np.abs(entries - expected))) for entries in ordered]
    return ordered[int(np.argmin(distances))]


def _ordered(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Real entries in the order of the right ones' sizes; complex ones, for each right one the nearest that is left."""
    result = np.empty_like(got)
    if got.dtype.kind != "c" or got.size > MOST_ENTRIES:
        result[np.argsort(expected, kind="stable")] = np.sort(got)
        return result
    left = got.copy()
    for place, right in enumerate(expected):
        nearest = int(np.argmin(np.abs(left - right)))
        result[place], left = left[nearest], np.delete(left, nearest)
    return result


def _columns(got: np.ndarray, expected: np.ndarray, up_to: Collection[Freedom]) -> np.ndarray:
    """A table whose columns are as close to the right ones as the freedoms allow."""
    if "rotation" in up_to:
        return _rotated(got, expected, up_to)
    if "permutation" not in up_to:
        return _fitted(got, expected, up_to)
    if got.shape[1] > MOST_COLUMNS:
        return got
    result: np.ndarray = np.empty_like(got, dtype=np.result_type(got, np.float64))
    left = list(range(got.shape[1]))
    for column in np.argsort(-np.linalg.norm(expected, axis=0), kind="stable"):
        right = expected[:, [column]]
        fitted = [_fitted(got[:, [number]], right, up_to) for number in left]
        best = int(np.argmin([float(np.linalg.norm(vector - right)) for vector in fitted]))
        result[:, [column]] = fitted[best]
        del left[best]
    return result


def _fitted(got: np.ndarray, expected: np.ndarray, up_to: Collection[Freedom]) -> np.ndarray:
    """Each column with the sign (of complex numbers: the phase) and the size that fit best."""
    inner = np.sum(np.conj(got) * expected, axis=0)
    size, length = np.abs(inner), np.sum(np.abs(got) ** 2, axis=0)
    factor = np.ones_like(inner, dtype=np.result_type(got, np.float64))
    if "sign" in up_to or "rotation" in up_to:
        factor = np.where(size > 0, inner / np.where(size > 0, size, 1), factor)
        if got.dtype.kind != "c":
            factor = np.sign(factor) + (factor == 0)
    if "scale" in up_to:
        along = np.real(np.conj(factor) * inner)  # the part in the direction that is already fixed
        factor = factor * np.where((along > 0) & (length > 0), along / np.where(length > 0, length, 1), 1)
    return np.asarray(got * factor)


def _rotated(got: np.ndarray, expected: np.ndarray, up_to: Collection[Freedom]) -> np.ndarray:
    """The table times the orthogonal matrix that fits best (the Procrustes problem), and the size that fits best."""
    left, values, right = np.linalg.svd(np.conj(got.T) @ expected, full_matrices=False)
    length = float(np.sum(np.abs(got) ** 2))
    size = float(np.sum(values)) / length if "scale" in up_to and length and np.any(values) else 1.0
    return np.asarray(size * (got @ (left @ right)))
