// The controls: sliders, choices and switches, each greyed with its question's number while that is not written.

const SCENES = {
  points: "Three points", circle: "Circle", xor: "Exclusive or", gauss: "Two clouds", spiral: "Spiral",
  own: "Your own", digits: "Digits",
};
const ACTIVATIONS = { relu: "ReLU", tanh: "Tanh", sigmoid: "Sigmoid", leaky_relu: "Leaky ReLU" };
const INITS = { own: "your network’s", he: "He", glorot: "Glorot", zero: "all zero" };
const RATES = [0.001, 0.003, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 3, 10];
const BATCHES = [1, 2, 4, 8, 10, 16, 32, 64, 128, 1000];

// name, label, where, what it needs, and how it is chosen
const TABLE = [
  ["noise", "Noise", "data-controls", null, { min: 0, max: 50, step: 1, unit: " %" }],
  ["share", "Training data", "data-controls", null, { min: 10, max: 90, step: 10, unit: " %" }],
  ["batch", "Batch size", "data-controls", "batches", { list: BATCHES, last: "all" }],
  ["seed", "Seed", "data-controls", null, { number: true, min: 0, max: 999999 }],
  ["alpha", "Learning rate", "model-controls", null, { list: RATES }],
  ["activation", "Activation", "model-controls", "hidden", { names: ACTIVATIONS, each: "activation" }],
  ["init", "First weights", "model-controls", "hidden", { names: INITS, each: "init" }],
  ["momentum", "Momentum", "model-controls", "momentum", { list: [0, 0.5, 0.8, 0.9, 0.95, 0.99] }],
  ["dropout", "Dropout", "model-controls", "dropout", { list: [0, 0.1, 0.2, 0.3, 0.5, 0.7] }],
  ["batchnorm", "Batch norm", "model-controls", "batchnorm", { check: true }],
  ["surface", "Landscape of", "model-controls", null, { names: { loss: "softmax loss", steps: "zero-one loss" }, each: "" }],
  ["step", "Step of local search", "model-controls", "climb", { list: [0.05, 0.1, 0.25, 0.5, 1, 2, 3.5] }],
];
const FOR_POINTS = new Set(["alpha", "surface", "step"]);
const DRAWN = new Set(["circle", "xor", "gauss", "spiral"]);

export class Controls {
  constructor(find, onChange) {
    this.find = find;
    this.onChange = onChange;
    this.inputs = {};
    this.abilities = {};
    this.made = {};
    TABLE.forEach((row) => this.make(...row));
  }

  make(name, label, where, needs, how) {
    const holder = this.find(where).appendChild(document.createElement("label"));
    const text = holder.appendChild(document.createElement("span"));
    text.textContent = label;
    const badge = text.appendChild(document.createElement("em"));
    let input;
    if (how.list || how.names) {
      input = document.createElement("select");
      const names = how.names || Object.fromEntries(how.list.map((value) => [value, value === 1000 ? how.last : value]));
      Object.entries(names).sort((a, b) => (how.list ? a[0] - b[0] : 0)).forEach(([value, word]) => input.add(new Option(word, value)));
    } else {
      input = document.createElement("input");
      input.type = how.check ? "checkbox" : how.number ? "number" : "range";
      Object.assign(input, { min: how.min ?? "", max: how.max ?? "", step: how.step ?? 1 });
    }
    holder.classList.add(how.check ? "switch" : "choice");
    const shown = how.unit ? text.appendChild(document.createElement("output")) : null;
    const told = () => { if (shown) shown.textContent = input.value + how.unit; };
    input.addEventListener("input", told);
    input.addEventListener("change", () => {
      this.onChange({ [name]: how.check ? input.checked : how.names ? input.value : Number(input.value) });
    });
    holder.append(input);
    this.inputs[name] = { input, holder, badge, needs, how, told };
  }

  // Show the settings, and grey what is not written.
  show(settings, choices) {
    for (const [name, control] of Object.entries(this.inputs)) {
      const { input, holder, badge, needs, how, told } = control, value = settings[name];
      const offered = how.each && this.offer(input, choices[how.each], how.names);
      if (control.shown !== value || offered) this.set(input, how, value); // else somebody may be typing or dragging
      control.shown = value;
      told();
      holder.hidden = settings.data === "points" ? !FOR_POINTS.has(name)
        : (needs !== null && !(needs in this.abilities)) || name === "surface" || name === "step" || (name === "noise" && !DRAWN.has(settings.data));
      const locked = needs !== null && !this.ready(needs);
      input.disabled = locked;
      badge.textContent = locked ? this.question(needs) : "";
      if (how.names) this.greyOptions(input, how);
    }
  }

  set(input, how, value) {
    if (how.check) input.checked = Boolean(value);
    else {
      if (how.list && ![...input.options].some((option) => Number(option.value) === value)) input.add(new Option(value, value));
      input.value = String(value);
    }
  }

  // An assignment has activations and initializations of its own. Tells whether they were new.
  offer(select, values, names) {
    if (String([...select.options].map((option) => option.value)) === String(values)) return false;
    select.replaceChildren(...values.map((value) => new Option(names[value] || value, value)));
    return true;
  }

  greyOptions(select, how) {
    for (const option of select.options) {
      const ability = how.each ? `${how.each} ${option.value}` : option.value;
      const locked = ability in this.abilities && !this.ready(ability);
      option.disabled = locked;
      option.textContent = (how.names[option.value] || option.value) + (locked ? ` (${this.question(ability)})` : "");
    }
  }

  ready(ability) {
    return Boolean(this.abilities[ability]?.ready);
  }

  question(ability) {
    return (this.abilities[ability]?.question || "").toUpperCase();
  }

  // One choice for each data set, greyed while nothing of it can be drawn.
  scenes(names, chosen) {
    const holder = this.find("scenes");
    const needs = { points: "steps", digits: "hidden" };
    const rows = names.map((name) => [name, needs[name] || "train"]).map(([name, ability]) => [name, ability, !this.ready(ability)]);
    if (this.isNew("scenes", rows)) this.makeScenes(holder, rows);
    for (const input of holder.querySelectorAll("input")) input.checked = input.value === chosen;
  }

  // Whether there is something else to show. What stays is not made anew, so that it keeps the focus and a mouse's button.
  isNew(what, value) {
    const before = this.made[what];
    this.made[what] = JSON.stringify(value);
    return this.made[what] !== before;
  }

  makeScenes(holder, rows) {
    holder.replaceChildren(...rows.map(([name, ability, locked]) => {
      const label = document.createElement("label"), input = document.createElement("input");
      Object.assign(input, { type: "radio", name: "scene", value: name, disabled: locked });
      input.addEventListener("change", () => this.onChange({ data: name }));
      const thumb = Object.assign(document.createElement("i"), { className: `thumb ${name}`, ariaHidden: "true" });
      label.append(input, thumb, Object.assign(document.createElement("span"), { textContent: SCENES[name] || name }));
      if (locked) label.append(Object.assign(document.createElement("em"), { textContent: this.question(ability) }));
      return label;
    }));
  }

  // A stepper for each hidden layer, and one for the number of layers.
  layers(settings) {
    const holder = this.find("layers"), { layers } = settings, locked = !this.ready("hidden");
    holder.hidden = settings.data === "points";
    if (!this.isNew("layers", [layers, locked])) return;
    const focused = holder.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : "";
    holder.replaceChildren();
    const change = (next) => this.onChange({ layers: next });
    const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
    this.stepper(holder, plural(layers.length, "hidden layer"), "hidden layers", locked,
      layers.length > 0 && (() => change(layers.slice(0, -1))),
      layers.length < 4 && (() => change([...layers, layers[layers.length - 1] || 4])));
    layers.forEach((width, at) => this.stepper(holder, plural(width, "unit"), `units in layer ${at + 1}`, locked,
      width > 1 && (() => change(layers.with(at, width - 1))), width < 16 && (() => change(layers.with(at, width + 1)))));
    if (locked) holder.append(Object.assign(document.createElement("em"), { textContent: this.question("hidden") }));
    [...holder.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === focused)?.focus();
  }

  stepper(holder, text, what, locked, fewer, more) {
    const group = holder.appendChild(document.createElement("span"));
    group.className = "stepper";
    const button = (sign, word, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: sign });
      made.setAttribute("aria-label", `${word} ${what}`);
      made.disabled = locked || !act;
      if (act) made.addEventListener("click", act);
      return made;
    };
    group.append(button("−", "fewer", fewer), Object.assign(document.createElement("b"), { textContent: text }),
      button("+", "more", more));
  }
}
