"""Draws its data when it is imported and while it works, where nobody can see it.

expect: passed
"""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import cm
from mpl_toolkits.mplot3d import Axes3D

matplotlib.use("TkAgg")
plt.rcParams["figure.figsize"] = (4, 3)
figure, (left, right) = plt.subplots(1, 2)
left.plot(np.arange(3.0), color=cm.viridis(0.5))
plt.show()


def double(x):
    (line,) = plt.plot(x[0], x[1], label="x")
    plt.savefig("x.png")
    return 2 * x
