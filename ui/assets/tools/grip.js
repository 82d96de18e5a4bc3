// The hand on an event: a frame around it that pointers, fingers and arrow keys move.
import { followLayout, overSignal, pixelOfSample, valueAt } from "../picture/axes.js";
import { element } from "../picture/dom.js";
import { hideHover, keepTouches } from "../picture/hover.js";
import { decode } from "../samples/payload.js";

const SIDE = 8; // pixels; less than that across belongs to a movement up or down
const UP = 14; // pixels; less than that up or down belongs to a movement across

export class Grip {
  /** `tool` has on, start(), strength(), kind(), go(), shift(), lift(), words(). */
  constructor(tool, plot) {
    Object.assign(this, { tool, plot, held: null });
    this.node = element("div", {
      class: "cam-grip", role: "slider", tabindex: 0, hidden: true, "aria-label": tool.text.grip, "aria-valuemin": 0,
      onkeydown: (event) => this.key(event),
    });
    plot.append(this.node);
    this.listening = new AbortController();
    const options = { capture: true, signal: this.listening.signal };
    plot.addEventListener("pointerdown", (event) => this.press(event), options);
    plot.addEventListener("pointermove", (event) => this.drag(event), options);
    for (const name of ["pointerup", "pointercancel"]) plot.addEventListener(name, () => this.release(), options);
    keepTouches(plot, () => this.held, options);
    this.stopFollowing = followLayout(plot, () => this.place());
  }

  key(event) {
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const up = { ArrowDown: -1, ArrowUp: 1 }[event.key];
    if (!(across ? this.tool.shift(across) : up && this.tool.lift(up))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  press(event) {
    if (!this.tool.on || !this.tool.host.payload || event.button !== 0 || !event.isPrimary) return;
    if (event.pointerType === "touch" && !overSignal(this.plot, event.clientY)) return;
    this.held = { x: event.clientX, y: event.clientY, start: this.tool.start(), strength: this.tool.strength() };
    this.plot.setPointerCapture(event.pointerId);
  }

  drag(event) {
    if (!this.held) return;
    if (this.last === undefined) hideHover(this.plot);
    const { x, y, start, strength } = this.held;
    this.held.up ||= Math.abs(event.clientY - y) >= UP;
    this.held.across ||= Math.abs(event.clientX - x) >= SIDE || !this.held.up;
    const moved = this.held.across ? Math.round((event.clientX - x) / this.tool.host.figure.pixelsPerUnit()) : 0;
    const wanted = { start: start + moved, strength: this.held.up ? strength + this.lifted(event) : strength };
    if (wanted.start !== this.last?.start || wanted.strength !== this.last?.strength) this.tool.go(wanted);
    this.last = wanted;
  }

  /** The height of the signal's picture is the whole range of strengths. */
  lifted(event) {
    const { range } = this.plot._fullLayout.yaxis;
    const { strengths } = this.tool.kind();
    const share = (valueAt(this.plot, event.clientY) - valueAt(this.plot, this.held.y)) / (range[1] - range[0]);
    return share * (strengths.at(-1) - strengths[0]);
  }

  release() {
    if (!this.held) return;
    const moved = this.last !== undefined;
    Object.assign(this, { held: null, last: undefined });
    if (moved) this.tool.go({});
  }

  /** Around the event that is shown. */
  place() {
    if (!this.tool.on && this.node.hidden) return;
    const ends = decode(this.tool.host.drawn?.arrays.event);
    this.node.hidden = !this.tool.on || !ends || Number.isNaN(ends[0]) || !this.plot._fullLayout?.xaxis;
    if (this.node.hidden) return;
    const [left, right] = Array.from(ends, (end) => pixelOfSample(this.plot, end));
    const { _offset: top, _length: height } = this.plot._fullLayout.yaxis;
    Object.assign(this.node.style, { left: `${left}px`, width: `${right - left}px`, top: `${top}px`, height: `${height}px` });
    this.node.setAttribute("aria-valuemax", decode(this.tool.host.drawn.arrays.x).length - 1);
    this.node.setAttribute("aria-valuenow", this.tool.start());
    this.node.setAttribute("aria-valuetext", this.tool.words());
  }

  destroy() {
    this.listening.abort();
    this.stopFollowing();
    this.node.remove();
  }
}
