// Dragging the burst: the family of one sample (one payload for each place where the burst can start)
// is fetched once for each strength; after that a drag only swaps payloads.
import { button, element } from "./dom.js";
import { sentence } from "./payload.js";
import { fetchPayloads, query } from "./samples.js";

const FAMILIES_KEPT = 8;

export class Burst {
  /** `host` has the sample, the figure, the state, and draw(payload), changed(), say(words). */
  constructor(host, plot) {
    this.host = host;
    this.plot = plot;
    this.families = new Map();
    this.family = null;
    this.on = false;
    this.node = this.build();
    this.showStrength();
    this.listen();
  }

  build() {
    const { text, burst } = this.host.instrument;
    const levels = burst.strengths;
    this.toggle = button(text.burst_drag, () => (this.on ? this.leave() : this.enter()), { "aria-pressed": "false" });
    this.back = button(text.burst_back, () => this.leave(), { disabled: true });
    this.strength = element("input", {
      type: "range", min: 0, max: levels.length - 1, step: 1, class: "cam-range", "aria-label": text.burst_strength,
      oninput: () => this.strengthen(levels[Number(this.strength.value)]),
    });
    this.level = element("output", { class: "cam-position" });
    this.place = element("output", { class: "cam-burst-place" });
    const label = element("label", { class: "cam-burst-strength" }, `${text.burst_strength} `, this.strength, this.level);
    return element("div", { class: "cam-row cam-burst" }, this.toggle, label, this.back, this.place);
  }

  listen() {
    let grip = null;
    this.plot.addEventListener("pointerdown", (event) => {
      if (!this.on || !this.family || event.button !== 0) return;
      grip = { x: event.clientX, start: this.host.state.start };
      this.plot.setPointerCapture(event.pointerId);
    }, true);
    this.plot.addEventListener("pointermove", (event) => {
      if (!grip) return;
      const moved = (event.clientX - grip.x) / this.host.figure.pixelsPerUnit();
      this.show(grip.start + Math.round(moved));
    }, true);
    for (const name of ["pointerup", "pointercancel"]) {
      this.plot.addEventListener(name, () => { grip = null; }, true);
    }
  }

  async enter() {
    this.host.stop();
    this.host.state.noise_std ??= this.host.instrument.burst.default ?? this.host.instrument.burst.strengths[0];
    this.setOn(true);
    await this.fetch();
  }

  leave() {
    if (!this.on) return;
    this.setOn(false);
    this.family = null;
    this.host.state.start = null;
    this.host.state.noise_std = null;
    this.place.textContent = "";
    this.host.returnToSample();
  }

  setOn(on) {
    this.on = on;
    this.toggle.setAttribute("aria-pressed", String(on));
    this.back.disabled = !on;
    this.plot.classList.toggle("cam-dragging", on);
    this.showStrength();
  }

  showStrength() {
    const { strengths, default: usual } = this.host.instrument.burst;
    const value = this.host.state.noise_std ?? usual ?? strengths[0];
    this.strength.value = nearest(strengths, Number(value));
    this.level.textContent = String(strengths[this.strength.value]);
    this.strength.setAttribute("aria-valuetext", this.level.textContent);
  }

  strengthen(level) {
    this.host.state.noise_std = level;
    this.showStrength();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => (this.on ? this.fetch() : this.enter()), 120);
  }

  /** The family of the present sample and strength, from memory or from the server. */
  async fetch() {
    const { sample, noise_std: strength } = this.host.state;
    const address = query(this.host.instrument.burst_url, { i: sample, noise_std: strength });
    this.host.say(this.families.has(address) ? "" : this.host.text.loading);
    try {
      const family = this.families.get(address) ?? await fetchPayloads(address);
      this.keep(address, family);
      if (!this.on || this.host.state.sample !== sample || this.host.state.noise_std !== strength) return;
      this.family = family;
      this.host.say("");
      this.show(this.host.state.start ?? this.present());
    } catch (problem) {
      this.host.failed(problem);
    }
  }

  keep(address, family) {
    this.families.delete(address);
    this.families.set(address, family);
    if (this.families.size > FAMILIES_KEPT) this.families.delete(this.families.keys().next().value);
  }

  /** Where the sample's own burst starts; the middle where it has none. */
  present() {
    const starts = this.starts();
    return this.host.payload?.scalars?.noise_start ?? starts[starts.length >> 1];
  }

  starts() {
    return Object.keys(this.family).map(Number).sort((one, other) => one - other);
  }

  show(start) {
    const starts = this.starts();
    const found = starts[nearest(starts, start)];
    this.host.state.start = found;
    this.place.textContent = sentence(this.host.text.burst_start, { start: found });
    this.host.draw(this.family[found]);
    this.host.changed();
  }

  /** True when Shift and an arrow moved the burst. */
  shift(by) {
    if (!this.on || !this.family) return false;
    this.show(this.host.state.start + by);
    return true;
  }
}

function nearest(values, wanted) {
  let best = 0;
  values.forEach((value, index) => {
    if (Math.abs(value - wanted) < Math.abs(values[best] - wanted)) best = index;
  });
  return best;
}
