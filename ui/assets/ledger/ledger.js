// The ledger as a tool: the picture of a sample is made of its feature maps here, without the channels that a
// person has silenced. Nothing is asked of the server for it, and no script runs.
import { button, element } from "../picture/dom.js";
import { parseSilenced, writeSilenced } from "./code.js";
import { ChannelList } from "./list.js";
import { LedgerPicture } from "./picture.js";
import { LedgerTip } from "./tip.js";
import { remembered, shared } from "../instrument/link.js";
import { decode, sentence } from "../samples/payload.js";

export class LedgerTool {
  /** `host` is the instrument: state, instrument, plain (the payload shown), draw(payload), changed(). */
  constructor(host, plot) {
    this.spec = host.instrument.tool;
    const { ledger: config } = this.spec;
    Object.assign(this, { host, plot, config: { ...config, text: this.spec.text }, text: this.spec.text, keys: ["silenced"], cursor: 0 });
    this.head = { ...config, weight: decode(config.weight), bias: decode(config.bias) };
    this.numChannels = this.head.weight[0].length;
    this.count = Math.min(config.usual, this.numChannels);
    this.silenced = parseSilenced(this.beginning(), this.numChannels);
    this.write();
    this.build();
  }

  // The address counts when the window is new; after that it may be about another network's channels.
  beginning() {
    const { state, instrument } = this.host;
    const isNew = !shared.ledger;
    shared.ledger = true;
    return isNew || remembered(instrument.url).silenced !== undefined ? state.silenced : null;
  }

  write() {
    this.host.state.silenced = writeSilenced(this.silenced, this.numChannels) || null;
  }

  build() {
    const { text } = this;
    const many = element("input", {
      type: "number", min: 1, max: this.numChannels, value: this.count, class: "cam-number", inputmode: "numeric",
      onchange: () => this.setCount(many), "aria-label": text.how_many,
    });
    this.buttons = {
      largest: button("", () => this.silenceLargest()), others: button("", () => this.keepOnly(this.ranked.slice(0, this.count))),
      only: button("", () => this.keepOnly([this.ranked[this.cursor]])), restore: button(text.restore, () => this.change(new Set())),
    };
    this.node = element("div", { hidden: true }); // everything lies beside the picture
    this.status = element("p", { class: "cam-ledger-count", role: "status" });
    const label = element("label", { class: "cam-sample" }, `${text.how_many} `, many);
    const bar = element("div", { class: "cam-ledger-bar" }, this.status, label, ...Object.values(this.buttons));
    this.list = new ChannelList(text, this.numChannels, {
      toggle: (channel, rank) => this.toggle(channel, rank), move: (rank) => this.moveTo(rank),
    });
    this.side = element("div", { class: "cam-ledger-side" }, bar, this.list.node);
    this.plot.after(this.side);
    this.plot.parentNode.classList.add("cam-with-ledger");
    const located = (point, x, y) => this.picture.located(point, x, y);
    this.tip = new LedgerTip(this.plot, this.config.tips, located, (point) => this.words(point));
    this.click = ({ points }) => this.picked(points[0]);
    this.pressed = (event) => this.list.shown && event.key !== " " && this.list.pressed(event);
    this.plot.addEventListener("keydown", this.pressed);
  }

  /** Channels from the largest contribution to the map shown on. */
  get ranked() {
    return Array.from(this.picture?.ranked ?? []);
  }

  holds() {
    return false;
  }

  get on() {
    return false;
  }

  /** What is silenced here does not change what another picture shows of the sample. */
  get mirrors() {
    return false;
  }

  stepped() {}

  shift() {
    return false;
  }

  lift() {
    return false;
  }

  /** Arrows to the sides step through samples while the list has the focus. */
  owns(target) {
    return target === this.list.node;
  }

  setCount(field) {
    if (field.valueAsNumber >= 1) this.count = Math.min(Math.round(field.valueAsNumber), this.numChannels);
    field.value = this.count;
    this.showButtons();
  }

  silenceLargest() {
    const next = this.ranked.filter((channel) => !this.silenced.has(channel)).slice(0, this.count);
    this.change(new Set([...this.silenced, ...next]));
  }

  keepOnly(channels) {
    const kept = new Set(channels);
    this.change(new Set(this.ranked.filter((channel) => !kept.has(channel))));
  }

  toggle(channel, rank) {
    const after = new Set(this.silenced);
    if (!after.delete(channel)) after.add(channel);
    this.cursor = rank;
    this.change(after);
  }

  change(silenced) {
    this.silenced = silenced;
    this.write();
    this.redraw();
    this.host.changed();
  }

  moveTo(rank) {
    this.cursor = rank;
    this.redraw();
  }

  redraw() {
    if (this.host.plain) this.host.draw(this.host.plain);
  }

  /** A unit of the strip or of the bars was clicked; its row is the channel's rank. */
  picked({ curveNumber, pointNumber }) {
    if (!this.config.picked.includes(curveNumber)) return;
    const rank = Array.isArray(pointNumber) ? pointNumber[0] : pointNumber;
    this.toggle(this.ranked[rank], rank);
    this.list.node.focus({ preventScroll: true });
  }

  /** The payload with everything that depends on the map shown and on the silenced channels. */
  derived(payload) {
    const { map, against } = this.host.state;
    const { silenced, cursor } = this;
    this.picture = new LedgerPicture(this.config, this.head, payload, { map, against, silenced, cursor });
    return this.picture.all;
  }

  /** After every picture: what lies beside it. */
  drawn() {
    const { silenced, cursor } = this;
    const { ranked, contributions } = this.picture;
    this.list.show({ ranked, contributions, silenced, cursor });
    this.status.textContent = sentence(this.text.count, { count: silenced.size, total: this.numChannels });
    this.showButtons();
    this.tip.listen();
    this.tip.refresh();
    if (!this.clicking && this.plot.on) this.plot.on("plotly_click", this.click);
    this.clicking = Boolean(this.plot.on);
  }

  showButtons() {
    const { text, buttons, silenced } = this;
    buttons.largest.textContent = sentence(text.silence_largest, { count: this.count });
    buttons.others.textContent = sentence(text.silence_others, { count: this.count });
    buttons.only.textContent = sentence(text.only, { channel: this.ranked[this.cursor] });
    buttons.largest.disabled = silenced.size === this.numChannels;
    buttons.restore.disabled = silenced.size === 0;
  }

  words(point) {
    const { y, z } = this.plot._fullData[point.trace];
    return this.picture.words({ ...point, value: point.row === null ? y[point.column] : z[point.row][point.column] });
  }

  destroy() {
    this.plot.removeListener?.("plotly_click", this.click);
    this.plot.removeEventListener("keydown", this.pressed);
    this.plot.parentNode?.classList.remove("cam-with-ledger");
    this.tip.destroy();
    this.list.destroy();
    this.side.remove();
  }
}
