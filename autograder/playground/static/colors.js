// Colours, from the style sheet; a field's colours are worked out once for each theme.

export const SHAPES = ["circle", "square", "triangle", "diamond"];
let theme = null;

export function colors() {
  if (theme) return theme;
  const style = getComputedStyle(document.documentElement);
  const of = (name) => rgb(style.getPropertyValue(name));
  const paper = of("--plane"), classes = [0, 1, 2, 3].map((number) => of(`--class${number}`));
  const strength = Number(style.getPropertyValue("--strength"));
  theme = {
    paper, classes, ink: css(of("--ink")), faint: css(of("--line")), soft: css(of("--soft")),
    css: classes.map(css), edge: css(paper),
    tints: classes.map((color) => tints(paper, color, strength)),
    signed: Array.from({ length: 256 }, (_, value) => {
      const share = Math.abs(value - 127.5) / 127.5;
      return mix(paper, classes[value > 127 ? 0 : 1], 0.06 + 0.9 * share);
    }),
  };
  return theme;
}

export function onTheme(changed) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { theme = null; changed(); });
}

function rgb(text) {
  const digits = text.trim().slice(1);
  return [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16));
}

const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;
const mix = (from, to, share) => from.map((value, part) => value + (to[part] - value) * share);
const tints = (paper, color, strength) =>
  Array.from({ length: 256 }, (_, sure) => mix(paper, color, 0.07 + strength * sure / 255));

// Pixels of a field of probabilities: for each cell the likeliest class, the paler the more it is in doubt.
export function fieldPixels(field, count, cells) {
  const { tints } = colors();
  const pixels = new ImageData(cells, cells), total = cells * cells, least = 255 / count;
  for (let cell = 0; cell < total; cell++) {
    let best = 0;
    for (let label = 1; label < count; label++) if (field[label * total + cell] > field[best * total + cell]) best = label;
    const sure = Math.max(0, (field[best * total + cell] - least) / (255 - least));
    pixels.data.set(tints[best][Math.round(255 * sure)], 4 * cell);
    pixels.data[4 * cell + 3] = 255;
  }
  return pixels;
}

// Pixels of values around zero, which is 128: blue above it, orange below.
export function signedPixels(values, cells) {
  const { signed } = colors();
  const pixels = new ImageData(cells, values.length / cells);
  for (let cell = 0; cell < values.length; cell++) {
    pixels.data.set(signed[values[cell]], 4 * cell);
    pixels.data[4 * cell + 3] = 255;
  }
  return pixels;
}

// A canvas as large as it is shown, in the screen's own pixels, and its context in the page's.
export function fitted(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const size = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

const small = document.createElement("canvas");

// Draw pixels over a whole canvas, smoothly or in squares.
export function spread(context, pixels, x, y, width, height, smooth = true) {
  small.width = pixels.width;
  small.height = pixels.height;
  small.getContext("2d").putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = smooth;
  context.imageSmoothingQuality = "high";
  context.drawImage(small, x, y, width, height);
}
