// Stepping through samples without Python: where the person stands, what is shown, what is fetched.
import { makeGame } from "../guess/guess.js";
import { listen, swipes, takeKeys } from "./keys.js";
import { LeftOut } from "./left_out.js";
import { family, isOpening, join, Link, linked, mirror, NoLink, publish, remembered } from "./link.js";
import { filteredOrder, nearestPosition } from "../samples/order.js";
import { Panel } from "./panel.js";
import { boundAttributes, fill } from "../samples/payload.js";
import { Player } from "./player.js";
import { samplesOf } from "../samples/samples.js";
import { admittedByTool, decorated, makeTool, noToolState, TOOL_KEYS } from "../tools/tools.js";
import { gameOf, masked, veiled } from "../guess/veil.js";

const NARROW = 640; // pixels; the view's `{width}` is narrow below
const TELL_AFTER = 300; // ms without a step before Python hears about it
const PLAYING_LINK = 1000; // ms between addresses while playing: browsers refuse too many

export class Instrument {
  constructor(data, plot, figure, send) {
    this.plot = plot;
    this.figure = figure;
    this.send = send;
    this.direction = 1;
    this.payload = null;
    this.state = {};
    this.take(data);
    this.state = this.beginning(data.instrument);
    this.player = new Player(this);
    this.leftOut = new LeftOut(this);
    this.build();
    this.stopListening = listen(this);
    this.leaveGroup = join(this);
    this.link = data.instrument.link === false ? new NoLink() : new Link(() => this.owned());
    this.widths = new ResizeObserver(() => this.payload && this.width() !== this.widthDrawn && this.draw(this.payload));
    this.widths.observe(plot);
    plot.parentNode.addEventListener("pointerdown", () => takeKeys(this), true);
    plot.parentNode.addEventListener("change", () => this.giveFocusBack());
    plot.parentNode.addEventListener("pointerdown", () => { this.byPointer = true; }, true);
    plot.parentNode.addEventListener("keydown", () => { this.byPointer = false; }, true);
    swipes(plot, (by) => !data.zoom && !this.ownsPointer() && this.step(by * this.page));
  }

  take(data) {
    this.data = data;
    this.instrument = data.instrument;
    this.text = data.instrument.text;
    this.python = data.instrument.state;
    if (this.samples?.url !== this.instrument.url) this.samples = storeOf(this.instrument);
    this.samples.add(this.instrument.payloads ?? {});
  }

  /** Samples that PageUp, PageDown and a swipe go at once. */
  get page() {
    return this.instrument.page ?? 1;
  }

  /** The address first, then what another page left, then what Python says. */
  beginning(instrument) {
    const state = { ...noToolState(), ...instrument.state };
    for (const source of [remembered(instrument.url), instrument.link === false ? {} : linked()]) {
      for (const name of Object.keys(state)) {
        const value = admitted(instrument, name, source[name]);
        if (value !== undefined) state[name] = value;
      }
    }
    return state;
  }

  build() {
    this.removeTool();
    this.panel?.remove();
    this.panel = new Panel(this.instrument, this.plot, {
      go: (sample) => this.go(sample), step: (by) => this.step(by), toggle: () => this.toggle(),
      place: (place) => this.move(place), set: (name, value) => this.set(name, value),
    });
    this.game = makeGame(this, this.plot);
    this.tool = makeTool(this, this.plot);
    if (this.tool) this.panel.addTool(this.tool);
    if (this.game) this.panel.addFirst(this.game);
    this.panel.showPlaying(this.player.playing);
    this.built = shape(this.instrument);
    this.leftOut.begin((name, value) => admitted(this.instrument, name, value) !== undefined);
    this.reorder();
  }

  /** First picture, or the picture after Python ran again. */
  async start() {
    await this.show();
    this.link.later();
    if (["sample"].concat(this.viewNames()).some((name) => this.state[name] !== this.python[name])) this.tell();
    publish(this.instrument.url, this.state, this);
  }

  async update(data) {
    const before = { url: this.instrument.url, revision: this.instrument.revision, count: this.instrument.count };
    this.take(data);
    const { url, revision, state } = this.instrument;
    if (revision !== before.revision) Object.assign(this.state, state);
    else if (url !== before.url) this.keepWhatExists();
    // the same signals in another language keep what was done to them
    if (family(url) !== family(before.url)) Object.assign(this.state, noToolState());
    // a single signal of another kind has no place among these: back to where the person was
    if (before.count === 1) this.state.sample = admitted(this.instrument, "sample", remembered(url).sample) ?? state.sample;
    if (url !== before.url || this.built !== shape(this.instrument)) this.build();
    this.reorder();
    await this.start();
  }

  /**
   * The person's place and view, as far as the new samples have them. What Python says of them is
   * an address or a report from before the step that was made while it ran.
   */
  keepWhatExists() {
    for (const [name, value] of Object.entries(this.instrument.state)) {
      this.state[name] = admitted(this.instrument, name, this.state[name]) ?? value;
    }
  }

  viewNames() {
    return (this.instrument.controls ?? []).map(({ name }) => name);
  }

  /** Every key this picture keeps in the address; null where it has its default. */
  owned() {
    const { controls = [], filters = [] } = this.instrument;
    const keys = { sample: this.instrument.count > 1 ? this.state.sample : null };
    for (const { name, default: usual } of controls) keys[name] = this.state[name] === usual ? null : this.state[name];
    for (const { name } of filters) keys[`filter.${name}`] = this.state[`filter.${name}`] || null;
    for (const name of this.tool ? TOOL_KEYS : []) keys[name] = this.tool.keys.includes(name) ? this.state[name] : null;
    return keys;
  }

  reorder() {
    this.order = filteredOrder(this.instrument, this.game?.on ? {} : this.state); // a filter gives answers away
    this.position = nearestPosition(this.order, this.state.sample);
    if (this.order.length) this.state.sample = this.order[this.position];
    this.panel.showState(this.state);
    this.panel.showPlace(this.order, this.position, this.state.sample);
    this.plot.parentNode.classList.toggle("cam-none", this.order.length === 0);
  }

  go(sample) {
    if (Number.isFinite(sample)) this.move(nearestPosition(this.order, Math.round(sample)));
    else this.panel.showPlace(this.order, this.position, this.state.sample);
  }

  step(by) {
    return this.move(this.position + by);
  }

  /** True also at the ends, so that the page does not scroll there. */
  move(place) {
    const target = Math.max(0, Math.min(place, this.order.length - 1));
    if (this.order.length === 0 || target === this.position) return true;
    this.leftOut.leave();
    this.direction = target < this.position ? -1 : 1;
    this.position = target;
    this.state.sample = this.order[target];
    this.panel.showPlace(this.order, target, this.state.sample);
    this.leaveTool();
    this.show();
    this.changed();
    return true;
  }

  set(name, value) {
    this.leftOut.leave();
    this.state[name] = value;
    if (choosesSamples(name)) {
      this.reorder();
      this.leaveTool();
      this.say("");
      if (this.order.length) this.show();
    } else if (this.tool?.holds() && this.plain) this.draw(this.plain);
    else this.show();
    this.changed();
  }

  /** Several settings of the view at once, as a click in the picture makes them. */
  choose(changes) {
    for (const [name, value] of Object.entries(changes)) this.set(name, value);
    this.panel.showState(this.state);
  }

  async show() {
    const { sample } = this.state;
    const ready = this.samples.get(sample);
    if (ready) await this.arrived(ready);
    else await this.showLater(sample);
    this.samples.prefetch(this.order, this.position, this.direction);
  }

  async showLater(sample) {
    if (this.instrument.whole) this.say(this.text.loading);
    const { samples } = this;
    const isWanted = () => this.state.sample === sample && this.samples === samples;
    try {
      const payload = await samples.load(sample, this.order, this.position, this.direction);
      if (isWanted()) await this.arrived(payload);
    } catch (problem) {
      if (isWanted()) this.failed(problem);
    }
  }

  arrived(payload) {
    this.payload = payload;
    this.shown = this.state.sample;
    this.shownOf = family(this.instrument.url);
    this.say("");
    this.leaveOutOfTool();
    return this.tool?.holds() ? this.tool.enter() : this.draw(payload);
  }

  /** What the tool's state says and this signal does not have, as a link may, gives way to the usual. */
  leaveOutOfTool() {
    const names = this.tool?.lacks?.() ?? [];
    if (!names.length) return;
    for (const name of names) this.state[name] = null;
    if (!this.tool.holds()) this.tool.stepped();
    this.leftOut.add(names);
  }

  draw(plain) {
    this.plain = plain;
    const { bindings = [], patches, guess } = this.instrument;
    const hidden = veiled(this);
    const open = this.tool ? decorated(this.tool, plain, this.payload) : plain;
    const payload = hidden ? masked(open, guess.veil) : open;
    const bound = boundAttributes(bindings, payload, this.state);
    const width = this.width();
    const chosen = patches?.layouts[fill(patches.key, { ...this.state, width }, payload.alias)] ?? {};
    const patch = hidden ? { ...chosen, ...guess.patch } : chosen;
    this.widthDrawn = width;
    this.drawn = payload;
    const options = { bound, patch, zoom: this.data.zoom, revision: this.instrument.url };
    if (!this.figure.step(this.data.figure, options)) this.figure.draw(this.data.figure, options);
    this.panel.showTexts(payload, this.state, hidden ? [open, ...this.samples.kept.values()] : []);
    this.plot.setAttribute("aria-label", payload.texts?.alt ?? this.data.alt);
    this.plot.dataset.sample = this.state.sample;
    if (this.tool && this.tool.mirrors !== false) mirror(this.instrument.url, plain, this);
    this.tool?.drawn();
    this.tool?.numbers?.show(payload.texts, payload.alias?.predicted);
    this.tool?.chart?.follow();
    this.game?.drawn();
  }

  width() {
    return this.plot.clientWidth < NARROW ? "narrow" : "wide";
  }

  /** The old picture stays, and the controls go back to what it shows. */
  failed(problem) {
    console.warn(problem.message);
    this.stop();
    this.say(this.text.fetch_failed);
    if (this.shown === undefined) this.figure.draw(this.data.figure, { zoom: this.data.zoom });
    else if (this.shown !== this.state.sample) {
      this.state.sample = this.shown;
      this.reorder();
      this.changed();
    }
  }

  /** The message line; with nothing to say it names a choice of samples that is empty, until it is not. */
  say(words) {
    this.panel.say(words || (this.order.length ? "" : this.text.no_match));
  }

  leaveTool() {
    this.tool?.stepped();
  }

  /** Whether fingers on the picture do something else than stepping. */
  ownsPointer() {
    return this.game?.marking || (this.tool ? this.tool.on !== false : false);
  }

  removeTool() {
    this.tool?.chart?.destroy();
    this.tool?.destroy();
    this.game?.destroy();
  }

  returnToSample() {
    this.show();
    this.changed();
  }

  changed() {
    if (!isOpening()) this.leftOut.leave();
    this.link.later(this.player.playing ? PLAYING_LINK : undefined);
    publish(this.instrument.url, this.state, this);
    this.tell();
  }

  tell() {
    if (!this.instrument.report) return;
    window.clearTimeout(this.telling);
    this.telling = window.setTimeout(() => this.send("settled", { ...this.state }), TELL_AFTER);
  }

  /** Another picture of the same samples moved. */
  follow(url, state) {
    if (family(url) !== family(this.instrument.url)) return;
    const before = JSON.stringify(this.state);
    for (const name of Object.keys(this.state)) {
      const value = admitted(this.instrument, name, state[name]);
      if (value !== undefined && !TOOL_KEYS.includes(name)) this.state[name] = value;
    }
    if (JSON.stringify(this.state) === before) return;
    this.leftOut.leave();
    this.reorder();
    this.show();
    this.link.later();
    this.tell();
  }

  /** What another picture of the same samples made of this one. */
  reflect(url, payload) {
    if (url === this.instrument.url && !this.tool && this.payload) this.draw(payload);
  }

  toggle() {
    if (this.player.playing) this.stop();
    else this.play();
    return true;
  }

  play() {
    if (this.position >= this.order.length - 1) this.move(0);
    this.player.start();
    this.panel.showPlaying(true);
  }

  /** The next picture while playing; one that is still on its way is waited for. */
  advance(by) {
    if (this.position >= this.order.length - 1) this.stop();
    else if (this.shown === this.state.sample) this.step(by);
  }

  stop() {
    this.player.stop();
    this.panel.showPlaying(false);
    this.link?.later();
  }

  shift(by) {
    return this.game?.shift(by) || (this.tool?.shift(by) ?? false);
  }

  /** True when the key belongs to the game or the tool before it means a step. */
  key(event, target) {
    return gameOf(this)?.key(event, target) || (this.tool?.key?.(event, target) ?? false);
  }

  lift(by) {
    return this.game?.lift(by) || (this.tool?.lift(by) ?? false);
  }

  owns(target) {
    return target === this.panel.range || Boolean(this.tool?.owns?.(target));
  }

  // after a mouse or a finger chose something, arrows step again instead of changing the choice
  giveFocusBack() {
    if (this.byPointer && document.activeElement?.type !== "number") this.plot.focus({ preventScroll: true });
  }

  destroy() {
    this.stop();
    window.clearTimeout(this.telling);
    this.stopListening();
    this.leaveGroup();
    this.removeTool();
    this.link.close();
    this.widths.disconnect();
  }
}

/** `value` as this instrument accepts it, or undefined. */
function admitted(instrument, name, value) {
  if (value === undefined || value === null) return undefined;
  if (name === "sample") return within(Number(value), instrument.count);
  if (TOOL_KEYS.includes(name)) return instrument.tool ? admittedByTool(name, value) : undefined;
  const group = name.startsWith("filter.") ? instrument.filters : instrument.controls;
  const item = group?.find((one) => one.name === name.replace(/^filter\./, ""));
  return item?.options.some((option) => option.value === value) ? value : undefined;
}

/** Whether a setting changes which samples there are to step through. */
const choosesSamples = (name) => name === "guess" || name.startsWith("filter.");

const storeOf = ({ url, prefetch, whole }) => samplesOf(url, prefetch, whole);
const within = (number, end) => (Number.isInteger(number) && number >= 0 && number < end ? number : undefined);
const shape = ({ controls, filters, readouts, text, tool, scrub }) =>
  JSON.stringify([controls, filters, readouts, text, tool, scrub]);
