// Playing: a step every so often, or (a stream) so many samples a second, whatever the screen can paint.
const PLAY_EVERY = 500; // ms
const LONGEST = 100; // ms; a window that was hidden goes on where it was

export class Player {
  /** `host` has the instrument, the state, advance(by): false when there is nowhere to go. */
  constructor(host) {
    this.host = host;
    this.playing = false;
  }

  start() {
    const { pace, play_ms: every } = this.host.instrument;
    this.playing = true;
    if (pace) this.run();
    else this.timer = window.setInterval(() => this.host.advance(1), every ?? PLAY_EVERY);
  }

  /** Samples that are due since the last frame; what is less than one waits for the next frame. */
  run() {
    let before = performance.now();
    let due = 0;
    const frame = (now) => {
      const { rate, control } = this.host.instrument.pace;
      due += (Math.min(Math.max(0, now - before), LONGEST) / 1000) * rate * Number(this.host.state[control] ?? 1);
      before = now;
      const whole = Math.floor(due);
      due -= whole;
      if (whole) this.host.advance(whole);
      if (this.playing) this.frame = window.requestAnimationFrame(frame);
    };
    this.frame = window.requestAnimationFrame(frame);
  }

  stop() {
    this.playing = false;
    window.clearInterval(this.timer);
    window.cancelAnimationFrame(this.frame);
  }
}
