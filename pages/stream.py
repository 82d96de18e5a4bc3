"""Stream: a long signal rolls by, and the network maps it as it comes."""

from ui.page import open_page
from ui.stream.choices import draw_choices, open_stream
from ui.stream.view import draw_stream

view = open_page("stream")
choice = open_stream(view)
draw_stream(view, choice)
draw_choices(view, choice)
