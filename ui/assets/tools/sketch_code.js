// A sketch as text, the same as `cam_core.by_hand.sketch`: the step, a point, two letters for each sample.
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ZERO = 2048;
export const MOST = ZERO - 1; // steps to either side of zero
const STEP_BOUNDS = [1e-6, 1e3];

const letters = (whole) => LETTERS[(whole + ZERO) >> 6] + LETTERS[(whole + ZERO) & 63];

/** Whole numbers of `step` as text. */
export const encoded = (wholes, step) => `${step}.${wholes.map(letters).join("")}`;

/** The sketch in `code` in whole numbers of `step`, when it has `count` of them, else null. */
export function decoded(code, step, count) {
  const at = code?.lastIndexOf(".") ?? -1;
  const written = Number(code?.slice(0, at));
  if (at < 0 || !(written >= STEP_BOUNDS[0] && written <= STEP_BOUNDS[1]) || code.length - at - 1 !== 2 * count) return null;
  return Array.from({ length: count }, (_, place) => {
    const [high, low] = [0, 1].map((offset) => LETTERS.indexOf(code[at + 1 + 2 * place + offset]));
    const whole = high * 64 + low - ZERO;
    return written === step ? whole : rounded(whole * written, step);
  });
}

/** The nearest whole number of steps, as far as the text can hold it. */
export const rounded = (value, step) => Math.max(-MOST, Math.min(Math.round(value / step), MOST)) + 0;
