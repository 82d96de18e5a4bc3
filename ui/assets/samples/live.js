// Questions to the server while a hand moves: one at a time, and of those that wait only the latest.
import { fetchPayloads } from "./samples.js";

export class Live {
  /** `answered(payload, name, address)` hears every answer, `failed(problem)` a last one that did not come. */
  constructor(answered, failed) {
    Object.assign(this, { answered, failed, busy: false, next: null, turn: 0 });
  }

  /** Resolves when nothing is under way any more. */
  ask(address) {
    this.next = address;
    if (!this.busy) this.running = this.run();
    return this.running;
  }

  async run() {
    this.busy = true;
    while (this.next !== null) {
      const [address, { turn }] = [this.next, this];
      this.next = null;
      try {
        const [[name, payload]] = Object.entries(await fetchPayloads(address));
        if (turn === this.turn) this.answered(payload, name, address);
      } catch (problem) {
        if (turn === this.turn && this.next === null) this.failed(problem);
      }
    }
    this.busy = false;
  }

  /** Whatever was asked is of no interest any more. */
  drop() {
    this.next = null;
    this.turn += 1;
  }
}
