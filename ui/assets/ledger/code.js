// Silenced channels as the link has them; `ui.evidence.ledger.link` says how, and reads and writes the same.
const ALL_BUT = "not";
const BITS = "bits.";
const PART = /^(\d{1,6})(?:-(\d{1,6}))?$/;

/** The channels that `text` names; none where it is not about such channels. */
export function parseSilenced(text, count) {
  const chosen = text?.startsWith(BITS) ? bits(text.slice(BITS.length), count) : runs(text, count);
  return new Set(chosen ?? []);
}

export function writeSilenced(channels, count) {
  const inverted = 2 * channels.size > count;
  const found = [];
  for (const channel of numbers(count).filter((one) => channels.has(one) !== inverted)) {
    if (found.length && found.at(-1)[1] === channel - 1) found.at(-1)[1] = channel;
    else found.push([channel, channel]);
  }
  const parts = found.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  const listed = (inverted ? [ALL_BUT, ...parts] : parts).join(".");
  const packed = BITS + packedBits(channels, count);
  return packed.length < listed.length ? packed : listed;
}

function runs(text, count) {
  const parts = text ? text.split(".") : [];
  const inverted = parts[0] === ALL_BUT;
  const named = new Set();
  for (const part of parts.slice(inverted ? 1 : 0)) {
    const found = PART.exec(part);
    const [first, last] = found ? [Number(found[1]), Number(found[2] ?? found[1])] : [1, 0];
    if (first > last || last >= count) return null;
    for (let channel = first; channel <= last; channel += 1) named.add(channel);
  }
  return numbers(count).filter((channel) => named.has(channel) !== inverted);
}

function bits(packed, count) {
  const bytes = decoded(packed);
  if (bytes?.length !== Math.ceil(count / 8)) return null;
  const chosen = numbers(8 * bytes.length).filter((place) => bytes[place >> 3] & (128 >> place % 8));
  return chosen.every((channel) => channel < count) ? chosen : null;
}

function decoded(packed) {
  try {
    return Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

function packedBits(channels, count) {
  const bytes = new Array(Math.ceil(count / 8)).fill(0);
  for (const channel of channels) bytes[channel >> 3] |= 128 >> channel % 8;
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const numbers = (count) => Array.from({ length: count }, (_, number) => number);
