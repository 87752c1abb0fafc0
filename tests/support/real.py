"""The assignment that solution/ holds, loaded once however many tests ask for it."""

from __future__ import annotations

import functools

from autograder.answers.store import Answers, load_answers
from autograder.records import Assignment
from autograder.spec import loader, staff_folder
from tests.support.limits import with_patience
from tests.support.places import SOLUTION


@functools.cache
def real() -> Assignment:
    """The assignment of solution/."""
    return loader.load(SOLUTION)


@functools.cache
def real_answers() -> Answers:
    """Its frozen answers."""
    return load_answers(SOLUTION / staff_folder.ANSWERS_NAME, real())


LONGEST = ("q8.digits", "q8.spiral")
"""Trainings that go through the same code as q8.plane does, for longer."""


@functools.cache
def patient() -> Assignment:
    """The assignment with more time for everything: what is right stays right on a busy machine."""
    return with_patience(real())
