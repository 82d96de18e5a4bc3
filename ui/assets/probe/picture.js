// The small picture in the probe's panel: the signal with what the unit sees lit, and its channel over it.
const SPACE = "http://www.w3.org/2000/svg";
const HIGH = 100;

export class Picture {
  constructor(config) {
    this.config = config;
    this.node = document.createElementNS(SPACE, "svg");
    this.node.setAttribute("class", "cam-probe-picture");
    this.node.setAttribute("preserveAspectRatio", "none");
    this.node.setAttribute("aria-hidden", "true");
  }

  show(unit, levels, values, seen) {
    const signal = values.array("x");
    this.node.setAttribute("viewBox", `-0.5 0 ${signal.length} ${HIGH}`);
    const limit = this.config.signal_limit;
    const line = Array.from(signal, (value, place) => [place, HIGH * (0.5 - value / limit / 2)]);
    this.node.replaceChildren(
      ...(seen ? [part("rect", { x: seen.first - 0.5, y: 0, width: seen.last - seen.first + 1, height: HIGH, class: "cam-lit" })] : []),
      ...this.channel(unit, levels, values),
      part("path", { d: path(line), class: "cam-line" }),
    );
  }

  /** The channel's activation (or the map) as steps at the positions' places, from zero at the bottom. */
  channel(unit, levels, values) {
    const level = levels.get(unit.level);
    if (!level.peak) return [];
    const row = level.kind === "cam" ? values.array(level.array) : values.array(level.array)[unit.channel];
    const [zero, high] = level.kind === "cam" ? [HIGH / 2, HIGH / 2] : [HIGH, HIGH];
    const peak = typeof level.peak === "object" ? level.peak[values.map] : level.peak;
    const edge = (place) => level.center + level.jump * (place - 0.5);
    const steps = Array.from(row).flatMap((value, place) => {
      const top = zero - (high * value) / peak;
      return [[edge(place), top], [edge(place + 1), top]];
    });
    const closed = `M${edge(0)},${zero}L${path(steps).slice(1)}L${edge(row.length)},${zero}Z`;
    const center = level.center + level.jump * unit.position;
    return [
      part("path", { d: closed, class: "cam-steps" }),
      part("path", { d: `M${center},0V${HIGH}`, class: "cam-place" }),
    ];
  }
}

function part(name, attributes) {
  const node = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

const path = (points) => `M${points.map(([x, y]) => `${x},${y.toFixed(2)}`).join("L")}`;
