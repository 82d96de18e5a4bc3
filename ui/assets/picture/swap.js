// A step changes nothing but numbers: as many as before, in lines and strips on fixed axes. Plotly's own
// way (`animate`) checks every setting of every trace again and recalculates what did not change, which
// takes twice as long as painting. Here the numbers go straight to where Plotly keeps them and its
// painters run on the parts that changed. Tests compare the result with a full redraw.
const PAINTED = { scatter: ".scatterlayer", heatmap: ".heatmaplayer" };
const LINES = new Set(["x", "y"]);

/** Puts the `bound` numbers into the drawn picture; false, and nothing done, where that is not enough. */
export function swap(node, bound) {
  const steps = [...bound].map(([index, attributes]) => ({
    attributes, input: node.data?.[index], trace: node._fullData?.[index], calc: node.calcdata?.[index],
  }));
  if (!steps.every(swappable)) return false;
  steps.forEach(put);
  for (const [subplot, type] of touched(steps)) paint(node, subplot, type);
  return true;
}

function swappable({ attributes, trace, calc }) {
  if (trace?.visible !== true || calc?.[0].trace !== trace) return false;
  if (trace.type === "heatmap") return Object.keys(attributes).join() === "z" && sameShape(attributes.z, calc[0].z);
  return trace.type === "scatter" && !trace.stackgroup && isNumbers(trace.x, calc) && isNumbers(trace.y, calc)
    && Object.entries(attributes).every(([name, values]) => LINES.has(name) && isNumbers(values, calc));
}

const sameShape = (rows, before) => rows.length === before?.length && rows[0].length === before[0].length;
const isNumbers = (values, calc) => values?.length === calc.length
  && (ArrayBuffer.isView(values) || values.every((value) => value === null || typeof value === "number"));

function put({ attributes, input, trace, calc }) {
  Object.assign(input, attributes);
  Object.assign(trace, attributes);
  if (trace.type === "heatmap") calc[0].z = attributes.z;
  else calc.forEach((point, place) => locate(point, trace.x[place], trace.y[place]));
}

/** A point without both numbers is a gap, which Plotly keeps as undefined. */
function locate(point, x, y) {
  const gap = [x, y].some((value) => value === null || Number.isNaN(value));
  point.x = gap ? undefined : x;
  point.y = gap ? undefined : y;
}

function touched(steps) {
  const keys = new Map(steps.map(({ trace }) => {
    const pair = [trace.xaxis + trace.yaxis, trace.type];
    return [pair.join(), pair];
  }));
  return keys.values();
}

/** All traces of the type there: Plotly's painters remove the ones that they are not given. */
function paint(node, subplot, type) {
  const place = node._fullLayout._plots[subplot];
  const calcs = node.calcdata.filter(([{ trace }]) =>
    trace.visible === true && trace.type === type && trace.xaxis + trace.yaxis === subplot);
  calcs[0][0].trace._module.plot(node, place, calcs, place.plot.select(PAINTED[type]));
}
