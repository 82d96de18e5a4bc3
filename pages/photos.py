"""Photos: the paper's own case, a photograph with a map for each of its most likely classes."""

from ui.page import open_page
from ui.photos.view import draw_photos

view = open_page("photos")
draw_photos(view)
