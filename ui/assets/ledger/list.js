// The channels beside the picture, ranked: only the rows in sight exist, however many channels there are.
import { element } from "../picture/dom.js";
import { sentence } from "../samples/payload.js";
import { signed } from "./words.js";

let made = 0;

export class ChannelList {
  /** `act`: toggle(channel), move(rank). */
  constructor(text, count, act) {
    made += 1;
    Object.assign(this, { text, count, act, id: `cam-channels-${made}`, rows: [] });
    this.inner = element("div", { class: "cam-channels-inner" });
    this.node = element("div", {
      class: "cam-channels", role: "listbox", tabindex: 0, "aria-label": text.list, "aria-multiselectable": "true",
      onscroll: () => this.paint(), onclick: (event) => this.clicked(event), onkeydown: (event) => this.pressed(event),
    }, this.inner);
    this.sizes = new ResizeObserver(() => this.paint());
    this.sizes.observe(this.node);
  }

  /** `ranked`: channels from the largest contribution on; `contributions` and `silenced` by channel. */
  show(shown) {
    const moved = this.shown && this.shown.cursor !== shown.cursor;
    this.shown = shown;
    this.paint();
    if (moved) this.reveal();
  }

  /** As the style sheet has it: fingers get higher rows than a mouse. */
  get rowHeight() {
    if (this.rows.length === 0) this.rows.push(this.row());
    return this.rows[0].node.offsetHeight || 36;
  }

  paint() {
    if (!this.shown) return;
    const { rowHeight, node } = this;
    this.inner.style.height = `${this.count * rowHeight}px`;
    const first = Math.floor(node.scrollTop / rowHeight);
    const number = Math.min(this.count - first, Math.ceil(node.clientHeight / rowHeight) + 1);
    while (this.rows.length < number) this.rows.push(this.row());
    this.rows.forEach((row, place) => this.fill(row, place < number ? first + place : null, rowHeight));
    node.setAttribute("aria-activedescendant", `${this.id}-${this.shown.cursor}`);
  }

  row() {
    const [rank, name, value, mark] = ["rank", "name", "value", "mark"]
      .map((part) => element("span", { class: `cam-channel-${part}` }));
    const node = element("div", { class: "cam-channel", role: "option", "aria-setsize": this.count }, rank, name, value, mark);
    this.inner.append(node);
    return { node, rank, name, value, mark };
  }

  fill({ node, rank, name, value, mark }, place, rowHeight) {
    node.classList.toggle("cam-channel-none", place === null);
    if (place === null) return;
    const { ranked, contributions, silenced, cursor } = this.shown;
    const channel = ranked[place];
    const words = { rank: place + 1, channel, value: signed(contributions[channel], "") };
    const off = silenced.has(channel);
    node.id = `${this.id}-${place}`;
    node.style.top = `${place * rowHeight}px`;
    Object.assign(node.dataset, { rank: place, channel });
    const attributes = { "aria-posinset": place + 1, "aria-selected": off, "aria-label": sentence(this.text.row, words) + (off ? `, ${this.text.silenced}` : "") };
    for (const [attribute, held] of Object.entries(attributes)) node.setAttribute(attribute, held);
    node.classList.toggle("cam-channel-cursor", place === cursor);
    rank.textContent = words.rank;
    name.textContent = sentence(this.text.channel, words);
    value.textContent = words.value;
    mark.textContent = off ? `✕ ${this.text.silenced}` : "";
  }

  reveal() {
    const { rowHeight } = this;
    const top = this.shown.cursor * rowHeight;
    const { scrollTop, clientHeight } = this.node;
    if (top < scrollTop) this.node.scrollTop = top;
    else if (top + rowHeight > scrollTop + clientHeight) this.node.scrollTop = top + rowHeight - clientHeight;
    this.paint();
  }

  clicked(event) {
    const row = event.target.closest(".cam-channel");
    if (row) this.act.toggle(Number(row.dataset.channel), Number(row.dataset.rank));
  }

  pressed(event) {
    const { cursor, ranked } = this.shown;
    const moves = { ArrowUp: cursor - 1, ArrowDown: cursor + 1 };
    if (event.key in moves) this.act.move(Math.max(0, Math.min(this.count - 1, moves[event.key])));
    else if (event.key === "Enter" || event.key === " ") this.act.toggle(ranked[cursor], cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  destroy() {
    this.sizes.disconnect();
    this.node.remove();
  }
}
