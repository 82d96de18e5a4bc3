// The words of one readout: written by Python, or a sentence of Python's with the payload's numbers in it.
import { decode, fill, fixed, sentence } from "../samples/payload.js";

export function written({ text, sentence: only, sentences, choose, numbers = {}, words = {} }, payload, view) {
  const template = sentences ? sentences[number(choose, payload, view)] : only;
  if (!template) return said(text ?? "", payload, view);
  const values = Object.entries(numbers).map(([name, one]) => [name, fixed(number(one, payload, view), one.digits)]);
  const names = Object.entries(words).map(([name, one]) => [name, said(one, payload, view)]);
  return sentence(template, { sample: view.sample, ...Object.fromEntries([...values, ...names]) });
}

const said = (text, payload, view) => payload.texts?.[fill(text, view, payload.alias)] ?? "";

/** One value of an array; `at` is its place, or "sample": then there is one for each sample. */
function number({ array, at }, payload, view) {
  const place = at === "sample" ? view.sample : at;
  return decode(payload.arrays[fill(array, view, payload.alias)])?.[place];
}
