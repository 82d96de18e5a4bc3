// One Plotly node for the life of the component. A whole figure goes through Plotly.react
// (20 to 30 ms with seven traces on three axes: too slow for a key held at 30 Hz). A step to another
// sample changes nothing but data: lines and strips are swapped in place, what is neither (bars) goes
// through Plotly.animate without redraw, which leaves axes and layout alone. Plotly drops heatmaps on that
// path because it cannot tween them; with no duration there is nothing to tween, so they are declared
// animatable.
import { withPath } from "../samples/payload.js";
import { swap } from "./swap.js";

const CONFIG = { displayModeBar: false, responsive: true, displaylogo: false, showTips: false };
const MOST_WAITING = 4; // steps; with more, the picture would lag behind the key
const STILL = { mode: "immediate", transition: { duration: 0 }, frame: { duration: 0, redraw: false } };

export class Figure {
  constructor(node, plotly) {
    this.node = node;
    this.plotly = plotly;
    this.drawn = null;
    this.busy = false;
    this.waiting = [];
  }

  /** Draws `base` with `bound` trace attributes and layout `patch`: everything, axes included. */
  draw(base, { bound = new Map(), patch = {}, zoom: asked = false, revision = "" } = {}) {
    if (this.gone) return undefined;
    const zoom = allowed(asked);
    const data = base.data.map((trace, index) => withAttributes(trace, bound.get(index)));
    const layout = completedLayout(base.layout, patch, zoom, revision);
    this.drawn = { base, patch, zoom };
    this.waiting = [];
    this.node.classList.toggle("cam-still", !zoom);
    const config = { ...CONFIG, scrollZoom: zoom === true, doubleClick: zoom ? "reset" : false };
    return this.plotly.react(this.node, data, layout, config);
  }

  /** Swaps data only; false when the picture needs a full draw. */
  step(base, { bound, patch, zoom: asked }) {
    if (this.gone) return true;
    const zoom = allowed(asked);
    const before = this.drawn;
    const same = before && before.base === base && before.zoom === zoom
      && JSON.stringify(before.patch) === JSON.stringify(patch);
    if (!same || !this.canStep(base, bound)) return false;
    if (this.busy) this.waiting = [...this.waiting, { base, bound }].slice(-MOST_WAITING);
    else this.advance({ base, bound });
    return true;
  }

  /** One step a frame: two keys within one frame are both painted, one after the other. */
  advance({ base, bound }) {
    this.busy = true;
    if (!swap(this.node, bound)) this.animate(base, bound);
    window.requestAnimationFrame(() => {
      this.busy = false;
      const next = this.waiting.shift();
      if (next) this.advance(next);
    });
  }

  animate(base, bound) {
    this.node._fullData.forEach((trace) => { trace._module.animatable = true; });
    // all traces: one that is left out would lose its layer
    const traces = base.data.map((_, index) => index);
    const data = traces.map((index) => withAttributes({}, bound.get(index)));
    // a newer step interrupts an unfinished one, whose promise then rejects without a reason
    this.plotly.animate(this.node, { data, traces }, STILL).catch(() => undefined);
  }

  /** Bars keep their old style on the quick path, so only their lengths may change there. */
  canStep(base, bound) {
    return base.data.every((_, index) => {
      const type = this.node._fullData?.[index]?.type;
      const attributes = Object.keys(bound.get(index) ?? {});
      return type === "scatter" || type === "heatmap"
        || (type === "bar" && attributes.every((name) => name === "x" || name === "y"));
    });
  }

  /** Calls `pick` with the place of the trace that was clicked. */
  onPick(pick) {
    if (pick && this.pick === undefined) {
      this.node.on("plotly_click", (event) => {
        const point = event.points?.[0];
        if (point) this.pick?.(point.curveNumber);
      });
    }
    if (pick || this.pick) this.pick = pick;
    this.node.classList.toggle("cam-picks", Boolean(pick));
  }

  /** Pixels that one unit of the first x axis takes. */
  pixelsPerUnit() {
    const axis = this.node._fullLayout.xaxis;
    return axis._length / Math.abs(axis.range[1] - axis.range[0]);
  }

  destroy() {
    this.gone = true; // a picture on its way, or in a frame to come, may arrive after this
    this.waiting = [];
    this.plotly.purge(this.node);
  }
}

// a drag over a tall picture must scroll a phone's page; "box" zooms where there is a mouse
const allowed = (zoom) => (zoom === "box" ? !window.matchMedia("(pointer: coarse)").matches && "box" : zoom);

const withAttributes = (trace, attributes = {}) =>
  Object.entries(attributes).reduce((all, [path, value]) => withPath(all, path, value), trace);

function completedLayout(base, patch, zoom, revision) {
  let layout = structuredClone(base);
  for (const [path, value] of Object.entries(patch)) {
    layout = withPath(layout, path.replace(/\[(\d+)\]/g, ".$1"), value);
  }
  layout.uirevision ??= `cam-scope ${revision}`;
  delete layout.width;
  layout.autosize = true;
  if (!zoom) lockAxes(layout);
  return layout;
}

function lockAxes(layout) {
  layout.dragmode = false;
  for (const name of new Set(["xaxis", "yaxis", ...Object.keys(layout)])) {
    if (/^[xy]axis\d*$/.test(name)) layout[name] = { ...layout[name], fixedrange: true };
  }
}
