// The sentence over the unit under the pointer or finger. Python wrote it; numbers are filled in here.
import { element } from "./dom.js";
import { fixed, sentence } from "./payload.js";

const GAP = 14; // px between the pointer and the sentence
const AFTER_STEP = 50; // ms

export class Tip {
  /** `figure` tells what is hovered; `unit` turns it into the unit before the channels were ordered. */
  constructor(plot, figure, tips, unit) {
    this.figure = figure;
    this.tips = tips;
    this.unit = unit;
    this.points = [];
    figure.onHover((points) => this.show(points));
    this.node = element("div", { class: "cam-tip", role: "tooltip", hidden: true });
    plot.parentNode.append(this.node);
    plot.addEventListener("pointermove", (event) => { this.at = event; }, true);
    plot.addEventListener("pointerdown", (event) => { this.at = event; }, true);
    plot.addEventListener("pointerleave", () => this.hide());
  }

  /** Says what is under the pointer: the first of `points` that has a sentence. */
  show(points) {
    const point = points.find(({ trace }) => this.tips()[trace]);
    if (!point || !this.at) return this.hide();
    const { text, columns = [] } = this.tips()[point.trace];
    const { row, column } = this.unit(point);
    const words = { row, column, value: fixed(this.figure.value(point)), ...columns[column] };
    this.node.textContent = sentence(text, { channel: row ?? column, ...words });
    this.node.hidden = false;
    this.points = points;
    this.place();
    return undefined;
  }

  /** The picture has changed under a pointer that rests. */
  refresh() {
    window.clearTimeout(this.later);
    if (this.points.length) this.later = window.setTimeout(() => this.show(this.points), AFTER_STEP);
  }

  place() {
    const { width, height } = this.node.getBoundingClientRect();
    const { clientX, clientY } = this.at;
    const beside = clientX + GAP + width > document.documentElement.clientWidth;
    const left = beside ? clientX - GAP - width : clientX + GAP;
    const top = clientY + GAP + height > window.innerHeight ? clientY - GAP - height : clientY + GAP;
    Object.assign(this.node.style, { left: `${Math.max(4, left)}px`, top: `${Math.max(4, top)}px` });
  }

  hide() {
    this.points = [];
    this.node.hidden = true;
  }

  remove() {
    window.clearTimeout(this.later);
    this.node.remove();
  }
}
