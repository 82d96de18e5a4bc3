// Where the units are drawn: between the pixels of the ladder's picture and its levels, as zoomed.
import { nearest } from "./levels.js";

export class Places {
  constructor(plot, levels) {
    this.plot = plot;
    this.levels = levels;
  }

  axes(level) {
    const layout = this.plot._fullLayout;
    return [layout[level.axes[0]], layout[level.axes[1]]];
  }

  /** The rectangle of a level's row, in pixels of the picture. */
  row(level) {
    const [x, y] = this.axes(level);
    return { left: x._offset, top: y._offset, width: x._length, height: y._length };
  }

  x(level, value) {
    const [x] = this.axes(level);
    return x._offset + x.c2p(value);
  }

  y(level, value) {
    const [, y] = this.axes(level);
    return y._offset + y.c2p(value);
  }

  /** The unit at a pixel, or undefined between the rows; `orderOf` tells in which order channels lie. */
  at(left, top, orderOf) {
    for (const level of this.levels.all()) {
      const row = this.row(level);
      const inside = left >= row.left && left <= row.left + row.width && top >= row.top && top <= row.top + row.height;
      if (inside) return this.unit(level, left - row.left, top - row.top, orderOf(level));
    }
    return undefined;
  }

  unit(level, left, top, order) {
    const [x, y] = this.axes(level);
    const along = x.p2c(left);
    const channels = level.parts.includes("channel") && level.channels;
    const drawn = level.parts.includes("position") ? y.p2c(top) : along;
    const row = channels ? Math.max(0, Math.min(Math.round(drawn), channels - 1)) : 0;
    return {
      level: level.name,
      channel: channels && order ? order[row] : row,
      position: level.parts.includes("position") ? nearest(level, along) : 0,
    };
  }

  /** Pixels around the units of `level` at `positions`, in the drawn row `row` or (null) in all of them. */
  box(level, [first, last], row) {
    const frame = this.row(level);
    const half = (level.jump ?? 1) / 2;
    const byPosition = level.parts.includes("position");
    const at = (place) => (byPosition ? level.center + level.jump * place : row);
    const sides = [this.x(level, at(first) - half), this.x(level, at(last) + half)];
    const isCell = byPosition && row !== null && level.parts.includes("channel");
    const ends = isCell ? [this.y(level, row - 0.5), this.y(level, row + 0.5)].sort((one, other) => one - other)
      : [frame.top, frame.top + frame.height];
    return clipped({ left: sides[0], top: ends[0], width: sides[1] - sides[0], height: ends[1] - ends[0] }, frame);
  }
}

/** The part of `box` within `frame`; null where there is none. */
function clipped(box, frame) {
  const left = Math.max(box.left, frame.left);
  const top = Math.max(box.top, frame.top);
  const width = Math.min(box.left + box.width, frame.left + frame.width) - left;
  const height = Math.min(box.top + box.height, frame.top + frame.height) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : null;
}
