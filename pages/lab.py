"""Lab: make signals, train a network on them, watch it learn, keep it."""

import streamlit as st

from ui.lab_dataset import draw_accuracies, draw_examples, draw_shapes
from ui.lab_film import draw_film
from ui.lab_library import draw_library
from ui.lab_parameters import draw_parameters, draw_presets, draw_problem
from ui.lab_style import draw_style
from ui.lab_training import draw_start, draw_training
from ui.page import open_page

view = open_page("lab")
draw_style()
draw_problem()
signals, parameters = st.columns([2.2, 1], gap="medium")
with signals:
    draw_presets(view)
    draw_start(view)
    draw_examples(view)
    shapes, accuracies = st.columns(2)
with shapes:
    draw_shapes(view)
with parameters:
    draw_parameters(view)
if not draw_training(view):
    draw_film(view)
draw_library(view)
with accuracies:  # last: what has to be computed must not hold up what is there already
    draw_accuracies(view)
