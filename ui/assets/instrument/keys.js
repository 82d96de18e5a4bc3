// Keyboard for the picture the person used last; PageUp and PageDown are what presenters' remotes send.
import { shared } from "./link.js";

const MOVES = {
  ArrowLeft: (place) => place - 1, ArrowRight: (place) => place + 1,
  PageUp: (place, page) => place - page, PageDown: (place, page) => place + page,
  Home: () => 0, End: () => Infinity,
};
const LIFTS = { ArrowUp: 1, ArrowDown: -1 };
export const TYPING = "input:not([type=range],[type=radio],[type=checkbox],[type=button]),textarea,[contenteditable=true]";
// arrows belong to these while they have the focus; paging keys still step
export const OWN_ARROWS = "input[type=range],input[type=radio],select,[role=slider],[role=radio],[role=tab],[role=option],[role=listbox],[role=menu],[role=combobox],[role=grid]";
export const PRESSABLE = "a,button,select,summary,input,[role=button],[role=radio],[role=option],[role=listbox]";

export const takeKeys = (owner) => { shared.keys = owner; };

/** Sends keys to `owner` (place, page, move, toggle, shift, lift) while it is the one in charge. */
export function listen(owner) {
  shared.keys ??= owner;
  const heard = (event) => hear(event, owner);
  window.addEventListener("keydown", heard, true);
  return () => {
    window.removeEventListener("keydown", heard, true);
    if (shared.keys === owner) shared.keys = undefined;
  };
}

function hear(event, owner) {
  shared.keys ??= owner;
  if (shared.keys !== owner || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = event.composedPath()[0];
  const typing = target.closest?.(TYPING);
  if (owner.key?.(event, target) || (!typing && handled(event, target, owner))) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

function handled(event, target, owner) {
  const move = MOVES[event.key];
  if (event.shiftKey && LIFTS[event.key]) return !target.closest?.(OWN_ARROWS) && (owner.lift?.(LIFTS[event.key]) ?? false);
  if (event.key === " ") return !target.closest?.(PRESSABLE) && owner.toggle();
  if (!move) return false;
  const paging = event.key.startsWith("Page");
  if (!paging && target.closest?.(OWN_ARROWS) && !owner.owns(target)) return false;
  if (event.shiftKey) return event.key.startsWith("Arrow") && owner.shift(event.key === "ArrowLeft" ? -1 : 1);
  return owner.move(move(owner.position, owner.page));
}

/** One step a swipe: fingers that move sideways, farther than they move up or down. */
export function swipes(node, step) {
  let start = null;
  const down = (event) => { start = event.pointerType === "touch" ? event : null; };
  const up = (event) => {
    if (!start) return;
    const across = event.clientX - start.clientX;
    if (Math.abs(across) > 40 && Math.abs(across) > 2 * Math.abs(event.clientY - start.clientY)) step(across < 0 ? 1 : -1);
    start = null;
  };
  node.addEventListener("pointerdown", down, true);
  node.addEventListener("pointerup", up, true);
}
