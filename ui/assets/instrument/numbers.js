// A table of what the network says of each class. Python wrote every cell; here they are put in their places.
import { element } from "../picture/dom.js";

export class Numbers {
  /** `spec`: caption, columns (key and label), rows (key, label, mark). A cell's text is `cell.ROW.COLUMN`. */
  constructor({ caption, columns, rows }) {
    this.cells = new Map();
    this.rows = new Map();
    const head = element("tr", {}, element("td"), ...columns.map(({ label }) => element("th", { scope: "col" }, label)));
    const body = rows.map((row) => this.row(row, columns));
    this.node = element("table", { class: "cam-numbers" }, element("caption", {}, caption),
      element("thead", {}, head), element("tbody", {}, ...body));
  }

  row({ key, label, mark }, columns) {
    const cells = columns.map((column) => {
      const cell = element("td", { "data-cell": `${key}.${column.key}` });
      this.cells.set(`cell.${key}.${column.key}`, cell);
      return cell;
    });
    const row = element("tr", {}, element("th", { scope: "row" }, `${mark} ${label}`), ...cells);
    this.rows.set(key, row);
    return row;
  }

  /** Shows the numbers of a payload; the class that is the answer is set off. */
  show(texts, answer) {
    for (const [name, cell] of this.cells) {
      if (cell.textContent !== (texts[name] ?? "")) cell.textContent = texts[name] ?? "";
    }
    for (const [key, row] of this.rows) row.classList.toggle("cam-answer", key === answer);
  }
}
