// The page: settings in, frames out. What is asked of the student's code goes through a source, see source.js.

import * as address from "./address.js";
import { Beside } from "./beside.js";
import { Challenge } from "./challenge.js";
import { onTheme } from "./colors.js";
import { Controls } from "./controls.js";
import { Lens } from "./lens.js";
import { Network, unitsInWords, weightsTable } from "./network.js";
import { Own } from "./own.js";
import { Plane, drawThree, legend } from "./plane.js";
import { History, drawCurves, sizeBars } from "./plots.js";
import { SocketSource } from "./source.js";
import { Voice } from "./voice.js";

const LIVE = new Set(["alpha", "momentum", "dropout", "batch", "step"]);
const STEPS_AT_ONCE = 10;
const find = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const token = address.token(), given = address.read();
let settings = { ...address.USUAL, ...given }, choices = null, standing = {}, asked = 0, started = 0;
let playing = false, waiting = [], arrived = 0, scheduled = false, latest = null, searching = !given.data, fresh = true;
const planes = [new Plane(find("view0")), new Plane(find("view1"))];
const histories = [new History(), new History()];
const network = new Network(find("diagram"), find("links"), (neuron, name) => {
  planes.forEach((plane) => { plane.neuron = neuron; plane.redraw(); });
  planes[0].caption.textContent = name || caption(0);
});
const controls = new Controls(find, change);
const lens = new Lens(find, (which) => { pause(); ask({ do: "lens", which }); });
const challenge = new Challenge(find("challenge")), voice = new Voice(find("spoken"));
const beside = new Beside(find, () => {
  planes[1].caption.textContent = caption(1);
  planes[1].begin({}, {});
  planes[1].draw({}, {});
  planes[0].redraw();
  start();
});
const own = new Own(find, (points) => {
  if (settings.data === "own") change({ points });
  else settings = { ...settings, points };
});
own.points = settings.points;

const source = new SocketSource(token, {
  open: () => start(),
  state: (told) => state(told),
  answer: (answer) => {
    if (answer.run === 0) arrived++;
    if (standing.started === started) waiting.push(answer);
    schedule();
  },
  gone: (sentence) => {
    waiting = [];
    state({ ...standing, playing: false, answered: asked });
    trouble(sentence, "");
  },
});

// Whatever is asked has a number, so that an answer to something earlier is not taken for one to this.
function ask(message) {
  asked++;
  if (message.do === "start") started = asked;
  source.send({ ...message, number: asked });
  busy();
}

// The page plays or rests as soon as somebody says so, and not only when the student's code comes to hear of it.
function drive(plays, message) {
  playing = plays;
  showPlaying();
  ask(message);
}

// Until the page shows all that was asked for.
function busy() {
  document.querySelector("main").setAttribute("aria-busy", standing.answered !== asked || waiting.length > 0);
}

function schedule() {
  if (!scheduled) requestAnimationFrame(draw);
  scheduled = true;
}

function start() {
  forget();
  address.write(settings);
  drive(false, { do: "start", settings, beside: beside.chosen });
}

// What there is of a training, as another one begins.
function forget() {
  waiting = [];
  histories.forEach((history) => history.clear());
  challenge.clear();
  lens.clear();
}

// A changed setting: what may change in the middle of a training does, everything else begins anew.
function change(changed) {
  if ("data" in changed) settings = { ...settings, ...choices?.advised[changed.data] };
  settings = { ...settings, ...changed };
  if (!controls.ready("hidden")) settings.layers = [];
  if (!controls.ready("momentum")) settings.momentum = 0;
  if (Object.keys(changed).every((name) => LIVE.has(name))) {
    address.write(settings);
    return ask({ do: "tune", settings: changed });
  }
  const played = playing && !("data" in changed);
  showSettings();
  start();
  if (played) drive(true, { do: "play", epochs: 1 });
}

// What a click changes next is counted from here, even if the student's code has yet to answer the last click.
function showSettings() {
  controls.show(settings, choices);
  controls.layers(settings);
}

function pause() {
  if (playing) drive(false, { do: "pause" });
}

// Draws what is newest of each run, once, and tells the source that it may send more.
function draw() {
  scheduled = false;
  for (; arrived; arrived--) source.send({ do: "drawn" });
  const newest = [];
  for (const answer of waiting.splice(0)) {
    if (answer.told.printed) print(answer.told.printed);
    if (answer.told.kind === "start" && begin(answer)) break;
    if (answer.told.kind === "error" || answer.told.kind === "empty") failed(answer);
    else if (answer.told.kind === "lens") lens.show(answer.told, answer.arrays);
    else if (!answer.told.empty) {
      const told = answer.told.frame || answer.told;
      histories[answer.run].add(told);
      newest[answer.run] = { told, arrays: answer.arrays };
    }
  }
  newest.forEach((frame, run) => frame && planes[run].draw(frame.told, frame.arrays));
  if (newest[0]) {
    show(newest[0]);
    challenge.show(latest.told, settings, choices);
    voice.speak(latest.told, playing);
  } else if (newest[1]) drawPlots();
  busy();
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
  if (!playing && find("weights").open) fillWeights();
}

function drawPlots() {
  const seen = beside.chosen.kind ? histories : histories.slice(0, 1);
  drawCurves(find("loss"), "loss", seen);
  drawCurves(find("accuracy"), "accuracy", seen);
}

// Shows what a start brings, and tells whether another data set is asked for instead.
function begin({ run, told, arrays }) {
  planes[run].showTest = find("show-test").checked || settings.data === "own";
  planes[run].begin(told, arrays);
  planes[run].caption.textContent = caption(run);
  histories[run].clear();
  if (run) return false;
  find("trouble").hidden = true;
  choices = told.choices;
  controls.abilities = told.abilities;
  if (fresh) settings = address.corrected(settings, told.settings);
  fresh = false;
  if (searching && seekScene(told)) return true;
  searching = false;
  showSettings();
  find("data-controls").inert = find("model-controls").inert = false;
  controls.scenes(told.scenes, settings.data);
  const points = settings.data === "points";
  document.body.classList.toggle("paths", points);
  find("network-title").textContent = points ? "The lecture’s three points" : "Your network";
  find("output-title").textContent = points ? "The landscape of the two weights" : "What it has learned";
  find("counted").textContent = points ? "Moves" : "Epoch";
  find("three").hidden = !points;
  find("diagram-scroll").hidden = points || Boolean(told.empty);
  find("own").hidden = settings.data !== "own";
  find("show-test").parentElement.hidden = settings.data === "own" || settings.data === "digits";
  find("view0").classList.toggle("clickable", points || settings.data === "own");
  find("legend").replaceChildren(...legend(planes[0], settings.data));
  lens.offer(told.frame?.sizes);
  if (told.empty) {
    if (settings.data !== "own") trouble(told.empty, "");
    else own.said.textContent = own.points.length ? told.empty : "The plane is empty: click into it.";
    planes[0].draw({}, arrays);
    show({ told: { epoch: 0 }, arrays: {} });
    challenge.show({}, settings, choices);
  }
  return false;
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

function caption(run) {
  return beside.captions(settings.data === "digits" ? "Test digits. In a frame: read as 1 but a 2 is 1≠2." : "")[run];
}

function failed({ run, told }) {
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
  if (told.answered === asked) playing = told.playing;
  if (told.saved) {
    forget();
    find("printed").hidden = true;
    find("standing").textContent = `Reloaded ${told.saved.join(", ")} at ${new Date().toLocaleTimeString()}.`;
  }
  if (String(standing.versions) !== String(told.versions)) beside.offer(told);
  standing = told;
  showPlaying();
  busy();
}

function showPlaying() {
  const word = playing ? "Pause" : calm.matches ? `${STEPS_AT_ONCE} epochs` : "Play";
  find("play").setAttribute("aria-pressed", playing);
  find("play").lastElementChild.textContent = word;
  document.body.classList.toggle("playing", playing);
}

function fillWeights() {
  if (latest) find("weights-table").replaceChildren(weightsTable(latest.told, latest.arrays));
}

find("play").addEventListener("click", () => {
  if (playing) return pause();
  find("trouble").hidden = true;
  return calm.matches ? drive(false, { do: "train", epochs: STEPS_AT_ONCE }) : drive(true, { do: "play", epochs: 1 });
});
find("step").addEventListener("click", () => drive(false, { do: "train", steps: 1 }));
find("epoch").addEventListener("click", () => drive(false, { do: "train", epochs: 1 }));
find("reset").addEventListener("click", start);
find("show-test").addEventListener("change", ({ target }) => {
  planes.forEach((plane) => { plane.showTest = target.checked; plane.redraw(); });
  find("legend").replaceChildren(...legend(planes[0], settings.data));
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
