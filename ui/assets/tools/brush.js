// An interval on the sample axis, marked by pointer, touch or keyboard, in whole samples: the first one
// included, the end excluded. It lies over the picture and changes nothing in it.
import { followLayout, pixelOfSample, sampleAt } from "../picture/axes.js";
import { element } from "../picture/dom.js";
import { hideHover, keepTouches } from "../picture/hover.js";

const GRAB = 12; // pixels around an end in which a press takes hold of it
const STILL = 4; // pixels that a press may move without meaning an interval
const FAR = 10; // samples that Shift and an arrow go

export class Brush {
  /**
   * `count`: samples of the signal. `text`: names of the parts, `{start, end, whole}`, for those who hear them.
   * `changed(interval, settled)` is told every new interval, `[first, end]` or null; settled when the hand lets go.
   */
  constructor(plot, { count, text, changed }) {
    Object.assign(this, { plot, count, changed });
    this.interval = null;
    this.window = this.part("cam-brush-window", text.whole, (by) => this.slide(by));
    this.ends = [text.start, text.end].map((label, side) =>
      this.part("cam-brush-end", label, (by) => this.stretch(side, by)));
    this.node = element("div", { class: "cam-brush", hidden: true }, this.window, ...this.ends);
    plot.append(this.node);
    plot.classList.add("cam-brushing");
    this.listening = new AbortController();
    this.listen();
    this.stopFollowing = followLayout(plot, () => this.place());
  }

  part(name, label, by) {
    return element("div", {
      class: name, role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": 0,
      "aria-valuemax": this.count - 1, onkeydown: (event) => this.key(event, by),
    });
  }

  key(event, by) {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    by(step * (event.shiftKey ? FAR : 1));
  }

  listen() {
    const options = { capture: true, signal: this.listening.signal };
    this.plot.addEventListener("pointerdown", (event) => this.press(event), options);
    this.plot.addEventListener("pointermove", (event) => this.drag(event), options);
    this.plot.addEventListener("pointerup", () => this.release(), options);
    keepTouches(this.plot, () => this.held, options);
    // the finger scrolls the page: nothing was meant
    this.plot.addEventListener("pointercancel", () => this.release(this.before), options);
  }

  /** Takes hold of an end, of the whole, or begins a new interval at the sample pressed. */
  press(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    const at = sampleAt(this.plot, event.clientX);
    if (at < -1 || at > this.count) return;
    this.plot.setPointerCapture(event.pointerId);
    this.before = this.interval;
    this.held = this.holdAt(event.clientX, at);
    this.pressed = { x: event.clientX, moved: false };
  }

  holdAt(clientX, at) {
    if (this.interval) {
      const left = this.plot.getBoundingClientRect().left;
      const far = this.interval.map((end) => Math.abs(left + pixelOfSample(this.plot, end - 0.5) - clientX));
      const side = far[0] <= far[1] ? 0 : 1;
      if (far[side] <= GRAB) return { fixed: this.interval[1 - side] };
      if (at > this.interval[0] - 0.5 && at < this.interval[1] - 0.5) return { from: at, interval: this.interval };
    }
    return { sample: this.within(Math.round(at), this.count - 1) };
  }

  drag(event) {
    if (!this.held) return;
    if (!this.pressed.moved && Math.abs(event.clientX - this.pressed.x) < STILL) return;
    if (!this.pressed.moved) hideHover(this.plot);
    this.pressed.moved = true;
    const at = sampleAt(this.plot, event.clientX);
    const { fixed, interval, from, sample } = this.held;
    if (interval) this.put(this.moved(interval, Math.round(at - from)), false);
    else if (fixed !== undefined) this.put(this.between(fixed, Math.round(at + 0.5)), false);
    else this.put(this.around(sample, this.within(Math.round(at), this.count - 1)), false);
  }

  release(interval = this.interval) {
    if (!this.held) return;
    this.held = null;
    if (this.pressed.moved) this.put(interval, true);
  }

  slide(by) {
    if (this.interval) this.put(this.moved(this.interval, by), true);
  }

  stretch(side, by) {
    if (this.interval) this.put(this.between(this.interval[1 - side], this.interval[side] + by), true);
  }

  within(value, high) {
    return Math.max(0, Math.min(value, high));
  }

  moved([first, end], by) {
    const shift = Math.max(-first, Math.min(by, this.count - end));
    return [first + shift, end + shift];
  }

  around(one, other) {
    return [Math.min(one, other), Math.max(one, other) + 1];
  }

  /** The samples between two ends, at least one. */
  between(fixed, end) {
    const moved = this.within(end, this.count);
    if (moved === fixed) return this.interval;
    return [Math.min(fixed, moved), Math.max(fixed, moved)];
  }

  put(interval, settled) {
    this.show(interval);
    this.changed(interval, settled);
  }

  /** Shows an interval that was chosen elsewhere, or none for null. */
  show(interval) {
    this.interval = interval;
    this.node.hidden = interval === null;
    this.place();
  }

  place() {
    if (!this.interval || !this.plot._fullLayout?.xaxis) return;
    const [left, right] = this.interval.map((end) => pixelOfSample(this.plot, end - 0.5));
    const { t: top, b: bottom } = this.plot._fullLayout._size;
    Object.assign(this.node.style, { left: `${left}px`, width: `${right - left}px`, top: `${top}px`, bottom: `${bottom}px` });
    const [first, end] = this.interval;
    [[this.ends[0], first], [this.ends[1], end - 1], [this.window, first]].forEach(([part, value]) =>
      part.setAttribute("aria-valuenow", value));
    this.window.setAttribute("aria-valuetext", `${first}–${end - 1}`);
  }

  destroy() {
    this.listening.abort();
    this.stopFollowing();
    this.plot.classList.remove("cam-brushing");
    this.node.remove();
  }
}
