// Which samples the filters leave, and where the person stands among them.

/** Ascending sample numbers whose category letters satisfy every chosen filter ("" means all). */
export function filteredOrder({ count, categories = {}, filters = [] }, state) {
  const chosen = filters.map(({ name }) => [categories[name] ?? "", state[`filter.${name}`] ?? ""])
    .filter(([, value]) => value !== "");
  const order = [];
  for (let sample = 0; sample < count; sample += 1) {
    if (chosen.every(([letters, value]) => value.includes(letters[sample]))) order.push(sample);
  }
  return order;
}

/** The place of `sample` in `order`, or of the next one after it, or of the last. */
export function nearestPosition(order, sample) {
  let low = 0;
  let high = order.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle] < sample) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low);
}
