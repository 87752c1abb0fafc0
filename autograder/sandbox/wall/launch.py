"""The script that starts a zygote or a lone worker in a fresh interpreter: ``launch.py ROLE FOLDER PACKAGES``.

ROLE is ``wall.zygote`` or ``inside.serve``, and FOLDER holds numpy. PACKAGES is a table in JSON, the folder of every
other module that may be imported. FOLDER is on the search path only while numpy is
imported, so that nothing besides numpy can be imported from it. The two folders ``wall`` and ``inside`` become packages
of a parent that has no folder: nothing else of the framework can be imported here, and no module of ours stands in
the way of a student's file of the same name.
"""

import json
import os
import sys
from importlib import import_module
from types import ModuleType

PARENT = "_sandbox"


def main(role: str, numpy_folder: str, packages: str) -> None:
    """Import numpy, name the two folders, serve the packages, and start what was asked for."""
    wall = sys.path.pop(0)
    sys.path.append(numpy_folder)
    import_module("numpy")
    sys.path.remove(numpy_folder)
    for name, folders in (("", []), (".wall", [wall]), (".inside", [os.path.join(os.path.dirname(wall), "inside")])):
        package = ModuleType(PARENT + name)
        package.__path__ = folders
        sys.modules[PARENT + name] = package
    import_module(f"{PARENT}.inside.packages").install(json.loads(packages))
    import_module(f"{PARENT}.{role}").main()


if __name__ == "__main__":
    main(*sys.argv[1:4])
