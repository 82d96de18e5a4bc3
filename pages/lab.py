"""Lab: make signals, train a network on them, watch it learn, keep it."""

from ui.lab.bench import draw_bench
from ui.lab.film import draw_film
from ui.lab.library import draw_library
from ui.lab.style import draw_style
from ui.lab.training import draw_training
from ui.page import open_page

view = open_page("lab", makes_signals=True)
draw_style()
draw_bench(view)
if not draw_training(view):
    draw_film(view)
draw_library(view)
