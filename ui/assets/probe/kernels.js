// The kernels of the model's layers. Each layer is fetched once (a very large one in parts) and can be kept
// for ever, because the address carries the model's fingerprint; quiet moments fetch what was not asked for.
import { decode } from "../samples/payload.js";
import { query } from "../samples/samples.js";

const stores = new Map();
const LARGE = 4e6; // numbers of a layer; beyond that only what is asked for is fetched

/** The kernels behind an address: pictures that are built anew find what was fetched before. */
export function kernelsOf(url) {
  if (!stores.has(url)) stores.set(url, new Kernels(url));
  return stores.get(url);
}

class Kernels {
  constructor(url) {
    this.url = url;
    this.parts = new Map();
    this.flights = new Map();
  }

  /** One channel's kernel: {weight: taps of each input channel, one after the other, bias, scale, shift}. */
  get(level, channel) {
    const part = this.parts.get(address(this.url, level, channel));
    if (!part) return undefined;
    const row = channel % level.kernels.part;
    const { bias, scale, shift, weight } = part;
    return { weight: decode(weight)[row], bias: decode(bias)[row], scale: decode(scale)[row], shift: decode(shift)[row] };
  }

  /** Fetches what `get` needs; the promise of one that is on its way already is shared. */
  load(level, channel) {
    const wanted = address(this.url, level, channel);
    if (this.parts.has(wanted)) return Promise.resolve();
    if (!this.flights.has(wanted)) {
      const flight = this.fetch(wanted).finally(() => this.flights.delete(wanted));
      this.flights.set(wanted, flight);
    }
    return this.flights.get(wanted);
  }

  async fetch(wanted) {
    const response = await fetch(wanted);
    if (!response.ok) throw new Error(`${wanted} answered ${response.status}`);
    this.parts.set(wanted, (await response.json()).kernels);
  }

  /** All layers one after the other, while the page has nothing else to do; `arrived` hears of each. */
  prefetch(levels, arrived) {
    const waiting = levels.flatMap((level) => (level.kernels && level.kernels.numbers <= LARGE
      ? firstChannels(level).map((channel) => ({ level, channel })) : []));
    const next = () => {
      const one = waiting.shift();
      if (one) this.load(one.level, one.channel).then(arrived).then(() => idle(next)).catch(() => undefined);
    };
    idle(next);
  }
}

const firstChannels = ({ channels, kernels: { part } }) =>
  Array.from({ length: Math.ceil(channels / part) }, (_, place) => place * part);

const address = (url, { name, kernels: { part } }, channel) =>
  query(url, { layer: name, first: channel - (channel % part) });

const idle = (act) => (window.requestIdleCallback ? window.requestIdleCallback(act, { timeout: 3000 }) : window.setTimeout(act, 300));
