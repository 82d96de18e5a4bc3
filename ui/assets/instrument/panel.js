// Everything around the picture: sentences, scrubber, view switches, filters, the message line.
import { button, choice, element } from "../picture/dom.js";
import { sentence } from "../samples/payload.js";
import { keepRoom } from "../guess/room.js";
import { written } from "./readout.js";
import { overPicture } from "./row_words.js";

export class Panel {
  /** `act`: what the person can do: go, step, toggle, set. */
  constructor(instrument, plot, act) {
    this.instrument = instrument;
    this.text = instrument.text;
    this.act = act;
    this.choices = new Map();
    this.readouts = instrument.readouts.map((readout) => ({ ...readout, node: slot(readout) }));
    this.message = element("p", { class: "cam-message", role: "status" });
    this.above = this.readoutNodes((name) => name === "headline");
    this.filters = this.row("filters", instrument.filters ?? [], "filter.");
    this.below = element("div", { class: "cam-panel" }, this.scrubber(), this.message,
      this.row("controls", instrument.controls ?? [], ""), this.filters,
      this.readoutNodes((name) => name !== "headline"));
    plot.parentNode.classList.remove("cam-headline-due");
    plot.before(this.above);
    if (instrument.panel === "above") this.moveAbove(plot);
    this.rows = overPicture(this.readouts);
    plot.before(this.rows);
    plot.after(this.below);
  }

  /** A tall picture has its controls on top, in one row; sentences about its end stay below. */
  moveAbove(plot) {
    const [scrubber, message, controls, filters] = this.below.childNodes;
    const bar = element("div", { class: "cam-bar" }, scrubber, controls, filters);
    this.above = element("div", { class: "cam-above" }, this.above, bar, message);
    plot.before(this.above);
  }

  readoutNodes(belongs) {
    const nodes = this.readouts.filter(({ slot: name, top }) => top === undefined && belongs(name)).map(({ node }) => node);
    return element("div", { class: "cam-readouts", hidden: nodes.length === 0 }, ...nodes);
  }

  row(name, items, prefix) {
    const nodes = items.map((item) => {
      const made = choice({ ...item, asSelect: prefix || this.instrument.panel === "above" ? true : undefined }, (value) => this.act.set(prefix + item.name, value));
      this.choices.set(prefix + item.name, made);
      return made.node;
    });
    return element("div", { class: `cam-row cam-${name}`, hidden: nodes.length === 0 }, ...nodes);
  }

  scrubber() {
    const { text, act } = this;
    this.range = element("input", {
      type: "range", min: 0, step: 1, class: "cam-range", "aria-label": text.slider,
      oninput: () => act.place(Number(this.range.value)),
    });
    this.number = element("input", {
      type: "number", min: 0, step: 1, inputmode: "numeric", class: "cam-number", "aria-label": text.sample,
      onchange: () => act.go(this.number.valueAsNumber),
    });
    this.position = element("span", { class: "cam-position" });
    this.playing = button("", () => act.toggle(), { class: "cam-button cam-play" });
    this.showPlaying(false);
    return element("div", { class: "cam-row cam-scrubber", hidden: this.instrument.scrub === false },
      icon("‹", text.previous, () => act.step(-1)), this.playing, icon("›", text.next, () => act.step(1)),
      this.range, element("label", { class: "cam-sample" }, `${text.sample} `, this.number), this.position);
  }

  showPlaying(playing) {
    const label = playing ? this.text.pause : this.text.play;
    this.playing.replaceChildren(playing ? "❚❚" : "▶");
    this.playing.setAttribute("aria-label", label);
    this.playing.setAttribute("title", label);
  }

  showPlace(order, position, sample) {
    const last = Math.max(0, order.length - 1);
    this.range.max = last;
    this.range.disabled = order.length === 0;
    this.range.value = position;
    this.range.setAttribute("aria-valuetext", `${this.text.sample} ${sample}`);
    this.number.max = this.instrument.count - 1;
    this.number.value = sample;
    this.position.textContent = sentence(this.text.position,
      { position: order.length ? position + 1 : 0, count: order.length });
  }

  showState(state) {
    for (const [name, one] of this.choices) one.show(state[name] ?? "");
  }

  /** `veiled`: payloads whose words are hidden, the one shown first; the room they need is kept from now on. */
  showTexts(payload, view, veiled = []) {
    for (const { node, ...readout } of this.readouts) {
      const words = written(readout, payload, view);
      if (node.lastChild.textContent !== words) node.lastChild.textContent = words;
    }
    // measuring makes the browser lay out the page: not while a key is held
    window.clearTimeout(this.measuring);
    this.measuring = window.setTimeout(() => {
      const settle = () => this.readouts.forEach(({ node }) => keepTallest(node.lastChild));
      settle();
      if (veiled.length) keepRoom(this.readouts, veiled, view, settle);
    }, 120);
  }

  /**
   * A tool's controls come right below the picture, after the scrubber where it is optional, or into the bar
   * where there is one; its table last.
   */
  addTool({ node, numbers, spec }) {
    const bar = this.above.querySelector(".cam-bar");
    if (bar) bar.append(node);
    else if (spec.optional) this.message.before(node);
    else this.below.prepend(node);
    if (numbers) this.below.append(numbers.node);
  }

  /** What comes before everything else below the picture. */
  addFirst({ node }) {
    this.below.prepend(node);
  }

  showFilters(shown) {
    this.filters.hidden = !shown || !this.instrument.filters?.length;
  }

  say(words) {
    this.message.textContent = words;
  }

  /** A line above the picture for as long as there are words; its place stays, so that nothing jumps. */
  note(words) {
    if (words && !this.noted) {
      this.noted = element("p", { class: "cam-noted", role: "status" });
      this.above.before(this.noted);
    }
    if (words) this.noted.textContent = words;
    this.noted?.classList.toggle("cam-over", !words);
  }

  remove() {
    this.noted?.remove();
    this.above.remove();
    this.rows.remove();
    this.below.remove();
  }
}

const icon = (sign, label, act) => button(sign, act, { "aria-label": label, title: label });

function slot({ slot: name, label, lines }) {
  const reserved = `min-height: calc(${lines ?? (name === "headline" ? 2 : 1)} * 1.5em)`;
  const words = element("span", { class: "cam-words", style: reserved });
  const parts = label ? [element("span", { class: "cam-label" }, label), words] : [words];
  return element("div", { class: `cam-readout cam-readout-${name}`, "data-slot": name }, ...parts);
}

// a longer sentence may ask for one more line once; it never gives the line back at this width
function keepTallest(node) {
  const width = node.clientWidth;
  if (node.tallestAt !== width) Object.assign(node, { tallestAt: width, tallest: 0, reserved: node.reserved ?? node.style.minHeight });
  if (node.scrollHeight <= node.tallest) return;
  node.tallest = node.scrollHeight;
  node.style.minHeight = `max(${node.reserved}, ${node.tallest}px)`;
}
