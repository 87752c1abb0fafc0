// The settings in the page's address, so that a picture can be sent to a friend. The token is taken out of it at once.

export const USUAL = {
  data: "circle", noise: 10, share: 50, batch: 16, seed: 1, layers: [4], activation: "tanh", init: "own", alpha: 0.3,
  momentum: 0, dropout: 0, batchnorm: false, surface: "loss", start: [-4, 5], step: 0.25, points: [],
};
const NUMBERS = ["noise", "share", "batch", "seed", "alpha", "momentum", "dropout", "step"];
const WORDS = ["data", "activation", "init", "surface"];
const MOST_POINTS = 400;
const SPAN = 12, CELLS = 36 * 36 - 1;

export function token() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) localStorage.setItem("token", given);
  return given || localStorage.getItem("token") || "";
}

export function read() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const settings = {};
  for (const name of NUMBERS) {
    const number = Number(parts.get(name));
    if (parts.has(name) && Number.isFinite(number)) settings[name] = number;
  }
  for (const name of WORDS) if (parts.has(name)) settings[name] = parts.get(name);
  if (parts.has("layers")) settings.layers = parts.get("layers").split("-").map(Number).filter((n) => n > 0);
  if (parts.has("batchnorm")) settings.batchnorm = parts.get("batchnorm") === "1";
  if (parts.has("start")) settings.start = parts.get("start").split("_").map(Number);
  if (parts.has("points")) settings.points = unpacked(parts.get("points"));
  return settings;
}

export function write(settings) {
  const parts = new URLSearchParams();
  for (const name of [...WORDS, ...NUMBERS]) if (settings[name] !== undefined) parts.set(name, settings[name]);
  parts.set("layers", settings.layers.join("-"));
  if (settings.batchnorm) parts.set("batchnorm", "1");
  if (settings.data === "points" && settings.start) parts.set("start", settings.start.map((w) => w.toFixed(2)).join("_"));
  if (settings.data === "own" && settings.points.length <= MOST_POINTS) parts.set("points", packed(settings.points));
  history.replaceState(null, "", `#${parts}`);
}

// Anybody may have written the address that the page was opened with: what the engine made of it counts.
export function corrected(settings, read) {
  const found = { ...settings, ...read };
  write(found);
  return found;
}

// Five characters for a point: two each for x and y, in 1295ths of the plane's side, and one for the class.
function packed(points) {
  const two = (value) => Math.round(Math.min(1, Math.max(0, value / SPAN + 0.5)) * CELLS).toString(36).padStart(2, "0");
  return points.map(([x, y, label]) => two(x) + two(y) + label).join("");
}

function unpacked(text) {
  const value = (part) => (parseInt(part, 36) / CELLS - 0.5) * SPAN;
  const points = (text.match(/[0-9a-z]{4}[0-3]/g) || []).slice(0, MOST_POINTS);
  return points.map((five) => [value(five.slice(0, 2)), value(five.slice(2, 4)), Number(five[4])]);
}
