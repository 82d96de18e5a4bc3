// Dragging an event: sideways to another place, up and down to another strength. Sideways the payloads of
// all places at one strength are at hand (one request); everywhere else, and in the end always, the server
// is asked for the very signal shown.
import { decode, sentence } from "../samples/payload.js";
import { EventRow } from "./event_row.js";
import { Families } from "../samples/families.js";
import { Grip } from "./grip.js";
import { Live } from "../samples/live.js";
import { query } from "../samples/samples.js";

const SETTLE_AFTER = 150; // ms without a move

export class EventTool {
  /** `host` has instrument, state, figure, payload, and draw(payload), changed(), say(words), failed(problem). */
  constructor(host, plot) {
    Object.assign(this, { host, plot, keys: ["start", "strength"], places: null });
    this.spec = host.instrument.tool;
    this.text = this.spec.text;
    this.on = !this.spec.optional || host.state.start !== null || host.state.strength !== null;
    this.live = new Live((payload, name, address) => this.arrived(payload, name, address), (problem) => this.failed(problem));
    this.families = new Families((problem) => this.failed(problem));
    this.row = new EventRow(this);
    this.node = this.row.node;
    this.grip = new Grip(this, plot);
    this.showOn();
  }

  /** Whether it is the tool, and not the sample alone, that decides what is shown. */
  holds() {
    return this.on && (this.host.state.start !== null || this.host.state.strength !== null);
  }

  /** A place or a strength beyond those that the event can have. */
  lacks() {
    const { start, strength } = this.host.state;
    const { strengths, last } = this.kind();
    const places = this.places ?? decode(this.host.payload.arrays.places) ?? [0, last];
    const isBeyond = { start: beyond(places, start), strength: beyond(strengths, strength) };
    return this.keys.filter((name) => isBeyond[name]);
  }

  toggle() {
    if (this.on && this.spec.optional) this.back();
    else this.enter();
  }

  enter() {
    this.host.stop();
    this.on = true;
    this.showOn();
    return this.go({});
  }

  /** Back to the signal as it is. */
  back() {
    this.forget();
    this.host.returnToSample();
  }

  /** Another sample is about to be shown. */
  stepped() {
    this.forget();
  }

  forget() {
    window.clearTimeout(this.settling);
    this.live.drop();
    Object.assign(this.host.state, { start: null, strength: null });
    this.on = !this.spec.optional;
    this.places = null;
    this.showOn();
  }

  showOn() {
    this.plot.classList.toggle("cam-dragging", this.on);
    this.row.show();
    this.grip.place();
  }

  kind() {
    return this.spec.kinds[this.host.payload?.alias?.kind] ?? Object.values(this.spec.kinds)[0];
  }

  /** First sample of the event: where it was put, or where the signal has it. */
  start() {
    return this.host.state.start ?? this.host.payload?.scalars?.noise_start ?? 0;
  }

  strength() {
    return nearest(this.kind().strengths, this.host.state.strength ?? this.kind().default);
  }

  /** Shows the event at `start` with `strength`; what is not said stays. Resolves when it is drawn. */
  go({ start = this.start(), strength = this.strength() }) {
    const last = decode(this.host.payload.arrays.x).length - 1;
    const place = this.places ? nearest(this.places, start) : Math.max(0, Math.min(start, last));
    Object.assign(this.host.state, { start: place, strength: nearest(this.kind().strengths, strength) });
    const ready = this.families.get(this.familyAddress())?.[place];
    if (ready) this.host.draw(ready);
    const drawn = ready ? undefined : this.live.ask(this.address());
    this.row.show();
    this.host.changed();
    this.settleLater(Boolean(ready));
    return drawn;
  }

  /** The last word is the network's on this very signal, alone. */
  settleLater(again) {
    window.clearTimeout(this.settling);
    this.settling = window.setTimeout(() => {
      if (this.grip.held) return;
      if (again) this.live.ask(this.address());
      if (this.spec.family) this.families.load(this.familyAddress());
    }, SETTLE_AFTER);
  }

  familyAddress() {
    return query(this.spec.url, { i: this.host.state.sample, strength: this.strength() });
  }

  address() {
    return query(this.familyAddress(), { start: this.host.state.start });
  }

  arrived(payload, name, address) {
    this.places = Array.from(decode(payload.arrays.places));
    this.families.put(this.familyAddress(), address === this.address() ? { [name]: payload } : {});
    // a later move that was drawn from the family must not be taken back by an earlier answer
    const shown = this.families.get(this.familyAddress())?.[this.host.state.start];
    if (shown && address !== this.address()) return;
    if (!this.grip.held && address === this.address()) this.host.state.start = Number(name);
    this.host.say(this.places.length > 1 ? "" : this.text.fixed);
    this.host.draw(payload);
    this.row.show();
    this.host.changed();
  }

  failed(problem) {
    if (this.host.plain === undefined) this.host.draw(this.host.payload);
    this.host.failed(problem);
  }

  drawn() {
    this.grip.place();
    this.row.show();
  }

  /** True when an arrow key moved the event by so many places. */
  shift(by) {
    if (!this.on || !this.host.payload) return false;
    const at = this.places ? this.places.indexOf(nearest(this.places, this.start())) + by : null;
    this.go({ start: this.places ? this.places[Math.max(0, Math.min(at, this.places.length - 1))] : this.start() + by });
    return true;
  }

  /** True when an arrow key made the event stronger by so many steps. */
  lift(by) {
    if (!this.on || !this.host.payload) return false;
    const { strengths } = this.kind();
    const at = strengths.indexOf(this.strength()) + by;
    this.go({ strength: strengths[Math.max(0, Math.min(at, strengths.length - 1))] });
    return true;
  }

  words() {
    return sentence(this.text.place, { start: this.start(), strength: this.strength() });
  }

  destroy() {
    window.clearTimeout(this.settling);
    this.live.drop();
    this.grip.destroy();
    this.plot.classList.remove("cam-dragging");
    this.node.remove();
  }
}

export function nearest(values, wanted) {
  return values.reduce((best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best), values[0]);
}

const beyond = (values, wanted) => wanted !== null && (wanted < values[0] || wanted > values.at(-1));
