// The page: settings in, frames out. What is asked of the student's code goes through a source, see source.js.

import * as address from "./address.js";
import { Challenge } from "./challenge.js";
import { SHAPES, onTheme } from "./colors.js";
import { Controls } from "./controls.js";
import { Lens } from "./lens.js";
import { Network, unitsInWords, weightsTable } from "./network.js";
import { Own } from "./own.js";
import { Plane, drawThree } from "./plane.js";
import { History, drawCurves, sizeBars } from "./plots.js";
import { SocketSource } from "./source.js";

const LIVE = new Set(["alpha", "momentum", "dropout", "batch", "step"]);
const USUAL = {
  data: "circle", noise: 10, share: 50, batch: 16, seed: 1, layers: [4], activation: "tanh", init: "own", alpha: 0.3,
  momentum: 0, dropout: 0, batchnorm: false, surface: "loss", start: [-4, 5], step: 0.25, points: [],
};
const SPEAK_MS = 2500, STEPS_AT_ONCE = 10;
const find = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const token = address.token(), given = address.read();
let settings = { ...USUAL, ...given }, choices = null, beside = {}, besideName = "", standing = {};
let playing = false, waiting = [], arrived = 0, scheduled = false, latest = null, spoken = 0, searching = !given.data, fresh = true;
const planes = [new Plane(find("view0")), new Plane(find("view1"))];
const histories = [new History(), new History()];
const network = new Network(find("diagram"), find("links"), (neuron, name) => {
  planes.forEach((plane) => { plane.neuron = neuron; plane.redraw(); });
  planes[0].caption.textContent = name || captions()[0];
});
const controls = new Controls(find, change);
const lens = new Lens(find, (which) => { pause(); source.send({ do: "lens", which }); });
const challenge = new Challenge(find("challenge"));
const own = new Own(find, (points) => change({ points }));
own.points = settings.points;

const source = new SocketSource(token, {
  open: () => start(),
  state: (told) => state(told),
  answer: (answer) => { waiting.push(answer); if (answer.run === 0 && answer.told.kind !== "lens") arrived++; schedule(); },
  gone: (sentence) => { playing = false; showPlaying(); trouble(sentence, ""); },
});

function schedule() {
  if (!scheduled) requestAnimationFrame(draw);
  scheduled = true;
}

function start() {
  histories.forEach((history) => history.clear());
  challenge.clear();
  lens.clear();
  address.write(settings);
  source.send({ do: "start", settings, beside });
}

// A changed setting: what may change in the middle of a training does, everything else begins anew.
function change(changed) {
  if ("data" in changed) settings = { ...settings, ...choices?.advised[changed.data] };
  settings = { ...settings, ...changed };
  if (!controls.ready("hidden")) settings.layers = [];
  if (!controls.ready("momentum")) settings.momentum = 0;
  if (Object.keys(changed).every((name) => LIVE.has(name))) {
    address.write(settings);
    return source.send({ do: "tune", settings: changed });
  }
  const played = playing && !("data" in changed);
  if ("data" in changed) busy(true);
  showSettings();
  start();
  if (played) source.send({ do: "play", epochs: 1 });
}

// What a click changes next is counted from here, even if the student's code has yet to answer the last click.
function showSettings() {
  controls.show(settings, choices);
  controls.layers(settings);
}

// Until the picture is of the data set that was chosen.
function busy(waits) {
  document.querySelector("main").setAttribute("aria-busy", waits);
}

function pause() {
  if (playing) source.send({ do: "pause" });
}

// Draws what is newest of each run, once, and tells the source that it may send more.
function draw() {
  scheduled = false;
  const newest = [];
  for (const answer of waiting) {
    if (answer.told.printed) print(answer.told.printed);
    if (answer.told.kind === "start") begin(answer);
    if (answer.told.kind === "error" || answer.told.kind === "empty") failed(answer);
    else if (answer.told.kind === "lens") lens.show(answer.told, answer.arrays);
    else if (!answer.told.empty) {
      const told = answer.told.frame || answer.told;
      histories[answer.run].add(told);
      newest[answer.run] = { told, arrays: answer.arrays };
    }
  }
  waiting = [];
  newest.forEach((frame, run) => frame && planes[run].draw(frame.told, frame.arrays));
  if (newest[0]) show(newest[0]);
  else if (newest[1]) drawPlots();
  for (; arrived; arrived--) source.send({ do: "drawn" });
}

function show({ told, arrays }) {
  latest = { told, arrays };
  network.draw(told, arrays);
  find("at-epoch").textContent = told.epoch;
  for (const part of ["train", "test"]) {
    const share = told[`${part}_accuracy`];
    find(`at-${part}`).textContent = Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "–";
  }
  for (const [name, height] of Object.entries(told.ends || {})) find(`at-${name}`).textContent = height?.toPrecision(3) ?? "∞";
  if (told.ends) drawThree(find("three"), arrays);
  find("units").textContent = unitsInWords(told);
  sizeBars(find("sizes"), told);
  drawPlots();
  challenge.show(told, settings, choices);
  if (!playing && find("weights").open) fillWeights();
  speak(told);
}

function drawPlots() {
  const seen = beside.kind ? histories : histories.slice(0, 1);
  drawCurves(find("loss"), "loss", seen);
  drawCurves(find("accuracy"), "accuracy", seen);
}

function begin({ run, told, arrays }) {
  planes[run].showTest = find("show-test").checked || settings.data === "own";
  planes[run].begin(told, arrays);
  histories[run].clear();
  if (run) return;
  find("trouble").hidden = true;
  choices = told.choices;
  controls.abilities = told.abilities;
  if (fresh) settings = address.corrected(settings, told.settings);
  fresh = false;
  if (searching && seekScene(told)) return;
  searching = false;
  busy(told.settings.data !== settings.data);
  showSettings();
  find("data-controls").inert = find("model-controls").inert = false;
  controls.scenes(told.scenes, settings.data);
  const points = settings.data === "points";
  document.body.classList.toggle("paths", points);
  find("network-title").textContent = points ? "The lecture’s three points" : "Your network";
  find("output-title").textContent = points ? "The landscape of the two weights" : "What it has learned";
  find("counted").textContent = points ? "Moves" : "Epoch";
  planes[run].caption.textContent = captions()[run];
  find("three").hidden = !points;
  find("diagram-scroll").hidden = points;
  find("own").hidden = settings.data !== "own";
  find("show-test").parentElement.hidden = settings.data === "own" || settings.data === "digits";
  find("view0").classList.toggle("clickable", points || settings.data === "own");
  legend(told.classes || 2);
  lens.offer(told.frame?.sizes);
  if (told.empty) {
    if (settings.data !== "own") trouble(told.empty, "");
    else own.said.textContent = own.points.length ? told.empty : "The plane is empty: click into it.";
    planes[0].draw({}, arrays);
  }
}

// Without an address the page opens on the latest thing that is written.
function seekScene(told) {
  const order = [["hidden", "circle"], ["train", "gauss"], ["steps", "points"]];
  const [, scene] = order.find(([ability]) => told.abilities[ability]?.ready) || [];
  searching = false;
  if (!scene || (scene === settings.data && !told.empty)) return false;
  change({ data: scene });
  return true;
}

function captions() {
  const digits = settings.data === "digits" ? "Test digits. In a frame: read as 1 but a 2 is 1≠2." : "";
  return beside.kind ? ["your files now", besideName] : [digits, ""];
}

function failed({ run, told }) {
  busy(false);
  if (run === 0 || find("trouble").hidden) trouble((run ? "The second run: " : "") + told.text, told.trace || "");
}

function trouble(text, trace) {
  find("trouble").hidden = false;
  find("trouble-text").textContent = text;
  find("trouble-more").hidden = !trace;
  find("trouble-trace").textContent = trace;
}

function print(text) {
  find("printed").hidden = false;
  find("printed").lastElementChild.textContent = text;
}

function state(told) {
  playing = told.playing;
  if (told.saved) {
    histories.forEach((history) => history.clear());
    challenge.clear();
    find("standing").textContent = `Reloaded ${told.saved.join(", ")} at ${new Date().toLocaleTimeString()}.`;
  }
  if (String(standing.versions) !== String(told.versions)) offerBeside(told);
  standing = told;
  showPlaying();
}

function offerBeside(told) {
  const earlier = told.versions.filter((number) => number !== told.version).reverse();
  const options = [new Option("nothing", "{}"), new Option("plain full-batch descent", '{"kind":"full"}')];
  earlier.forEach((number, at) => options.push(new Option(
    at ? `your files, save ${number}` : `your files before the last save (${number})`, JSON.stringify({ kind: "version", number }))));
  find("beside").replaceChildren(...options);
  find("beside").value = JSON.stringify(beside);
}

function showPlaying() {
  const word = playing ? "Pause" : calm.matches ? `${STEPS_AT_ONCE} epochs` : "Play";
  find("play").setAttribute("aria-pressed", playing);
  find("play").lastElementChild.textContent = word;
  document.body.classList.toggle("playing", playing);
}

function speak(told) {
  if (playing && performance.now() - spoken < SPEAK_MS) return;
  spoken = performance.now();
  const percent = (share) => (Number.isFinite(share) ? `${(100 * share).toFixed(0)} percent` : "unknown");
  find("spoken").textContent = told.sizes
    ? `Epoch ${told.epoch}: test accuracy ${percent(told.test_accuracy)}, test loss ${told.test_loss?.toPrecision(2) ?? "not finite"}.`
    : `${told.epoch} moves.`;
}

function legend(classes) {
  const marks = Array.from({ length: classes }, (_, label) => [`${SHAPES[label]} class${label}`, `class ${label}`]);
  if (planes[0].showTest) marks.push(["tested", "edged: test data"]);
  find("legend").replaceChildren(...(settings.data === "digits" ? [] : marks.map(([look, text]) => {
    const item = document.createElement("span");
    item.append(Object.assign(document.createElement("i"), { className: `dot ${look}` }), text);
    return item;
  })));
}

function fillWeights() {
  if (latest) find("weights-table").replaceChildren(weightsTable(latest.told, latest.arrays));
}

find("play").addEventListener("click", () => {
  if (playing) return source.send({ do: "pause" });
  find("trouble").hidden = true;
  return source.send(calm.matches ? { do: "train", epochs: STEPS_AT_ONCE } : { do: "play", epochs: 1 });
});
find("step").addEventListener("click", () => source.send({ do: "train", steps: 1 }));
find("epoch").addEventListener("click", () => source.send({ do: "train", epochs: 1 }));
find("reset").addEventListener("click", start);
find("show-test").addEventListener("change", ({ target }) => {
  planes.forEach((plane) => { plane.showTest = target.checked; plane.redraw(); });
  legend(planes[0].classes);
});
find("beside").addEventListener("change", ({ target }) => {
  beside = JSON.parse(target.value);
  besideName = target.selectedOptions[0].text;
  find("view1").hidden = find("second").hidden = !beside.kind;
  planes[1].caption.textContent = captions()[1];
  planes[0].redraw();
  start();
});
find("weights").addEventListener("toggle", fillWeights);
find("share").addEventListener("click", async () => {
  address.write(settings);
  try {
    await navigator.clipboard.writeText(location.href);
    find("standing").textContent = "Copied. A friend opens it with their own playground running, and sees their network.";
  } catch {
    find("standing").textContent = "Copy the address of this page.";
  }
});
planes[0].points.addEventListener("click", (event) => {
  if (settings.data === "own") own.click(planes[0].at(event));
  if (settings.data === "points") change({ start: planes[0].at(event).map((w) => Number(w.toFixed(2))) });
});
calm.addEventListener("change", showPlaying);
onTheme(() => { planes.forEach((plane) => plane.redraw()); if (latest) show(latest); });
new ResizeObserver(() => { planes.forEach((plane) => plane.redraw()); drawPlots(); }).observe(find("view0"));
new ResizeObserver(() => { network.sizes = null; if (latest) network.draw(latest.told, latest.arrays); }).observe(find("diagram-scroll"));
showPlaying();
