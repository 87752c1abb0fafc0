"""Grade numeric assignments: run the student's code away from the answers, then judge what was seen.

Staff files import `Case` and `Rng` from here, and `%load_ext autograder` in a notebook begins here. All of them are
loaded on first use, and this module imports nothing else: it runs before the search path is cleaned (see
`import_path`), when a student's ``typing.py`` would still be taken for Python's own.
"""

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
