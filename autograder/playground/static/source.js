// Where frames come from. The page knows no more of it than this, so that a Web Worker can take the socket's place:
//
// - A source has `send(message)` and `close()`. Messages are tables: `{do: "start", settings, beside}`, `play` with
//   `epochs`, `pause`, `train` with `steps` or `epochs`, `tune` with `settings`, `lens` with `which`, each with a
//   `number` that grows, and `drawn` for each answer of the first run. No more than two frames of a training may be on
//   their way to a page.
// - It calls `on.open()` once it may be asked, `on.answer({run, told, arrays})` with each answer, `on.state(told)` when
//   the page is to know whether it plays and which versions of the files there are, and `on.gone(sentence)` at its end
//   and whenever it is asked for something after that.
// - A state has the number of the start that `started` what is answered from then on, and that of the last message that
//   was `answered`, which comes after all its answers.
//
// In Python `session.py` is the other end of the socket. `engine.Engine` answers `start`, `train`, `tune` and `lens`
// with what becomes a frame; it knows neither processes nor sockets, and needs numpy alone.

const PREFIX = 16;
const KINDS = { "<f4": Float32Array, "<f8": Float64Array, "|u1": Uint8Array };
const REFUSED = "This page may not connect. Open the address that `autograder play` printed when it started.";
const FULL = "The playground is open in four other windows. Close one of them, and load this page again.";
const GONE = "The playground has ended. Start it again with `autograder play`, and open the address that it prints.";

// A frame: its run's number, then magic, the lengths of header and body, a header in JSON, and arrays one after the other.
export function parse(buffer) {
  const view = new DataView(buffer);
  const start = 1 + PREFIX + view.getUint32(5, true);
  const told = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 1 + PREFIX, start - 1 - PREFIX)));
  const arrays = {};
  let at = start;
  for (const [name, kind, shape] of told.arrays) {
    const Kind = KINDS[kind];
    const bytes = shape.reduce((product, length) => product * length, 1) * Kind.BYTES_PER_ELEMENT;
    arrays[name] = new Kind(buffer.slice(at, at + bytes));
    arrays[name].shape = shape;
    at += bytes;
  }
  return { run: view.getUint8(0), told, arrays };
}

export class SocketSource {
  constructor(token, on) {
    this.on = on;
    this.opened = false;
    this.socket = new WebSocket(`ws://${location.host}/live?token=${encodeURIComponent(token)}`);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => { this.opened = true; on.open(); };
    this.socket.onmessage = ({ data }) => {
      if (typeof data === "string") on.state(JSON.parse(data));
      else on.answer(parse(data));
    };
    this.socket.onclose = ({ code }) => {
      this.end = code === 4429 ? FULL : this.opened ? GONE : REFUSED;
      on.gone(this.end);
    };
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
    else if (this.end && message.do !== "drawn") this.on.gone(this.end);
  }

  close() {
    this.socket.onclose = null;
    this.socket.close();
  }
}
