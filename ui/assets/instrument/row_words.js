// Words that belong to a row of the picture and stand at it.
import { element } from "../picture/dom.js";

/** The readouts with a place in the picture, in a layer over it that takes no room and no clicks. */
export function overPicture(readouts) {
  const placed = readouts.filter(({ top }) => top !== undefined);
  placed.forEach(({ node, top }) => { node.style.top = `${top}px`; });
  return element("div", { class: "cam-rows", hidden: placed.length === 0 }, ...placed.map(({ node }) => node));
}
