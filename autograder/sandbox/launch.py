"""The script that starts a zygote or a lone worker in a fresh interpreter: ``launch.py zygote FOLDER``.

FOLDER holds numpy. It is on the search path only while numpy is imported, so that nothing beside numpy can be
imported from it. This folder gets a package name of its own, so that nothing else of the framework can be
imported in there and no module of this folder stands in the way of a student's file of the same name.
"""

import sys
from importlib import import_module
from types import ModuleType


def main(role: str, numpy_folder: str) -> None:
    """Import numpy, name this folder, and start what was asked for."""
    here = sys.path.pop(0)
    sys.path.append(numpy_folder)
    import_module("numpy")
    sys.path.remove(numpy_folder)
    package = ModuleType("_wall")
    package.__path__ = [here]
    sys.modules["_wall"] = package
    import_module(f"_wall.{role}").main()


if __name__ == "__main__":
    main(*sys.argv[1:3])
