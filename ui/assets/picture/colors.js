// The palette's scales, as Python gives them: [[place, "#rrggbb"], ...] from 0 to 1.
const SHADES = 256;
const tables = new WeakMap();

/** Red, green and blue of `share` (0 to 1) on a scale. */
export function shade(stops, share) {
  if (!tables.has(stops)) tables.set(stops, table(stops));
  const place = Math.round((Number.isFinite(share) ? Math.max(0, Math.min(share, 1)) : 0) * (SHADES - 1));
  return tables.get(stops)[place];
}

function table(stops) {
  return Array.from({ length: SHADES }, (_, place) => mixed(stops, place / (SHADES - 1)));
}

function mixed(stops, share) {
  const after = Math.max(1, stops.findIndex(([place]) => place >= share));
  const [[low, one], [high, other]] = [stops[after - 1], stops[after]];
  const [from, to] = [rgb(one), rgb(other)];
  return from.map((part, channel) => Math.round(part + ((share - low) / (high - low)) * (to[channel] - part)));
}

const rgb = (color) => [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16));

/** Puts `columns` of shades (each a list of [r, g, b] from top to bottom) on a canvas, a pixel each. */
export function paint(canvas, columns) {
  Object.assign(canvas, { width: columns.length, height: columns[0].length });
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  columns.forEach((column, x) => column.forEach((color, y) => {
    image.data.set([...color, 255], 4 * (y * canvas.width + x));
  }));
  context.putImageData(image, 0, 0);
  return canvas;
}
