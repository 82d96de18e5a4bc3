// A stream: one payload holds all of a long signal, and each sample shows a part of it, seen from there.
// What arrives later than the sample shown is not drawn.

/** `values` of a binding as the sample `now` sees them; `known` of them have been worked out by then. */
export function slid({ kind, last }, values, now, known) {
  if (kind === "values") return latest(values, last, now, known);
  if (kind === "ends") return endsAgo(values, now, known - 0.5, last);
  return beyond(known - 0.5 - now);
}

/** The last values up to `now`, with gaps before the first and where nothing is known yet. */
function latest(values, last, now, known) {
  const shown = new Float32Array(last).fill(NaN);
  const first = now + 1 - last;
  const from = Math.max(0, first);
  if (known > from) shown.set(values.subarray(from, known), from - first);
  return shown;
}

/**
 * Pairs of ends with gaps between, counted back from `now`; a pair that goes on is cut at `limit`, and an end
 * before the `last` samples is left out.
 */
function endsAgo(values, now, limit, last = Infinity) {
  return Float32Array.from(values, (end, place) => {
    if (end <= limit) return now - end < last - 0.5 ? end - now : NaN;
    return end > limit && values[place - 1] <= limit ? limit - now : NaN;
  });
}

/** The sides of the region from `edge` to the newest sample. */
const beyond = (edge) => Float32Array.of(edge, edge, 0.5, 0.5);
