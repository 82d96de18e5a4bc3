// Where the probe's panel lies, and how the ladder is scrolled under it.
const BESIDE = 1060; // px of the whole; below that the panel lies above the ladder
const GAP = 640; // px; below that it lies in the ladder's own gap, under the signal
const HEADER = 64; // px of the navigation, which lies over the page
const AIR = 6; // px
const PLACES = ["gap", "above", "beside"];

export class ProbeRoom {
  /** `gap`: pixels of ticks below and of the label above a row; `moved` hears when the room changed. */
  constructor(root, plot, panel, gap, moved) {
    Object.assign(this, { root, plot, panel, gap, moved });
    root.append(panel);
    root.classList.add("cam-probed");
    this.sizes = new ResizeObserver(() => this.arrange());
    this.sizes.observe(root);
    this.arrange();
  }

  arrange() {
    const width = this.root.clientWidth;
    this.place = width < GAP ? "gap" : width < BESIDE ? "above" : "beside";
    for (const name of PLACES) this.root.classList.toggle(`cam-probed-${name}`, name === this.place);
    this.moved();
  }

  /** On a phone the panel fills the gap between the rows of the signal and of the first layer. */
  fit(signal, first) {
    const top = signal.top + signal.height + this.gap.ticks;
    this.top = top;
    Object.assign(this.panel.style, this.place === "gap"
      ? { marginTop: `${top}px`, height: `${first.top - this.gap.label - top}px` } : { marginTop: "", height: "" });
  }

  /** Scrolls so that `rows` are on the screen where they fit, their end otherwise; without a ride. */
  show(rows) {
    const start = this.plot.getBoundingClientRect().top;
    const top = start + Math.min(...rows.map((row) => row.top)) - this.gap.label;
    const bottom = start + Math.max(...rows.map((row) => row.top + row.height));
    const scroller = scrollerOf(this.root);
    // The panel lies over all rows but the signal's, which it follows; beside the ladder it lies over none.
    const covers = this.place === "above" || (this.place === "gap" && rows.every((row) => row.top > this.top));
    const above = scroller.getBoundingClientRect().top + HEADER + (covers ? this.panel.offsetHeight : 0);
    const below = window.innerHeight - AIR;
    if (top >= above && bottom <= below) return;
    const fits = bottom - top <= below - above;
    scroller.scrollTop += fits && top < above ? top - above : bottom - below;
  }

  leave() {
    this.sizes.disconnect();
    this.panel.remove();
    this.root.classList.remove("cam-probed", ...PLACES.map((name) => `cam-probed-${name}`));
  }
}

function scrollerOf(node) {
  for (let one = node.parentElement; one; one = one.parentElement) {
    if (one.scrollHeight > one.clientHeight && /auto|scroll/.test(window.getComputedStyle(one).overflowY)) return one;
  }
  return document.scrollingElement;
}
