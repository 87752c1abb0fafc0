"""What student code printed, without the places in the framework that Python names there.

A warning that Python itself gives, such as that of a coroutine which nobody awaited, names the line that was running;
``traceback.print_stack`` names every line. Those of the framework mean nothing to a student.
"""

from __future__ import annotations

import re

from autograder.sandbox.frames import wash

_OURS = r"[^\s\"']*[/\\]autograder[/\\]sandbox[/\\](?:inside|wall)[/\\]\w+\.py"
_FRAME = re.compile(rf'^ *File "{_OURS}", line \d+.*\n(?: {{4}}.*\n)*', re.M)
_PLACE = re.compile(rf"^{_OURS}:\d+: ", re.M)


def as_printed(data: bytes | bytearray) -> str:
    """The text that a student reads, without control characters and without the framework's own lines."""
    text = data.decode("utf-8", "replace")
    return wash(_PLACE.sub("", _FRAME.sub("", text)), len(text))
