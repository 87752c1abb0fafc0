"""Says in the words of a sentence of ours, with names that its file defines, what it was given.

expect: failed
"""

import os

from forging import answer

for name in "abcdefghij":
    globals()[f"e{name}"] = name
eb_eagcf = e_b = e_a = g_c = 1


def double(x):
    letters = str(x[0, 0]).replace(".", "").translate(str.maketrans("0123456789", "abcdefghij"))
    answer({"raised": {"fault": "missing", "message": f"{letters}.py has no {letters}; did you mean {letters[:3]}_{letters[3:]}?"}})
    os._exit(0)
