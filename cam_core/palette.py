"""The one table of colours. Ratios in comments are contrast with white paper (WCAG 2.2)."""

INK = "#1b1f24"  # 16.6
PAPER = "#ffffff"
MUTED = "#57606a"  # 6.4, quiet text and ticks
RULE = "#d0d7de"  # grid lines, which carry no information of their own
FILL = "rgba(27,31,36,0.10)"  # a breath of ink, between a curve and zero

CLASS_COLORS = (
    "#0072b2",  # 5.2: sine
    "#c24e00",  # 4.7: noisy sine
    "#9c1458",  # 8.0
    "#5a5f00",  # 6.8
    "#4b3fa0",  # 8.5
    "#8a2b12",  # 8.5
    "#00616f",  # 7.1
    "#6b3d6e",  # 8.4
)
"""One for each class, in the order of the labels."""

CLASS_MARKS = "●◆▲■✚✖★⬟"
CLASS_SYMBOLS = ("circle", "diamond", "triangle-up", "square", "cross", "x", "star", "pentagon")
TRUTH = "#00795a"  # 5.4: the true event interval
FOUND = "#7b3294"  # 8.4: the localised interval

CAM_SCALE = (
    (0.0, "#08306b"),
    (0.25, "#4a90c4"),
    (0.5, "#ffffff"),
    (0.75, "#f28e4b"),
    (1.0, "#a63603"),
)
"""Diverging and symmetric about zero: blue speaks against, orange for; no evidence is paper."""

ACTIVATION_SCALE = ((0.0, "#ffffff"), (0.5, "#8c96c6"), (1.0, "#4d004b"))
"""Sequential, for feature maps after ReLU: zero is paper."""
