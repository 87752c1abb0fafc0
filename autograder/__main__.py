"""``python -m autograder``."""

from autograder.import_path import Elsewhere

with Elsewhere():
    from autograder.cli import main

    main(prog_name="python -m autograder")
