// The numbers behind the units, from the payload of the sample shown and the kernels of the model.
import { decode, fill, rowOrder } from "../samples/payload.js";

export class Values {
  constructor(config, levels, payload, view) {
    Object.assign(this, { config, levels, payload, view });
  }

  array(name) {
    return decode(this.payload.arrays[fill(name, this.view, this.payload.alias)]);
  }

  scalar(name) {
    return this.payload.scalars[fill(name, this.view, this.payload.alias)];
  }

  /** The map shown: a class's number or "margin". */
  get map() {
    return fill("{map}", this.view, this.payload.alias);
  }

  /** The channels of a level from first to last as drawn; undefined where they keep their numbers. */
  order(level) {
    return rowOrder({ take: level.order }, this.payload, this.view);
  }

  channels(level) {
    return Array.from(this.order(level) ?? { length: level.channels }, (channel, row) => channel ?? row);
  }

  rowOf(level, channel) {
    return this.order(level)?.indexOf(channel) ?? channel;
  }

  /** The number that the network (or, for a sample, the signal) has at a unit. */
  at({ level: name, channel, position }) {
    const level = this.levels.get(name);
    const values = this.array(level.array);
    if (level.kind === "signal" || level.kind === "cam") return values[position];
    return level.parts.length === 2 ? values[channel][position] : values[channel];
  }

  /** What a layer reads at a position of the level before it: standardised samples first, then activations. */
  read(level, channel, position) {
    if (position < 0 || position >= level.positions) return 0;
    if (level.kind !== "signal") return this.array(level.array)[channel][position];
    const { mean, std } = this.config.standardize;
    return (this.array(level.array)[position] - mean) / std;
  }

  /** The position at which a channel of the last layer is largest, the first of equals. */
  summit(channel) {
    const row = this.array(this.config.resting)[channel];
    return row.indexOf(Math.max(...row));
  }

  /** What a unit sees of the signal; a maximum sees what the position that it comes from sees. */
  sees(unit) {
    const { kind } = this.levels.get(unit.level);
    if (kind !== "pooled" && kind !== "contribution") return this.levels.sees(unit);
    if (this.config.pooling === "average") return { first: 0, last: this.array("x").length - 1, padding: 0, whole: true };
    return this.levels.sees({ level: this.config.resting, position: this.summit(unit.channel) });
  }

  /** The next unit in the same row of the ladder (bars: the next bar), or the next channel as drawn. */
  beside(unit, across, along) {
    const level = this.levels.get(unit.level);
    if (level.parts.includes("position") && along) {
      const position = unit.position + along;
      return position < 0 || position >= level.positions ? undefined : { ...unit, position };
    }
    const by = level.parts.includes("position") ? across : along;
    if (!by || !level.parts.includes("channel")) return undefined;
    const channel = this.channels(level)[this.rowOf(level, unit.channel) + by];
    return channel === undefined ? undefined : { ...unit, channel };
  }

  /** The path's unit at a level: `path` has a row for the signal and one for each layer. */
  onPath(level) {
    const path = this.array("path.{map}");
    const [channel, position] = path[Math.min(level.place, path.length - 1)];
    return {
      level: level.name,
      channel: level.parts.includes("channel") ? channel : 0,
      position: level.parts.includes("position") ? position : 0,
    };
  }
}
