// Payloads: what Python computed for one sample, turned into trace attributes.
import { slid } from "./slide.js";

const TYPES = {
  f4: Float32Array, f8: Float64Array, i1: Int8Array, u1: Uint8Array,
  i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array,
};
const decoded = new WeakMap();

/** Plotly's `{dtype, bdata, shape}` as a typed array, or as a list of rows when it has two axes. */
export function decode(spec) {
  if (spec === undefined || Array.isArray(spec)) return spec;
  if (!decoded.has(spec)) decoded.set(spec, decodeOnce(spec));
  return decoded.get(spec);
}

function decodeOnce(spec) {
  const bytes = fromBase64(spec.bdata);
  const values = new TYPES[spec.dtype](bytes.buffer);
  const shape = String(spec.shape ?? "").split(",").filter(Boolean).map(Number);
  if (shape.length !== 2) return values;
  return Array.from({ length: shape[0] }, (_, row) =>
    values.subarray(row * shape[1], (row + 1) * shape[1]));
}

function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/** Replaces each `{name}` by the view's value; `alias` maps e.g. "predicted" to a class. */
export function fill(template, view, alias = {}) {
  return template.replace(/\{([\w.]+)\}/g, (whole, name) => {
    const value = String(view[name] ?? whole);
    return Object.hasOwn(alias, value) ? alias[value] : value;
  });
}

/** The new attributes of each bound trace: `Map(trace index -> {"marker.color": values})`. */
export function boundAttributes(bindings, payload, view) {
  const byTrace = new Map();
  for (const binding of bindings) {
    const attributes = byTrace.get(binding.trace) ?? {};
    attributes[binding.attr] = boundValue(binding, payload, view);
    byTrace.set(binding.trace, attributes);
  }
  return byTrace;
}

function boundValue(binding, payload, view) {
  let values = decode(payload.arrays[fill(binding.array, view, payload.alias)]) ?? [];
  if (binding.row !== undefined) values = values[binding.row] ?? [];
  const less = binding.minus && decode(payload.arrays[fill(binding.minus, view, payload.alias)]);
  if (less) values = Float32Array.from(values, (value, place) => value - less[place]);
  if (binding.slide) values = slid(binding.slide, values, Number(view.sample), knownBy(binding.slide, payload, view));
  const order = rowOrder(binding, payload, view);
  if (order) values = taken(values, order);
  if (!applies(binding, view)) return blank(values.length);
  const divisor = binding.divide && payload.scalars?.[fill(binding.divide, view, payload.alias)];
  if (divisor) values = divided(values, divisor);
  return binding.rows && !isRows(values) ? [values] : values;
}

/** How many samples of a stream's array are known when the sample shown has arrived. */
function knownBy({ known }, payload, view) {
  const counts = known && decode(payload.arrays[fill(known, view, payload.alias)]);
  return counts ? counts[view.sample] : Number(view.sample) + 1;
}

/** A trace that belongs to one setting of a switch (`when`) is empty under the others. */
const applies = ({ when = {} }, view) => Object.entries(when).every(([name, value]) => view[name] === value);
const blanks = new Map();

function blank(length) {
  if (!blanks.has(length)) blanks.set(length, new Float32Array(length).fill(NaN));
  return blanks.get(length);
}

/** The order that `take` names, or undefined where the payload has none: then rows stay as they are. */
export const rowOrder = ({ take }, payload, view) => take && decode(payload.arrays[fill(take, view, payload.alias)]);

const taken = (values, order) => (isRows(values) ? Array.from(order, (row) => values[row])
  : Float32Array.from(order, (row) => values[row]));

const isRows = (values) => values.length > 0 && typeof values[0] === "object";
const divided = (values, divisor) => (isRows(values)
  ? values.map((row) => divided(row, divisor))
  : Float32Array.from(values, (value) => value / divisor));

/** A copy of `target` in which the dotted `path` holds `value`; `target` stays as it was. */
export function withPath(target, path, value) {
  const [head, ...rest] = path.split(".");
  const copy = Array.isArray(target) ? [...target] : { ...target };
  copy[head] = rest.length ? withPath(copy[head] ?? {}, rest.join("."), value) : value;
  return copy;
}

/** A number as people read it, as `ui.decimals`: with decimals and a true minus sign, which a rounded nothing has
 * not; a dash for one that does not exist. */
export function fixed(value, digits = 4) {
  if (typeof value !== "number") return "";
  return Number.isNaN(value) ? "–" : value.toFixed(digits).replace(/^-(0\.?0*)$/, "$1").replace("-", "−");
}

/** The sentence `{name}` placeholders filled with numbers. */
export const sentence = (text, values) => fill(text ?? "", values);
