// The sentence over the ledger's picture: Python wrote it, `words` of the point fill it in.
import { element } from "../picture/dom.js";
import { sentence } from "../samples/payload.js";

const GAP = 14; // px between the pointer and the sentence

export class LedgerTip {
  /** `locate` turns what Plotly hit, and where the pointer is in data, into the point that is meant. */
  constructor(plot, tips, locate, words) {
    Object.assign(this, { plot, tips, locate, words, point: null });
    this.node = element("div", { class: "cam-ledger-tip", role: "tooltip", hidden: true });
    plot.parentNode.append(this.node);
    this.hover = ({ points, event, xvals, yvals }) => this.show(points[0], event, xvals?.[0], yvals?.[0]);
    this.leave = () => this.hide();
  }

  /** Plotly's node can be listened to once something is drawn. */
  listen() {
    if (this.listening || !this.plot.on) return;
    this.listening = true;
    this.plot.on("plotly_hover", this.hover);
    this.plot.on("plotly_unhover", this.leave);
    this.plot.addEventListener("pointerleave", this.leave);
  }

  show({ curveNumber, pointNumber }, at, x, y) {
    const [row, column] = Array.isArray(pointNumber) ? pointNumber : [null, pointNumber];
    const point = this.locate({ trace: curveNumber, row, column }, x, y);
    if (!this.tips[point.trace] || !at) return this.hide();
    Object.assign(this, { point, at });
    return this.write();
  }

  write() {
    const { text, columns = [] } = this.tips[this.point.trace];
    const { column } = this.point;
    this.node.textContent = sentence(text, { column, ...columns[column], ...this.words(this.point) });
    this.node.hidden = false;
    this.place();
  }

  /** The picture has changed under a pointer that rests. */
  refresh() {
    if (this.point) this.write();
  }

  place() {
    const { width, height } = this.node.getBoundingClientRect();
    const { clientX, clientY } = this.at;
    const beside = clientX + GAP + width > document.documentElement.clientWidth;
    const below = clientY + GAP + height <= window.innerHeight;
    const left = beside ? clientX - GAP - width : clientX + GAP;
    const top = below ? clientY + GAP : clientY - GAP - height;
    Object.assign(this.node.style, { left: `${Math.max(4, left)}px`, top: `${Math.max(4, top)}px` });
  }

  hide() {
    this.point = null;
    this.node.hidden = true;
  }

  destroy() {
    this.plot.removeListener?.("plotly_hover", this.hover);
    this.plot.removeListener?.("plotly_unhover", this.leave);
    this.plot.removeEventListener("pointerleave", this.leave);
    this.node.remove();
  }
}
