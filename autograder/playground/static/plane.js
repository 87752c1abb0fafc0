// The large pictures: the plane with its boundary and points, the landscape with two paths, and digits.

import { SHAPES, colors, fieldPixels, fitted, signedPixels, spread } from "./colors.js";

export const EDGE = 6;
const ACROSS = 10, DOWN = 9, FINE = 240, BANDS = 14;

export class Plane {
  constructor(figure) {
    this.figure = figure;
    this.field = figure.querySelector(".field");
    this.points = figure.querySelector(".points");
    this.caption = figure.querySelector("figcaption");
    this.data = {};
    this.showTest = false;
    this.neuron = null;
  }

  get side() {
    return this.figure.querySelector(".plane").clientWidth || 320;
  }

  // What a start brings: the points, which stay.
  begin(told, arrays) {
    this.data = arrays;
    this.classes = told.classes || 2;
    this.drawPoints();
  }

  draw(told, arrays) {
    this.latest = [told, arrays];
    const context = fitted(this.field, this.side, this.side);
    if (arrays.heights) return this.drawLandscape(context, told, arrays);
    if (this.neuron !== null && arrays.neurons?.shape[0] > this.neuron) {
      const cells = arrays.neurons.shape[1], values = arrays.neurons.subarray(this.neuron * cells, (this.neuron + 1) * cells);
      return spread(context, signedPixels(values, Math.sqrt(cells)), 0, 0, this.side, this.side, !arrays.images);
    }
    if (arrays.images) return this.drawDigits(context, arrays);
    if (!arrays.field) return context.clearRect(0, 0, this.side, this.side);
    const [count, total] = arrays.field.shape;
    return spread(context, fieldPixels(arrays.field, count, Math.sqrt(total)), 0, 0, this.side, this.side);
  }

  redraw() {
    if (this.latest) this.draw(...this.latest);
    this.drawPoints();
  }

  // Where a point of the plane is on the canvas, and back.
  place(x, y) {
    return [(x / EDGE + 1) / 2 * this.side, (1 - y / EDGE) / 2 * this.side];
  }

  at(event) {
    const box = this.points.getBoundingClientRect();
    const share = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    return [(share[0] * 2 - 1) * EDGE, (1 - share[1] * 2) * EDGE];
  }

  drawPoints() {
    const context = fitted(this.points, this.side, this.side);
    context.clearRect(0, 0, this.side, this.side);
    const { ink, edge } = colors();
    const few = (this.data.train_y?.length || 0) + (this.data.test_y?.length || 0) < 80;
    const size = (few ? 6 : 4) * Math.max(0.75, this.side / 480);
    for (const part of this.showTest ? ["test", "train"] : ["train"]) {
      const X = this.data[`${part}_X`], y = this.data[`${part}_y`];
      if (!X) continue;
      for (let row = 0; row < y.length; row++) {
        const [left, top] = this.place(X[2 * row], X[2 * row + 1]);
        mark(context, SHAPES[y[row]], left, top, size, y[row], null, part === "test" ? ink : edge);
      }
    }
  }

  drawLandscape(context, told, arrays) {
    const { ink, edge, css } = colors();
    const same = this.relief && this.relief.key === `${told.landscape} ${told.low} ${told.high} ${edge}`;
    if (!same) this.relief = relief(told, arrays.heights, edge);
    spread(context, this.relief.pixels, 0, 0, this.side, this.side, told.landscape === "loss");
    const over = fitted(this.points, this.side, this.side);
    over.clearRect(0, 0, this.side, this.side);
    for (const [name, color] of [["climb", css[1]], ["descend", ink]]) {
      const path = arrays[name];
      if (!path) continue;
      const places = Array.from({ length: path.length / 2 }, (_, at) => this.place(path[2 * at], path[2 * at + 1]));
      over.lineWidth = 2.5;
      over.strokeStyle = color;
      over.beginPath();
      places.forEach(([x, y]) => over.lineTo(x, y));
      over.stroke();
      places.forEach(([x, y], at) => mark(over, name === "climb" ? "square" : "circle", x, y,
        at === places.length - 1 ? 7 : 3, null, color, edge));
    }
    axes(over, this.side, ink);
  }

  drawDigits(context, arrays) {
    const { ink, css, paper, soft } = colors();
    const count = Math.min(arrays.labels.length, ACROSS * DOWN), size = this.side / ACROSS, zoom = size * 0.66;
    context.clearRect(0, 0, this.side, this.side);
    fitted(this.points, this.side, this.side).clearRect(0, 0, this.side, this.side);
    const dark = ink.match(/\d+/g).map(Number);
    for (let at = 0; at < count; at++) {
      const left = (at % ACROSS) * size, top = Math.floor(at / ACROSS) * size * 1.1 + size * 0.06;
      const pixels = new ImageData(8, 8);
      for (let dot = 0; dot < 64; dot++) {
        const share = arrays.images[64 * at + dot] / 255;
        pixels.data.set([...paper.map((value, part) => value + (dark[part] - value) * share), 255], 4 * dot);
      }
      spread(context, pixels, left + size * 0.17, top + size * 0.04, zoom, zoom, true);
      const wrong = arrays.labels[at] !== arrays.guessed[at];
      context.fillStyle = wrong ? css[1] : soft;
      context.font = `${wrong ? 700 : 400} ${Math.max(9, size * 0.27)}px system-ui, sans-serif`;
      context.textAlign = "center";
      context.fillText(wrong ? `${arrays.guessed[at]}≠${arrays.labels[at]}` : arrays.guessed[at],
        left + size / 2, top + size * 1.0);
      if (wrong) {
        context.strokeStyle = css[1];
        context.lineWidth = 2;
        context.strokeRect(left + size * 0.14, top + size * 0.02, zoom + size * 0.06, zoom + size * 0.04);
      }
    }
  }
}

// The landscape as pixels; where it is smooth, in bands between which the height is equal, like lines on a map.
function relief(told, heights, edge) {
  const { paper, classes } = colors(), cells = Math.sqrt(heights.length), smooth = told.landscape === "loss";
  const size = smooth ? FINE : cells, pixels = new ImageData(size, size), range = Math.max(told.high - told.low, 1e-9);
  for (let at = 0; at < size * size; at++) {
    const x = ((at % size) + 0.5) / size * cells - 0.5, y = (Math.floor(at / size) + 0.5) / size * cells - 0.5;
    const height = smooth ? between(heights, cells, x, y) : heights[at];
    const share = Math.min(1, Math.max(0, (height - told.low) / range)) ** 0.5;
    const band = smooth ? Math.ceil(share * BANDS) / BANDS : share;
    const color = paper.map((value, part) => value + (classes[0][part] - value) * (0.04 + 0.8 * band));
    pixels.data.set([...color, 255], 4 * at);
  }
  return { key: `${told.landscape} ${told.low} ${told.high} ${edge}`, pixels };
}

function between(heights, cells, x, y) {
  const inside = (value) => Math.min(cells - 1.001, Math.max(0, value));
  const [left, top] = [Math.floor(inside(x)), Math.floor(inside(y))], [a, b] = [inside(x) - left, inside(y) - top];
  const row = (at) => heights[at] * (1 - a) + heights[at + 1] * a;
  return row(top * cells + left) * (1 - b) + row((top + 1) * cells + left) * b;
}

// A shape for each class, so that colours are not all that tells them apart.
export function mark(context, shape, x, y, size, label, color = null, outline = null) {
  const { css, edge } = colors();
  context.beginPath();
  if (shape === "circle") context.arc(x, y, size, 0, 7);
  else if (shape === "square") context.rect(x - size * 0.88, y - size * 0.88, size * 1.76, size * 1.76);
  else if (shape === "triangle") [[0, -1.2], [1.1, 0.8], [-1.1, 0.8]].forEach(([a, b]) => context.lineTo(x + a * size, y + b * size));
  else [[0, -1.25], [1.1, 0], [0, 1.25], [-1.1, 0]].forEach(([a, b]) => context.lineTo(x + a * size, y + b * size));
  context.closePath();
  context.lineWidth = 1.2;
  context.fillStyle = color || css[label];
  context.strokeStyle = outline || edge;
  context.fill();
  context.stroke();
}

function axes(context, side, ink) {
  context.fillStyle = ink;
  context.font = "12px system-ui, sans-serif";
  context.textAlign = "left";
  context.fillText("w₂ ↑", 8, 18);
  context.textAlign = "right";
  context.fillText("w₁ →", side - 8, side - 8);
}

// The lecture's three points, with the line on which each walker's scores are zero.
export function drawThree(canvas, arrays) {
  const { css, ink, faint } = colors();
  const side = canvas.parentElement.clientWidth ? Math.min(396, canvas.parentElement.clientWidth - 34) : 240;
  canvas.style.width = canvas.style.height = `${side}px`;
  const context = fitted(canvas, side, side), reach = 3;
  const place = (x, y) => [(x / reach + 1) / 2 * side, (1 - y / reach) / 2 * side];
  context.clearRect(0, 0, side, side);
  context.strokeStyle = faint;
  context.strokeRect(0.5, 0.5, side - 1, side - 1);
  for (const [name, color] of [["climb", css[1]], ["descend", ink]]) {
    const path = arrays[name];
    if (!path) continue;
    const [w1, w2] = path.slice(-2), length = Math.hypot(w1, w2) || 1;
    context.strokeStyle = color;
    context.lineWidth = 2.5;
    context.beginPath();
    context.moveTo(...place(-9 * w2 / length, 9 * w1 / length));
    context.lineTo(...place(9 * w2 / length, -9 * w1 / length));
    context.stroke();
  }
  [[2, 1, 1], [0, -2, 1], [-1, -1, 0]].forEach(([x, y, label]) => mark(context, SHAPES[label], ...place(x, y), 7, label));
}

// What the marks in a plane mean; digits have none.
export function legend(plane, data) {
  const marks = Array.from({ length: plane.classes }, (_, label) => [`${SHAPES[label]} class${label}`, `class ${label}`]);
  if (plane.showTest) marks.push(["tested", "edged: test data"]);
  return data === "digits" ? [] : marks.map(([look, text]) => {
    const item = document.createElement("span");
    item.append(Object.assign(document.createElement("i"), { className: `dot ${look}` }), text);
    return item;
  });
}
