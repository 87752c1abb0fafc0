"""What a student reads of what their code printed: everything but the framework's own lines."""

from __future__ import annotations

import pytest

from autograder.sandbox import Sandbox
from autograder.sandbox.printed import as_printed

from .helpers import see


@pytest.mark.parametrize(
    "body",
    [
        "async def answer(): return 1\ndef run():\n    answer()\n    return 1",
        "import traceback\ndef run():\n    traceback.print_stack()\n    return 1",
        "import warnings\ndef run():\n    for level in range(1, 9): warnings.warn(str(level), stacklevel=level)\n"
        "    return 1",
    ],
)
def test_what_python_prints_of_our_lines_is_not_shown(sandbox: Sandbox, body: str) -> None:
    [seen] = see(sandbox, body)
    assert seen.error is None and seen.printed
    assert "sandbox" not in seen.printed and "serve.py" not in seen.printed


def test_a_students_own_lines_are_shown() -> None:
    theirs = (
        'Traceback (most recent call last):\n  File "loss.py", line 3, in loss\n    return x\n'
        "loss.py:4: RuntimeWarning: overflow\n/home/ada/autograder/sandbox/inside.py:3: mine\n"
    )
    ours = (
        '  File "/opt/autograder/sandbox/inside/serve.py", line 7, in call\n    return function()\n           ^^^^\n'
        '  File "C:\\course\\autograder\\sandbox\\wall\\zygote.py", line 9, in main\n'
    )
    assert as_printed((ours + theirs + ours).encode()) == theirs
    assert as_printed(b"/opt/autograder/sandbox/inside/serve.py:131: RuntimeWarning: x\n") == "RuntimeWarning: x\n"
