// The part of the plot component that Streamlit delivers with every run: small, because it is sent each
// time. It reserves the place, then hands over to the modules under /assets, which browsers keep.
const views = new WeakMap();
const NARROW = 640; // pixels, as in instrument.js

export default function ({ data, parentElement, setTriggerValue }) {
  if (!views.has(parentElement)) views.set(parentElement, begin(parentElement, data));
  const entry = views.get(parentElement);
  entry.send = setTriggerValue;
  const plotly = asked("camScopePlotly", () => script(`${data.assets}/plotly.min.js`));
  entry.ready.then((view) => view.update({ ...data, height: entry.height, plotly }), (problem) => {
    console.error(problem);
    entry.plot.textContent = data.failed;
  });
  // Streamlit may call this late, when the next run already uses the node: only a node that has left goes
  return () => window.setTimeout(() => {
    if (parentElement.isConnected) return;
    views.delete(parentElement);
    entry.ready.then((view) => view.destroy(), () => undefined);
  });
}

function begin(parent, data) {
  const plot = Object.assign(document.createElement("div"), { className: "cam-plot", tabIndex: -1 });
  const root = Object.assign(document.createElement("div"), { className: "cam-root" });
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", data.alt);
  // settled once: a window that changes its height, as a phone's does while scrolling, moves nothing
  const narrow = data.narrow && parent.clientWidth < NARROW;
  const height = narrow ? data.narrow : Math.max(data.height, Math.round(data.grow * window.innerHeight));
  plot.style.height = `${height}px`;
  root.style.minHeight = `${height + data.reserve}px`;
  if (data.instrument?.readouts.some(({ slot }) => slot === "headline")) root.classList.add("cam-headline-due");
  root.append(plot);
  parent.append(root);
  const entry = { plot, height, send: () => undefined };
  entry.ready = load(data.assets).then(({ View }) => new View(root, plot, (name, value) => entry.send(name, value)));
  return entry;
}

function load(assets) {
  const base = new URL(assets, window.location.origin).href;
  const styled = asked("camScopeStyle", () => style(`${base}/plot.css`));
  return Promise.all([import(`${base}/view.js`), styled]).then(([modules]) => modules);
}

/** What the whole window needs once; what failed is asked for again by the next run. */
function asked(name, ask) {
  window[name] ??= ask().catch((problem) => {
    window[name] = undefined;
    throw problem;
  });
  window[name].catch(() => undefined); // whoever waits for it says so
  return window[name];
}

// Plotly is most of what a first picture waits for: asked for beside the modules, not by them
const script = (address) => added("script", { src: address }).then(() => window.Plotly);
const style = (address) => added("link", { rel: "stylesheet", href: address });

function added(tag, attributes) {
  return new Promise((resolve, reject) => {
    const node = Object.assign(document.createElement(tag), attributes);
    node.onload = resolve;
    node.onerror = () => reject(new Error(`${Object.values(attributes).at(-1)} could not be loaded`));
    document.head.append(node);
  });
}
