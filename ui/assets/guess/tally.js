// The room's guesses, each beside the truth and what the network's map localises, and whose answer was shown without
// one: kept for the tab, apart for each network and its signals.
const STORED = "cam-scope-guesses";
const kept = { text: null }; // where a browser keeps nothing, as long as the page

/** As cam_core.localization.intersection_over_union: whole samples, the end excluded; 0 where one is none. */
export function intersectionOverUnion(found, truth) {
  if (!found || !truth) return 0;
  const overlap = Math.max(0, Math.min(found[1], truth[1]) - Math.max(found[0], truth[0]));
  return overlap / (found[1] - found[0] + truth[1] - truth[0] - overlap);
}

/** Two decimals, halves to the even one: as the sentences that Python writes of the same number. */
export function twoDecimals(value) {
  if (Number.isNaN(value)) return "–";
  const half = Number.isInteger(8 * value) && (8 * value) % 2 !== 0;
  return half ? (2 * Math.round(50 * value) / 100).toFixed(2) : value.toFixed(2);
}

export class Tally {
  /** `name`: the network and its signals. */
  constructor(name) {
    this.name = name;
    const { guessed, seen } = stored()[name] ?? {};
    this.entries = new Map(Object.entries(guessed ?? {}).filter(([, entry]) => isEntry(entry))
      .map(([sample, entry]) => [Number(sample), entry]));
    this.seen = new Set(Array.isArray(seen) ? seen : []);
  }

  has(sample) {
    return this.entries.has(sample);
  }

  get(sample) {
    return this.entries.get(sample);
  }

  get empty() {
    return this.entries.size + this.seen.size === 0;
  }

  /**
   * A signal counts once: what was said of it first stays; and not at all where its answer had been shown.
   * `entry`: guess, truth, found; each null for none.
   */
  put(sample, entry) {
    if (!this.has(sample)) this.entries.set(sample, { ...entry, counts: !this.seen.has(sample) });
    this.keep();
  }

  /** The answer to a signal is shown without a guess; steps are many, so this is kept when the page is left. */
  see(sample) {
    if (!this.has(sample)) this.seen.add(sample);
  }

  clear() {
    this.entries.clear();
    this.seen.clear();
    this.keep();
  }

  keep() {
    const own = { guessed: Object.fromEntries(this.entries), seen: [...this.seen] };
    const text = JSON.stringify({ ...stored(), [this.name]: own });
    kept.text = text;
    withStorage((storage) => storage.setItem(STORED, text));
  }

  /** Counts, and of `who` ("guess" or "found") the mean IoU with the events and how many clean ones are right. */
  summary(who) {
    const all = [...this.entries.values()].filter(({ counts }) => counts);
    const events = all.filter(({ truth }) => truth);
    const clean = all.filter(({ truth }) => !truth);
    const total = events.reduce((sum, entry) => sum + intersectionOverUnion(entry[who], entry.truth), 0);
    return { count: all.length, events: events.length, clean: clean.length, mean: total / events.length,
      right: clean.filter((entry) => !entry[who]).length };
  }
}

/** A browser may refuse to keep anything, or may have no room left. */
function withStorage(use) {
  try {
    return use(window.sessionStorage);
  } catch (problem) {
    if (problem instanceof DOMException) return null;
    throw problem;
  }
}

function stored() {
  try {
    const read = JSON.parse(withStorage((storage) => storage.getItem(STORED)) ?? kept.text ?? "{}");
    return read && typeof read === "object" ? read : {};
  } catch (problem) {
    if (problem instanceof SyntaxError) return {};
    throw problem;
  }
}

const isEntry = (entry) => typeof entry?.counts === "boolean" && ["guess", "truth", "found"].every((name) => isInterval(entry[name]));
const isInterval = (ends) => ends === null
  || (Array.isArray(ends) && ends.length === 2 && ends.every(Number.isInteger) && ends[0] >= 0 && ends[0] < ends[1]);
