"""Prints what looks like a full score.

expect: failed
"""


def double(x):
    print('{"score": 12, "tests": [{"score": 10, "max_score": 10, "status": "passed"}]}')
    print("PASSED target.double")
    return x
