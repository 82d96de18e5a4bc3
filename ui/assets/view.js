// What one component shows: a figure that may change with a script run, and perhaps an instrument.
import { Figure } from "./picture/figure.js";
import { onePageOneEntry } from "./picture/history.js";
import { Instrument } from "./instrument/instrument.js";

onePageOneEntry();

export class View {
  constructor(root, plot, send) {
    this.root = root;
    this.plot = plot;
    this.send = send;
    this.turn = Promise.resolve();
  }

  /** Shows `data`; calls wait for each other, so the last one wins. */
  update(data) {
    this.turn = this.turn.then(() => this.show(data)).catch((problem) => this.fail(data, problem));
    return this.turn;
  }

  async show(data) {
    if (this.gone) return;
    const asked = JSON.stringify([data.figure, data.height, data.zoom]);
    const same = asked === this.asked;
    const layout = { ...data.figure.layout, height: data.height };
    const shown = { ...data, figure: same ? this.figureShown : { data: data.figure.data, layout } };
    this.plot.style.height = `${data.height}px`;
    this.figure ??= new Figure(this.plot, await data.plotly);
    if (this.gone) return;
    await this.present(shown, same);
    this.figure.onPick(this.chooser(data));
    Object.assign(this, { asked, figureShown: shown.figure });
    this.root.classList.add("cam-ready");
    this.root.style.minHeight = "";
  }

  /** What a click on a trace does, where it does anything: it chooses a view. */
  chooser({ instrument }) {
    return instrument?.choose ? (trace) => this.instrument.choose(instrument.choose[trace] ?? {}) : null;
  }

  async present(data, same) {
    this.plot.setAttribute("aria-label", data.alt);
    if (!data.instrument) return same ? undefined : this.figure.draw(data.figure, { zoom: data.zoom });
    if (this.instrument) return this.instrument.update(data);
    this.instrument = new Instrument(data, this.plot, this.figure, this.send);
    return this.instrument.start();
  }

  fail(data, problem) {
    console.error(problem);
    if (!this.figure) this.plot.textContent = data.failed;
  }

  destroy() {
    this.gone = true;
    this.instrument?.destroy();
    this.figure?.destroy();
  }
}
