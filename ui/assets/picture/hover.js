// Plotly shows what lies under the pointer, and goes on when the pointer is taken away from it by a drag.

/** Takes the label away, also from pictures that are drawn now; it comes again with the next hover. */
export function hideHover(plot) {
  plot._fullLayout._hoversubplot = null; // every picture drawn would hover there again
  window.Plotly.Fx.unhover(plot);
}

/** Fingers that are `held()` by a tool are not Plotly's: it takes the end of every drag for a tap and shows a label. */
export function keepTouches(plot, held, options) {
  plot.addEventListener("touchstart", (event) => held() && event.stopPropagation(), { ...options, passive: true });
}
