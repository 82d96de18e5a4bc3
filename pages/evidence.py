"""Evidence: how far the map can be trusted, and what other ways of asking say."""

from ui.evidence_twins import draw_twins
from ui.page import open_page

view = open_page("evidence")
draw_twins(view)
