// Taking back what was drawn: what stood there before each stroke, the last first, by button or Ctrl+Z.
import { button } from "../picture/dom.js";
import { TYPING } from "../instrument/keys.js";

const LEVELS = 50;
const ICON = '<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2" '
  + 'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4"/></svg>';

export class Undo {
  /** `root` hears the keys while something in it has the focus; `back(before)` shows what stood there. */
  constructor(root, text, { now, back, held }) {
    Object.assign(this, { root, now, back, held, before: [] });
    this.node = button(text.undo, () => this.take(), { class: "cam-button cam-undo", title: text.undo_title, disabled: true });
    this.node.insertAdjacentHTML("afterbegin", ICON);
    this.heard = new AbortController();
    root.addEventListener("keydown", (event) => this.key(event), { signal: this.heard.signal });
  }

  /** A stroke begins. */
  remember() {
    this.before = [...this.before, this.now()].slice(-LEVELS);
    this.node.disabled = false;
  }

  /** Strokes that changed nothing are passed over. */
  take() {
    if (this.held()) return;
    const now = this.now();
    while (this.before.length && this.before.at(-1) === now) this.before.pop();
    if (this.before.length) this.back(this.before.pop());
    if (this.before.length) return;
    // a button that can do no more would take the keys along
    if (document.activeElement === this.node) this.root.querySelector(".cam-plot").focus({ preventScroll: true });
    this.node.disabled = true;
  }

  forget() {
    this.before = [];
    this.node.disabled = true;
  }

  key(event) {
    const isZ = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() === "z" : event.code === "KeyZ"; // Korean letters too
    if (!isZ || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.target.closest(TYPING)) return;
    event.preventDefault();
    this.take();
  }

  destroy() {
    this.heard.abort();
  }
}
