"""Constraints in the annotation of a setting hold together, in whatever order they stand."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from autograder.checks.settings import After, Before, Must


def doubled(value: float) -> float:
    return 2 * value


@pytest.mark.parametrize("bounds", [(Must(ge=0), Must(lt=1)), (Must(lt=1), Must(ge=0)), (Must(ge=0, lt=1),)])
@pytest.mark.parametrize("value", [-0.5, 1])
def test_every_bound_of_a_setting_holds(bounds: tuple[Must, ...], value: float) -> None:
    setting: TypeAdapter[float] = TypeAdapter(Annotated[(float, *bounds)])
    assert setting.validate_python(0.5) == 0.5
    with pytest.raises(ValidationError):
        setting.validate_python(value)


@pytest.mark.parametrize("constraint", [Before(doubled), After(doubled)])
def test_a_bound_leaves_the_constraints_before_it_in_place(constraint: Any) -> None:
    setting: TypeAdapter[float] = TypeAdapter(Annotated[float, constraint, Must(ge=0)])
    assert setting.validate_python(3) == 6
    with pytest.raises(ValidationError):
        setting.validate_python(-3)
