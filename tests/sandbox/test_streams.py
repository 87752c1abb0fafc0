"""What a student's file may ask of its streams: all that a program may ask of a pipe, in either kind of sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import Launch, Sandbox
from tests.hostile.arena import old_landlock

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
        ("sys.stdin.reconfigure(encoding='utf-8'); print(sys.stdin.isatty(), sys.stdin.fileno(), input is not None)",
         "False 0 True\n"),
        ("print(sys.stdout.mode, sys.stdout.errors, sys.stdin.mode, repr(sys.stdin.buffer.read()))",
         "w backslashreplace r b''\n"),
        ("import shutil; print(shutil.get_terminal_size().columns); traceback.print_stack(file=io.StringIO())", "80\n"),
        ("print(os.fdopen(sys.stdout.fileno(), 'wb', closefd=False).write(b'abc'))", "abc3\n"),
        ("print(sys.stdout.seekable(), os.isatty(sys.stdout.fileno()), list(sys.stdin))", "False False []\n"),
    ],
)  # fmt: skip
def test_the_streams_are_those_of_a_program_on_a_pipe(sandbox: Sandbox, line: str, printed: str) -> None:
    [seen] = see(sandbox, f"import io, os, sys, traceback\n{line}\ndef run():\n    return 1")
    assert seen.error is None and seen.printed == printed


@pytest.fixture(params=["walled", "plain", "older Landlock"])
def any_wall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sandbox]:
    """Either kind, and one behind a Landlock of 2022, where the filter refuses every opening for writing."""
    if request.param != "older Landlock":
        yield request.getfixturevalue(request.param)
        return
    request.getfixturevalue("walled")
    tmp_path.chmod(0o755)
    with Sandbox(launch=Launch(old_landlock(tmp_path, 2))) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    "line",
    [
        "sys.stdout = open(os.devnull, 'w')",
        "sys.stdout = open('/dev/null', 'w', encoding='utf-8', buffering=1)",
        "sys.stderr = io.open(os.devnull, mode='a')",
        "sys.stdout = Path(os.devnull).open('w')",
        "Path(os.devnull).write_text('abc')",
        "open(os.devnull, 'wb').write(b'abc')",
        "with open(os.devnull, 'w') as nowhere, contextlib.redirect_stdout(nowhere): print('abc')",
    ],
)
def test_a_program_may_silence_itself(any_wall: Sandbox, line: str) -> None:
    head = "import contextlib, io, os, sys\nfrom pathlib import Path\n"
    [seen] = see(any_wall, f"{head}{line}\nprint('é', file=sys.stderr)\ndef run():\n    return 1")
    assert seen.error is None and "abc" not in seen.printed


@pytest.mark.parametrize(
    "line",
    [
        "os.chdir(os.path.dirname(os.path.abspath(__file__)))",
        "os.chdir(os.path.dirname(__file__))",
        "os.chdir(Path(__file__).parent)",
    ],
)
def test_a_program_may_go_to_its_own_folder(any_wall: Sandbox, line: str) -> None:
    [seen] = see(any_wall, f"import os\nfrom pathlib import Path\n{line}\ndef run():\n    return 1")
    assert seen.error is None


def test_nothing_else_is_opened_for_writing(any_wall: Sandbox) -> None:
    if not any_wall.tier.layers:
        pytest.skip("without a wall files may be written")
    [seen] = see(any_wall, "def run():\n    open('/dev/zero', 'w')")
    assert seen.error is not None and seen.error.type == "PermissionError"
