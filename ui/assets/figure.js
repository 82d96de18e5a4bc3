// One Plotly node for the life of the component. A whole figure goes through Plotly.react
// (20 to 30 ms with seven traces on three axes: too slow for a key held at 30 Hz). A step to another
// sample changes nothing but data, so it goes through Plotly.animate without redraw, which
// leaves axes and layout alone (half the work). That path does not touch heatmaps: their one-image
// strip is repainted here, with Plotly's own colour scale and limits.
import { withPath } from "./payload.js";

const CONFIG = { displayModeBar: false, responsive: true, displaylogo: false };
const STILL = { mode: "immediate", transition: { duration: 0 }, frame: { duration: 0, redraw: false } };

/** Loads Plotly's script once for the whole window. */
export function loadPlotly(address) {
  window.camScopePlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      window.camScopePlotly = undefined;
      reject(new Error("Plotly could not be loaded"));
    };
    document.head.append(script);
  });
  return window.camScopePlotly;
}

export class Figure {
  constructor(node, plotly) {
    this.node = node;
    this.plotly = plotly;
    this.drawn = null;
    this.queue = Promise.resolve();
  }

  /** Draws `base` with `bound` trace attributes and layout `patch`: everything, axes included. */
  draw(base, { bound = new Map(), patch = {}, zoom = false, revision = "" } = {}) {
    const data = base.data.map((trace, index) => withAttributes(trace, bound.get(index)));
    const layout = completedLayout(base.layout, patch, zoom, revision);
    this.drawn = { base, patch, zoom };
    this.node.classList.toggle("cam-still", !zoom);
    const config = { ...CONFIG, scrollZoom: zoom, doubleClick: zoom ? "reset" : false };
    return this.plotly.react(this.node, data, layout, config);
  }

  /** Swaps data only; false when the picture needs a full draw. */
  step(base, { bound, patch, zoom }) {
    const before = this.drawn;
    const same = before && before.base === base && before.zoom === zoom
      && JSON.stringify(before.patch) === JSON.stringify(patch);
    if (!same || !this.canStep(bound, zoom)) return false;
    const traces = [...bound.keys()];
    const data = traces.map((index) => expanded(bound.get(index)));
    const strips = traces.filter((index) => this.isHeatmap(index));
    // a newer step interrupts an unfinished one, whose promise then rejects without a reason
    this.plotly.animate(this.node, { data, traces }, STILL).catch(() => undefined);
    for (const index of strips) this.repaint(index, bound.get(index).z);
    return true;
  }

  canStep(bound, zoom) {
    return [...bound.keys()].every((index) => {
      const type = this.node._fullData?.[index]?.type;
      if (type === "scatter") return true;
      return type === "heatmap" && !zoom && this.stripImage(index) !== null
        && Object.keys(bound.get(index)).join() === "z";
    });
  }

  isHeatmap(index) {
    return this.node._fullData[index].type === "heatmap";
  }

  stripImage(index) {
    const groups = [...this.node.querySelectorAll(".heatmaplayer .hm")];
    const group = groups.find((one) => one.__data__?.[0]?.trace?.index === index);
    return group?.querySelector("image") ?? null;
  }

  repaint(index, rows) {
    const trace = this.node._fullData[index];
    const image = this.stripImage(index);
    image.setAttribute("href", painted(rows, trace));
    image.style.imageRendering = "pixelated";
  }

  /** Calls `pick` with what was clicked: trace, row (null on a line) and column, x and y. */
  onPick(pick) {
    if (pick && this.pick === undefined) {
      this.node.on("plotly_click", (event) => {
        const point = event.points?.[0];
        if (point) this.pick?.(picked(point));
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
    this.plotly.purge(this.node);
  }
}

function picked(point) {
  const number = point.pointNumber ?? point.pointIndex;
  const [row, column] = Array.isArray(number) ? number : [null, number];
  return { trace: point.curveNumber, row, column, x: point.x ?? null, y: point.y ?? null };
}

const withAttributes = (trace, attributes = {}) =>
  Object.entries(attributes).reduce((all, [path, value]) => withPath(all, path, value), trace);
const expanded = (attributes) => withAttributes({}, attributes);

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

const ramps = new Map();

function ramp(colorscale) {
  const name = JSON.stringify(colorscale);
  if (!ramps.has(name)) ramps.set(name, rampOnce(colorscale));
  return ramps.get(name);
}

function rampOnce(colorscale) {
  const context = canvas(256, 1).getContext("2d", { willReadFrequently: true });
  const gradient = context.createLinearGradient(0.5, 0, 255.5, 0);
  for (const [place, color] of colorscale) gradient.addColorStop(place, color);
  context.fillStyle = gradient;
  context.fillRect(0, 0, 256, 1);
  return new Uint32Array(context.getImageData(0, 0, 256, 1).data.buffer);
}

function canvas(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}

function painted(rows, { zmin, zmax, colorscale, reversescale }) {
  const surface = canvas(rows[0].length, rows.length);
  const context = surface.getContext("2d");
  const picture = context.createImageData(surface.width, surface.height);
  const pixels = new Uint32Array(picture.data.buffer);
  const colors = ramp(reversescale ? flipped(colorscale) : colorscale);
  rows.forEach((row, index) => {
    const line = (rows.length - 1 - index) * surface.width; // Plotly's first row lies at the bottom
    row.forEach((value, column) => {
      const share = Math.min(1, Math.max(0, (value - zmin) / (zmax - zmin)));
      pixels[line + column] = Number.isNaN(share) ? 0 : colors[Math.round(share * 255)];
    });
  });
  context.putImageData(picture, 0, 0);
  return surface.toDataURL();
}

const flipped = (colorscale) => colorscale.map(([place, color]) => [1 - place, color]).reverse();
