"""A matplotlib that draws nothing, so that a file with a plot in it loads and runs on.

Nobody sees a plot while work is checked, and matplotlib itself is not here. Where matplotlib gives a number or an
array that a program goes on with (`ANSWERS`), this one gives a number or an array; whatever else is asked of it is
answered with a `Nothing`, of which anything can be asked again.
"""

from __future__ import annotations

import dis
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType, MappingProxyType, ModuleType
from typing import Any, NamedTuple

import numpy as np

PACKAGES = ("matplotlib", "mpl_toolkits", "pylab")
PYPLOT, PYLAB = "matplotlib.pyplot", ("pylab", "matplotlib.pylab")
VERSION = "3.10.0"
WIDTH, HEIGHT = 640, 480
"""Of a figure, in pixels."""
PARTS, BINS = 2, 10
"""How many things are in a Nothing when nobody says how many they want, and how many bars in a histogram."""

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


class PlotWarning(Warning):
    """Every warning of matplotlib's, as where a program asks not to be shown them."""


class Nothing:
    """An object that does nothing, has every name and every item, and unpacks into as many parts as are asked for."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Take whatever a class of matplotlib's takes."""

    def __getattr__(self, name: str) -> Any:
        return _named(name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Nothing again; but a single function comes back as it is, so that whatever decorates one leaves it alone."""
        single = arguments[0] if len(arguments) == 1 and not named else None
        return single if isinstance(single, FunctionType) else self

    def __getitem__(self, place: Any) -> Nothing:
        return Nothing()

    def __setitem__(self, place: Any, value: Any) -> None:
        """As when settings are changed."""

    def __delitem__(self, place: Any) -> None:
        """As when a line is taken out of a plot."""

    def __contains__(self, item: object) -> bool:
        return False

    def __len__(self) -> int:
        return PARTS

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Nothing]:
        """As many as the line that is running unpacks into; `PARTS` where it does something else, such as a loop."""
        frame = sys._getframe(1)
        code, at = frame.f_code.co_code, frame.f_lasti
        wanted = code[at + 1] if dis.opname[code[at]] == "UNPACK_SEQUENCE" else PARTS
        return iter([Nothing() for _ in range(wanted)])

    def __next__(self) -> Nothing:
        return Nothing()

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *error: object) -> None:
        """As when a style ends."""

    def __array__(self, *arguments: Any, **named: Any) -> np.ndarray:
        """A single thing, so that an array of it holds it as it is."""
        array = np.empty((), dtype=object)
        array[()] = self
        return array

    def __repr__(self) -> str:
        return "<a plot that nobody draws>"

    def __format__(self, how: str) -> str:
        return repr(self)

    def __float__(self) -> float:
        return 0.0

    def __int__(self) -> int:
        return 0

    def __index__(self) -> int:
        return 0

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        """A class that is made from one of matplotlib's is made from this one."""
        return () if any(isinstance(base, type) and issubclass(base, Nothing) for base in bases) else (Nothing,)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, Nothing)

    def __subclasscheck__(self, kind: type) -> bool:
        return issubclass(kind, Nothing)

    def _same(self, *others: Any) -> Nothing:
        """As a sum of lists of lines, or as a type in an annotation: ``plt.Axes | None``."""
        return self

    def __lt__(self, other: object) -> bool:
        return False

    __add__ = __sub__ = __mul__ = __matmul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = __or__ = __and__ = _same
    __radd__ = __rsub__ = __rmul__ = __rmatmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = _same
    __ror__ = __rand__ = __neg__ = __pos__ = __abs__ = __round__ = _same
    __le__ = __gt__ = __ge__ = __lt__


class Emptied(Nothing):
    """A list of what is in a plot, from which everything has been taken already: a loop that clears it ends."""

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False


def _axes(rows: int = 1, columns: int = 1, **named: Any) -> Any:
    """Axes in the shape that `subplots` gives them in: one alone, a row, or rows and columns."""
    rows, columns = int(named.get("nrows", rows)), int(named.get("ncols", columns))
    grid = np.empty((rows, columns), dtype=object)
    for place in np.ndindex(rows, columns):
        grid[place] = Nothing()
    if not named.get("squeeze", True):
        return grid
    return grid.item() if grid.size == 1 else grid.squeeze()


def _histogram(values: Any = (), bins: Any = BINS, *arguments: Any, **named: Any) -> tuple[np.ndarray, Any, Nothing]:
    """Counts, edges and bars; ``bins`` is how many, the edges themselves, or the name of a rule."""
    given = isinstance(bins, (list, tuple, np.ndarray))
    count = int(bins) if isinstance(bins, (int, np.integer)) else BINS
    edges = np.asarray(bins, dtype=float) if given else np.linspace(0.0, 1.0, count + 1)
    return np.zeros(max(len(edges) - 1, 0)), edges, Nothing()


def _always(answer: Callable[[], Any]) -> Callable[..., Any]:
    return lambda *arguments, **named: answer()


def _ticks() -> np.ndarray:
    return np.linspace(0.0, 1.0, 6)


ANSWERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("xlim", "ylim", "get_xlim", "get_ylim", "get_zlim", "get_clim", "get_xbound", "get_ybound"),
            _always(lambda: (0.0, 1.0)),
        ),
        "axis": _always(lambda: (0.0, 1.0, 0.0, 1.0)),
        **dict.fromkeys(("get_xticks", "get_yticks"), _always(_ticks)),
        **dict.fromkeys(("xticks", "yticks"), _always(lambda: (_ticks(), Nothing()))),
        **dict.fromkeys(
            (
                "get_x",
                "get_y",
                "get_width",
                "get_height",
                "get_figwidth",
                "get_figheight",
                "get_linewidth",
                "get_alpha",
            ),
            _always(lambda: 1.0),
        ),
        **dict.fromkeys(("get_xdata", "get_ydata"), _always(lambda: np.zeros(PARTS))),
        **dict.fromkeys(("get_xydata", "get_offsets"), _always(lambda: np.zeros((PARTS, 2)))),
        **dict.fromkeys(
            ("get_text", "get_label", "get_title", "get_suptitle", "get_xlabel", "get_ylabel", "get_zlabel"),
            _always(str),
        ),
        "buffer_rgba": _always(lambda: np.zeros((HEIGHT, WIDTH, 4), dtype=np.uint8)),
        "tostring_rgb": _always(lambda: bytes(HEIGHT * WIDTH * 3)),
        "tostring_argb": _always(lambda: bytes(HEIGHT * WIDTH * 4)),
        "get_width_height": _always(lambda: (WIDTH, HEIGHT)),
        "get_size_inches": _always(lambda: np.array([6.4, 4.8])),
        "get_dpi": _always(lambda: 100.0),
        "get_fignums": _always(list),
        "fignum_exists": _always(lambda: False),
        "isinteractive": _always(lambda: False),
        "waitforbuttonpress": _always(lambda: True),
        "ginput": lambda n=1, *arguments, **named: [(0.5, 0.5)] * n,
        "get_backend": _always(lambda: "agg"),
        "hist": _histogram,
        "subplots": _axes,
    }
)
"""The functions whose answer a program goes on with, by name, whatever they belong to."""

LISTS = frozenset({"artists", "collections", "containers", "images", "lines", "patches", "tables", "texts"})
"""What a plot keeps the things that are drawn in it by."""


def _named(name: str) -> Any:
    """What stands under a name; Python's own questions are answered with no, or a `Nothing` would pass for an array."""
    if name.startswith("__"):
        raise AttributeError(name)
    if name.endswith(("Warning", "Deprecation")):
        return PlotWarning
    return ANSWERS.get(name) or (Emptied() if name in LISTS else Nothing())


class Plots(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds matplotlib and every module in it."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """A spec for any module of the packages."""
        if fullname.partition(".")[0] not in PACKAGES:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        """Give the module every name, and the few that differ from one module to the next."""
        names = {"__getattr__": _named, "__version__": VERSION, "__version_info__": VersionInfo()}
        if module.__name__ == PYPLOT:
            names["subplots"] = lambda *arguments, **named: (Nothing(), _axes(*arguments, **named))
            names["__all__"] = STARRED.split()
        if module.__name__ in PYLAB:  # pyplot and all of numpy under one name, where numpy's sum is the one that counts
            names.update({name: getattr(np, name) for name in np.__all__}, np=np, plt=importlib.import_module(PYPLOT))
            names["subplots"] = lambda *arguments, **named: (Nothing(), _axes(*arguments, **named))
            names["__all__"] = [*np.__all__, *STARRED.split(), "np", "plt"]
        if module.__name__ == PACKAGES[0]:
            # Pyplot is a module whichever way it is reached.
            names["__getattr__"] = lambda name: importlib.import_module(PYPLOT) if name == "pyplot" else _named(name)
        module.__dict__.update(names)


def install() -> None:
    """Serve it where nothing else by that name is found."""
    sys.meta_path.append(Plots())
