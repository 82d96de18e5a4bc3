// What a logit is made of: terms, weight × feature map, added up without the channels that are silenced. In
// double precision, in which a term is exact, as `cam_core.maps.ledger` does it.

/** A line that is added up: the logit of a class, or that of one class less that of another. */
export const line = (add, less = null) => ({ add, less });

export class Sums {
  /** `head`: weight (rows of classes), bias, pooling, upto; `sample`: maps (rows of channels), place, logits. */
  constructor(head, sample, silenced) {
    Object.assign(this, { head, ...sample, silenced });
    this.numPositions = this.maps[0].length;
    this.kept = this.maps.map((_, channel) => channel).filter((channel) => !silenced.has(channel));
    this.pooled = this.maps.map((values, channel) => (this.isAverage ? total(values) / values.length : values[this.place[channel]]));
  }

  get isAverage() {
    return this.head.pooling === "average";
  }

  weight({ add, less }, channel) {
    const { weight } = this.head;
    return less === null ? weight[add][channel] : weight[add][channel] - weight[less][channel];
  }

  bias({ add, less }) {
    const { bias } = this.head;
    return less === null ? bias[add] : bias[add] - bias[less];
  }

  /** What every channel adds to the line, silenced or not. */
  contributions(of) {
    return this.pooled.map((value, channel) => this.weight(of, channel) * value);
  }

  /** The terms of one channel, zeros where it is silenced. */
  terms(of, channel) {
    const weight = this.silenced.has(channel) ? 0 : this.weight(of, channel);
    return Float32Array.from(this.maps[channel], (value) => weight * value);
  }

  cam(of) {
    return this.added(of, this.kept);
  }

  added(of, channels) {
    const sums = new Array(this.numPositions).fill(0);
    for (const channel of channels) {
      const weight = this.weight(of, channel);
      this.maps[channel].forEach((value, place) => { sums[place] += weight * value; });
    }
    return sums;
  }

  /** What each position adds: the map over the number of positions, or the terms whose maximum stands there. */
  shares(of, channels = this.kept) {
    if (this.isAverage) return this.added(of, channels).map((sum) => sum / this.numPositions);
    const sums = new Array(this.numPositions).fill(0);
    for (const channel of channels) sums[this.place[channel]] += this.weight(of, channel) * this.pooled[channel];
    return sums;
  }

  /** From the bias on, at every place of the picture; with `all` as if nothing were silenced. */
  running(of, all = false) {
    const sums = [this.bias(of)];
    for (const share of this.shares(of, all ? this.maps.keys() : this.kept)) sums.push(sums.at(-1) + share);
    return this.head.upto.map((count) => sums[count]);
  }

  /** The network's own logit, or the difference of two. */
  logit({ add, less }) {
    return less === null ? this.logits[add] : this.logits[add] - this.logits[less];
  }

  /** What the silenced channels took away from the line. */
  taken(of) {
    let sum = 0;
    for (const channel of this.silenced) sum += this.weight(of, channel) * this.pooled[channel];
    return sum;
  }

  /** The logits of all classes without the silenced channels. */
  left() {
    return Array.from(this.logits, (logit, label) => logit - this.taken(line(label)));
  }
}

const total = (values) => values.reduce((sum, value) => sum + value, 0);

export function softmax(logits) {
  const highest = Math.max(...logits);
  const raised = logits.map((logit) => Math.exp(logit - highest));
  const sum = total(raised);
  return raised.map((value) => value / sum);
}

/** The place of the largest value, the first of several. */
export const largest = (values) => values.reduce((best, value, place) => (value > values[best] ? place : best), 0);
