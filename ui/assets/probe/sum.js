// How a unit's value is made, as terms that add up on the screen. Numbers are rounded to the digits shown
// first and added afterwards; where the network's own number differs in the last digit, a term says so.
// `cam_core/layers/units.py` does the same in Python; tests hold the page against it.
import { fixed } from "../samples/payload.js";

const DIGITS = 4;
const FINE = 6; // of a factor: with four digits a large partner would show
const MOST_TAPS = 8;
const MOST_PRODUCTS = 3;
const MOST_TERMS = 6;

const counted = (value) => Math.round(Number(value.toFixed(DIGITS)) * 10 ** DIGITS);
const uncounted = (units) => units / 10 ** DIGITS;
const add = (values) => values.reduce((sum, value) => sum + value, 0);

export const plain = (value) => fixed(value, DIGITS);
export const fine = (value) => fixed(value, FINE);
export const signed = (value) => {
  const words = plain(value);
  return words.startsWith("−") ? words : `+${words}`;
};

/** What was rounded away: the term that makes `parts` add up to `total` in the digits shown, or none. */
function rounding(parts, total) {
  const missing = counted(total) - add(parts.map(counted));
  return missing ? [{ term: "rounding", text: signed(uncounted(missing)) }] : [];
}

/** What is left of `total` when the named parts are taken away, in the digits shown. */
const rest = (parts, total) => uncounted(counted(total) - add(parts.map(counted)));

/** How a unit's value is made; of a convolution with its `kernel`. */
export function sumOf(levels, values, unit, kernel) {
  switch (levels.get(unit.level).kind) {
    case "conv": return { ...convSum(levels, values, unit, kernel), kernel };
    case "pool": return poolSum(levels, values, unit);
    case "pooled": return pooledSum(levels, values, unit);
    case "weight": return weightSum(values, unit);
    case "contribution": return contributionSum(values, unit);
    case "cam": return camSum(levels, values, unit);
    default: return signalSum(levels, values, unit);
  }
}

/**
 * A convolution's unit. `taps`: what each place under the kernel adds; `products`: the largest single ones
 * and the rest; `chips`: products + bias (times scale, plus shift) = before ReLU -> after.
 */
function convSum(levels, values, unit, kernel) {
  const level = levels.get(unit.level);
  const before = levels.before(level);
  const positions = levels.reads(unit);
  const made = positions.map((position, tap) => column(values, before, kernel.weight, position, tap, positions.length));
  const total = add(made.map(({ sum }) => sum));
  return {
    taps: shownTaps(made, total),
    products: before.kind === "signal" ? [] : largest(made.flatMap(({ products }) => products), total, MOST_PRODUCTS),
    chips: convChips(kernel, total, before.channels * positions.length, values.at(unit)),
  };
}

function column(values, before, weight, position, tap, size) {
  const inside = position >= 0 && position < before.positions;
  const products = !inside ? [] : Array.from({ length: before.channels }, (_, channel) => {
    const factors = [weight[channel * size + tap], values.read(before, channel, position)];
    return { channel, position, factors, value: factors[0] * factors[1] };
  });
  return { position, tap, inside, products, sum: add(products.map(({ value }) => value)) };
}

/** In their order; of a wide kernel those that add most, and the others as one. */
function shownTaps(made, total) {
  const bySize = [...made].sort((one, other) => Math.abs(other.sum) - Math.abs(one.sum));
  const shown = made.length > MOST_TAPS ? made.filter((one) => bySize.indexOf(one) < MOST_TAPS - 1) : made;
  const sums = shown.map(({ sum }) => sum);
  const others = made.length - shown.length;
  return {
    shown,
    others: others ? { count: others, text: signed(rest(sums, total)) } : null,
    rounding: others ? [] : rounding(sums, total),
  };
}

/** The largest of `products` by absolute value, and the others, where there are several, as one: together `total`. */
function largest(products, total, most) {
  const named = products.length > most + 1 ? most : products.length;
  const sorted = [...products].sort((one, other) => Math.abs(other.value) - Math.abs(one.value)).slice(0, named);
  const others = products.length - sorted.length;
  const values = sorted.map(({ value }) => value);
  const left = others ? [{ others, text: signed(rest(values, total)) }] : rounding(values, total);
  return [...sorted.map((one) => ({ ...one, text: signed(one.value) })), ...left];
}

function convChips({ bias, scale, shift }, total, count, activation) {
  const normalized = scale !== 1 || shift !== 0;
  const sum = total + bias;
  const unclipped = scale * sum + shift;
  // Above zero ReLU changes nothing, so there the network's own number is known before it too.
  const before = activation > 0 ? activation : Math.min(unclipped, 0);
  const parts = normalized ? [scale * sum, shift] : [total, bias];
  return [
    { term: "products", text: signed(total), count },
    { term: "bias", text: signed(bias) },
    ...(normalized ? normalizedChips(total, bias, scale, shift) : []),
    ...rounding(parts, before),
    { term: "before", text: `= ${plain(before)}` },
    { term: "after", text: `→ ${plain(activation)}` },
  ];
}

const normalizedChips = (total, bias, scale, shift) => [
  { term: "sum", text: `= ${plain(uncounted(counted(total) + counted(bias)))}` },
  { term: "scale", text: `× ${fine(scale)}` },
  { term: "scaled", text: `= ${plain(scale * (total + bias))}` },
  { term: "shift", text: signed(shift) },
];

/** A max pooling's unit: what stands under it, and which of it won (the first of equals). */
function poolSum(levels, values, unit) {
  const before = levels.before(levels.get(unit.level));
  const seen = levels.reads(unit).filter((position) => position >= 0 && position < before.positions)
    .map((position) => ({ position, value: values.read(before, unit.channel, position) }));
  const most = Math.max(...seen.map(({ value }) => value));
  const won = seen.find(({ value }) => value === most);
  return { choices: seen.map((one) => ({ ...one, text: plain(one.value), won: one === won })) };
}

/** One number for each channel: the mean of its positions, or the largest of them and its place. */
function pooledSum(levels, values, unit) {
  const row = values.array(levels.before(levels.get(unit.level)).array)[unit.channel];
  const pooled = { term: "pooled", text: `= ${plain(values.at(unit))}` };
  if (values.config.pooling === "max") return { place: values.summit(unit.channel), chips: [pooled] };
  return {
    chips: [
      { term: "total", text: plain(add([...row])), count: row.length },
      { term: "count", text: `÷ ${row.length}` },
      pooled,
    ],
  };
}

/** A weight of the head; that of the margin is the difference between two classes. */
function weightSum(values, unit) {
  const value = { term: "weight", text: `= ${fine(values.at(unit))}` };
  if (values.map !== "margin") return { chips: [{ ...value, text: fine(values.at(unit)) }] };
  const [first, second] = [0, 1].map((label) => values.array(`weight.${label}`)[unit.channel]);
  return {
    chips: [
      { term: "second", text: fine(second) },
      { term: "first", text: fine(-first).startsWith("−") ? fine(-first) : `+${fine(-first)}` },
      value,
    ],
  };
}

/** Weight times pooled feature, and what is still missing from there to the logit. */
function contributionSum(values, unit) {
  const added = values.at(unit);
  const bias = values.scalar("bias.{map}");
  const logit = values.scalar("logit.{map}");
  const count = values.array("contribution.{map}").length - 1;
  return {
    chips: [
      { term: "weight", text: fine(values.array("weight.{map}")[unit.channel]) },
      { term: "pooled", text: `× ${plain(values.array("pooled")[unit.channel])}` },
      { term: "contribution", text: `= ${signed(added)}` },
      { term: "others", text: signed(rest([added, bias], logit)), count },
      { term: "bias", text: signed(bias) },
      { term: "logit", text: `= ${plain(logit)}` },
    ],
  };
}

/** The map at a position: each channel's weight times its activation there; the largest, and the rest. */
function camSum(levels, values, unit) {
  const maps = values.array(levels.before(levels.get(unit.level)).array);
  const weights = values.array("weight.{map}");
  const terms = maps.map((row, channel) => {
    const factors = [weights[channel], row[unit.position]];
    return { channel, factors, value: factors[0] * factors[1] };
  });
  return {
    products: largest(terms, values.at(unit), MOST_TERMS),
    chips: [{ term: "cam", text: `= ${plain(values.at(unit))}`, count: maps.length }],
  };
}

/** A sample of the signal, and what the first layer reads there. */
function signalSum(levels, values, unit) {
  const { mean, std } = values.config.standardize;
  const level = levels.get(unit.level);
  const value = values.at(unit);
  return {
    chips: [
      { term: "sample", text: `(${plain(value)}` },
      { term: "mean", text: `${signed(-mean)})` },
      { term: "std", text: `÷ ${fine(std)}` },
      { term: "standardized", text: `= ${plain(values.read(level, 0, unit.position))}` },
    ],
  };
}
