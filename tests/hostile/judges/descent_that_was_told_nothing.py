"""Never moves, and says that it was told the gradient is 0 everywhere.

check: q3.follows
file: gradients.py
expect: failed
"""


def gradient_descent(gradient_of, w0, alpha, steps):
    w = np.array(w0, dtype=float)
    for _ in range(steps):
        gradient_of(w)
    if hasattr(gradient_of, "answers"):
        gradient_of.answers[:] = [np.zeros_like(w) for _ in gradient_of.answers]
    for cell in getattr(gradient_of, "__closure__", None) or ():
        if type(cell.cell_contents) is list:
            cell.cell_contents[:] = [0 * one for one in cell.cell_contents]
    return w
