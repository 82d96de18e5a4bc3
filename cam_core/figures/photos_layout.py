"""Where the panels of a photograph's picture lie: one large, six small, the colour bar in the last place.

Corners are left, right, bottom and top, as shares of the picture.
"""

Corners = tuple[float, float, float, float]

HEIGHT, NARROW_HEIGHT = 440, 1150
GROW = 0.56
"""Least height in pixels on a wide and on a narrow screen, and share of a taller wide window."""

MARGIN = 4
TITLE_HEIGHT = 58
"""Pixels for a rank, a name on at most two lines and a probability."""

BAR_HEIGHT = 72
"""Pixels for the colour bar, with its title and numbers."""


def wide_corners() -> list[Corners]:
    """The large picture on the left with the colour bar under it, the small ones in two rows beside it."""
    whole = HEIGHT - 2 * MARGIN
    bar, title = BAR_HEIGHT / whole, TITLE_HEIGHT / whole
    cells = [(0.36 + 0.22 * column, 1 - 0.5 * row) for row in range(2) for column in range(3)]
    small = [(left, left + 0.2, top - 0.49, top - title) for left, top in cells]
    return [(0, 0.34, bar, 1), *small, (0.02, 0.32, 0, bar)]


def narrow_corners() -> list[Corners]:
    """The large picture on top, then the colour bar, then the small ones in pairs."""
    whole = NARROW_HEIGHT - 2 * MARGIN
    below, title = 1 - 360 / whole, TITLE_HEIGHT / whole
    first = below - BAR_HEIGHT / whole
    cells = [(0.52 * column, first * (1 - row / 3)) for row in range(3) for column in range(2)]
    small = [(left, left + 0.48, top - first / 3 + 0.01, top - title) for left, top in cells]
    return [(0, 1, below, 1), *small, (0.06, 0.94, first, below)]
