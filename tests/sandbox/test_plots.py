"""A student's file with plots in it loads and runs on, as if somebody had drawn them."""

from __future__ import annotations

import pytest

from autograder.sandbox import Sandbox

from .helpers import see
from .test_worker import error_of

HEAD = """
import copy, math
import matplotlib, matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from typing import Optional
"""

SNIPPETS = {
    "pylab": """
import pylab
from pylab import *
x = linspace(0, 1, 5)
fig, ax = subplots()
plot(x, sin(x)), xlabel("x"), show(), pylab.title("t")
assert sum(x) == 2.5 and isinstance(zeros((2, 2)), np.ndarray) and pylab.exp(0.0) == 1.0
import matplotlib.pylab as lab
assert lab.array([1]).shape == (1,)
""",
    "annotations": """
def draw(ax: plt.Axes | None = None, f: 'plt.Figure' = None, g: Optional[plt.Axes] = None): pass
def more(h: None | plt.Axes = None, k: np.ndarray | plt.Axes = None): pass
""",
    "version": """
major = tuple(int(p) for p in matplotlib.__version__.split('.'))
assert major > (3, 1)
""",
    "limits": """
plt.ylim(0, plt.ylim()[1] * 1.1)
low, high = plt.xlim()
assert isinstance(high, float)
""",
    "kinds": """
fig, ax = plt.subplots()
assert isinstance(ax, plt.Axes) and isinstance(fig, plt.Figure) and not isinstance(3, plt.Axes)
""",
    "grids": """
fig, axes = plt.subplots(2, 2)
for ax in axes.flat: ax.plot([1])
assert axes.shape == (2,2)
axes[0, 1].set_title('x')
(a, b), (c, d) = axes
assert isinstance(axes, np.ndarray)
""",
    "rows": """
fig, (a, b, c) = plt.subplots(1, 3, figsize=(3, 3))
""",
    "axes of a figure": """
fig = plt.figure()
axes = fig.subplots(2, 3)
assert axes.shape == (2, 3)
""",
    "unpacked": """
line, = plt.plot([1], [2])
l1, l2 = plt.plot([1], [2], [3], [4])
r, g, b, a = plt.cm.viridis(0.5)
[x] = plt.plot([1])
""",
    "bars": """
for bar in plt.bar([1], [2]):
    plt.text(bar.get_x() + bar.get_width() / 2, bar.get_height(), f'{bar.get_height():.2f} {bar:.2f}')
""",
    "sums": """
lines = plt.plot([1]) + plt.plot([2])
labels = [l.get_label() for l in lines]
lines = [] + plt.plot([1])
""",
    "spines": """
for k, spine in plt.gca().spines.items(): spine.set_visible(False)
plt.gca().spines[['top', 'right']].set_visible(False)
""",
    "starred": """
from matplotlib.pyplot import *
plot([1]); show(); title('x')
""",
    "ways to pyplot": """
from matplotlib import pyplot
fig, ax = pyplot.subplots()
fig, ax = matplotlib.pyplot.subplots()
""",
    "subclass": """
class A(plt.Axes):
    def __init__(self, n):
        super().__init__(n)
        self.n = n
assert A(3).n == 3 and isinstance(A(3), plt.Axes)
""",
    "decorator": """
@matplotlib.rc_context({'a': 1})
def f():
    return 3
assert f() == 3
""",
    "arrays": """
assert list(np.ravel(plt.gca()))
assert np.asarray(plt.gca()).shape == ()
assert np.array([plt.gca(), plt.gca()]).shape == (2,)
""",
    "histogram": """
n, bins, patches = plt.hist(np.zeros(3), bins=30)
centres = 0.5 * (bins[1:] + bins[:-1])
assert len(n) == 30 == len(centres)
n, bins, _ = plt.hist([1.0], [0, 1, 2])
assert len(n) == 2
""",
    "loops": """
while plt.get_fignums(): pass
while plt.fignum_exists(1): pass
if plt.gcf().number > 3 or plt.gca().x < 2: raise ValueError
""",
    "copies": """
cmap = copy.copy(plt.cm.viridis)
cmap.set_bad('k')
copy.deepcopy(cmap)
""",
    "settings": """
colors = plt.rcParams['axes.prop_cycle'].by_key()['color']
c = colors[7 % len(colors)]
plt.rcParams['a'] = 3
plt.rcParams.update({'a': 3})
'x' in plt.rcParams
list(plt.style.available)
""",
    "three dimensions": """
import mpl_toolkits.mplot3d
from mpl_toolkits.mplot3d import Axes3D
from matplotlib.colors import ListedColormap, to_rgb
r, g, b = to_rgb('red')
ax = plt.figure().add_subplot(projection='3d')
X, Y = np.meshgrid(np.zeros(3), np.zeros(3))
ax.plot_surface(X, Y, X, cmap=ListedColormap(['r']))
""",
    "numbers": """
first, *rest = plt.plot([1])
math.sqrt(plt.gcf().bbox.height)
for i in range(plt.gcf().number): pass
h, l = plt.gca().get_legend_handles_labels()
plt.legend(h + h, l + l)
""",
    "four limits": """
xmin, xmax, ymin, ymax = plt.axis()
np.linspace(xmin, xmax, 5)
locs, labels = plt.xticks()
locs * 2
""",
    "releases": """
assert matplotlib.__version_info__ >= (3, 5) and matplotlib.__version_info__.major == 3
""",
    "warnings": """
import warnings
warnings.filterwarnings("ignore", category=matplotlib.MatplotlibDeprecationWarning)
warnings.simplefilter("ignore", matplotlib.cbook.mplDeprecation)
try:
    pass
except matplotlib.MatplotlibDeprecationWarning:
    pass
""",
    "lists to clear": """
ax = plt.gca()
while ax.lines: ax.lines[0].remove()
while len(ax.collections) > 0: ax.collections.pop()
for patch in ax.patches[:]: patch.remove()
ax.lines[-1].set_color(f'C{len(ax.lines) % 10}')
import matplotlib.patches
ax.add_patch(matplotlib.patches.Circle((0, 0), 1))
""",
    "waiting for a key": """
while not plt.waitforbuttonpress(0.1): pass
(x, y), = plt.ginput(1)
x + 1
""",
    "words": """
ax = plt.gca()
print(', '.join(label.get_text() for label in ax.get_xticklabels()))
print(ax.get_title().upper() + ax.get_xlabel())
""",
    "pictures": """
fig = plt.figure()
fig.canvas.draw()
image = np.asarray(fig.canvas.buffer_rgba())[..., :3]
width, height = fig.canvas.get_width_height()
other = np.frombuffer(fig.canvas.tostring_rgb(), dtype=np.uint8).reshape(height, width, 3)
assert image.shape == other.shape
plt.scatter([1], [2]).get_offsets()[:, 0] + 1
""",
    "mosaic": """
fig, axes = plt.subplots(1, 1, squeeze=False)
assert axes.shape == (1, 1)
fig, ax = plt.subplot_mosaic('AB')
ax['A'].plot([1])
for a in ax: pass
wedges, texts, autotexts = plt.pie([1], autopct='%f')
""",
}


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_file_goes_on_after_what_it_asks_of_a_plot(sandbox: Sandbox, snippet: str) -> None:
    [seen] = see(sandbox, f"{HEAD}{SNIPPETS[snippet]}\ndef run():\n    return 1", seconds=5)
    assert seen.error is None and int(seen.outputs["value"]) == 1


PLOT = """
import matplotlib.pyplot as plt
from matplotlib import pyplot, cm
from matplotlib.animation import FuncAnimation
import numpy as np

plt.style.use("ggplot")
with plt.rc_context():
    figure, axes = plt.subplots(nrows=3)
    top, middle, bottom = axes
    counts, edges, bars = top.hist(np.zeros(3))
    axes[0].set(title="loss")
    pyplot.figure(figsize=(3, 3)).add_subplot(111).imshow(np.ones((2, 2)), cmap=cm.gray)
FuncAnimation(figure, lambda number: None)
plt.show()

def run():
    return len(axes)
"""


def test_a_file_that_plots_is_loaded_and_nothing_is_drawn(sandbox: Sandbox) -> None:
    assert int(see(sandbox, PLOT)[0].outputs["value"]) == 3


def test_a_students_own_file_of_that_name_is_served_first(sandbox: Sandbox) -> None:
    source = "import matplotlib\ndef run():\n    return matplotlib.mine"
    assert int(see(sandbox, source, matplotlib="mine = 7")[0].outputs["value"]) == 7


def test_what_a_plot_gives_is_no_number(sandbox: Sandbox) -> None:
    error = error_of(see(sandbox, "import matplotlib.pyplot as plt\ndef run():\n    return plt.plot([1])")[0])
    assert error.message == "value is a Nothing, where numbers are wanted."
