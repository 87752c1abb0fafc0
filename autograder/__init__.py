"""Grade numeric assignments: run the student's code away from the answers, then judge what was seen.

Staff files import `Case` and `Rng` from here, and `%load_ext autograder` in a notebook begins here. All of them are
loaded on first use, and this module imports nothing that is not always loaded: it runs before the search path is
cleaned (see `import_path`), when a student's ``typing.py`` would still be taken for Python's own. It is written so that
an older Python can read it, and say that it is too old.
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 - pip refuses an older Python, and a folder of sources cannot
    raise SystemExit(
        f"autograder needs Python 3.10 or later, and this is Python {sys.version_info[0]}.{sys.version_info[1]} "
        f"({sys.executable}). Install a newer Python, make a new .venv with it, and install again."
    )

TYPE_CHECKING = False  # type checkers take this name for true, as they do typing's
if TYPE_CHECKING:
    from autograder.records import Case, Rng

__version__ = "1.1.0"
__all__ = ["Case", "Rng", "__version__"]


def __getattr__(name: str) -> object:
    if name in {"Case", "Rng"}:
        from autograder import records

        return getattr(records, name)
    if name == "load_ipython_extension":
        from autograder.selfcheck import notebook

        return notebook.load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
