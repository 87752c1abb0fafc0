// The drawing of the network: a button for each unit with its own field in it, and links as wide as their weights.

import { colors, fitted, signedPixels, spread } from "./colors.js";

const GAP = 8, TALL = 450, SMALLEST = 24, LARGEST = 46, IMAGE = 42;
const AXES = ["x", "y"];

export class Network {
  constructor(diagram, links, onLook) {
    this.diagram = diagram;
    this.links = links;
    this.onLook = onLook;
    this.columns = [];
  }

  // Units for these sizes; one stands for all the pixels of an image.
  shape(sizes) {
    this.sizes = sizes;
    this.shown = sizes.map((count, layer) => (layer === 0 && count > 16 ? 1 : Math.min(count, 16)));
    const most = Math.max(...this.shown), room = this.diagram.parentElement.clientWidth - 12 || 400;
    this.unit = Math.min(LARGEST, Math.max(SMALLEST, Math.floor(TALL / most) - GAP));
    this.inset = this.shown[0] < sizes[0] ? Math.max(0, IMAGE - this.unit) : 0;
    this.column = Math.min(200, Math.max(this.unit + 52, (room - this.inset - this.unit) / (sizes.length - 1)));
    this.height = most * (this.unit + GAP) + GAP;
    this.width = Math.floor(this.inset + this.column * (sizes.length - 1) + this.unit);
    this.diagram.style.width = `${this.width}px`;
    this.diagram.style.height = `${this.height}px`;
    this.columns.flat().forEach((unit) => unit.remove());
    let number = 0;
    this.columns = this.shown.map((count, layer) => Array.from({ length: count }, (_, at) => {
      const hidden = layer > 0 && layer < sizes.length - 1;
      const unit = document.createElement(hidden ? "button" : "span");
      const [left, top] = this.place(layer, at);
      unit.className = hidden ? "unit" : "unit end";
      unit.style.width = unit.style.height = `${this.unit}px`;
      unit.style.left = `${left}px`;
      unit.style.top = `${top}px`;
      if (hidden) this.hiddenUnit(unit, layer, at, number++);
      else unit.textContent = layer ? this.outputName(at) : this.inputName(at);
      if (!hidden) unit.setAttribute("aria-hidden", "true");
      unit.classList.toggle("image", this.shown[layer] < sizes[layer]);
      if (layer === 0) unit.style.marginLeft = `${-this.inset}px`;
      this.diagram.append(unit);
      return unit;
    }));
  }

  inputName(at) {
    const side = Math.sqrt(this.sizes[0]);
    return this.sizes[0] > 16 ? `${side}×${side}` : AXES[at];
  }

  outputName(at) {
    return this.sizes[this.sizes.length - 1] > 4 ? at : "";
  }

  hiddenUnit(unit, layer, at, number) {
    unit.type = "button";
    unit.dataset.name = `Layer ${layer}, unit ${at + 1}`;
    unit.append(document.createElement("canvas"));
    const look = () => this.onLook(number, unit.dataset.name);
    const leave = () => this.onLook(null, "");
    unit.addEventListener("pointerenter", look);
    unit.addEventListener("pointerleave", leave);
    unit.addEventListener("focus", look);
    unit.addEventListener("blur", leave);
  }

  place(layer, at) {
    const free = this.height - this.shown[layer] * (this.unit + GAP) + GAP;
    return [this.inset + layer * this.column, free / 2 + at * (this.unit + GAP)];
  }

  draw(told, arrays) {
    if (!told.sizes) return;
    if (String(told.sizes) !== String(this.sizes)) this.shape(told.sizes);
    this.drawLinks(arrays);
    this.drawUnits(told, arrays);
  }

  drawLinks(arrays) {
    const context = fitted(this.links, this.width, this.height);
    this.links.style.width = `${this.width}px`;
    this.links.style.height = `${this.height}px`;
    context.clearRect(0, 0, this.width, this.height);
    const { css, soft } = colors();
    for (let layer = 1; layer < this.sizes.length; layer++) {
      const width = this.sizes[layer], given = arrays[`p${2 * (layer - 1)}`];
      const together = this.shown[layer - 1] < this.sizes[layer - 1], weights = together ? lengths(given, width) : given;
      const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
      for (let from = 0; from < this.shown[layer - 1]; from++) {
        for (let to = 0; to < this.shown[layer]; to++) {
          const weight = weights[from * width + to];
          const [x0, y0] = this.place(layer - 1, from), [x1, y1] = this.place(layer, to);
          const [a, b, middle, half] = [x0 + this.unit, x1, (x0 + this.unit + x1) / 2, this.unit / 2];
          context.globalAlpha = 0.16 + 0.8 * Math.min(1, Math.abs(weight) / largest);
          context.lineWidth = 0.4 + 5 * Math.min(1, Math.abs(weight) / Math.max(largest, 0.5));
          context.strokeStyle = Number.isFinite(weight) ? css[weight > 0 ? 0 : 1] : soft;
          if (together) context.strokeStyle = soft;
          context.beginPath();
          context.moveTo(a, y0 + half);
          context.bezierCurveTo(middle, y0 + half, middle, y1 + half, b, y1 + half);
          context.stroke();
        }
      }
    }
    context.globalAlpha = 1;
  }

  drawUnits(told, arrays) {
    const cells = arrays.neurons ? arrays.neurons.shape[1] || 0 : 0, side = Math.sqrt(cells);
    let number = 0;
    for (let layer = 1; layer < this.sizes.length - 1; layer++) {
      this.columns[layer].forEach((unit, at) => {
        const inner = this.unit - 5, context = fitted(unit.firstChild, inner, inner);
        context.clearRect(0, 0, inner, inner);
        if (cells && number < arrays.neurons.shape[0]) {
          const values = arrays.neurons.subarray(number * cells, (number + 1) * cells);
          spread(context, signedPixels(values, side), 0, 0, inner, inner, side > 10);
        }
        const dead = told.dead?.[layer - 1]?.[at], dropped = told.dropped?.[layer - 1]?.[at];
        unit.classList.toggle("dead", Boolean(dead));
        unit.classList.toggle("dropped", Boolean(dropped));
        const more = (dead ? ", says the same for every example" : "") + (dropped ? ", dropped in this step" : "");
        if (unit.dataset.more !== more) unit.setAttribute("aria-label", unit.dataset.name + more);
        unit.dataset.more = more;
        number++;
      });
    }
    this.columns[this.sizes.length - 1].forEach((unit, label) => {
      unit.style.background = this.sizes[this.sizes.length - 1] <= 4 ? colors().css[label] : "";
    });
  }
}

// How large all the weights into each unit are together.
function lengths(weights, width) {
  const squares = new Float32Array(width);
  weights.forEach((weight, at) => { squares[at % width] += weight * weight; });
  return squares.map(Math.sqrt);
}

// One sentence about units that do nothing now.
export function unitsInWords(told) {
  const dead = (told.dead || []).flat().filter(Boolean).length;
  const dropped = (told.dropped || []).flat().filter(Boolean).length;
  const said = [];
  if (dead) said.push(`${dead} ${dead === 1 ? "unit says" : "units say"} the same for every example (struck out).`);
  if (dropped) said.push(`${dropped} dropped for the first example of the latest step (dashed).`);
  return said.join(" ");
}

// A table for each weight matrix with its bias.
export function weightsTable(told, arrays) {
  const holder = document.createElement("div");
  for (let layer = 1; layer < (told.sizes || []).length; layer++) {
    const [rows, columns] = [told.sizes[layer - 1], told.sizes[layer]];
    const weights = arrays[`p${2 * layer - 2}`], bias = arrays[`p${2 * layer - 1}`];
    const table = holder.appendChild(document.createElement("table"));
    table.createCaption().textContent = `Layer ${layer}: from ${rows} to ${columns}`;
    const head = table.createTHead().insertRow();
    ["from", ...Array.from({ length: columns }, (_, at) => `to ${at + 1}`)].forEach((text) => cell(head, "th", text));
    const body = table.createTBody();
    for (let row = 0; row <= Math.min(rows, 64); row++) {
      const line = body.insertRow(), last = row === Math.min(rows, 64);
      cell(line, "th", last ? "bias" : row + 1);
      for (let column = 0; column < columns; column++) {
        cell(line, "td", (last ? bias[column] : weights[row * columns + column])?.toFixed(3) ?? "");
      }
    }
  }
  return holder;
}

function cell(row, kind, text) {
  const made = document.createElement(kind);
  if (kind === "th") made.scope = row.parentElement.tagName === "THEAD" ? "col" : "row";
  made.textContent = text;
  row.append(made);
}
