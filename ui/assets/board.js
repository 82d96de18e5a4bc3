// A table whose cells lead to signals: it tells the picture beside it which ones, and follows it.
import { element } from "./picture/dom.js";
import { family, join, linked, publish, remembered } from "./instrument/link.js";

const LABEL = "filter.label";
const VERDICT = "filter.verdict";

export class Board {
  constructor(parent) {
    this.node = element("div", { class: "cam-root cam-board" });
    this.state = { [LABEL]: "", [VERDICT]: "" };
    parent.append(this.node);
    this.leave = join(this);
  }

  update(data) {
    const first = this.data === undefined;
    this.data = data;
    if (first) this.adopt({ ...remembered(data.url), ...linked() });
    this.build();
  }

  build() {
    const { caption, corner, columns, rows } = this.data;
    const focused = this.node.querySelector(":focus")?.dataset.cell;
    const head = element("tr", {}, element("th", { scope: "col" }, corner),
      ...columns.map((name) => element("th", { scope: "col" }, name)));
    const body = rows.map((row) => element("tr", {}, element("th", { scope: "row" }, row.name),
      ...row.cells.map((cell, place) => this.cell(row, cell, columns[place]))));
    this.node.replaceChildren(element("table", {}, element("caption", {}, caption),
      element("thead", {}, head), element("tbody", {}, ...body)));
    this.mark();
    if (focused) this.node.querySelector(`[data-cell="${focused}"]`)?.focus();
  }

  cell(row, { verdict, possible, count, words, share, first }, column) {
    if (!possible) return element("td", {}, "–");
    const inside = [element("b", {}, words), element("span", {}, share)];
    const button = element("button", {
      type: "button", class: "cam-cell", disabled: count === 0, "data-cell": `${row.label}.${verdict}`,
      "aria-label": `${row.name}, ${column}: ${words}, ${share}`,
      onclick: () => this.choose(row.label, verdict, first),
    }, ...inside);
    return element("td", {}, button);
  }

  /** The cell's first signal and no others; a second click on the cell frees them all. */
  choose(label, verdict, first) {
    const again = this.state[LABEL] === label && this.state[VERDICT] === verdict;
    Object.assign(this.state, again ? { [LABEL]: "", [VERDICT]: "" } : { [LABEL]: label, [VERDICT]: verdict });
    publish(this.data.url, again ? this.state : { ...this.state, sample: first }, this);
    this.mark();
  }

  /** The picture shows other signals now. */
  follow(url, state) {
    if (this.data && family(url) === family(this.data.url)) this.adopt(state);
  }

  reflect() {}

  adopt(state) {
    for (const name of [LABEL, VERDICT]) this.state[name] = state[name] ?? this.state[name];
    this.mark();
  }

  mark() {
    const chosen = `${this.state[LABEL]}.${this.state[VERDICT]}`;
    for (const button of this.node.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.cell === chosen));
    }
  }

  destroy() {
    this.leave();
    this.node.remove();
  }
}
