// What can be done to a signal by hand. Each tool: keys (of the state and the link), node (its controls),
// holds() (whether it decides what is shown), enter() (shows that), stepped() (another sample comes), drawn(),
// shift(by) and lift(by) (Shift and an arrow), destroy(). Some: lacks() (the keys whose state the signal shown does
// not have, as a link may say anything), derived(payload), owns(target) of a key.
import { Chart } from "../picture/chart.js";
import { CleanTool } from "./clean.js";
import { EventTool } from "./event.js";
import { LedgerTool } from "../ledger/ledger.js";
import { Numbers } from "../instrument/numbers.js";
import { Probe } from "../probe/probe.js";
import { SketchTool } from "./sketch.js";

const TOOLS = { event: EventTool, clean: CleanTool, sketch: SketchTool, probe: Probe, ledger: LedgerTool };
const WHOLE = /^\d{1,7}$/;
const ADMITTED = {
  start: (text) => (WHOLE.test(text) ? Number(text) : undefined),
  from: (text) => (WHOLE.test(text) ? Number(text) : undefined),
  to: (text) => (WHOLE.test(text) ? Number(text) : undefined),
  strength: (text) => (text.trim() && Number.isFinite(Number(text)) && Number(text) >= 0 ? Number(text) : undefined),
  sketch: (text) => (/^[\w.-]+$/.test(text) ? String(text) : undefined),
  probe: (text) => (/^[\w.]+$/.test(text) ? text : undefined),
  step: (text) => (WHOLE.test(text) ? Number(text) : undefined),
  silenced: (text) => (/^[\w.-]+$/.test(text) ? text : undefined),
};

/** Where Python says what of a link does not fit, and why. */
export const SAID_BY_PYTHON = new Set(["probe", "step", "silenced"]);

/** Names that tools keep in the state and in the link. */
export const TOOL_KEYS = Object.keys(ADMITTED);
export const noToolState = () => Object.fromEntries(TOOL_KEYS.map((name) => [name, null]));
export const admittedByTool = (name, value) => (value === "" ? undefined : ADMITTED[name](String(value)));

/** The tool that an instrument asks for, with its chart and its table of numbers, or null. */
export function makeTool(host, plot) {
  const { tool: spec } = host.instrument;
  if (!spec) return null;
  const tool = new TOOLS[spec.name](host, plot);
  tool.chart = spec.chart ? new Chart(host, spec.chart) : null;
  tool.numbers = spec.numbers ? new Numbers(spec.numbers) : null;
  return tool;
}

/** A payload with what the picture shows beside it: the sample's own signal and map, and the chart. */
export function decorated(tool, payload, own) {
  const before = own ? Object.entries(own.arrays).map(([name, values]) => [`before.${name}`, values]) : [];
  const chart = tool.chart?.answer() ?? { arrays: {}, texts: {} };
  const shown = {
    ...payload,
    arrays: { ...Object.fromEntries(before), ...payload.arrays, ...chart.arrays },
    texts: { ...payload.texts, ...chart.texts },
  };
  return tool.derived?.(shown) ?? shown;
}
