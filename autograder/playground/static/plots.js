// Curves of loss and accuracy, and bars for the sizes of gradients.

import { colors, fitted } from "./colors.js";

const MOST = 600;
const LEFT = 34, BOTTOM = 18;

// Keeps what was measured after each epoch; when it is full, every other epoch is forgotten.
export class History {
  constructor() {
    this.clear();
  }

  clear() {
    this.rows = [];
    this.every = 1;
  }

  add(told) {
    const last = this.rows[this.rows.length - 1];
    if (told.sizes === undefined || (last && told.epoch < last.epoch + this.every && told.epoch !== 0)) return;
    if (last && told.epoch === last.epoch) return;
    this.rows.push({
      epoch: told.epoch, loss: [told.train_loss, told.test_loss], accuracy: [told.train_accuracy, told.test_accuracy],
    });
    if (this.rows.length > MOST) {
      this.every *= 2;
      this.rows = this.rows.filter((_, at) => at % 2 === 0);
    }
  }
}

// Train in blue, test in orange; the second run's are dashed.
export function drawCurves(canvas, name, histories) {
  const width = canvas.clientWidth || 240, height = canvas.clientHeight || 120;
  const context = fitted(canvas, width, height), { css, faint, soft } = colors();
  const rows = histories.flatMap((history) => history.rows);
  const last = Math.max(1, ...rows.map((row) => row.epoch));
  const seen = rows.flatMap((row) => row[name]).filter((value) => Number.isFinite(value));
  const high = name === "accuracy" ? 1 : (seen.reduce((most, value) => Math.max(most, value), 0) || 1) * 1.05;
  const place = (epoch, value) => [
    LEFT + epoch / last * (width - LEFT - 6),
    6 + (1 - Math.min(1, value / high)) * (height - 6 - BOTTOM),
  ];
  context.clearRect(0, 0, width, height);
  context.font = "11px system-ui, sans-serif";
  context.lineWidth = 1;
  for (const share of [0, 0.5, 1]) {
    const [x, y] = place(0, share * high);
    context.strokeStyle = faint;
    line(context, [[x, y], [width - 6, y]], []);
    context.fillStyle = soft;
    context.textAlign = "right";
    const value = share * high;
    context.fillText(name === "accuracy" ? `${100 * share}%` : value === 0 ? "0" : value.toPrecision(2), LEFT - 5, y + 4);
  }
  context.fillText(last, width - 6, height - 4);
  context.textAlign = "left";
  context.fillText("0", LEFT, height - 4);
  context.lineWidth = 2;
  histories.forEach((history, run) => [1, 0].forEach((part) => {
    const points = history.rows.filter((row) => Number.isFinite(row[name][part]));
    context.strokeStyle = css[part];
    line(context, points.map((row) => place(row.epoch, row[name][part])), run ? [5, 4] : []);
  }));
}

function line(context, points, dashes) {
  context.setLineDash(dashes);
  context.beginPath();
  points.forEach(([x, y]) => context.lineTo(x, y));
  context.stroke();
  context.setLineDash([]);
}

// One bar for each weight matrix, long for 1 and short for a ten-millionth.
export function sizeBars(holder, told) {
  const sizes = (told.gradients || []).filter((_, at) => at % 2 === 0);
  if (holder.children.length !== sizes.length) {
    holder.replaceChildren(...sizes.map((_, at) => {
      const row = document.createElement("p");
      row.append(Object.assign(document.createElement("span"), { textContent: `W${at + 1}` }));
      row.append(Object.assign(document.createElement("i"), { ariaHidden: "true" }));
      row.append(document.createElement("b"));
      return row;
    }));
  }
  sizes.forEach((size, at) => {
    const [, bar, text] = holder.children[at].children;
    const share = size === null ? 1 : Math.min(1, Math.max(0.01, (Math.log10(Math.max(size, 1e-7)) + 7) / 8));
    bar.style.setProperty("--share", share);
    bar.classList.toggle("odd", size === null);
    text.textContent = size === null ? "not finite" : size === 0 ? "0" : size.toPrecision(2);
  });
}
