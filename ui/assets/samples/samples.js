// The payloads at hand: a bounded cache, filled ahead of the person in one request at a time.
const USUAL = { kept: 512, ahead: 64, behind: 8 };
const stores = new Map();
const STORES = 3;

/** The samples of an address: pictures that step together fetch each of them once. */
export function samplesOf(url, limits, whole) {
  const found = stores.get(url) ?? (whole ? new Whole(url) : new Samples(url, limits));
  stores.delete(url);
  stores.set(url, found);
  if (stores.size > STORES) stores.delete(stores.keys().next().value);
  return found;
}

export const query = (url, values) =>
  `${url}${url.includes("?") ? "&" : "?"}${new URLSearchParams(values)}`.replaceAll("%2C", ",");

/** GETs `{"samples": {name: PAYLOAD}}`; throws on a status other than 2xx or an unreadable body. */
export async function fetchPayloads(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()).samples;
}

export class Samples {
  constructor(url, limits) {
    this.url = url;
    this.limits = { ...USUAL, ...limits };
    this.kept = new Map();
    this.flights = new Map();
  }

  add(payloads) {
    for (const [sample, payload] of Object.entries(payloads)) this.kept.set(Number(sample), payload);
    while (this.kept.size > this.limits.kept) this.kept.delete(this.kept.keys().next().value);
  }

  /** The payload, or undefined; asking makes it the last to be dropped. */
  get(sample) {
    const payload = this.kept.get(sample);
    if (payload) {
      this.kept.delete(sample);
      this.kept.set(sample, payload);
    }
    return payload;
  }

  /** The payload, fetched together with its neighbours when it is not at hand. */
  async load(sample, order, position, direction) {
    if (this.kept.has(sample)) return this.get(sample);
    const wanted = [sample, ...this.missing(order, position, direction).filter((one) => one !== sample)];
    await (this.flights.get(sample) ?? this.request(wanted.slice(0, this.limits.ahead)));
    if (!this.kept.has(sample)) throw new Error(`sample ${sample} was not in the answer`);
    return this.get(sample);
  }

  /** Keeps the next samples in walking direction at hand; quiet when the network is not there. */
  prefetch(order, position, direction) {
    if (this.flights.size) return;
    const missing = this.missing(order, position, direction);
    const { ahead, behind } = this.limits;
    const near = order.indexOf(missing[0], Math.max(0, position - behind));
    if (missing.length === 0 || Math.abs(near - position) > ahead / 2) return;
    this.request(missing.slice(0, ahead)).catch(() => undefined);
  }

  missing(order, position, direction) {
    const { ahead, behind } = this.limits;
    const next = Array.from({ length: ahead }, (_, step) => position + direction * (step + 1));
    const last = Array.from({ length: behind }, (_, step) => position - direction * (step + 1));
    return [...next, ...last].map((place) => order[place])
      .filter((sample) => sample !== undefined && !this.kept.has(sample) && !this.flights.has(sample));
  }

  request(wanted) {
    const flight = fetchPayloads(query(this.url, { i: wanted.join(",") }))
      .then((payloads) => this.add(payloads))
      .finally(() => wanted.forEach((sample) => this.flights.delete(sample)));
    wanted.forEach((sample) => this.flights.set(sample, flight));
    return flight;
  }
}

/** A stream: one payload is that of every sample. */
class Whole {
  constructor(url) {
    this.url = url;
  }

  add(payloads) {
    this.payload = Object.values(payloads)[0] ?? this.payload;
  }

  get() {
    return this.payload;
  }

  async load() {
    this.flight ??= fetchPayloads(query(this.url, { i: 0 })).finally(() => { this.flight = undefined; });
    this.add(await this.flight);
    return this.payload;
  }

  prefetch() {}
}
