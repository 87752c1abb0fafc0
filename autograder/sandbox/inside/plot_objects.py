"""What stands for the objects of matplotlib in a program whose plots nobody sees.

Where matplotlib gives a number or an array that a program goes on with (`ANSWERS`), so does this; everything else is a
`Nothing`, which has every name in turn.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType, MappingProxyType
from typing import Any

import numpy as np

WIDTH, HEIGHT = 640, 480
"""Of a figure, in pixels."""
PARTS, BINS = 2, 10
"""How many parts a Nothing has where a program does not say how many it wants, and how many bars a histogram has."""


class PlotWarning(Warning):
    """Stands for every warning of matplotlib's, for programs that turn one off."""


class Nothing:
    """An object that does nothing, has every name and every item, and unpacks into as many parts as are wanted."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Take whatever a class of matplotlib's takes."""

    def __getattr__(self, name: str) -> Any:
        return named(name)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Nothing again; but a single function comes back as it is, so that whatever decorates one leaves it alone."""
        single = arguments[0] if len(arguments) == 1 and not options else None
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

    def __array__(self, *arguments: Any, **options: Any) -> np.ndarray:
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


class EmptyList(Nothing):
    """A list of what is drawn in a plot, with nothing in it: a loop that empties it ends."""

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False


def axes(rows: int = 1, columns: int = 1, **options: Any) -> Any:
    """Axes in the shape that `subplots` gives them in: one alone, a row, or rows and columns."""
    rows, columns = int(options.get("nrows", rows)), int(options.get("ncols", columns))
    grid = np.empty((rows, columns), dtype=object)
    for place in np.ndindex(rows, columns):
        grid[place] = Nothing()
    if not options.get("squeeze", True):
        return grid
    return grid.item() if grid.size == 1 else grid.squeeze()


def _histogram(values: Any = (), bins: Any = BINS, *arguments: Any, **options: Any) -> tuple[np.ndarray, Any, Nothing]:
    """Counts, edges and bars; ``bins`` is how many, the edges themselves, or the name of a rule."""
    has_edges = isinstance(bins, (list, tuple, np.ndarray))
    count = int(bins) if isinstance(bins, (int, np.integer)) else BINS
    edges = np.asarray(bins, dtype=float) if has_edges else np.linspace(0.0, 1.0, count + 1)
    return np.zeros(max(len(edges) - 1, 0)), edges, Nothing()


def _always(answer: Callable[[], Any]) -> Callable[..., Any]:
    return lambda *arguments, **options: answer()


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
        "ginput": lambda n=1, *arguments, **options: [(0.5, 0.5)] * n,
        "get_backend": _always(lambda: "agg"),
        "hist": _histogram,
        "subplots": axes,
    }
)
"""The functions whose results a program goes on with, by name, whatever object they belong to."""

LISTS = frozenset({"artists", "collections", "containers", "images", "lines", "patches", "tables", "texts"})
"""The names under which a plot keeps what is drawn in it."""


def named(name: str) -> Any:
    """What a module or an object of matplotlib's has under a name.

    It has none of Python's own names: with ``__array_interface__``, a `Nothing` would pass for an array.
    """
    if name.startswith("__"):
        raise AttributeError(name)
    if name.endswith(("Warning", "Deprecation")):
        return PlotWarning
    return ANSWERS.get(name) or (EmptyList() if name in LISTS else Nothing())
