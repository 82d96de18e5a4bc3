"""Lab in a real browser on the real server: train, watch, refresh, stop, share, bring models."""

import io
import os
import re
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, WebSocket, expect

from cam_core.storage.model_records import read_film
from tests.browser.conftest import OpenPage
from tests.browser.screen import no_sideways_scroll, on_first_screen
from tests.conftest import StartServer
from tests.serving import REPOSITORY, RunningServer

SIZES = ((1920, 1080), (1366, 768), (390, 844))
SMALL = "signals.num_samples=400"
ROWS_OF_COLOUR = """() => [...document.querySelectorAll('[class*="st-key-lab_running_film_"]')].map(
  (one) => one.querySelector('.js-plotly-plot')?._fullData?.[3]?.z?.length ?? 0)"""
FILM_LINE = """() => [...document.querySelectorAll('[class*="st-key-lab_film_"]')].map((one) => {
  const plot = one.querySelector('.js-plotly-plot');
  return one.className.includes('curve') ? plot.data[2].x[0] : plot.data[4].y[0];
})"""
FILM_MAPS = """() => [...document.querySelectorAll('[class*="st-key-lab_film_"]:not([class*="curve"])')].map(
  (one) => {
    const [, above, below] = one.querySelector('.js-plotly-plot')._fullData;
    return [...above.y].map((value, sample) => value + below.y[sample]);
  })"""
NOISE_LINE = "() => [...document.querySelector('.js-plotly-plot')._fullData[6].y]"


def opened(page: Page, server: RunningServer, link: str = "") -> Page:
    page.goto(f"{server.url}/lab?{link}")
    expect(page.locator(".cam-ready").first).to_be_visible(timeout=90_000)
    return page


def train(page: Page) -> None:
    page.get_by_role("button", name="Train a network on these signals").click()
    expect(page.get_by_role("button", name="Stop and keep")).to_be_visible(timeout=60_000)


@pytest.fixture(autouse=True)
def no_training_left(server: RunningServer) -> Iterator[None]:
    """A test that fails half-way must not leave its training to the next one."""
    yield
    for run in (server.data_dir / "runs").glob("*"):
        (run / "stop").touch()


def wait_for_model(page: Page) -> str:
    """The slug of the model that the page opens when its training has ended."""
    page.wait_for_function("() => location.search.includes('model=')", timeout=120_000)
    found = re.search(r"model=([a-z0-9-]+)", page.url)
    assert found
    return found[1]


def wait_for_start(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"Epoch \d+ of"))).to_be_visible(timeout=90_000)


def wait_for_rows(page: Page, count: int) -> None:
    """Waits until each of the six pinned signals shows at least `count` epochs."""
    page.wait_for_function(
        f"""count => {{
          const rows = ({ROWS_OF_COLOUR})();
          return rows.length === 6 && Math.min(...rows) >= count;
        }}""",
        arg=count,
        timeout=90_000,
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_is_cut_off_at_any_size(
    server: RunningServer, open_page: OpenPage, size: tuple[int, int], language: str
) -> None:
    """Presets, button and examples are on the first screen; nothing is wider than it."""
    page = open_page(viewport={"width": size[0], "height": size[1]})
    opened(page, server, f"lang={language}&signals.noise_std=0.31")
    for place in (page.locator(".cam-plot").first, page.locator(".st-key-lab_train")):
        on_first_screen(page, place)
    no_sideways_scroll(page)


def test_the_cost_of_a_backbone_is_seen_where_it_is_chosen(server: RunningServer, page: Page) -> None:
    """Down at the field the button is out of sight: the line below the field says what the choice takes."""
    opened(page, server)
    page.get_by_text("Network", exact=True).click()
    field = page.locator(".st-key-lab_network_backbone")
    field.get_by_role("combobox").click()
    page.get_by_role("option", name="ResNet-152").click()
    cost = page.get_by_text(re.compile("Training takes .* h on .*: too long to wait for")).locator(
        "visible=true"
    )
    expect(cost).to_have_count(1)
    field.scroll_into_view_if_needed()
    expect(page.locator(".st-key-lab_train")).not_to_be_in_viewport()
    expect(cost).to_be_in_viewport()
    above, below = field.bounding_box(), cost.bounding_box()
    assert above is not None
    assert below is not None
    assert 0 <= below["y"] - above["y"] - above["height"] < 40


def test_two_epochs_become_a_model_with_a_film(server: RunningServer, page: Page) -> None:
    """Train on a small set: progress, then the open model's facts and its film of three pictures."""
    opened(page, server, f"{SMALL}&training.epochs=2")
    train(page)
    slug = wait_for_model(page)
    assert (server.data_dir / "models" / slug / "model.safetensors").is_file()
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    expect(page.get_by_role("slider", name="Go through the epochs")).to_have_attribute("max", "2")


def test_the_film_grows_and_a_refresh_finds_the_training_again(server: RunningServer, page: Page) -> None:
    """Every epoch adds a row of colour to every pinned signal; reloading the page loses nothing."""
    opened(page, server, f"{SMALL}&training.epochs=1000&training.seed=11")
    train(page)
    wait_for_rows(page, 3)
    before = page.evaluate(ROWS_OF_COLOUR)
    page.reload()
    wait_for_start(page)
    wait_for_rows(page, max(before) + 1)
    page.get_by_role("button", name="Stop and keep").click()
    assert wait_for_model(page).count("-") == 1, "a stopped training says so in its name"


def test_a_second_person_joins_the_training_and_stops_it(server: RunningServer, open_page: OpenPage) -> None:
    """The same link in another browser shows the same training; the page goes on answering."""
    link = f"{SMALL}&training.epochs=1000&training.seed=12"
    first, second = open_page(), open_page()
    opened(first, server, link)
    train(first)
    wait_for_start(first)
    opened(second, server, link)
    wait_for_start(second)
    before = second.evaluate(NOISE_LINE)
    exact = second.get_by_role("spinbutton", name="Noise strength (signal units)")
    exact.fill("0.9")
    exact.press("Enter")
    second.wait_for_function(f"before => ({NOISE_LINE})()[45] !== before[45]", arg=before)
    expect(second.get_by_text("Somebody is training other parameters")).to_be_visible()
    second.get_by_role("button", name="Show its parameters").click()
    second.get_by_role("button", name="Stop and keep").click()
    assert wait_for_model(first) == wait_for_model(second)


def test_another_training_waits_in_line(server: RunningServer, open_page: OpenPage) -> None:
    """One at a time: the second is told its place and can leave the line."""
    first, second = open_page(), open_page()
    opened(first, server, f"{SMALL}&training.epochs=1000&training.seed=13")
    train(first)
    opened(second, server, f"{SMALL}&training.epochs=2&training.seed=14")
    second.get_by_role("button", name="Train a network on these signals").click()
    expect(second.get_by_text("Yours is number 1 in line")).to_be_visible()
    second.get_by_role("button", name="Leave the line").click()
    expect(second.get_by_text("was taken out of the line")).to_be_visible()
    first.get_by_role("button", name="Stop and keep").click()
    wait_for_model(first)


def test_the_film_is_stepped_through_without_python(server: RunningServer, page: Page) -> None:
    """Slider and arrow keys move all seven pictures together; no script runs, no link changes."""
    sent: list[object] = []
    page.on("websocket", lambda socket: listen(socket, sent))
    opened(page, server)
    slider = page.get_by_role("slider", name="Go through the epochs")
    expect(slider).to_have_value("10", timeout=60_000)
    page.wait_for_function(f"() => ({FILM_LINE})().length === 7")
    page.wait_for_timeout(2500)
    before, address = len(sent), page.url
    slider.fill("3")
    page.wait_for_function(f"() => ({FILM_LINE})().every((epoch) => epoch === 3)")
    slider.press("ArrowRight")
    page.wait_for_function(f"() => ({FILM_LINE})().every((epoch) => epoch === 4)")
    expect(page.get_by_text("Epoch 4: test accuracy")).to_be_visible()
    np.testing.assert_allclose(page.evaluate(FILM_MAPS), stored_maps(4), atol=1e-3)
    # the start button's own look-around is one message in five seconds
    assert len(sent) - before <= 2
    assert page.url == address


def stored_maps(epoch: int) -> np.ndarray:
    """The pinned signals' noise maps on the samples, by the straight lines between 0.5, 2.5, 4.5 ..."""
    cam = read_film(REPOSITORY / "models" / "talk").cam[epoch, :, 1]
    return np.stack([np.interp(np.arange(100), np.arange(0.5, 100, 2), row) for row in cam])


def listen(socket: WebSocket, sent: list[object]) -> None:
    socket.on("framesent", lambda frame: sent.append(frame))


def test_hostile_uploads_get_a_sentence(server: RunningServer, page: Page) -> None:
    """Bytes, a path that climbs, a bomb: each is refused in words, and the page goes on."""
    opened(page, server)
    for content, sentence in (
        (b"nothing of use", "This is not a whole zip archive."),
        (zipped({"../../app.py": b"print()"}), "The zip may hold these files only"),
        (zipped({"history.csv": b"0" * 2**26}), "The zip must hold one whole model"),
    ):
        file: FilePayload = {"name": "model.zip", "mimeType": "application/zip", "buffer": content}
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_text(sentence)).to_be_visible()
    assert not [path for path in (server.data_dir / "models").glob("*") if "app" in path.name]
    page.get_by_text("Background noise", exact=True).first.click()
    page.wait_for_function("() => location.search.includes('model=background')")


def zipped(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def test_a_model_is_named_taken_along_deleted_and_brought_back(server: RunningServer, page: Page) -> None:
    """The whole life of an own model, with a Korean name."""
    opened(page, server, f"{SMALL}&training.epochs=1&training.seed=15")
    train(page)
    slug = wait_for_model(page)
    name = page.get_by_role("textbox", name="Name")
    name.fill("나의 신경망")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_text("The model has its new name.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    content = download.value.path().read_bytes()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete for good").click()
    page.wait_for_function("() => !location.search.includes('model=')")
    assert not (server.data_dir / "models" / slug).exists()
    file: FilePayload = {"name": "x.zip", "mimeType": "application/zip", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("The model is in the library.")).to_be_visible()
    assert (server.data_dir / "models" / slug / "config.json").is_file()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_training_ends_with_the_server(
    start_server: StartServer, open_page: OpenPage, page_errors: list[str], number: signal.Signals
) -> None:
    """However the server ends, no process stays behind and no half model either."""
    server = start_server()
    page = open_page()
    opened(page, server, f"{SMALL}&training.epochs=500")
    train(page)
    wait_for_start(page)
    group = server.process.pid
    assert workers(group)
    os.kill(group, number)
    page.context.close()
    deadline = time.monotonic() + 30
    while workers(group) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert workers(group) == []
    models = server.data_dir / "models"
    assert not models.exists() or not [p for p in models.iterdir() if not p.name.startswith(".")]
    page_errors.clear()  # the browser says, rightly, that the server has gone


def workers(group: int) -> list[str]:
    """Processes of the server's group that were spawned for trainings."""
    listed = subprocess.run(
        ["ps", "-axww", "-o", "pgid=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    mine = [line for line in listed if line.split()[0] == str(group)]
    return [line for line in mine if "spawn_main" in line]
