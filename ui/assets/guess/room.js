// Words that are hidden have their room all the same, so that a reveal moves nothing.
import { written } from "../instrument/readout.js";

/**
 * Keeps for the boxes around `readouts` the height that they have with the words of `payloads`: of the first one,
 * which is hidden now, and of the longest of all, so that the room does not tell one signal from another.
 * `settle()` is called whenever the words are others.
 */
export function keepRoom(readouts, payloads, view, settle) {
  const lines = readouts.filter(({ top }) => top === undefined);
  const words = lines.map(({ node }) => node.lastChild);
  const hidden = words.map((node) => node.textContent);
  const boxes = [...new Set(lines.map(({ node }) => node.parentNode))];
  const said = lines.map((line) => payloads.map((payload) => written(line, payload, view)));
  for (const texts of [said.map(([own]) => own), said.map(longest), hidden]) {
    texts.forEach((text, at) => { words[at].textContent = text; });
    settle();
    if (texts !== hidden) boxes.forEach(keepHeight);
  }
}

const longest = (texts) => texts.reduce((best, text) => (text.length > best.length ? text : best), "");

// at another width everything wraps anew
function keepHeight(box) {
  if (box.roomAt !== box.clientWidth) {
    Object.assign(box, { roomAt: box.clientWidth, room: 0 });
    box.style.minHeight = "";
  }
  box.room = Math.max(box.room, Math.ceil(box.getBoundingClientRect().height));
  box.style.minHeight = `${box.room}px`;
}
