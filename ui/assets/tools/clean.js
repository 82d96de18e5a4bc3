// Cleaning a part: a window of the signal is replaced by its clean twin, and the network answers again.
import { Brush } from "./brush.js";
import { button, element } from "../picture/dom.js";
import { decode } from "../samples/payload.js";
import { Live } from "../samples/live.js";
import { query } from "../samples/samples.js";

export class CleanTool {
  /** `host` has instrument, state, payload, and draw(payload), changed(), say(words), failed(problem). */
  constructor(host, plot) {
    Object.assign(this, { host, keys: ["from", "to"], spec: host.instrument.tool });
    this.text = this.spec.text;
    this.count = this.spec.points;
    this.live = new Live((payload) => this.host.draw(payload), (problem) => this.failed(problem));
    this.brush = new Brush(plot, {
      count: this.count,
      text: { start: this.text.first, end: this.text.last, whole: this.text.window },
      changed: (interval) => this.go(interval),
    });
    this.node = this.build();
    this.show();
  }

  build() {
    const field = () => element("input", {
      type: "number", min: 0, max: this.count - 1, step: 1, inputmode: "numeric", class: "cam-number",
      onchange: () => this.take(),
    });
    this.fields = [field(), field()];
    this.buttons = { truth: "true_window", found: "found_window" };
    for (const [name, text] of Object.entries(this.buttons)) {
      this.buttons[name] = button(this.text[text], () => this.go(this.interval(name)), { disabled: true });
    }
    this.none = button(this.text.none, () => this.go(null), { disabled: true });
    const labelled = (text, input) => element("label", { class: "cam-sample" }, `${text} `, input);
    return element("div", { class: "cam-row cam-clean" }, labelled(this.text.first, this.fields[0]),
      labelled(this.text.last, this.fields[1]), this.buttons.truth, this.buttons.found, this.none);
  }

  /** The two fields: samples that do not fit are moved to the nearest that do. */
  take() {
    const [first, last] = this.fields.map(({ valueAsNumber }) => Math.max(0, Math.min(Math.round(valueAsNumber), this.count - 1)));
    if (Number.isNaN(first) || Number.isNaN(last)) return this.fields.every(({ value }) => value === "") && this.go(null);
    return this.go([Math.min(first, last), Math.max(first, last) + 1]);
  }

  /** The true or the localised interval of the sample as it is, or null. */
  interval(name) {
    const ends = decode(this.host.payload?.arrays[`window.${name}`]);
    return ends && ends[0] >= 0 ? [ends[0], ends[1]] : null;
  }

  get chosen() {
    const { from, to } = this.host.state;
    if (from === null || to === null || from > to || to >= this.count) return null;
    return [from, to + 1];
  }

  holds() {
    return this.chosen !== null;
  }

  /** One end alone, or ends that are none of the signal, make no window. */
  lacks() {
    return this.chosen ? [] : this.keys.filter((name) => this.host.state[name] !== null);
  }

  enter() {
    return this.go(this.chosen);
  }

  /** Shows the signal with the samples of `interval` cleaned. Resolves when it is drawn. */
  go(interval) {
    const [from, to] = interval ? [interval[0], interval[1] - 1] : [null, null];
    Object.assign(this.host.state, { from, to });
    this.brush.show(interval);
    this.show();
    this.host.changed();
    if (interval) return this.live.ask(query(this.spec.url, { i: this.host.state.sample, from, to }));
    this.live.drop();
    return this.host.draw(this.host.payload);
  }

  show() {
    const { from, to } = this.holds() ? this.host.state : {};
    [from, to].forEach((value, side) => { this.fields[side].value = value ?? ""; });
    for (const name of ["truth", "found"]) this.buttons[name].disabled = this.interval(name) === null;
    this.none.disabled = !this.holds();
  }

  drawn() {
    this.show();
  }

  /** The window stays: the next signal is cleaned there too. */
  stepped() {
    this.live.drop();
  }

  shift(by) {
    if (this.chosen) this.brush.slide(by);
    return this.chosen !== null;
  }

  lift() {
    return false;
  }

  failed(problem) {
    this.host.draw(this.host.payload);
    this.host.failed(problem);
  }

  destroy() {
    this.live.drop();
    this.brush.destroy();
    this.node.remove();
  }
}
