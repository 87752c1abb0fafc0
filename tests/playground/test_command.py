"""`autograder play`: the page's address, the way to it from another machine, and a quiet end."""

from __future__ import annotations

import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from autograder import playground
from autograder.cli import main
from autograder.commands import play
from tests.playground.conftest import free_port
from tests.support.places import ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise on Windows")
def test_it_prints_where_it_is_and_ends_with_ctrl_c(home):
    pytest.importorskip("uvicorn")
    words = [sys.executable, "-m", "autograder", "play", "--folder", str(home), "--no-open", "--port", str(free_port())]
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    printed = [running.stdout.readline() for _ in range(4)]
    with urlopen(f"http://127.0.0.1:{words[-1]}/", timeout=60) as page:
        assert page.status == 200
    running.send_signal(signal.SIGINT)
    rest, complaints = running.communicate(timeout=60)
    port = words[-1]
    assert printed[0].startswith(f"The playground is at http://127.0.0.1:{port}/#token=")
    assert "Ctrl-C ends it" in printed[1]
    assert printed[3].startswith(f"  ssh -L {port}:127.0.0.1:{port} ")
    assert (running.returncode, rest, complaints) == (0, "", "")


def test_a_missing_package_is_named_with_what_to_install(home, monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "autograder.playground.server", raising=False)
    monkeypatch.delattr(playground, "server", raising=False)
    done = CliRunner().invoke(main, ["play", "--folder", str(home)])
    assert done.exit_code == 2
    assert "python -m pip install starlette uvicorn websockets" in done.output and "`play --once` works" in done.output


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_no_browser_is_opened(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not play.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert play.has_display()


def test_a_port_that_is_taken_is_told(home):
    server = pytest.importorskip("autograder.playground.server")
    entrance = server.open_entrance(free_port())
    try:
        done = CliRunner().invoke(main, ["play", "--folder", str(home), "--port", str(entrance.port), "--no-open"])
        assert done.exit_code == 2 and f"Port {entrance.port} is in use" in done.output
    finally:
        entrance.socket.close()
