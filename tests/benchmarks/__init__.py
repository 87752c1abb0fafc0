"""What this grader costs beside others, each with one thread: set here, before anybody imports numpy."""

import os

from autograder.cli import ONE_THREAD

os.environ.update(ONE_THREAD)
