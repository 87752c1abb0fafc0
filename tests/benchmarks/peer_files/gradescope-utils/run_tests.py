"""What run_autograder starts on the platform: ``run_tests.py SUBMISSION RESULTS``."""

import sys
import unittest

from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

submission, results = sys.argv[1:]
sys.path.insert(0, submission)
suite = unittest.defaultTestLoader.discover("tests", pattern="test_*.py")
with open(results, "w") as file:
    JSONTestRunner(visibility="visible", stream=file).run(suite)
