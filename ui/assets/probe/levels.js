// The levels of the ladder and their units: which there are, what they see, what they read, who is beside
// them. All geometry comes from Python; a unit is {level, channel, position}.

export class Levels {
  constructor(list) {
    this.list = list;
    this.byName = new Map(list.map((level, place) => [level.name, { ...level, place }]));
  }

  get(name) {
    return this.byName.get(name);
  }

  all() {
    return this.byName.values();
  }

  /** The unit that a link's word names ("third_conv.17.24"), or undefined. */
  admit(text) {
    const [name, ...numbers] = String(text ?? "").split(".");
    const level = this.get(name);
    if (!level || numbers.length !== level.parts.length || !numbers.every((one) => /^\d{1,8}$/.test(one))) return undefined;
    const unit = { level: name, channel: 0, position: 0 };
    level.parts.forEach((part, place) => { unit[part] = Number(numbers[place]); });
    return unit.channel < level.channels && unit.position < level.positions ? unit : undefined;
  }

  word(unit) {
    return [unit.level, ...this.get(unit.level).parts.map((part) => unit[part])].join(".");
  }

  /** Where a unit stands on the signal, in samples; none where it belongs to all of it. */
  center({ level: name, position }) {
    const { center, jump } = this.get(name);
    return center === undefined ? undefined : center + jump * position;
  }

  /** The first and the last sample of the signal that a unit sees, and how many places are padding. */
  sees({ level: name, position }) {
    const { spans, size } = this.get(name);
    if (!spans) return undefined;
    const [first, last] = spans[position];
    return { first, last, size, padding: size - (last - first + 1) };
  }

  /** The positions of the level before that a unit reads, padding included. */
  reads({ level: name, position }) {
    const { reach } = this.get(name);
    if (!reach) return [];
    return Array.from({ length: reach.size }, (_, tap) => reach.start + reach.jump * position + tap);
  }

  before(level) {
    return level.before === undefined ? undefined : this.get(level.before);
  }

  /** The unit of another level that stands nearest; the channel stays as far as there is one. */
  across(unit, level) {
    const channel = level.parts.includes("channel") ? Math.min(unit.channel, level.channels - 1) : 0;
    const center = this.center(unit);
    const position = center === undefined ? Math.min(unit.position, level.positions - 1) : nearest(level, center);
    return { level: level.name, channel, position };
  }

  neighbour(unit, by) {
    const target = this.list[this.get(unit.level).place + by];
    return target && this.across(unit, this.get(target.name));
  }
}

/** The position of `level` whose centre is nearest to a sample. */
export function nearest(level, sample) {
  if (level.center === undefined) return 0;
  const place = Math.round((sample - level.center) / level.jump);
  return Math.max(0, Math.min(place, level.positions - 1));
}
