// The controls of a dragged event: a switch where dragging is optional, its strength, and the way back.
import { button, element } from "../picture/dom.js";

export class EventRow {
  /** `tool` has spec, text, on, kind(), strength(), go(), toggle(), back(), words(), holds(). */
  constructor(tool) {
    this.tool = tool;
    const { text, spec } = tool;
    this.toggle = button(text.drag, () => tool.toggle(), { "aria-pressed": "false", hidden: !spec.optional });
    this.back = button(text.back, () => tool.back(), { disabled: true });
    this.range = element("input", {
      type: "range", min: 0, step: 1, class: "cam-range",
      oninput: () => this.choose(Number(this.range.value)),
    });
    this.label = element("span");
    this.level = element("output", { class: "cam-position" });
    this.place = element("output", { class: "cam-burst-place" });
    this.node = element("div", { class: "cam-row cam-burst" }, this.toggle,
      element("label", { class: "cam-burst-strength" }, this.label, this.range, this.level), this.back, this.place);
  }

  choose(index) {
    if (!this.tool.host.payload) return;
    if (!this.tool.on) this.tool.toggle();
    this.tool.go({ strength: this.tool.kind().strengths[index] });
  }

  /** Brings the row up to the tool; while a key is held nothing is touched that stays as it is. */
  show() {
    const { tool } = this;
    const { strengths, label } = tool.kind();
    const place = tool.holds() ? tool.words() : tool.host.payload?.texts?.hint ?? "";
    const shown = JSON.stringify([tool.on, tool.holds(), tool.strength(), label, place]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.toggle.setAttribute("aria-pressed", String(tool.on));
    this.back.disabled = !tool.holds();
    this.range.max = strengths.length - 1;
    this.range.value = strengths.indexOf(tool.strength());
    this.label.textContent = `${label} `;
    this.level.textContent = String(tool.strength());
    this.range.setAttribute("aria-valuetext", this.level.textContent);
    this.place.textContent = place;
  }
}
