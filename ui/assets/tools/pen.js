// A pen over the signal: mouse, finger, or arrow keys that move its point and the sample under it.
import { followLayout, overSignal, pixelOfSample, pixelOfValue, sampleAt, valueAt } from "../picture/axes.js";
import { element } from "../picture/dom.js";
import { hideHover, keepTouches } from "../picture/hover.js";
import { decode, fixed, sentence } from "../samples/payload.js";

const FAR = 10; // samples or key steps that Shift and an arrow go
const KEY_STEPS = 100; // presses from one end of the axis to the other

export class Pen {
  /** `tool` has count, text, host, spec, begin() and stroke(path) of each stroke. */
  constructor(tool, plot) {
    Object.assign(this, { tool, plot, held: null, sample: tool.spec.points >> 1 });
    this.node = element("div", {
      class: "cam-pen", role: "slider", tabindex: 0, "aria-label": tool.text.point, "aria-valuemin": 0,
      "aria-valuemax": tool.spec.points - 1, onkeydown: (event) => this.key(event),
    });
    plot.append(this.node);
    plot.classList.add("cam-sketching");
    this.listening = new AbortController();
    const options = { capture: true, signal: this.listening.signal };
    plot.addEventListener("pointerdown", (event) => this.press(event), options);
    plot.addEventListener("pointermove", (event) => this.draw(event), options);
    for (const name of ["pointerup", "pointercancel"]) plot.addEventListener(name, () => this.release(), options);
    keepTouches(plot, () => this.held, options);
    this.stopFollowing = followLayout(plot, () => this.place());
  }

  press(event) {
    if (event.button !== 0 || !event.isPrimary || !overSignal(this.plot, event.clientY) || !this.tool.host.payload) return;
    this.plot.setPointerCapture(event.pointerId);
    this.held = this.under(event);
    [this.sample] = this.held;
    hideHover(this.plot);
    this.tool.begin();
    this.tool.stroke([this.held]);
  }

  draw(event) {
    if (!this.held) return;
    // the browser sends one move a frame and keeps what lay between
    const between = event.getCoalescedEvents?.() ?? [];
    const path = [this.held, ...(between.length ? between : [event]).map((one) => this.under(one))];
    this.held = path.at(-1);
    [this.sample] = this.held;
    this.tool.stroke(path);
  }

  under(event) {
    const sample = Math.max(0, Math.min(Math.round(sampleAt(this.plot, event.clientX)), this.tool.count - 1));
    const [low, high] = this.plot._fullLayout.yaxis.range;
    return [sample, Math.max(low, Math.min(valueAt(this.plot, event.clientY), high))];
  }

  release() {
    if (!this.held) return;
    this.held = null;
    this.tool.enter();
  }

  key(event) {
    const far = event.shiftKey ? FAR : 1;
    const across = { ArrowLeft: -far, ArrowRight: far }[event.key];
    const up = { ArrowDown: -far, ArrowUp: far }[event.key];
    if (!across && !up) return;
    event.preventDefault();
    event.stopPropagation();
    if (across) this.sample = Math.max(0, Math.min(this.sample + across, this.tool.count - 1));
    const [low, high] = this.plot._fullLayout.yaxis.range;
    const value = Math.max(low, Math.min(this.value() + (up ?? 0) * ((high - low) / KEY_STEPS), high));
    if (up && !event.repeat) this.tool.begin(); // a key that is held is one stroke
    if (up) this.tool.stroke([[this.sample, value]]);
    this.place();
  }

  value() {
    return decode(this.tool.host.drawn.arrays.x)[this.sample];
  }

  place() {
    if (!this.plot._fullLayout?.xaxis || !this.tool.host.drawn) return;
    const value = this.value();
    this.node.style.left = `${pixelOfSample(this.plot, this.sample)}px`;
    this.node.style.top = `${pixelOfValue(this.plot, value)}px`;
    this.node.setAttribute("aria-valuenow", this.sample);
    this.node.setAttribute("aria-valuetext", sentence(this.tool.text.at, { sample: this.sample, value: fixed(value, 3) }));
  }

  destroy() {
    this.listening.abort();
    this.stopFollowing();
    this.plot.classList.remove("cam-sketching");
    this.node.remove();
  }
}
