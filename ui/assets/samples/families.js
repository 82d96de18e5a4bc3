// The payloads of an event at every place, by address; a few of them are kept.
import { fetchPayloads } from "./samples.js";

const KEPT = 8;

export class Families {
  constructor(failed) {
    Object.assign(this, { failed, kept: new Map(), flights: new Set() });
  }

  /** The family at hand: first sample -> payload; undefined before it has come. */
  get(address) {
    return this.kept.get(address);
  }

  /** Asks for a family once. */
  async load(address) {
    if (this.kept.has(address) || this.flights.has(address)) return;
    this.flights.add(address);
    try {
      this.kept.set(address, await fetchPayloads(address));
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
    } catch (problem) {
      this.failed(problem);
    } finally {
      this.flights.delete(address);
    }
  }

  /** Puts better payloads into a family that is at hand. */
  put(address, payloads) {
    if (this.kept.has(address)) Object.assign(this.kept.get(address), payloads);
  }
}
