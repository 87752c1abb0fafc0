// The student's own points: clicked onto the plane, typed, or from a CSV file.

import { SHAPES } from "./colors.js";

const NAMES = ["Blue circle", "Orange square", "Green triangle", "Pink diamond"];
const MOST = 2000, REACH = 5, MOST_BYTES = 1 << 20, SHOWN = 60;

export class Own {
  constructor(find, onChange) {
    this.points = [];
    this.label = 0;
    this.said = find("own-said");
    this.onChange = onChange;
    this.text = find("own-text");
    NAMES.forEach((name, label) => this.classChoice(find("own-class"), name, label));
    find("own-undo").addEventListener("click", () => this.set(this.points.slice(0, -1)));
    find("own-clear").addEventListener("click", () => this.set([]));
    find("own-take").addEventListener("click", () => this.take(this.text.value));
    find("own-file").addEventListener("change", ({ target }) => this.open(target));
  }

  classChoice(holder, name, label) {
    const choice = holder.appendChild(document.createElement("label"));
    const input = choice.appendChild(document.createElement("input"));
    Object.assign(input, { type: "radio", name: "own-class", value: label, checked: label === 0 });
    input.addEventListener("change", () => { this.label = label; });
    const dot = choice.appendChild(document.createElement("i"));
    dot.className = `dot ${SHAPES[label]} class${label}`;
    choice.append(name);
  }

  // A file takes time to be read: whatever is done meanwhile comes instead of it.
  async open(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    this.opened = file;
    const read = await beginning(file);
    if (this.opened === file) this.take(...read);
  }

  set(points, said = "") {
    this.opened = null;
    this.points = points;
    this.said.textContent = said || (points.length ? `${points.length} points.` : "");
    this.onChange(points);
  }

  click([x, y]) {
    if (Math.max(Math.abs(x), Math.abs(y)) <= 6 && this.points.length < MOST) {
      this.set([...this.points, [Number(x.toFixed(2)), Number(y.toFixed(2)), this.label]]);
    }
  }

  take(text, more = "") {
    const { points, said } = table(text);
    if (points) this.set(points, said + more);
    else this.said.textContent = said + more;
  }
}

// The text of a file, of a large one as many lines as can be read at once, and a sentence that says so.
async function beginning(file) {
  const text = await file.slice(0, MOST_BYTES).text();
  if (file.size <= MOST_BYTES) return [text];
  return [text.slice(0, text.lastIndexOf("\n") + 1), " Only the first megabyte of the file was read."];
}

// Points from lines of `x, y, label`; labels may be words. Moved and scaled into the plane where they do not fit it.
export function table(text) {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter(Boolean);
  const rows = lines.map(values);
  const heading = rows.length > 1 && !rows[0].slice(0, 2).some(isNumber) ? 1 : 0;
  const good = rows.slice(heading), bad = good.findIndex((row) => !isPoint(row));
  if (!good.length) return { said: "There are no lines." };
  if (bad >= 0) return { said: `Line ${bad + heading + 1} is not x, y, label: “${clipped(lines[bad + heading])}”.` };
  const labels = [...new Set(good.map((row) => row[2]))].sort();
  if (labels.length > NAMES.length) return { said: `There are ${labels.length} different labels; four classes can be drawn.` };
  const kept = good.slice(0, MOST);
  const points = fitting(kept.map(([x, y, label]) => [Number(x), Number(y), labels.indexOf(label)]));
  const cut = good.length > MOST ? ` The first ${MOST} of ${good.length} lines were taken.` : "";
  return { points, said: `${points.length} points in ${labels.length} classes: ${labels.map(clipped).join(", ")}.${cut}` };
}

// A line's values, cut at tabs, semicolons, commas or blanks: where commas do not cut, they may stand for decimal points.
function values(line) {
  const sign = ["\t", ";", ",", /\s+/].find((one) => one instanceof RegExp || line.includes(one));
  const found = line.split(sign).map((part) => part.trim().replace(/^"(.*)"$/, "$1").trim());
  if (found.length > 3 && !found.at(-1)) found.pop();
  return sign === "," ? found : found.map((part) => (/^[-+\d.e]*,\d+$/i.test(part) ? part.replace(",", ".") : part));
}

const isNumber = (part) => Boolean(part) && Math.abs(Number(part)) < 1e100;
const isPoint = (row) => row.length === 3 && Boolean(row[2]) && row.slice(0, 2).every(isNumber);
const clipped = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

function fitting(points) {
  const bounds = [0, 1].map((part) => points.reduce(([low, high], point) =>
    [Math.min(low, point[part]), Math.max(high, point[part])], [Infinity, -Infinity]));
  const span = Math.max(...bounds.map(([low, high]) => high - low));
  const outside = bounds.some(([low, high]) => Math.max(-low, high) > 6);
  if (!outside && span > 3) return points;
  const scale = 2 * REACH / (span || 1), middle = bounds.map(([low, high]) => (low + high) / 2);
  return points.map(([x, y, label]) => [(x - middle[0]) * scale, (y - middle[1]) * scale, label]);
}
