// Numbers in the ledger's sentences.
import { fixed, sentence } from "../samples/payload.js";

/** A number as the next term of a sum: "+ 0.1234", "− 0.1234"; `gap` stands between and does not break. */
export const signed = (value, gap = "\u00a0") => `${value < 0 ? "−" : "+"}${gap}${fixed(Math.abs(value))}`;

/** A probability as a percentage that says neither 100 % nor 0 %. */
export function percent(probability, { certain, text }) {
  if (probability > certain) return text.more_than;
  if (probability < 1 - certain) return text.less_than;
  return sentence(text.percent, { percent: (100 * probability).toFixed(1) });
}

/** What is left of a sum to the network's rounding: its size, in one digit. */
export const rest = (value) => Math.abs(value).toExponential(0).replace("-", "−");
