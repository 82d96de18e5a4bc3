// Between the screen and the numbers of a drawn picture: samples along x, signal units along y.

/** The place on the sample axis under `clientX`, not rounded. */
export function sampleAt(plot, clientX) {
  const { _offset: offset, _length: length, range } = plot._fullLayout.xaxis;
  const share = (clientX - plot.getBoundingClientRect().left - offset) / length;
  return range[0] + share * (range[1] - range[0]);
}

/** The value on the signal's axis under `clientY`. */
export function valueAt(plot, clientY) {
  const { _offset: offset, _length: length, range } = plot._fullLayout.yaxis;
  const share = (clientY - plot.getBoundingClientRect().top - offset) / length;
  return range[1] - share * (range[1] - range[0]);
}

/** Whether `clientY` lies where the signal is drawn, `air` pixels around it included. */
export function overSignal(plot, clientY, air = 8) {
  const { _offset: offset, _length: length } = plot._fullLayout.yaxis;
  const down = clientY - plot.getBoundingClientRect().top - offset;
  return down >= -air && down <= length + air;
}

/** Pixels from the picture's left edge to a place on the sample axis. */
export function pixelOfSample(plot, place) {
  const { _offset: offset, _length: length, range } = plot._fullLayout.xaxis;
  return offset + ((place - range[0]) / (range[1] - range[0])) * length;
}

/** Pixels from the picture's top edge to a value of the signal. */
export function pixelOfValue(plot, value) {
  const { _offset: offset, _length: length, range } = plot._fullLayout.yaxis;
  return offset + ((range[1] - value) / (range[1] - range[0])) * length;
}

/** Calls `move` now and whenever the picture is laid out anew; returns what ends that. */
export function followLayout(plot, move) {
  const later = () => window.requestAnimationFrame(() => plot._fullLayout?.xaxis && plot.isConnected && move());
  const sizes = new ResizeObserver(later);
  sizes.observe(plot);
  plot.on?.("plotly_afterplot", later);
  later();
  return () => {
    sizes.disconnect();
    plot.removeListener?.("plotly_afterplot", later);
  };
}
