// The probe's panel: which unit, what it sees, and how its value is made. All words come from Python.
import { paint, shade } from "../picture/colors.js";
import { button, element } from "../picture/dom.js";
import { fixed, sentence } from "../samples/payload.js";
import { fine, plain, signed } from "./sum.js";
import { Picture } from "./picture.js";

const SPARE = 1e-9; // a kernel or a layer of zeros is drawn too

export class ProbePanel {
  /** `act`: pick(unit), pin(), step(by), end(): what the person can do here. */
  constructor(config, levels, act) {
    Object.assign(this, { config, levels, act, text: config.text });
    this.picture = new Picture(config);
    this.title = element("p", { class: "cam-probe-title" });
    this.sees = element("p", { class: "cam-probe-sees" });
    this.story = element("p", { class: "cam-probe-story", role: "status", hidden: true });
    this.sum = element("div", { class: "cam-probe-sum" });
    this.node = element("section", { class: "cam-probe", "aria-label": this.text.probe, tabindex: 0 },
      this.walkRow(), this.story, this.title, this.fieldRow(), this.sees, this.picture.node, this.sum);
  }

  walkRow() {
    this.place = element("output", { class: "cam-probe-place" });
    this.back = button("‹", () => this.act.step(-1), { "aria-label": this.text.walk_back, title: this.text.walk_back });
    this.on = button("›", () => this.act.step(1), { "aria-label": this.text.walk_on, title: this.text.walk_on });
    const end = button("×", () => this.act.end(), { "aria-label": this.text.walk_end, title: this.text.walk_end });
    this.walk = element("div", { class: "cam-row cam-probe-walk", hidden: true }, this.back, this.place, this.on, end);
    return this.walk;
  }

  fieldRow() {
    const options = this.levels.list.map(({ name, text }) => element("option", { value: name }, text.title));
    this.level = element("select", { "aria-label": this.text.level, onchange: () => this.act.pick({ ...this.unit, level: this.level.value }) }, ...options);
    this.channel = this.numberField("channel");
    this.position = this.numberField("position");
    this.pin = button(this.text.pin, () => this.act.pin(), { "aria-pressed": "false", title: this.text.pin_title });
    this.fields = element("div", { class: "cam-row cam-probe-fields" }, this.level, this.channel, this.position, this.pin);
    return this.fields;
  }

  numberField(part) {
    const label = this.text[part];
    const node = element("input", {
      type: "number", min: 0, step: 1, inputmode: "numeric", class: "cam-number", "aria-label": label, title: label,
      onchange: () => this.act.pick({ ...this.unit, [part]: node.valueAsNumber }),
    });
    return node;
  }

  /** `made` is what `probe_sum.js` says; without it `words` stands in its place. */
  show({ unit, seen, values, made, words, story, pinned }) {
    const level = this.levels.get(unit.level);
    this.isNew = !this.unit || this.levels.word(unit) !== this.levels.word(this.unit);
    this.unit = unit;
    this.title.replaceChildren(sentence(level.text.name, unit), element("b", { "data-value": "" }, ` ${this.shown(level, values.at(unit))}`));
    this.sees.textContent = seen ? sentence(this.seesWords(seen), seen) : this.text.sees_none;
    this.showFields(unit, level, pinned);
    this.showStory(story);
    this.picture.show(unit, this.levels, values, seen);
    this.sum.replaceChildren(...(made ? this.parts(level, unit, values, made) : [element("p", {}, words)]));
  }

  shown(level, value) {
    return level.kind === "weight" ? fine(value) : plain(value);
  }

  seesWords({ whole, padding, first, last }) {
    if (whole) return this.text.sees_whole;
    if (padding) return this.text.sees_padding;
    return first === last ? this.text.sees_one : this.text.sees;
  }

  showFields(unit, level, pinned) {
    this.level.value = unit.level;
    for (const part of ["channel", "position"]) {
      const has = level.parts.includes(part);
      Object.assign(this[part], { disabled: !has, max: level[`${part}s`] - 1 });
      // a number that is being typed stays
      if (this.isNew || document.activeElement !== this[part]) this[part].value = has ? unit[part] : "";
    }
    this.pin.setAttribute("aria-pressed", String(pinned));
  }

  showStory(story) {
    this.walk.hidden = !story;
    this.story.hidden = !story;
    this.fields.hidden = Boolean(story);
    this.node.classList.toggle("cam-probe-walking", Boolean(story));
    if (!story) return;
    if (this.story.textContent !== story.words) this.story.textContent = story.words;
    this.place.textContent = sentence(this.text.walk_place, story);
    this.back.disabled = story.step === 1;
    this.on.disabled = story.step === story.count;
  }

  parts(level, unit, values, made) {
    const reads = this.levels.reads(unit).map((position) => fixed(position, 0));
    const how = sentence(level.text.how, { first: reads[0], last: reads.at(-1), place: made.place, ...unit });
    return [
      element("p", { class: "cam-probe-how" }, how),
      ...(made.taps ? [this.taps(level, unit, values, made)] : []),
      ...(made.choices ? [this.choices(made.choices)] : []),
      ...(made.taps && made.chips ? [this.chips(made.chips, values)] : []),
      ...(made.products?.length ? [this.products(level, made.products)] : []),
      ...(!made.taps && made.chips ? [this.chips(made.chips, values)] : []),
    ];
  }

  /** A column for each tap: its place, the kernel over what it reads there, what it adds. */
  taps(level, unit, values, { taps: { shown, others, rounding }, kernel }) {
    const before = this.levels.before(level);
    const most = Math.max(...kernel.weight.map(Math.abs)) || SPARE;
    const columns = shown.map((tap) => element("div", { class: "cam-tap", "data-tap": tap.position },
      element("span", { class: "cam-tap-place" }, tap.inside ? fixed(tap.position, 0) : this.text.padding),
      before.kind === "signal" ? bar(this.config, kernel.weight[tap.tap] / most) : this.strip(before, values, kernel, tap, most),
      ...(before.kind === "signal" ? this.factors(tap, kernel) : []),
      element("b", { "data-term": "tap" }, signed(tap.sum))));
    const more = others ? [this.tail(sentence(this.text.other_taps, others), others.text, "tap-others")] : [];
    const last = rounding.map(({ text }) => element("p", { class: "cam-taps-rounding" }, `${this.text.terms.rounding} `, element("b", { "data-term": "tap-rounding" }, text)));
    const name = before.kind === "signal" ? "cam-taps cam-taps-wide" : "cam-taps";
    return element("div", { class: shown.length > 5 ? `${name} cam-taps-many` : name }, ...columns, ...more, ...last);
  }

  factors({ inside, tap, products }, kernel) {
    const value = inside ? products[0].factors[1] : 0;
    return [element("span", { "data-factor": "value" }, plain(value)), element("span", { "data-factor": "weight" }, `× ${fine(kernel.weight[tap])}`)];
  }

  tail(label, number, term) {
    return element("div", { class: "cam-tap" }, element("span", { class: "cam-tap-place" }, label), element("b", { "data-term": term }, number));
  }

  /** What the layer before holds at a place beside the weights over it, channel by channel. */
  strip(before, values, kernel, { position, tap, inside }, most) {
    const size = kernel.weight.length / before.channels;
    const order = values.channels(before);
    const read = order.map((channel) => shade(this.config.colors.activation, (inside ? values.read(before, channel, position) : 0) / before.scale));
    const weights = order.map((channel) => shade(this.config.colors.cam, 0.5 + kernel.weight[channel * size + tap] / most / 2));
    return paint(element("canvas", { class: "cam-tap-strip", "aria-hidden": "true" }), [read, weights]);
  }

  choices(choices) {
    const rows = choices.map(({ position, text, won }) => element("div", { class: won ? "cam-tap cam-tap-won" : "cam-tap", "data-tap": position },
      element("span", { class: "cam-tap-place" }, fixed(position, 0)), element("b", { "data-term": "choice" }, text),
      element("span", { class: "cam-tap-place" }, won ? this.text.won : " ")));
    return element("div", { class: "cam-taps" }, ...rows);
  }

  products(level, products) {
    const rows = products.map((one) => ("factors" in one
      ? element("li", {}, `${fine(one.factors[0])} × ${plain(one.factors[1])} = `, element("b", { "data-term": "product" }, one.text), ` ${sentence(level.text.product, one)}`)
      : element("li", {}, element("b", { "data-term": "rest" }, one.text), ` ${one.others ? sentence(level.text.rest, { count: one.others }) : this.text.terms.rounding}`)));
    return element("ul", { class: "cam-products", "aria-label": this.text.products }, ...rows);
  }

  chips(chips, values) {
    const words = { subject: this.text.subjects[values.map] };
    const nodes = chips.map(({ term, text, count }) => element("span", { class: "cam-chip", "data-term": term },
      element("b", {}, text), element("small", {}, sentence(this.text.terms[term], { count, ...words }))));
    return element("div", { class: "cam-chips" }, ...nodes);
  }
}

/** A weight between −1 and 1 of its kernel's largest as a bar above or below the middle. */
function bar({ colors }, share) {
  const high = Math.max(2, Math.abs(share) * 50);
  const style = `height:${high}%;${share > 0 ? "bottom" : "top"}:50%;background:rgb(${shade(colors.cam, 0.5 + share / 2)})`;
  return element("span", { class: "cam-tap-bar", "aria-hidden": "true" }, element("i", { style }));
}
