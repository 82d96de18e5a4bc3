"""Photos in a real browser on the real server: what is painted, clicked, brought along."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from cam_core.figures.photos import PER_PANEL, STRENGTH
from cam_core.palette import CAM_SCALE
from cam_core.photos.explain import cam_scale, explain_photo
from cam_core.photos.imagenet import imagenet_classes
from cam_core.photos.pictures import read_picture
from cam_core.photos.results import PhotoExplanation
from cam_core.photos.weights import find_weights, read_network
from tests.browser.conftest import OpenPage
from tests.browser.rest import settled
from tests.browser.screen import no_sideways_scroll
from tests.serving import REPOSITORY, RunningServer
from ui.photos.choice import PHOTOS

FOLDER = REPOSITORY / "ui" / "assets" / "photos"
NODE = "document.querySelector('.st-key-photos .js-plotly-plot')"
HEADLINE = ".st-key-photos .cam-readout-headline"
PAINTED = f"""async ([axis, places]) => {{
  const {{ ['xaxis' + axis]: x, ['yaxis' + axis]: y }} = {NODE}._fullLayout;
  const image = [...{NODE}.querySelectorAll('.subplot.x' + axis + 'y' + axis + ' .heatmaplayer image')][0];
  const picture = Object.assign(new Image(), {{ src: image.getAttribute('href') }});
  await picture.decode();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, {{ width: picture.width, height: picture.height }});
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const number = (name) => Number(image.getAttribute(name));
  const [left, top, width, height] = ['x', 'y', 'width', 'height'].map(number);
  return places.map(([row, column]) => Array.from(context.getImageData(
    Math.floor((x.l2p(column) - left) / width * picture.width),
    Math.floor((y.l2p(row) - top) / height * picture.height), 1, 1).data));
}}"""
CENTRE = f"""axis => {{
  const {{ ['xaxis' + axis]: x, ['yaxis' + axis]: y }} = {NODE}._fullLayout;
  const box = {NODE}.getBoundingClientRect();
  return [box.x + x._offset + x._length / 2, box.y + y._offset + y._length / 2];
}}"""
SHAPES = f"""() => ['', 2, 3, 4, 5, 6, 7].map((axis) => {{
  const {{ ['xaxis' + axis]: x, ['yaxis' + axis]: y }} = {NODE}._fullLayout;
  return [x._offset, y._offset, x._length, y._length];
}})"""
PEAK = f"i => Math.max(...{NODE}._fullData[i].z.flatMap((row) => [...row]))"


@pytest.fixture(scope="module")
def explained() -> dict[str, PhotoExplanation]:
    network = read_network(find_weights()[0][0])
    pictures = {name: read_picture((FOLDER / f"{name}.jpg").read_bytes()) for name in PHOTOS}
    return {name: explain_photo(network, picture) for name, picture in pictures.items()}


def opened(page: Page, server: RunningServer, query: str = "") -> Page:
    page.goto(f"{server.url}/photos{query}")
    expect(page.locator(".st-key-photos .cam-plot[data-sample]")).to_be_visible(timeout=60_000)
    return page


def paint(value: float, scale: float) -> list[float]:
    """Oracle: the colour scale with its clear middle, red, green, blue and strength, joined by NumPy."""
    place = np.clip((value / scale + 1) / 2, 0, 1)
    places = [stop for stop, _ in CAM_SCALE]
    stops = np.array([[int(color[i : i + 2], 16) for i in (1, 3, 5)] for _, color in CAM_SCALE])
    strengths = [255 * STRENGTH * abs(2 * stop - 1) for stop in places]
    return [*(np.interp(place, places, stops[:, i]) for i in range(3)), np.interp(place, places, strengths)]


def test_the_painted_map_is_the_interpolated_one(
    page: Page, server: RunningServer, explained: dict[str, PhotoExplanation]
) -> None:
    """At 300 pixels of the large and of a small map the colour on the screen is that of `interpolated_cam`.

    An image's resize would lie half a jump, 16 pixels, away.
    """
    opened(page, server, "?photo=portrait")
    found, scale = explained["portrait"], cam_scale(explained.values())
    rng = np.random.default_rng(2)
    places = rng.integers(2, 222, (300, 2))
    for axis, rank in (("", 0), (4, 2)):
        shown = np.array(page.evaluate(PAINTED, [axis, places.tolist()]), float)
        values = found.interpolated_cam[rank][places[:, 0], places[:, 1]]
        expected = np.array([paint(value, scale) for value in values])
        # A pixel on the screen need not lie on one of the picture's, and colours are whole numbers.
        assert np.abs(shown[:, 3] - expected[:, 3]).max() < 8
        assert np.abs(shown[:, 3] - expected[:, 3]).mean() < 1.5
        strong = expected[:, 3] > 60
        assert np.abs(shown[strong, :3] - expected[strong, :3]).mean() < 6


def test_choosing_what_is_drawn_runs_no_script(
    page: Page, server: RunningServer, sent: list[object], explained: dict[str, PhotoExplanation]
) -> None:
    """A click on a small map, the list of classes, scale and box: all in the browser, kept in the link."""
    opened(page, server, "?photo=coffee")
    found = explained["coffee"]
    labels = found.labels.tolist()
    headline = page.locator(HEADLINE)
    expect(headline).to_contain_text(imagenet_classes()[labels[0]])
    before = len(sent)
    page.mouse.click(*page.evaluate(CENTRE, 4))
    expect(headline).to_contain_text(imagenet_classes()[labels[2]])
    expect(page.get_by_label("Large map")).to_have_value(str(labels[2]))
    drawn = page.evaluate(f"() => {NODE}._fullData[0].z.map((row) => Array.from(row))")
    np.testing.assert_allclose(drawn, found.framed_cam[2], rtol=1e-4)
    page.get_by_label("Large map").select_option(str(labels[1]))
    expect(headline).to_contain_text(imagenet_classes()[labels[1]])
    page.get_by_label("Scale").select_option("ratio")
    page.wait_for_function(f"() => {NODE}._fullLayout.coloraxis.cmax === 1")
    peaks = [page.evaluate(PEAK, rank * PER_PANEL) for rank in range(1, 6)]
    np.testing.assert_allclose(peaks, 1, atol=1e-4)
    page.get_by_label("Box around what exceeds").select_option("0.6")
    expect(headline).to_contain_text("The box spans columns")
    expect(page).to_have_url(re.compile(rf"map={labels[1]}.*scale=ratio.*threshold=0\.6"))
    assert len(sent) == before
    page.reload()
    expect(headline).to_contain_text("The box spans columns")
    expect(page.get_by_label("Large map")).to_have_value(str(labels[1]))


def test_a_photograph_of_ones_own(page: Page, server: RunningServer) -> None:
    """Brought lying on its side, as a telephone stores it, it stands upright; a bad file leaves it there."""
    opened(page, server)
    coffee = Image.open(FOLDER / "coffee.jpg")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned: to be shown a quarter to the right
    buffer = io.BytesIO()
    coffee.transpose(Image.Transpose.ROTATE_90).save(buffer, "JPEG", quality=95, exif=exif)
    page.get_by_role("button", name="Your own photograph").click()
    field = page.locator("input[type=file]")
    field.set_input_files({"name": "turned.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()})
    expect(page.get_by_role("radio", name="Yours")).to_be_checked()
    expect(page.locator(HEADLINE)).to_contain_text("espresso")
    bad = {"name": "bad.png", "mimeType": "image/png", "buffer": b"nothing of use"}
    expect(field).to_have_count(0)  # the list has shut
    settled(page)
    page.get_by_role("button", name="Your own photograph").click()
    field.set_input_files(bad)
    refusal = page.get_by_text("This is not a whole PNG, JPEG or WebP picture.")
    expect(refusal).to_be_visible()
    expect(page.locator(HEADLINE)).to_contain_text("espresso")
    settled(page)
    page.get_by_role("button", name="Your own photograph").click()
    expect(refusal).to_have_count(0)  # whatever is tried next, and whoever refuses it
    field.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"words"})
    expect(page.get_by_text("not allowed")).to_be_visible()
    expect(refusal).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_text("Portrait", exact=True).click()
    expect(page.locator(HEADLINE)).to_contain_text("bow tie")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (390, 844)])
def test_it_fits_every_screen(open_page: OpenPage, server: RunningServer, width: int, height: int) -> None:
    """No sideways scroll; seven squares that do not meet, the large one first; Korean texts."""
    page = open_page(viewport={"width": width, "height": height}, has_touch=width < 640)
    opened(page, server, "?lang=ko&photo=rocket")
    no_sideways_scroll(page)
    shapes = np.array(page.evaluate(SHAPES))
    np.testing.assert_allclose(shapes[:, 2], shapes[:, 3], rtol=0.01)
    assert shapes[0, 2] > 1.5 * shapes[1:, 2].max()
    assert shapes[:, 2].min() > 120
    for one in range(7):
        for other in range(one):
            apart = np.abs(shapes[one, :2] - shapes[other, :2]) >= shapes[other, 2:] - 0.5
            assert apart.any(), (one, other)
    plot = page.locator(".st-key-photos .cam-plot").bounding_box()
    assert plot
    assert (shapes[:, 0] + shapes[:, 2] <= plot["width"]).all()
    assert (shapes[:, 1] + shapes[:, 3] <= plot["height"]).all()
    expect(page.locator(HEADLINE)).to_contain_text("상자")
