// The ladder step by step: which rows are lit, which unit of the path is taken apart, what is said about it.
import { sentence } from "../samples/payload.js";
import { fine, plain, signed } from "./sum.js";

export class Walk {
  constructor(config, levels) {
    this.steps = config.steps;
    this.levels = levels;
    this.text = config.text;
  }

  get count() {
    return this.steps.length;
  }

  admit(text) {
    const step = Number(text);
    return Number.isInteger(step) && step >= 1 && step <= this.count ? step : undefined;
  }

  unit(step, values) {
    return values.onPath(this.levels.get(this.steps[step - 1].level));
  }

  lit(step) {
    return this.steps[step - 1].lit;
  }

  /** The path's units from the signal to this step, one for each level. */
  path(step, values) {
    const names = this.steps.slice(0, step).map(({ level }) => level);
    return [...new Set(names)].map((name) => values.onPath(this.levels.get(name)));
  }

  /** At the last step: the first and last sample that the map points to, where it points to anything. */
  found(step, values) {
    const [first, end] = values.array("found.{map}");
    return step === this.count && first >= 0 ? [first, end - 1] : undefined;
  }

  /** What this step does with this signal: Python's sentences with this signal's numbers. */
  words(step, values, seen) {
    const { sentences } = this.steps[step - 1];
    const truth = values.scalar("truth_first") === undefined ? "plain" : "event";
    const found = values.array("found.{map}")[0] < 0 ? "none" : "found";
    const template = sentences[`${truth}.${found}`] ?? sentences[truth] ?? sentences.all;
    return sentence(template, this.numbers(step, values, seen));
  }

  numbers(step, values, seen) {
    const unit = this.unit(step, values);
    const found = values.array("found.{map}");
    return {
      ...this.terms(values),
      ...unit,
      first: seen?.first,
      last: seen?.last,
      value: plain(values.at(unit)),
      truth_first: values.scalar("truth_first"),
      truth_last: values.scalar("truth_last"),
      event: this.text.events[values.scalar("label")],
      found_first: found[0],
      found_last: found[1] - 1,
      subject: this.text.subjects[values.map],
    };
  }

  /** The numbers of the path's last channel on its way to the logit. */
  terms(values) {
    const { channel } = values.onPath(this.levels.get("pooled"));
    return {
      last_channel: channel,
      weight: fine(values.array("weight.{map}")[channel]),
      pooled: plain(values.array("pooled")[channel]),
      added: signed(values.array("contribution.{map}")[channel]),
      bias: plain(values.scalar("bias.{map}")),
      logit: plain(values.scalar("logit.{map}")),
    };
  }
}
