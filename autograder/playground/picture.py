"""The picture of a training as a PNG: the boundary with its points, and the curves of loss and accuracy."""

from __future__ import annotations

import numpy as np

from autograder.playground import datasets, descent
from autograder.playground.canvas import Sheet
from autograder.playground.colors import CLASSES, FAINT, INK, PAPER, mixed
from autograder.playground.once import History
from autograder.playground.png import png

WIDTH, HEIGHT = 900, 500
SIDE, LEFT, TOP = 400, 30, 64
RIGHT, WIDE, TALL = 500, 370, 168
TRAIN, TEST = CLASSES[0], CLASSES[1]


def picture(history: History) -> bytes:
    """The file."""
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.text(LEFT, 24, title(history), INK)
    if "heights" in history.arrays:
        _landscape(sheet, history)
    else:
        if "field" in history.arrays:
            _plane(sheet, history)
        else:
            _images(sheet, history)
        _curves(sheet, history, "loss", TOP, None)
        _curves(sheet, history, "accuracy", TOP + 232, 1.0)
    return png(sheet.pixels())


def title(history: History) -> str:
    """The data, the network and how well it does, in one line."""
    told = history.last
    if "sizes" not in told:
        ends = [f"{name} ends at {height:.4g}" for name, height in told["ends"].items() if height is not None]
        return ", ".join([f"{history.scene}: {told['epoch']} moves", *ends])
    shares = [
        f"{part} {100 * told[f'{part}_accuracy']:.1f} %" for part in ("train", "test") if told.get(f"{part}_accuracy")
    ]
    return f"{history.scene}, {'-'.join(map(str, told['sizes']))}, epoch {told['epoch']}: {', '.join(shares)}"


def _plane(sheet: Sheet, history: History) -> None:
    field = history.arrays["field"]
    cells = round(field.shape[1] ** 0.5)
    colors = mixed(field).reshape(cells, cells, 3)
    sheet.picture(LEFT, TOP, colors.repeat(SIDE // cells, axis=0).repeat(SIDE // cells, axis=1))
    for part, edge in (("test", INK), ("train", PAPER)):
        X, y = history.arrays[f"{part}_X"], history.arrays[f"{part}_y"]
        for (x, height), label in zip(X, y, strict=True):
            if max(abs(x), abs(height)) < datasets.EDGE:
                place = _placed(np.array([x, height]), datasets.EDGE)
                draw = sheet.square if label % 2 else sheet.disc
                draw(*place, 4.2, edge)
                draw(*place, 3.2, CLASSES[label])


def _placed(point: np.ndarray, edge: float) -> tuple[float, float]:
    across, up = (point + edge) / (2 * edge) * SIDE
    return LEFT + across, TOP + SIDE - up


def _landscape(sheet: Sheet, history: History) -> None:
    heights, cells = history.arrays["heights"].astype(float), descent.CELLS
    low, high = float(np.nanmin(heights)), float(np.nanmax(heights))
    share = ((heights - low) / max(high - low, 1e-9)) ** 0.5
    shade = PAPER + (CLASSES[0] - PAPER) * np.nan_to_num(share, nan=1.0)[:, None] * 0.85
    large = shade.reshape(cells, cells, 3)[np.arange(SIDE) * cells // SIDE][:, np.arange(SIDE) * cells // SIDE]
    sheet.picture(LEFT, TOP, large)
    for row, (name, color) in enumerate((("climb", CLASSES[1]), ("descend", INK))):
        path = history.arrays.get(name)
        if path is not None:
            inside = path[np.abs(path).max(axis=1) < descent.EDGE]
            places = np.array([_placed(w, descent.EDGE) for w in inside]).reshape(-1, 2)
            sheet.line(places, 3, color)
            for place in places:
                sheet.disc(place[0], place[1], 3.5, color)
            sheet.disc(RIGHT + 8, TOP + 30 * row + 8, 6, color)
            sheet.text(RIGHT + 26, TOP + 30 * row, f"{descent.WALKERS[name]}, {len(path) - 1} moves", INK)


def _images(sheet: Sheet, history: History) -> None:
    """Test images, each with the label that the network gives it, in orange where it is wrong."""
    images, labels, guessed = (history.arrays[name] for name in ("images", "labels", "guessed"))
    side = round(images.shape[1] ** 0.5)
    step, zoom = SIDE // 10, 3
    for number in range(min(100, len(images))):
        x, y = LEFT + number % 10 * step, TOP + number // 10 * step
        wrong = labels[number] != guessed[number]
        ink = (255.0 - images[number].reshape(side, side))[:, :, None].repeat(3, axis=2)
        sheet.picture(x, y + 4, ink.repeat(zoom, axis=0).repeat(zoom, axis=1))
        sheet.text(x + side * zoom + 1, y + 10, str(guessed[number]), CLASSES[1] if wrong else CLASSES[0])


def _curves(sheet: Sheet, history: History, name: str, top: int, most: float | None) -> None:
    rows = {part: np.array(history.curves[f"{part}_{name}"]) for part in ("train", "test")}
    finite = np.concatenate([row[np.isfinite(row)] for row in rows.values()])
    high = most or max(float(finite.max(initial=0)) * 1.05, 1e-9)
    bottom = top + 24 + TALL - 24
    for share in (0.0, 0.5, 1.0):
        y = bottom - share * (TALL - 24)
        sheet.line(np.array([[RIGHT, y], [RIGHT + WIDE, y]]), 1, FAINT)
    sheet.text(RIGHT, top, f"{name} 0 to {high:.3g}", INK)
    for part, x, color in (("train", RIGHT + 230, TRAIN), ("test", RIGHT + 310, TEST)):
        sheet.text(x, top, part, color)
        row = rows[part]
        across = RIGHT + np.arange(len(row)) / max(1, len(row) - 1) * WIDE
        points = np.column_stack([across, bottom - np.clip(row / high, 0, 1) * (TALL - 24)])
        sheet.line(points[np.isfinite(row)], 2, color)
