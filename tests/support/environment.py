"""The same environment for the tests on every machine, whatever its user likes."""

from __future__ import annotations

import os
import signal

SET = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "TERM": "dumb",
    "TZ": "UTC",
}
UNSET = (
    "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "JOBS", "LANG", "LANGUAGE", "LINES", "MAKEFLAGS",
    "MAKELEVEL", "MFLAGS", "NO_COLOR", "PAGER", "PY_COLORS", "PYTEST_ADDOPTS", "PYTHONDONTWRITEBYTECODE",
    "PYTHONHASHSEED", "PYTHONIOENCODING", "PYTHONOPTIMIZE", "PYTHONPATH", "PYTHONSAFEPATH", "PYTHONUNBUFFERED",
    "PYTHONUTF8", "PYTHONWARNINGS", "RESULTS", "SUBMISSION", "TTY_COMPATIBLE", "TTY_INTERACTIVE",
)  # fmt: skip


def make_plain() -> None:
    """Take away what a user or a machine may have set, before any test starts a process or looks at it."""
    for name in [name for name in os.environ if name in UNSET or name.startswith(("LC_", "GIT_"))]:
        del os.environ[name]
    os.environ.update(SET)
    os.umask(0o022)
    # as behind `&` in a script; what tests start would inherit it
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
