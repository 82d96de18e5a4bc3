// Drawing a signal by hand: a pen over the picture, whole numbers of a fixed step, the network's answer at once.
import { Pen } from "./pen.js";
import { button, choice, element } from "../picture/dom.js";
import { decode } from "../samples/payload.js";
import { Live } from "../samples/live.js";
import { query } from "../samples/samples.js";
import { decoded, encoded, rounded } from "./sketch_code.js";
import { Undo } from "./undo.js";

const NEAR = 2; // samples that a smoothed point looks at on either side

export class SketchTool {
  /** `host` has instrument, state, payload, and draw(payload), changed(), say(words), failed(problem). */
  constructor(host, plot) {
    Object.assign(this, { host, keys: ["sketch"], spec: host.instrument.tool, way: "draw" });
    this.text = this.spec.text;
    this.live = new Live((payload, _, address) => this.arrived(payload, address), (problem) => this.failed(problem));
    this.pen = new Pen(this, plot);
    this.undo = new Undo(plot.parentNode, this.text, {
      now: () => host.state.sketch, back: (sketch) => this.back(sketch), held: () => this.pen.held,
    });
    this.node = this.build();
  }

  build() {
    const options = ["draw", "smooth", "erase"].map((value) => ({ value, label: this.text[value] }));
    const ways = choice({ label: this.text.pen, options }, (way) => { this.way = way; });
    ways.show(this.way);
    return element("div", { class: "cam-row cam-sketch" }, ways.node,
      this.undo.node, button(this.text.from_shown, () => this.replace(this.ownWholes())),
      button(this.text.blank, () => this.replace(this.wholes.map(() => 0))),
      button(this.text.smooth_all, () => this.replace(this.smoothed(this.wholes, 0, this.count - 1))),
      element("span", {}, this.text.hint));
  }

  get count() {
    return this.spec.points;
  }

  /** The sketch, or the sample shown as a beginning, in whole numbers of the step. */
  get wholes() {
    return decoded(this.host.state.sketch, this.spec.step, this.count) ?? this.ownWholes();
  }

  ownWholes() {
    return Array.from(decode(this.host.payload.arrays.x), (value) => rounded(value, this.spec.step));
  }

  holds() {
    return this.host.state.sketch !== null;
  }

  lacks() {
    return this.holds() && !decoded(this.host.state.sketch, this.spec.step, this.count) ? this.keys : [];
  }

  /** Shows the sketch of the state. */
  enter() {
    return this.live.ask(this.address());
  }

  /** All of the signal anew: a stroke like any other. */
  replace(wholes) {
    this.begin();
    this.put(wholes);
  }

  /** A stroke begins. */
  begin() {
    this.undo.remember();
  }

  /** What stood there before a stroke: a sketch, or (null) the signal itself. */
  back(sketch) {
    if (sketch !== null) return this.put(decoded(sketch, this.spec.step, this.count));
    this.live.drop();
    this.host.state.sketch = null;
    return this.host.returnToSample();
  }

  /** The pen went along `path`: a sample and a value at each of its points. */
  stroke(path) {
    let { wholes } = this;
    path.forEach((to, place) => { wholes = this.touched(wholes, path[Math.max(0, place - 1)], to); });
    this.put(wholes);
  }

  /** `wholes` after the pen went straight from one point to another. */
  touched(wholes, from, to) {
    const [low, high] = from[0] <= to[0] ? [from, to] : [to, from];
    if (this.way === "smooth") return this.smoothed(wholes, low[0], high[0]);
    return wholes.map((whole, sample) => {
      if (sample < low[0] || sample > high[0]) return whole;
      if (this.way === "erase") return 0;
      const share = (sample - low[0]) / (high[0] - low[0] || 1);
      return rounded(low[0] === high[0] ? to[1] : low[1] + share * (high[1] - low[1]), this.spec.step);
    });
  }

  /** `wholes` with means over the neighbours between two samples. */
  smoothed(wholes, first, last) {
    return wholes.map((whole, place) => {
      if (place < first || place > last) return whole;
      const near = wholes.slice(Math.max(0, place - NEAR), place + NEAR + 1);
      return Math.round(near.reduce((sum, one) => sum + one, 0) / near.length) + 0;
    });
  }

  /** Draws the line at once and asks what the network says of it. */
  put(wholes) {
    this.host.stop();
    this.host.state.sketch = encoded(wholes, this.spec.step);
    const plain = this.host.plain ?? this.host.payload;
    this.host.draw({ ...plain, arrays: { ...plain.arrays, x: wholes.map((whole) => Math.fround(whole * this.spec.step)) } });
    this.host.changed();
    this.live.ask(this.address());
  }

  address() {
    return query(this.spec.url, { i: this.host.state.sample, sketch: this.host.state.sketch });
  }

  /** While the pen moves on, the newest line stays and gets the map of the one before. */
  arrived(payload, address) {
    const x = this.wholes.map((whole) => Math.fround(whole * this.spec.step));
    this.host.draw(address === this.address() ? payload : { ...payload, arrays: { ...payload.arrays, x } });
  }

  drawn() {
    this.pen.place();
  }

  stepped() {
    this.live.drop();
  }

  shift() {
    return false;
  }

  lift() {
    return false;
  }

  failed(problem) {
    this.host.state.sketch = null;
    this.undo.forget();
    this.host.draw(this.host.payload);
    this.host.changed();
    this.host.failed(problem);
  }

  destroy() {
    this.live.drop();
    this.pen.destroy();
    this.undo.destroy();
    this.node.remove();
  }
}
