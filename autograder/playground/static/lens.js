// The gradient lens: two maps of one gradient, a sentence, and the entries side by side.

import { fitted, signedPixels, spread } from "./colors.js";

const MOST_ROWS = 128;

export class Lens {
  constructor(find, onLook) {
    this.which = find("lens-which");
    this.verdict = find("lens-verdict");
    this.maps = find("lens-maps");
    this.more = find("lens-more");
    this.table = find("lens-table");
    this.button = find("lens-look");
    this.button.addEventListener("click", () => onLook(Number(this.which.value)));
  }

  // The parameters that there are to look at.
  offer(sizes) {
    const names = (sizes || []).slice(1).flatMap((_, at) => [`W${at + 1}`, `b${at + 1}`]);
    this.button.disabled = this.which.disabled = !names.length;
    if (names.length === this.which.options.length) return;
    this.which.replaceChildren(...names.map((name, at) => new Option(name, at)));
    this.clear();
  }

  clear() {
    this.verdict.textContent = "";
    this.verdict.className = "";
    this.maps.replaceChildren();
    this.more.hidden = true;
  }

  show(told, { claimed, slopes }) {
    const name = this.which.options[told.which]?.text || "";
    const right = told.error !== null && told.error <= told.tolerance;
    this.verdict.className = right ? "right" : "wrong";
    if (String(told.claimed_shape) !== String(told.shape)) {
      this.verdict.textContent = `✗ The gradient of ${name} has shape (${told.claimed_shape}), its parameter (${told.shape}).`;
      this.more.hidden = true;
      return this.maps.replaceChildren();
    }
    const error = told.error === null ? "not finite" : told.error.toExponential(1);
    this.verdict.textContent = right
      ? `✓ ${name}: back propagation agrees with finite differences; the relative difference is ${error}.`
      : `✗ ${name}: back propagation differs from finite differences; the relative difference is ${error}.`;
    const largest = [...claimed, ...slopes].reduce((most, value) => Math.max(most, Math.abs(value) || 0), 1e-12);
    this.maps.replaceChildren(
      heat("Back propagation", claimed, told.shape, largest), heat("Finite differences", slopes, told.shape, largest),
    );
    this.more.hidden = false;
    this.fill(told, claimed, slopes, largest);
  }

  fill(told, claimed, slopes, largest) {
    const columns = told.shape.length > 1 ? told.shape[1] : 1;
    this.table.replaceChildren();
    const head = this.table.createTHead().insertRow();
    for (const text of ["entry", "back propagation", "finite difference", "relative difference"]) {
      head.append(Object.assign(document.createElement("th"), { textContent: text, scope: "col" }));
    }
    const body = this.table.createTBody();
    for (let at = 0; at < Math.min(claimed.length, MOST_ROWS); at++) {
      if (Number.isNaN(slopes[at]) && at) break;
      const place = told.shape.length > 1 ? `[${Math.floor(at / columns)}, ${at % columns}]` : `[${at}]`;
      const apart = Math.abs(claimed[at] - slopes[at]) / largest;
      const row = body.insertRow();
      row.append(Object.assign(document.createElement("th"), { textContent: place, scope: "row" }));
      for (const text of [claimed[at].toPrecision(6), slopes[at].toPrecision(6), apart.toExponential(1)]) {
        row.insertCell().textContent = text;
      }
      row.className = apart <= told.tolerance ? "" : "wrong";
    }
  }
}

function heat(title, values, shape, largest) {
  const figure = document.createElement("figure"), canvas = document.createElement("canvas");
  const [rows, columns] = shape.length > 1 ? shape : [1, shape[0]];
  const cell = Math.max(4, Math.min(18, 150 / Math.max(rows, columns)));
  const context = fitted(canvas, columns * cell, rows * cell);
  canvas.style.width = `${columns * cell}px`;
  canvas.style.height = `${rows * cell}px`;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${title}, as colours; the table below has the numbers`);
  const bytes = Uint8Array.from(values, (value) => 127.5 + 127.5 * (Number.isFinite(value) ? value / largest : 0));
  spread(context, signedPixels(bytes, columns), 0, 0, columns * cell, rows * cell, false);
  figure.append(canvas, Object.assign(document.createElement("figcaption"), { textContent: title }));
  return figure;
}
