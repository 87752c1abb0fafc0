"""Grade numeric assignments: run the student's code away from the answers, then judge what was seen."""

__version__ = "1.0.0"
