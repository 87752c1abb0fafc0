"""A matplotlib that draws nothing, so that a file with a plot in it loads and runs on.

Nobody sees a plot while work is checked, and matplotlib itself is not here: see `plot_objects` for what is.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from .plot_objects import Nothing, axes, named

PACKAGES = ("matplotlib", "mpl_toolkits", "pylab")
PYPLOT, PYLAB = "matplotlib.pyplot", ("pylab", "matplotlib.pylab")
VERSION = "3.10.0"

STARRED = """
    Axes Circle Figure Line2D Polygon Rectangle Slider annotate arrow axes axhline axhspan axis axline axvline
    axvspan bar bar_label barh boxplot cla clabel clf clim close cm colorbar contour contourf draw errorbar
    figaspect fignum_exists figtext figure fill fill_between gca gcf get_cmap get_fignums gray grid hexbin hist
    hist2d hlines hot imread imsave imshow inferno interactive ioff ion isinteractive legend locator_params
    loglog magma margins matplotlib matshow minorticks_on pause pcolor pcolormesh pie plasma plot polar quiver
    rc rc_context rcParams savefig scatter sci semilogx semilogy set_cmap show spy stackplot stairs stem step
    streamplot style subplot subplot2grid subplot_mosaic subplots subplots_adjust suptitle table text
    tick_params ticklabel_format tight_layout title triplot twinx twiny violinplot viridis vlines xlabel xlim
    xscale xticks ylabel ylim yscale yticks
"""
"""What ``from matplotlib.pyplot import *`` brings."""


class VersionInfo(NamedTuple):
    """`VERSION` by its parts."""

    major: int = 3
    minor: int = 10
    micro: int = 0
    releaselevel: str = "final"
    serial: int = 0


def _subplots(*arguments: Any, **options: Any) -> tuple[Nothing, Any]:
    """A figure and its axes, as pyplot gives them; the method of a figure gives the axes alone."""
    return Nothing(), axes(*arguments, **options)


class PlotFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds matplotlib and every module in it."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """A spec for any module of the packages."""
        if fullname.partition(".")[0] not in PACKAGES:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        """Give the module every name, and the few that differ from one module to the next."""
        names: dict[str, Any] = {"__getattr__": named, "__version__": VERSION, "__version_info__": VersionInfo()}
        if module.__name__ == PYPLOT:
            names["subplots"] = _subplots
            names["__all__"] = STARRED.split()
        if module.__name__ in PYLAB:  # pyplot and all of numpy under one name, where numpy's sum is the one that counts
            names.update({name: getattr(np, name) for name in np.__all__}, np=np, plt=importlib.import_module(PYPLOT))
            names["subplots"] = _subplots
            names["__all__"] = [*np.__all__, *STARRED.split(), "np", "plt"]
        if module.__name__ == PACKAGES[0]:
            # Pyplot is a module whichever way it is reached.
            names["__getattr__"] = lambda name: importlib.import_module(PYPLOT) if name == "pyplot" else named(name)
        module.__dict__.update(names)


def install() -> None:
    """Serve this matplotlib where no other is found."""
    sys.meta_path.append(PlotFinder())
