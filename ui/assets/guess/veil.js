// What is drawn of a signal that is still to be guessed: the signal, and nothing that gives the answer away.
import { family, linked, remembered, shared } from "../instrument/link.js";
import { decode } from "../samples/payload.js";

const leaders = (shared.guesses ??= new Map());

/** The guessing game that decides for this picture and others of the same samples, or undefined. */
export const gameOf = (host) => (host.instrument.guess ? leaders.get(family(host.instrument.url)) : undefined);

/** `game` has the family of its signals; its picture may show others by the time it ends. */
export const lead = (game) => leaders.set(game.family, game);

export function follow(game) {
  if (leaders.get(game.family) === game) leaders.delete(game.family);
}

/** Whether this picture must not give its sample away; before there is a game the link decides. */
export function veiled(host) {
  if (!host.instrument.guess) return false;
  const game = gameOf(host);
  if (game) return game.hides() || game.hides(host.state.sample);
  return (linked().guess ?? remembered(host.instrument.url).guess) === "on";
}

/** `payload` without its maps, brackets and sentences; which class is the answer is gone too. */
export function masked({ arrays, alias = {}, texts = {}, ...rest }, { hidden, ...said }) {
  return {
    ...rest,
    arrays: each(arrays, (spec, name) => (name === "x" ? spec : nothing(decode(spec)))),
    alias: each(alias, () => "0"),
    texts: { ...each(texts, () => hidden), ...said },
  };
}

const each = (values, change) => Object.fromEntries(
  Object.entries(values).map(([name, value]) => [name, change(value, name)]));

const nothing = (values) => Array.from(values, (value) => (typeof value === "number" ? NaN : nothing(value)));
