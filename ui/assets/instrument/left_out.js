// What a link asks for and the picture does not have: said above it until the person goes on.
import { openedWith } from "./link.js";
import { sentence } from "../samples/payload.js";
import { SAID_BY_PYTHON, TOOL_KEYS } from "../tools/tools.js";

const LONGEST = 24; // characters of a link's value that are worth repeating

export class LeftOut {
  /** `host` has instrument, text, tool, panel and viewNames(). */
  constructor(host) {
    Object.assign(this, { host, asked: null });
  }

  /** What can be known before any signal is there; `admits(name, value)` says whether a value is one of its kind. */
  begin(admits) {
    this.asked ??= this.host.instrument.link === false ? [] : this.unknown(admits);
    this.show();
  }

  unknown(admits) {
    const { instrument: { filters = [] }, tool } = this.host;
    const ofTools = tool ? TOOL_KEYS.filter((name) => !SAID_BY_PYTHON.has(name) || !tool.keys.includes(name)) : [];
    const names = ["sample", ...this.host.viewNames(), ...filters.map(({ name }) => `filter.${name}`), ...ofTools];
    const isAnothers = (name) => TOOL_KEYS.includes(name) && !tool?.keys.includes(name);
    return openedWith(names).filter(([name, value]) => isAnothers(name) || !admits(name, value));
  }

  /** The signal shown does not have what the link says of `names`. */
  add(names) {
    this.asked = openedWith([...this.asked.map(([name]) => name), ...names]);
    this.show();
  }

  /** The person went on from what the link gave. */
  leave() {
    if (!this.asked.length) return;
    this.asked = [];
    this.show();
  }

  show() {
    const asked = this.asked.map((one) => this.named(one)).join(", ");
    this.host.panel.note(asked && sentence(this.host.text.left_out, { asked }));
  }

  /** A key as the page calls what it is about, with what the link says. */
  named([name, value]) {
    const { instrument: { controls = [], filters = [], tool }, text } = this.host;
    const labels = { sample: text.sample, ...tool?.names };
    for (const one of controls) labels[one.name] = one.label;
    for (const one of filters) labels[`filter.${one.name}`] = one.label;
    const said = `${name}=${value.slice(0, LONGEST)}`;
    return labels[name] ? `${labels[name]} (${said})` : said;
  }
}
