// Guess first: the map is hidden, a person marks where the evidence should be, then guess, map and truth are
// shown together. A signal whose guess is counted stays revealed; nothing here asks Python or the server.
import { followLayout, pixelOfSample } from "../picture/axes.js";
import { Brush } from "../tools/brush.js";
import { element } from "../picture/dom.js";
import { GuessPanel } from "./panel.js";
import { Tally } from "./tally.js";
import { TYPING } from "../instrument/keys.js";
import { family } from "../instrument/link.js";
import { decode } from "../samples/payload.js";
import { noToolState } from "../tools/tools.js";
import { follow, lead } from "./veil.js";

const FIRST_WIDTH = 0.2; // share of the signal that the first arrow key marks
const OWN_ENTER = `a,button,select,summary,[role=button],[role=option],[role=combobox],[role=listbox],${TYPING}`;
const OWN_ESCAPE = `select,[role=slider],[role=option],[role=combobox],[role=listbox],${TYPING}`;

/** The game that an instrument asks for, or null; pictures that only follow one have no points. */
export const makeGame = (host, plot) => (host.instrument.guess?.points ? new Guess(host, plot) : null);

export class Guess {
  /**
   * `host` has instrument, state, order, position, payload, shown and shownOf (which signal it is, of which family),
   * guessed, draw, move, choose, say, panel, tool.
   */
  constructor(host, plot) {
    Object.assign(this, { host, plot, spec: host.instrument.guess, brush: null });
    this.text = this.spec.text;
    this.family = family(host.instrument.url);
    this.tally = new Tally(this.family);
    this.panel = new GuessPanel(this.text, this.spec.points, {
      say: (words) => host.say(words),
      mark: (guess) => this.mark(guess), none: () => this.byHand(() => this.mark(this.guess === null ? undefined : null)),
      reveal: () => this.byHand(() => this.reveal()), next: () => this.byHand(() => this.next()),
      restart: () => this.byHand(() => this.restart()),
    });
    this.node = this.panel.node;
    this.frame = element("div", { class: "cam-guess-mark", hidden: true }, element("span", {}, this.text.mark));
    plot.append(this.frame);
    this.stopFollowing = followLayout(plot, () => this.placeFrame());
    this.leaving = () => this.tally.keep();
    window.addEventListener("pagehide", this.leaving);
    this.gap = document.createComment("");
    if (this.on) Object.assign(host.state, noToolState()); // a link may ask for a dragged event too
    lead(this);
    this.show();
  }

  get on() {
    return this.host.state.guess === "on";
  }

  hides(sample = this.host.state.sample) {
    return this.on && !this.tally.has(sample);
  }

  /** Whether what is shown is the signal that is meant, and not the one before or another network's. */
  get isShown() {
    const { shown, shownOf, state, order } = this.host;
    return shown === state.sample && shownOf === this.family && order.length > 0;
  }

  /** Whether a hand on the picture marks something now. */
  get marking() {
    return this.hides() && this.isShown;
  }

  /** What is said of the signal shown: an interval, null for no event, undefined for nothing yet. */
  get guess() {
    const { guessed, state } = this.host;
    const counted = this.tally.get(state.sample);
    if (counted) return counted.guess;
    return guessed?.sample === state.sample && guessed.family === this.family ? guessed.guess : undefined;
  }

  mark(guess) {
    if (!this.marking) return;
    this.host.guessed = { family: this.family, sample: this.host.state.sample, guess };
    this.host.say("");
    this.show();
  }

  reveal() {
    if (!this.marking || !this.panel.take(true)) return;
    if (this.guess === undefined) {
      this.host.say(this.text.first_mark);
      return;
    }
    const [truth, found] = ["truth", "found"].map((name) => this.interval(name));
    this.tally.put(this.host.state.sample, { guess: this.guess, truth, found });
    this.draw();
  }

  draw() {
    if (this.isShown) this.host.draw(this.host.payload);
    else this.show();
  }

  /** An interval of the payload, or null. */
  interval(name) {
    const [first, end] = decode(this.host.payload.arrays[`guess.${name}`]);
    return first < 0 ? null : [first, end];
  }

  /** The next signal that nobody has guessed yet, from the beginning again after the last. */
  next() {
    const { order, position } = this.host;
    const ahead = [...order.keys()].map((step) => (position + 1 + step) % order.length);
    const place = ahead.find((one) => one !== position && !this.tally.has(order[one]));
    if (place === undefined) this.host.say(this.text.all);
    else this.host.move(place);
    this.plot.focus({ preventScroll: true }); // Shift and arrows mark there, and Enter reveals
  }

  restart() {
    this.tally.clear();
    this.host.guessed = null;
    this.draw();
  }

  /** After a mouse or a finger, Enter means the game again and not the button it pressed. */
  byHand(act) {
    act();
    if (this.host.byPointer) this.plot.focus({ preventScroll: true });
  }

  /** Called after every picture. */
  drawn() {
    if (this.host.tool) this.putAway(this.host.tool.node);
    if (!this.on && this.isShown) this.tally.see(this.host.state.sample);
    if (!this.hides()) this.dropBrush();
    else this.brush ??= new Brush(this.plot, {
      count: this.spec.points,
      text: { start: this.text.first, end: this.text.last, whole: this.text.window },
      changed: (guess) => this.mark(guess),
    });
    this.show();
  }

  /** A tool's controls name the event: they leave the page, not only the screen, while the game is on. */
  putAway(node) {
    if (this.on && node.isConnected) node.replaceWith(this.gap);
    if (!this.on && this.gap.isConnected) this.gap.replaceWith(node);
  }

  show() {
    const { on, guess, tally, marking: open } = this;
    const { sample } = this.host.state;
    const entry = on ? tally.get(sample) : undefined;
    this.host.panel.showFilters(!on);
    this.panel.show({ on, guess, entry, open, seen: tally.seen.has(sample), tally });
    this.brush?.show(guess ?? null);
    this.framed = entry?.guess ?? null;
    this.placeFrame();
  }

  /** The revealed guess, around the signal and down to the brackets of truth and map. */
  placeFrame() {
    const { xaxis, yaxis3, _size: size } = this.plot._fullLayout ?? {};
    this.frame.hidden = !this.framed || !xaxis;
    if (this.frame.hidden) return;
    const [left, right] = this.framed.map((end) => pixelOfSample(this.plot, end - 0.5));
    Object.assign(this.frame.style, {
      left: `${left}px`, width: `${right - left}px`, top: `${size.t}px`, height: `${yaxis3._offset - size.t}px`,
    });
  }

  /** True when the key belongs to the game. */
  key(event, target) {
    if (!this.on) return false;
    if (event.key === "Escape" && this.isHere(target)) this.host.choose({ guess: "" });
    else if (event.key !== "Enter" || (target.closest?.(OWN_ENTER) && !this.panel.fields.includes(target))) return false;
    else if (!event.repeat) this.enter();
    return true;
  }

  /** Whether Escape is meant for the game: not where it closes a list, or leaves a field or a handle. */
  isHere(target) {
    return (target === document.body || this.plot.parentNode.contains(target)) && !target.closest(OWN_ESCAPE);
  }

  enter() {
    if (!this.hides()) this.next();
    else this.reveal();
    // a field or a handle that had the keyboard takes no more guesses
    if (this.isShown && !this.hides()) this.plot.focus({ preventScroll: true });
  }

  /** True when Shift and an arrow moved the mark, or made a first one. */
  shift(by) {
    if (this.marking && this.guess) this.brush.slide(by);
    else if (this.marking) this.mark(middle(this.spec.points));
    return this.on;
  }

  /** True when Shift and an arrow made the mark wider or narrower. */
  lift(by) {
    if (this.marking && this.guess) this.brush.stretch(1, by);
    return this.on;
  }

  dropBrush() {
    this.brush?.destroy();
    this.brush = null;
  }

  destroy() {
    follow(this);
    window.removeEventListener("pagehide", this.leaving);
    this.leaving();
    this.dropBrush();
    this.stopFollowing();
    this.frame.remove();
    this.node.remove();
  }
}

function middle(count) {
  const width = Math.max(1, Math.round(FIRST_WIDTH * count));
  const first = Math.floor((count - width) / 2);
  return [first, first + width];
}
