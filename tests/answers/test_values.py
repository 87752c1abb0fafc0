"""Signatures of mistakes, and answers in a file, of outputs that are not real numbers."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.answers import npz
from autograder.answers.signatures import ArraySignature

NOTHING = np.zeros((), "V1")
VALUES = [np.array("ab"), np.array(["a", "bc"]), np.array([1 + 2j, 3.0]), NOTHING, np.array("")]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_back_from_its_file_as_it_was(value: np.ndarray) -> None:
    back = npz.unpack(npz.pack({"value": value}))["value"]
    assert back.dtype == value.dtype and back.tobytes() == value.tobytes() and back.shape == value.shape


def test_a_complex_number_comes_back_as_one() -> None:
    assert npz.unpack(npz.pack({"z": complex(1, -np.inf)})) == {"z": complex(1, -np.inf)}


@pytest.mark.parametrize("value", VALUES)
def test_a_signature_matches_its_own_value_and_no_other(value: np.ndarray) -> None:
    signature = ArraySignature.of(value)
    others = [np.array("ac"), np.array(["a", "bd"]), np.array([1 - 2j, 3.0]), np.array(5.0)]
    assert signature.matches(value) and not any(signature.matches(other) for other in others)
