// The answers to a whole row of questions, drawn beside the picture: fetched when what they depend on changes.
import { query, fetchPayloads } from "../samples/samples.js";

const ASK_AFTER = 120; // ms
const KEPT = 16;

export class Chart {
  /** `spec`: url, and by: the names of the state that it depends on. */
  constructor(host, spec) {
    Object.assign(this, { host, spec, kept: new Map() });
  }

  address() {
    const { state, tool } = this.host;
    const told = this.spec.by.filter((name) => state[name] !== null).map((name) => [name, tool[name]?.() ?? state[name]]);
    return query(this.spec.url, { i: state.sample, ...Object.fromEntries(told) });
  }

  /** What is known for what is shown; until it has come, the answer before. */
  answer() {
    return this.kept.get(this.address()) ?? this.last;
  }

  /** Asks for what is shown, once the hand rests. */
  follow() {
    window.clearTimeout(this.timer);
    if (this.kept.has(this.address())) return;
    this.timer = window.setTimeout(() => this.ask(this.address()), ASK_AFTER);
  }

  async ask(address) {
    this.host.say(this.host.text.loading);
    try {
      [this.last] = Object.values(await fetchPayloads(address));
      this.kept.set(address, this.last);
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
      if (this.gone || address !== this.address()) return;
      this.host.say("");
      this.host.draw(this.host.plain);
    } catch (problem) {
      if (!this.gone) this.host.failed(problem);
    }
  }

  destroy() {
    this.gone = true;
    window.clearTimeout(this.timer);
  }
}
