// The probe: one unit of the ladder under the pointer, the finger or the arrow keys, taken apart in a panel
// beside it. And the walk along the ladder, step by step, which shows the units of one path in the same way.
import { button, element } from "../picture/dom.js";
import { kernelsOf } from "./kernels.js";
import { OWN_ARROWS, PRESSABLE, TYPING } from "../instrument/keys.js";
import { Levels } from "./levels.js";
import { Marks } from "./marks.js";
import { ProbePanel } from "./panel.js";
import { Places } from "./places.js";
import { ProbeRoom } from "./room.js";
import { sumOf } from "./sum.js";
import { Values } from "./values.js";
import { Walk } from "./walk.js";

const STILL = 6; // px that a tap may move

export class Probe {
  /** `host` is the instrument: state, instrument, drawn (the payload shown), changed(). */
  constructor(host, plot) {
    this.spec = host.instrument.tool;
    const config = { ...this.spec.probe, text: this.spec.text };
    Object.assign(this, { host, plot, root: plot.parentNode, config, cursor: null, keys: ["probe", "step"] });
    this.levels = new Levels(config.levels);
    this.places = new Places(this.plot, this.levels);
    this.marks = new Marks(this.plot, config, this.levels, this.places);
    this.walk = new Walk(config, this.levels);
    this.kernels = kernelsOf(this.spec.url);
    this.panel = new ProbePanel(config, this.levels, {
      pick: (unit) => this.pickFields(unit), pin: () => this.togglePin(), step: (by) => this.step(by), end: () => this.leave(),
    });
    this.build();
    this.listen();
    this.keepWhatExists();
    this.on = Boolean(this.pinned());
    this.showButtons();
  }

  /** A link's unit or step that this ladder does not have is left out; a step goes before a unit. */
  keepWhatExists() {
    const { state } = this.host;
    state.step = this.walking ?? null;
    state.probe = !state.step && this.pinned() ? state.probe : null;
  }

  holds() {
    return false;
  }

  stepped() {}

  shift() {
    return false;
  }

  lift() {
    return false;
  }

  build() {
    const { text } = this.config;
    this.walkButton = button(text.walk, () => this.toggleWalk(), { "aria-pressed": "false", title: text.walk_title });
    this.probeButton = button(text.probe, () => this.toggle(), { "aria-pressed": "false", title: text.title });
    this.node = element("div", { class: "cam-row cam-probe-buttons" }, this.walkButton, this.probeButton);
    this.plot.classList.add("cam-units");
    this.room = new ProbeRoom(this.root, this.plot, this.panel.node, this.config.gap, () => this.later());
  }

  listen() {
    this.heard = new AbortController();
    const { signal } = this.heard;
    const capture = { capture: true, signal };
    this.plot.addEventListener("pointermove", (event) => this.hover(event), capture);
    this.plot.addEventListener("pointerdown", (event) => { this.down = event.button === 0 ? event : null; }, capture);
    window.addEventListener("pointerup", (event) => this.tap(event), capture);
    window.addEventListener("pointercancel", () => { this.down = null; }, capture);
    // A zoomed picture has its units elsewhere.
    this.plot.addEventListener("dblclick", () => this.later(), { signal });
  }

  unitAt({ clientX, clientY }) {
    const box = this.plot.getBoundingClientRect();
    return this.values && this.places.at(clientX - box.left, clientY - box.top, (level) => this.values.order(level));
  }

  hover(event) {
    if (event.pointerType === "touch" || event.buttons || this.walking || this.pinned()) return;
    const unit = this.unitAt(event);
    if (!unit || this.same(unit, this.cursor)) return;
    this.cursor = unit;
    this.later();
  }

  tap(event) {
    const { down } = this;
    this.down = null;
    if (!down || this.walking || Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > STILL) return;
    const unit = this.unitAt(down);
    if (!unit) return;
    if (this.pinned() && this.same(unit, this.pinned())) this.togglePin();
    else this.pin(unit);
  }

  /** What the fields say, as far as there is such a unit; it stays, because it was asked for. */
  pickFields({ level: name, channel, position }) {
    const level = this.levels.get(name);
    const within = (value, count) => Math.max(0, Math.min(Number.isFinite(value) ? Math.round(value) : 0, count - 1));
    this.pin(name === this.panel.unit.level
      ? { level: name, channel: within(channel, level.channels), position: within(position, level.positions) }
      : this.levels.across(this.panel.unit, level));
    this.paint(); // at once: the next number may be on its way
  }

  pinned() {
    return this.levels.admit(this.host.state.probe);
  }

  get walking() {
    return this.walk.admit(this.host.state.step);
  }

  /** The unit that the panel takes apart: of the walk, the pinned one, the one last pointed at, or the path's. */
  unit() {
    if (this.walking) return this.walk.unit(this.walking, this.values);
    return this.pinned() ?? this.cursor ?? this.values.onPath(this.levels.get(this.config.resting));
  }

  pin(unit) {
    this.on = true;
    this.cursor = unit;
    this.set({ probe: this.levels.word(unit) });
  }

  togglePin() {
    if (this.pinned()) {
      this.cursor = this.pinned();
      this.set({ probe: null });
    } else this.pin(this.unit());
  }

  toggle() {
    if (this.on) return this.leave();
    this.on = true;
    this.plot.focus({ preventScroll: true });
    return this.set({ step: null });
  }

  leave() {
    this.on = false;
    this.cursor = null;
    this.set({ probe: null, step: null });
  }

  toggleWalk() {
    if (this.walking) return this.leave();
    this.on = false;
    this.cursor = null;
    return this.goTo(1);
  }

  step(by) {
    return this.goTo(Math.max(1, Math.min(this.walking + by, this.walk.count)));
  }

  goTo(step) {
    this.set({ probe: null, step });
    this.paint();
    this.bringIntoView();
    return true;
  }

  set(changes) {
    Object.assign(this.host.state, changes);
    this.showButtons();
    this.host.changed();
    this.later();
  }

  showButtons() {
    this.walkButton.setAttribute("aria-pressed", String(Boolean(this.walking)));
    this.probeButton.setAttribute("aria-pressed", String(this.on));
    this.panel.title.setAttribute("aria-live", this.on ? "polite" : "off");
  }

  /** True when the key was the probe's or the walk's. */
  key(event, target) {
    if (event.key === "Escape") return Boolean(this.walking || this.on) && (this.leave(), true);
    if (this.walking) return event.key.startsWith("Page") && this.step(event.key === "PageDown" ? 1 : -1);
    if (!this.on || target.closest?.(TYPING) || target.closest?.(OWN_ARROWS)) return false;
    if (event.key === "Enter") return !target.closest?.(PRESSABLE) && (this.togglePin(), true);
    return event.key.startsWith("Arrow") && this.move(event);
  }

  move({ key, shiftKey }) {
    const [across, along] = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
    if (shiftKey && along) return false;
    const unit = shiftKey ? this.levels.neighbour(this.unit(), across) : this.values.beside(this.unit(), across, along);
    if (!unit) return true;
    this.cursor = unit;
    this.set(this.pinned() ? { probe: this.levels.word(unit) } : {});
    this.paint();
    this.bringIntoView();
    return true;
  }

  same(one, other) {
    return one && other && this.levels.word(one) === this.levels.word(other);
  }

  /** Another sample, another map, another order of the channels. */
  drawn() {
    this.values = new Values(this.config, this.levels, this.host.drawn, this.host.state);
    this.later();
    if (!this.isOpen) this.kernels.prefetch(this.config.levels, () => this.later());
    this.isOpen = true;
  }

  later() {
    if (this.gone) return; // kernels may come after the page was left
    this.frame ??= window.requestAnimationFrame(() => this.paint());
  }

  paint() {
    window.cancelAnimationFrame(this.frame);
    this.frame = undefined;
    if (!this.values) return;
    if (!this.plot._fullLayout?.xaxis?._length) return this.later(); // Plotly has not drawn yet
    this.hearZoom();
    const unit = this.unit();
    const kernel = this.kernel(unit);
    const seen = this.values.sees(unit);
    const { walking: step } = this;
    this.marks.show(unit, seen, this.values, kernel, step && this.walked(step));
    const story = step && { step, count: this.walk.count, words: this.walk.words(step, this.values, seen) };
    this.panel.show({ unit, seen, values: this.values, ...this.made(unit, kernel), story, pinned: Boolean(this.pinned()) });
    this.room.fit(...[0, 1].map((place) => this.row(this.levels.list[place].name)));
    // A link may point to a row further down.
    if (!this.isPainted && (step || this.pinned())) this.bringIntoView();
    this.isPainted = true;
    return undefined;
  }

  row(name) {
    return this.places.row(this.levels.get(name));
  }

  /** The lit rows, or that of the unit, on the screen at once. */
  bringIntoView() {
    this.room.show((this.walking ? this.walk.lit(this.walking) : [this.unit().level]).map((name) => this.row(name)));
  }

  walked(step) {
    const { walk, values } = this;
    return { lit: walk.lit(step), path: walk.path(step, values), found: walk.found(step, values) };
  }

  hearZoom() {
    if (this.zooming) return;
    this.zooming = () => this.later();
    this.plot.on("plotly_relayout", this.zooming);
    this.plot.on("plotly_afterplot", this.zooming);
  }

  kernel(unit) {
    const level = this.levels.get(unit.level);
    if (!level.kernels) return undefined;
    const found = this.kernels.get(level, unit.channel);
    if (!found && this.refused !== this.levels.word(unit)) {
      this.kernels.load(level, unit.channel).then(() => this.later(), () => { this.refused = this.levels.word(unit); this.later(); });
    }
    return found;
  }

  /** The sum, or the words that stand in its place. */
  made(unit, kernel) {
    const level = this.levels.get(unit.level);
    if (level.kind === "stage") return { words: level.text.how };
    if (level.kind !== "conv" || kernel) return { made: sumOf(this.levels, this.values, unit, kernel) };
    return { words: this.refused === this.levels.word(unit) ? this.config.text.failed : this.config.text.loading };
  }

  destroy() {
    this.gone = true;
    this.heard.abort();
    this.room.leave();
    window.cancelAnimationFrame(this.frame);
    if (this.zooming) ["plotly_relayout", "plotly_afterplot"].forEach((name) => this.plot.removeListener?.(name, this.zooming));
    this.marks.remove();
    this.node.remove();
    this.plot.classList.remove("cam-units");
  }
}
