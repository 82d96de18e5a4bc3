// What the ledger shows of one sample without the channels that are silenced: arrays for the picture, numbers
// and words for the sentences. All of it is added up from the sample's feature maps and the head.
import { largest, line, softmax, Sums } from "./sums.js";
import { percent, rest, signed } from "./words.js";
import { decode, fixed } from "../samples/payload.js";

const MARGIN = "margin";

export class LedgerPicture {
  /** `view`: the map shown, what is drawn beside it, the silenced channels, the rank that is chosen. */
  constructor(config, head, payload, view) {
    Object.assign(this, { config, head, payload, ...view });
    const [maps, place, logits] = ["feature_maps", "place", "logits"].map((name) => decode(payload.arrays[name]));
    this.sums = new Sums(head, { maps, place, logits }, view.silenced);
    this.name = view.map === "predicted" ? payload.alias.predicted : view.map;
    this.shown = this.name === MARGIN ? line(1, 0) : line(Number(this.name));
    this.ranked = decode(payload.arrays[`order.${this.name}`]);
    this.contributions = this.sums.contributions(this.shown);
    this.left = this.sums.left();
    this.probabilities = softmax(this.left);
    this.lines = this.drawn().map((one) => this.added(one));
    this.headline = this.added({ slot: "headline", name: "", of: this.shown });
  }

  get numClasses() {
    return this.head.bias.length;
  }

  /** The running sums that are drawn: of two classes both, of more the one shown and one beside it. */
  drawn() {
    if (this.numClasses === 2) return ["0", "1", MARGIN].map((name) => ({ slot: name, name, of: name === MARGIN ? line(1, 0) : line(Number(name)) }));
    const { add } = this.shown;
    const asked = Number(this.against);
    const other = Number.isInteger(asked) && asked !== add ? asked : this.nextTo(add);
    return [{ slot: "shown", name: `${add}`, of: line(add) }, { slot: "other", name: `${other}`, of: line(other) },
      { slot: MARGIN, name: MARGIN, of: line(add, other) }];
  }

  /** The most likely other class, by the network's own logits. */
  nextTo(label) {
    return largest(Array.from(this.sums.logits, (logit, other) => (other === label ? -Infinity : logit)));
  }

  added({ slot, name, of }) {
    const { sums } = this;
    const [logit, taken, running] = [sums.logit(of), sums.taken(of), sums.running(of)];
    return { slot, name, of, running, logit, taken, bias: sums.bias(of), end: running.at(-1), left: logit - taken };
  }

  /** The payload with what is made of it. */
  get all() {
    const { payload } = this;
    return {
      ...payload,
      arrays: { ...payload.arrays, ...this.strips(), ...this.curves(), ...this.numbers() },
      texts: { ...payload.texts, ...this.texts() },
    };
  }

  strips() {
    const { sums, shown, silenced, contributions, cursor } = this;
    this.cam = sums.cam(shown);
    this.adds = sums.shares(shown);
    const where = (channel) => (sums.isAverage || silenced.has(channel) ? NaN : this.config.centers[sums.place[channel]]);
    return {
      map: this.cam,
      adds: this.adds.flatMap((share) => [0, share, 0]),
      terms: contributions.map((_, channel) => sums.terms(shown, channel)),
      maxima: contributions.map((_, channel) => where(channel)),
      kept: contributions.map((value, channel) => (silenced.has(channel) ? 0 : value)),
      gone: contributions.map((value, channel) => (silenced.has(channel) ? value : NaN)),
      cursor: [cursor, cursor],
    };
  }

  curves() {
    const nothing = this.head.upto.map(() => NaN);
    const arrays = { "running.before": this.silenced.size ? this.sums.running(this.shown, true) : nothing };
    for (const name of this.names) {
      Object.assign(arrays, { [`running.${name}`]: nothing, [`end.${name}`]: [NaN, NaN], [`end.place.${name}`]: [NaN, NaN] });
    }
    this.lines.forEach(({ name, running, left }, place) => {
      Object.assign(arrays, { [`running.${name}`]: running, [`end.${name}`]: [0, left], [`end.place.${name}`]: [place, place] });
    });
    return arrays;
  }

  /** Every running sum that can be drawn, in the order of the traces. */
  get names() {
    return [...Array(this.numClasses).keys(), MARGIN].map(String);
  }

  get turned() {
    return largest(this.left) !== Number(this.payload.alias.predicted);
  }

  numbers() {
    const number = this.silenced.size;
    const numbers = { any: [number ? 1 : 0], count: [number, this.contributions.length], outcome: [number ? 1 + this.turned : 0] };
    for (const { slot, bias, end, logit, left } of [...this.lines, this.headline]) {
      Object.assign(numbers, { [`bias.${slot}`]: [bias], [`sum.${slot}`]: [end], [`logit.${slot}`]: [logit], [`left.${slot}`]: [left] });
    }
    return numbers;
  }

  texts() {
    const { config, probabilities } = this;
    const { classes, subjects, names } = config;
    const answer = largest(this.left);
    const texts = { subject: subjects[this.name], answer: classes[answer], first: classes[this.payload.alias.predicted] };
    texts.probability = percent(probabilities[answer], config);
    for (const { slot, name, of, bias, end, taken, left } of [...this.lines, this.headline]) {
      texts[`name.${slot}`] = names[name] ?? "";
      texts[`added.${slot}`] = signed(end - bias);
      texts[`taken.${slot}`] = signed(-taken);
      texts[`rest.${slot}`] = rest(left - end);
      texts[`probability.${slot}`] = of.less === null ? percent(probabilities[of.add], config) : "";
    }
    return texts;
  }

  /** The point that is meant at (x, y): of a line the place above the pointer, of running sums the nearest. */
  located(point, x, y) {
    const { signal, adds, running } = this.config.traces;
    const { trace } = point;
    const sample = Math.max(0, Math.min(this.config.nearest.length - 1, Math.round(x)));
    if (trace === signal) return { ...point, column: sample };
    if (trace === adds) return { ...point, column: 3 * this.config.nearest[sample] + 1 };
    if (trace < running || trace >= running + this.names.length) return point;
    const column = Math.max(0, Math.min(this.head.upto.length - 1, Math.round(x) + 1));
    const away = this.lines.map(({ running: sums }) => -Math.abs(sums[column] - y));
    return { trace: running + this.names.indexOf(this.lines[largest(away)].name), row: null, column };
  }

  /** What the sentence over a point says, beyond what Python wrote; `value` is what is drawn there. */
  words({ trace, row, column, value }) {
    const { signal, adds, running } = this.config.traces;
    if (trace === signal) return { value: fixed(value), map: fixed(this.cam[this.config.nearest[column]]) };
    if (trace === adds) return { value: fixed(this.adds[Math.floor(column / 3)]) };
    return trace < running ? this.channelWords(row ?? column, value) : this.runningWords(this.names[trace - running], column);
  }

  channelWords(rank, value) {
    const channel = this.ranked[rank];
    return { rank: rank + 1, channel, value: fixed(value), contribution: signed(this.contributions[channel], "") };
  }

  runningWords(name, column) {
    const drawn = this.lines.find((one) => one.name === name);
    if (!drawn) return {};
    const value = drawn.running[column];
    return { value: fixed(value), bias: fixed(drawn.bias), added: signed(value - drawn.bias) };
  }
}
