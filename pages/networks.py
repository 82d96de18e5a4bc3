"""Networks: the talk's tables, what a network sees of a signal, and what a finer map takes."""

from ui.networks.tradeoff import draw_tradeoff
from ui.networks.view import draw_networks
from ui.page import open_page

view = open_page("networks", makes_signals=True)
draw_networks(view)
draw_tradeoff(view)
