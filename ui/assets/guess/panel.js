// The controls of a guess, both scores after the reveal, and the room's tally.
import { button, element } from "../picture/dom.js";
import { sentence } from "../samples/payload.js";
import { intersectionOverUnion, twoDecimals } from "./tally.js";

const WHO = ["guess", "found"];

export class GuessPanel {
  /** `act`: mark(interval; null for none, undefined to take it back), none(), reveal(), next(), restart(), say(words). */
  constructor(text, count, act) {
    Object.assign(this, { text, count, act });
    this.fields = [this.field(), this.field()];
    this.none = button(text.none, () => act.none(), { "aria-pressed": "false" });
    this.reveal = button(text.reveal, () => act.reveal(), { title: text.reveal_key });
    this.next = button(text.next, () => act.next(), { title: text.next_key });
    this.restart = button(text.restart, () => act.restart(), { class: "cam-button cam-guess-restart" });
    this.note = element("p", { class: "cam-guess-note", role: "status" });
    this.lines = WHO.map((who) => element("p", { "data-guess": who }));
    this.node = element("div", { class: "cam-guess", hidden: true },
      element("div", { class: "cam-row" }, this.labelled(text.first, 0), this.labelled(text.last, 1),
        this.none, this.reveal, this.next, this.restart),
      element("div", { class: "cam-guess-results" },
        element("div", { class: "cam-guess-lines", role: "status" }, ...this.lines), this.table()),
      this.note);
  }

  field() {
    return element("input", {
      type: "number", min: 0, max: this.count - 1, step: 1, inputmode: "numeric", class: "cam-number",
      onchange: () => this.take(),
    });
  }

  labelled(text, side) {
    return element("label", { class: "cam-sample" }, `${text} `, this.fields[side]);
  }

  /**
   * Marks what the fields say. A pair that is none yet stays in them as it was typed and marks nothing: then
   * false. Samples beyond the signal are its nearest.
   */
  take(asked = false) {
    const [first, last] = this.fields.map((field) => this.typed(field));
    if (Number.isNaN(first) && Number.isNaN(last)) {
      if (this.guess) this.act.mark(undefined);
      return true;
    }
    const fits = first <= last;
    this.fields.forEach((field) => field.setAttribute("aria-invalid", String(!fits)));
    if (fits) this.act.mark([first, last + 1]);
    else if (asked || first > last) this.act.say(this.text.pair);
    return fits;
  }

  typed(field) {
    const sample = Math.max(0, Math.min(Math.round(field.valueAsNumber), this.count - 1));
    if (!Number.isNaN(sample)) field.value = sample;
    return sample;
  }

  table() {
    const cell = (name) => element("td", { "data-tally": name });
    this.cells = WHO.map((who) => [cell(`${who}.mean`), cell(`${who}.right`)]);
    this.heads = ["mean", "right"].map(() => element("th", { scope: "col" }));
    this.caption = element("span", { "data-tally": "count" });
    const rows = WHO.map((who, at) => element("tr", {},
      element("th", { scope: "row" }, this.text[`tally_${who}`]), ...this.cells[at]));
    return element("table", { class: "cam-guess-tally" }, element("caption", {}, this.caption),
      element("thead", {}, element("tr", {}, element("td"), ...this.heads)), element("tbody", {}, ...rows));
  }

  /**
   * `guess`: an interval, null for none, undefined for not yet; `entry`: what is revealed, or undefined; `open`:
   * whether a guess is taken now; `seen`: whether the answer was shown before.
   */
  show({ on, guess, entry, open, seen, tally }) {
    this.node.hidden = !on;
    this.guess = guess;
    const shown = guess ? [guess[0], guess[1] - 1] : ["", ""];
    this.fields.forEach((field, side) => Object.assign(field, { value: shown[side], disabled: !open }));
    this.fields.forEach((field) => field.setAttribute("aria-invalid", "false"));
    Object.assign(this.none, { disabled: !open }).setAttribute("aria-pressed", String(guess === null));
    this.turn(!open, guess === undefined);
    this.note.textContent = [seen ? this.text.seen : "", this.text.filters].join(" ").trim();
    WHO.forEach((who, at) => { this.lines[at].textContent = entry ? this.verdict(who, entry) : ""; });
    this.showTally(tally);
  }

  /** A button that is switched off loses the keyboard: the one that goes on takes it. */
  turn(closed, empty) {
    const held = document.activeElement === this.reveal || document.activeElement === this.none;
    Object.assign(this.reveal, { disabled: closed || empty });
    if (held && closed) this.next.focus({ preventScroll: true });
  }

  verdict(who, { truth, ...entry }) {
    const said = entry[who];
    const [first, last] = said ? [said[0], said[1] - 1] : [];
    const iou = twoDecimals(intersectionOverUnion(said, truth));
    return sentence(this.text[`${who}_${said ? "interval" : "none"}_${truth ? "event" : "clean"}`], { first, last, iou });
  }

  showTally(tally) {
    const sums = WHO.map((who) => tally.summary(who));
    this.caption.textContent = sentence(this.text.tally, sums[0]);
    this.heads.forEach((head, at) => { head.textContent = sentence(this.text[at ? "tally_right" : "tally_mean"], sums[0]); });
    sums.forEach((sum, at) => {
      this.cells[at][0].textContent = twoDecimals(sum.mean);
      this.cells[at][1].textContent = sum.clean ? sentence(this.text.tally_of, sum) : "–";
    });
    this.restart.disabled = tally.empty;
  }
}
