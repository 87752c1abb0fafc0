// Reads a JSON list of {tex, display} and writes a JSON list of the same formulas, set by KaTeX. An error in one ends it all.
import { readFileSync } from "node:fs";
import katex from "katex";

const set = ({ tex, display }) =>
  katex.renderToString(tex, { displayMode: display, throwOnError: true, strict: "error", output: "htmlAndMathml" });
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(set)));
