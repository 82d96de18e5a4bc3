// What the probe draws over the ladder: the unit, what it reads in the layer before with the kernel over it,
// what it sees of the signal; and while the ladder is walked, the path so far and a veil over the rest.
import { paint, shade } from "../picture/colors.js";

const SPACE = "http://www.w3.org/2000/svg";
const LEAST = 9; // px: a unit of half a pixel needs a mark that can be seen

export class Marks {
  constructor(plot, config, levels, places) {
    Object.assign(this, { plot, config, levels, places });
    this.light = sheet("cam-marks cam-marks-light"); // multiplied with the picture, so that lines stay dark
    this.node = sheet("cam-marks");
    this.canvas = document.createElement("canvas");
  }

  /**
   * Draws `unit`; `walk` is {lit, path, found}: names of the rows that stay bright, units of the path so far,
   * and (at its end) the first and last sample that the map points to.
   */
  show(unit, seen, values, kernel, walk) {
    if (this.node.parentNode !== this.plot) this.plot.append(this.light, this.node);
    const { width, height } = this.plot._fullLayout;
    for (const one of [this.light, this.node]) {
      one.setAttribute("viewBox", `0 0 ${width} ${height}`);
      Object.assign(one.style, { width: `${width}px`, height: `${height}px` });
    }
    const lit = [...this.field(seen), ...this.reads(unit, values)];
    this.light.replaceChildren(...lit.map((mark) => mark.cloneNode()));
    this.node.replaceChildren(
      ...(walk ? this.veil(walk.lit) : []),
      ...(walk ? this.trail(walk.path, values) : []),
      ...this.kernel(unit, values, kernel),
      ...lit,
      ...this.unit(unit, values),
      ...(walk?.found ? this.found(unit, walk.found) : []),
    );
  }

  /** What the map points to, as a bar under the signal and under the map. */
  found(unit, [first, last]) {
    const [signal] = this.levels.list;
    return [signal.name, unit.level].map((name) => this.levels.get(name)).map((level) => {
      const row = this.places.row(level);
      const [left, right] = [first - 0.5, last + 0.5].map((place) => this.places.x(level, place));
      return rectangle({ left, top: row.top + row.height - 6, width: right - left, height: 6 }, "cam-mark-found", { "data-first": first, "data-last": last });
    });
  }

  veil(lit) {
    const rows = [...this.levels.all()].filter(({ name, kind }) => kind !== "signal" && !lit.includes(name));
    return rows.map((level) => rectangle(grown(this.places.row(level), 3), "cam-mark-veil", { "data-veil": level.name }));
  }

  /** The units of the path so far, joined from one to the next. */
  trail(path, values) {
    const boxes = path.map((unit) => ({ ...this.cell(unit, values), kind: this.levels.get(unit.level).kind }))
      .filter(({ width }) => width);
    const lines = boxes.slice(1).map((box, place) => line(middle(boxes[place]), middle(box)));
    // a filled column would hide the map
    const marks = boxes.map((box) => rectangle(box, box.kind === "cam" ? "cam-mark-step cam-mark-open" : "cam-mark-step"));
    return [...lines, ...marks];
  }

  field(seen) {
    if (!seen) return [];
    const signal = this.levels.list[0];
    const box = this.places.box(this.levels.get(signal.name), [seen.first, seen.last], null);
    return box ? [rectangle(box, "cam-mark-field", { "data-first": seen.first, "data-last": seen.last })] : [];
  }

  reads(unit, values) {
    const level = this.levels.get(unit.level);
    const before = this.levels.before(level);
    if (!before || before.kind === "signal") return [];
    const inside = this.inside(unit, before);
    const one = level.kind === "pool" || level.kind === "pooled" || level.kind === "contribution";
    const row = one ? values.rowOf(before, unit.channel) : null;
    const box = this.places.box(before, inside, row);
    const marks = box ? [rectangle(one ? enlarged(box) : box, "cam-mark-reads", { "data-reads": before.name, "data-first": inside[0], "data-last": inside[1] })] : [];
    return level.kind === "contribution" ? [...marks, ...this.weight(unit, values)] : marks;
  }

  weight(unit, values) {
    const box = this.cell({ ...unit, level: "weight" }, values);
    return box ? [rectangle(box, "cam-mark-reads", { "data-reads": "weight" })] : [];
  }

  /** The first and last position that a unit reads, within the layer before. */
  inside(unit, before) {
    const level = this.levels.get(unit.level);
    if (level.kind === "pooled") return [0, before.positions - 1];
    if (level.kind === "cam") return [unit.position, unit.position];
    const reads = this.levels.reads(unit).filter((position) => position >= 0 && position < before.positions);
    return [reads[0] ?? 0, reads.at(-1) ?? 0];
  }

  kernel(unit, values, kernel) {
    const level = this.levels.get(unit.level);
    const before = this.levels.before(level);
    if (!kernel || !before) return [];
    const positions = this.levels.reads(unit);
    const most = Math.max(...kernel.weight.map(Math.abs)) || 1;
    const inside = positions.map((position, tap) => ({ position, tap })).filter(({ position }) => position >= 0 && position < before.positions);
    return before.kind === "signal"
      ? inside.flatMap(({ position, tap }) => this.bar(before, position, kernel.weight[tap] / most))
      : this.strip(before, inside, kernel, positions.length, most, values);
  }

  /** A weight of the first layer as a bar from the middle of the signal's row, over its sample. */
  bar(signal, position, share) {
    const box = this.places.box(signal, [position, position], null);
    if (!box) return [];
    const height = Math.max(1, (Math.abs(share) * box.height) / 2);
    const top = box.top + box.height / 2 - (share > 0 ? height : 0);
    const color = `rgb(${shade(this.config.colors.cam, 0.5 + share / 2)})`;
    return [rectangle({ ...box, top, height }, "cam-mark-bar", { fill: color, "data-tap": position })];
  }

  /** The weights of all input channels over the positions they read, in the order the channels lie in. */
  strip(before, inside, kernel, size, most, values) {
    const box = this.places.box(before, [inside[0].position, inside.at(-1).position], null);
    const whole = this.places.row(before);
    const [top, bottom] = [this.places.y(before, -0.5), this.places.y(before, before.channels - 0.5)];
    const [left, right] = [inside[0].position - 0.5, inside.at(-1).position + 0.5]
      .map((place) => this.places.x(before, before.center + before.jump * place));
    if (!box || top < whole.top - 1 || bottom > whole.top + whole.height + 1 || left < whole.left - 1) return []; // zoomed in
    const order = values.channels(before);
    const columns = inside.map(({ tap }) => order.map((channel) =>
      shade(this.config.colors.cam, 0.5 + kernel.weight[channel * size + tap] / most / 2)));
    const image = document.createElementNS(SPACE, "image");
    const attributes = { x: left, y: top, width: right - left, height: bottom - top, href: paint(this.canvas, columns).toDataURL(), preserveAspectRatio: "none", class: "cam-mark-kernel" };
    for (const [name, value] of Object.entries(attributes)) image.setAttribute(name, value);
    return [image];
  }

  unit(unit, values) {
    const box = this.cell(unit, values);
    return box ? [rectangle(box, "cam-mark-unit", { "data-unit": this.levels.word(unit) })] : [];
  }

  cell(unit, values) {
    const level = this.levels.get(unit.level);
    if (level.kind === "signal") return this.point(level, unit, values);
    const row = level.parts.includes("channel") ? values.rowOf(level, unit.channel) : null;
    const box = this.places.box(level, [unit.position, unit.position], row);
    return box && enlarged(box);
  }

  /** A sample of the signal: where its curve is. */
  point(level, unit, values) {
    const box = this.places.box(level, [unit.position, unit.position], null);
    const top = this.places.y(level, values.at(unit));
    return box && enlarged({ left: box.left + box.width / 2, top, width: 0, height: 0 });
  }

  remove() {
    this.light.remove();
    this.node.remove();
  }
}

function sheet(name) {
  const node = document.createElementNS(SPACE, "svg");
  node.setAttribute("class", name);
  node.setAttribute("aria-hidden", "true");
  return node;
}

function rectangle({ left, top, width, height }, name, extra = {}) {
  const node = document.createElementNS(SPACE, "rect");
  const attributes = { x: left, y: top, width, height, class: name, ...extra };
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function line([x1, y1], [x2, y2]) {
  const node = document.createElementNS(SPACE, "line");
  for (const [key, value] of Object.entries({ x1, y1, x2, y2, class: "cam-mark-way" })) node.setAttribute(key, value);
  return node;
}

const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2];
const grown = ({ left, top, width, height }, by) => ({ left: left - by, top: top - by, width: width + 2 * by, height: height + 2 * by });

function enlarged(box) {
  const [wide, high] = [Math.max(LEAST, box.width), Math.max(LEAST, box.height)];
  return { left: box.left - (wide - box.width) / 2, top: box.top - (high - box.height) / 2, width: wide, height: high };
}
