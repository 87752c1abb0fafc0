"""What a student's file may ask of its streams: all that a program may ask of a pipe, in either kind of sandbox."""

from __future__ import annotations

import pytest

from autograder.sandbox import Sandbox

from .helpers import see


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("sys.stdout.reconfigure(encoding='utf-8'); print('é')", "é\n"),
        ("sys.stderr.reconfigure(errors='replace'); print('é', file=sys.stderr)", "é\n"),
        ("sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8'); print('é')", "é\n"),
        ("sys.stdout = io.TextIOWrapper(sys.stdout.detach(), encoding='utf-8'); print('é')", "é\n"),
        ("sys.stdout = open(1, 'w', encoding='utf-8', closefd=False); print('é')", "é\n"),
        ("print(sys.stdout.encoding, sys.stdout.isatty(), sys.stdout.name, sys.stdout.writable())",
         "utf-8 False <stdout> True\n"),
        ("sys.stdout.buffer.write(b'abc'); sys.stdout.flush()", "abc"),
        ("sys.__stdout__.write('abc'); sys.stdout.flush()", "abc"),
        ("print(sys.stdout.seekable(), os.isatty(sys.stdout.fileno()), list(sys.stdin))", "False False []\n"),
    ],
)  # fmt: skip
def test_the_streams_are_those_of_a_program_on_a_pipe(sandbox: Sandbox, line: str, printed: str) -> None:
    [seen] = see(sandbox, f"import io, os, sys\n{line}\ndef run():\n    return 1")
    assert seen.error is None and seen.printed == printed
