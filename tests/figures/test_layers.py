"""The ladder's pictures and sentences against the network itself."""

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from cam_core.architectures.backbones import TALK_STAGES
from cam_core.cam import logits_from_cam
from cam_core.config import NetworkConfig
from cam_core.dataset import make_dataset
from cam_core.figures.layers import bindings, layers_figure
from cam_core.figures.layers_axes import patches
from cam_core.figures.layers_layout import MARGIN_BOTTOM, MARGIN_TOP, PROBE_ROOM, layers_rows
from cam_core.figures.layers_payload import SORTS, layers_arrays
from cam_core.figures.layers_places import FIRST_STRIP, SIGNAL, Places
from cam_core.figures.payload import payload
from cam_core.layers.kernels import layer_kernels
from cam_core.layers.ladder import Rung, Scales, order, rungs, scales, terms
from cam_core.layers.lit_path import lit_paths
from cam_core.maps.choices import map_names
from cam_core.network import Network, build_network
from cam_core.pipeline import explain
from cam_core.receptive_field import receptive_field
from cam_core.results import Explanation
from cam_core.signals import SignalBatch
from cam_core.storage.checkpoint import Model, load
from tests.serving import REPOSITORY
from ui.language import LANGUAGES, translator
from ui.layers.samples import MAX_SAMPLES, layers_payloads
from ui.layers.texts import layers_texts
from ui.sample_query import parse

NUM_SIGNALS = 6
PLACES = Places(len(TALK_STAGES))
CLASS_NAMES = ("sine", "noisy_sine")


@pytest.fixture(scope="module")
def model() -> Model:
    return load(REPOSITORY / "models" / "talk")


@pytest.fixture(scope="module")
def signals(model: Model) -> SignalBatch:
    config = replace(model.manifest.experiment.signals, num_samples=60)
    return make_dataset(config).test[:NUM_SIGNALS]


@pytest.fixture(scope="module")
def said(model: Model, signals: SignalBatch) -> Explanation:
    return explain(model, signals.x)


@pytest.fixture(scope="module")
def ladder(model: Model, said: Explanation) -> list[Rung]:
    return rungs(model.network.geometry, said.layers)


@pytest.fixture(scope="module")
def ends(said: Explanation) -> Scales:
    return scales(said)


@pytest.fixture(scope="module")
def picture(ladder: list[Rung], ends: Scales) -> go.Figure:
    return layers_figure(ladder, ends, 100, 2.0, "average", translator("en"))


def shown(
    said: Explanation, signals: SignalBatch, index: int, ladder: list[Rung], view: Mapping[str, str]
) -> dict[int, np.ndarray]:
    """What the browser would put into each trace: the bindings, applied by hand to the payload."""
    arrays = layers_arrays(said, terms(said), index, signals.event_interval[index])
    sent = {name: decoded(one) for name, one in payload(arrays, {}, {}, {})["arrays"].items()}
    filled = {}
    for binding in bindings(ladder):
        values = sent[binding["array"].format(**view)]
        take = sent.get(binding.get("take", "").format(**view))
        filled[binding["trace"]] = values if take is None else values[take.astype(int)]
    return filled


def decoded(array: Mapping[str, str]) -> np.ndarray:
    values = np.frombuffer(base64.b64decode(array["bdata"]), "<f4")
    return values.reshape([int(size) for size in array.get("shape", str(len(values))).split(",")])


@pytest.mark.parametrize("name", map_names(2))
@pytest.mark.parametrize("index", range(NUM_SIGNALS))
def test_every_trace_holds_the_explanation(
    said: Explanation, signals: SignalBatch, ladder: list[Rung], index: int, name: str
) -> None:
    """In number order each strip is the layer, bit for bit; bars and map are the head's arithmetic."""
    filled = shown(said, signals, index, ladder, {"map": name, "sort": "index"})
    np.testing.assert_array_equal(filled[SIGNAL], signals.x[index, 0])
    for place, layer in enumerate(TALK_STAGES):
        np.testing.assert_array_equal(filled[FIRST_STRIP + place], said.layers[layer][index])
    weight = {"0": said.head_weight[0], "1": said.head_weight[1]}
    weight["margin"] = weight["1"] - weight["0"]
    pooled = said.layers[TALK_STAGES[-1]][index].mean(axis=1)
    np.testing.assert_allclose(filled[PLACES.first_bars], pooled, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(filled[PLACES.first_bars + 1], weight[name])
    np.testing.assert_allclose(filled[PLACES.first_bars + 2], weight[name] * pooled, rtol=1e-4, atol=1e-5)
    map_by_hand = sum(weight[name][k] * said.layers[TALK_STAGES[-1]][index, k] for k in range(len(pooled)))
    np.testing.assert_allclose(filled[PLACES.cam_steps], map_by_hand, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("sort", SORTS[1:])
@pytest.mark.parametrize("name", map_names(2))
def test_sorted_channels_descend_and_lose_nothing(
    said: Explanation, signals: SignalBatch, ladder: list[Rung], sort: str, name: str
) -> None:
    """An order permutes the channels, the same one in strip and bars, from the largest down."""
    plain = shown(said, signals, 0, ladder, {"map": name, "sort": "index"})
    filled = shown(said, signals, 0, ladder, {"map": name, "sort": sort})
    last = FIRST_STRIP + len(ladder) - 1
    key = {
        "weight": filled[PLACES.first_bars + 1],
        "contribution": filled[PLACES.first_bars + 2],
        "peak": filled[last].max(axis=1),
    }[sort]
    assert (np.diff(key) <= 0).all()
    for trace in (last, PLACES.first_bars, PLACES.first_bars + 1, PLACES.first_bars + 2):
        rows = plain[trace].reshape(256, -1)
        assert sorted(map(bytes, filled[trace].reshape(256, -1))) == sorted(map(bytes, rows))
    product = filled[PLACES.first_bars] * filled[PLACES.first_bars + 1]
    np.testing.assert_allclose(product, filled[PLACES.first_bars + 2], rtol=1e-5, atol=1e-7)


def test_equal_channels_keep_their_numbers() -> None:
    """Sorting is stable: channels that are zero stay in number order and do not dance."""
    np.testing.assert_array_equal(order(np.array([0, 2, 0, 3, 0])), [3, 1, 0, 2, 4])


def test_positions_stand_at_the_centres_of_their_receptive_fields(
    picture: go.Figure, ladder: list[Rung]
) -> None:
    """Unit j of a strip is drawn at the centre that the layers' windows give, 2j + 0.5 at the end."""
    for place, rung in enumerate(ladder):
        strip = picture.data[FIRST_STRIP + place]
        drawn = strip.x0 + strip.dx * np.arange(rung.num_positions)
        np.testing.assert_array_equal(drawn, rung.centers)
        first, end = rung.field.span(20, 100)
        assert (first + end - 1) / 2 == drawn[20]
    np.testing.assert_array_equal(picture.data[PLACES.cam_steps].x, receptive_field([]).centers(50) * 2 + 0.5)


def test_colours_and_axes_do_not_depend_on_the_sample(
    model: Model, picture: go.Figure, ladder: list[Rung], ends: Scales
) -> None:
    """Ranges are the model's: zero to the layer's end for strips, symmetric for weights and maps."""
    for place, rung in enumerate(ladder):
        strip = picture.data[FIRST_STRIP + place]
        assert (strip.zmin, strip.zmax) == (0, ends.layers[rung.name])
        assert ends.layers[rung.name] <= ends.peaks[rung.name]
    layouts = patches(model.manifest.calibration, ends, ladder, "average", translator("en"))["layouts"]
    assert set(layouts) == {f"{name}.{width}" for name in map_names(2) for width in ("wide", "narrow")}
    for changes in layouts.values():
        for path, value in changes.items():
            if path.endswith("range"):
                assert value[0] == -value[1] < 0
    assert layouts["0.wide"] == layouts["1.wide"]
    assert layouts["margin.wide"]["coloraxis.cmax"] == model.manifest.calibration.margin_scale


def test_rows_of_the_ladder_do_not_overlap(picture: go.Figure, ladder: list[Rung]) -> None:
    """Every row has room for its label, from the signal at the top to the map at the bottom."""
    rows, height = layers_rows(ladder)
    domains = [row.domain for row in rows.values()]
    assert height == picture.layout.height
    for above, below in pairwise(domains):
        assert (above[0] - below[1]) * height > 20
    assert domains[0][1] < 1
    assert domains[-1][0] >= 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sums_shown_are_the_networks_and_add_up(said: Explanation, language: str) -> None:
    """The numbers in both sentences, read back from the text, are the logit, the bias and the rest."""
    by_map = terms(said)
    wanted = logits_from_cam(said.cam, said.head_bias)
    for index in range(len(said)):
        texts = layers_texts(translator(language), said, by_map, CLASS_NAMES, index)
        for label in (0, 1):
            logit, bias, mean = numbers(texts[f"conservation.{label}"])[:3]
            assert logit == round(float(said.logits[index, label]), 4)
            assert bias == round(float(said.head_bias[label]), 4)
            assert abs(logit - wanted[index, label]) < 2e-3
            assert abs(logit - bias - mean) < 2e-4
            logit, *summands = numbers(texts[f"combination.{label}"])[:7]
            assert logit == round(float(said.logits[index, label]), 4)
            assert abs(logit - sum(summands)) < 1e-3


def numbers(text: str) -> list[float]:
    """The numbers with four decimals in a sentence, signs as people write them."""
    found = re.findall(r"([−+] ?)?(\d+\.\d{4})", text)
    return [-float(value) if "−" in sign else float(value) for sign, value in found]


def test_the_residual_is_rounding(said: Explanation) -> None:
    """Bias and mean of the map miss the logit by no more than float32 rounding, margin included."""
    for term in terms(said).values():
        scale = max(1.0, float(np.abs(term.contribution).sum(axis=1).max()))
        assert np.abs(term.residual).max() < 1e-5 * scale
        total = term.bias + term.contribution.sum(axis=1, dtype=float)
        np.testing.assert_allclose(total, term.logit, atol=1e-5 * scale)


def test_a_clean_signal_has_no_edges(said: Explanation, signals: SignalBatch) -> None:
    """The dashed lines stand half a sample outside the burst, and nowhere when there is none."""
    for index in range(NUM_SIGNALS):
        edges = layers_arrays(said, terms(said), index, signals.event_interval[index])["truth"]
        if signals.y[index] == 0:
            assert np.isnan(edges).all()
        else:
            start, end = signals.event_interval[index]
            assert set(edges[~np.isnan(edges)]) == {start - 0.5, end - 0.5}


def correlated(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The sums under a sliding kernel, one by one: x (channels, positions), zeros beyond the ends."""
    half = weight.shape[1] // 2
    padded = np.pad(x.astype(float), ((0, 0), (half, half)))
    places = range(x.shape[1])
    return np.array([(padded[:, t : t + weight.shape[1]] * weight).sum() for t in places])


@pytest.mark.parametrize("normalization", ["none", "batch"])
@pytest.mark.parametrize("layer", ["first_conv", "second_conv", "third_conv", "fourth_conv"])
def test_a_kernel_makes_its_channel(normalization: str, layer: str) -> None:
    """The numbers shown for a channel, slid over the layer before by hand, give its activation."""
    config = NetworkConfig(widths=(4, 5, 6, 7), kernel_sizes=(3, 5, 3, 3), normalization=normalization)
    network = shaken(build_network(config, seed=3))
    x = torch.from_numpy(np.random.default_rng(0).normal(size=(1, 1, 40)).astype(np.float32))
    with torch.inference_mode():
        before = {"signal": network.standardize(x), **network.forward_layers(x)}
    names = list(before)
    source = before[names[names.index(layer) - 1]][0].numpy()
    found = layer_kernels(network, layer)
    assert found is not None
    for channel in range(before[layer].shape[1]):
        sums = correlated(source, found.weight[channel]) + found.bias[channel]
        by_hand = np.maximum(found.scale[channel] * sums + found.shift[channel], 0)
        np.testing.assert_allclose(by_hand, before[layer][0, channel].numpy(), atol=1e-5)


def shaken(network: Network) -> Network:
    """Batch normalisation with statistics of its own, so that scale and shift matter."""
    generator = torch.Generator().manual_seed(1)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            for value in (module.running_mean, module.running_var, module.weight, module.bias):
                assert value is not None
                value.data = torch.rand(value.shape, generator=generator) + 0.5
    return network.eval().requires_grad_(requires_grad=False)


def test_a_pooling_has_no_kernels_and_a_stranger_gives_a_sentence() -> None:
    """What cannot be shown is said."""
    network = build_network(NetworkConfig(), seed=0)
    assert layer_kernels(network, "first_pooling") is None
    with pytest.raises(ValueError, match=r"`layer` must be one of first_conv, .* got 'fifth'"):
        layer_kernels(network, "fifth")


def test_a_narrow_ladder_leaves_room_below_the_signal(ladder: list[Rung], ends: Scales, model: Model) -> None:
    """On a phone every row moves down by the same pixels, and keeps its height."""
    plain, height = layers_rows(ladder)
    moved, taller = layers_rows(ladder, PROBE_ROOM)
    assert taller - height == PROBE_ROOM
    inner = [total - MARGIN_TOP - MARGIN_BOTTOM for total in (height, taller)]
    for name in list(plain)[1:]:
        (low, high), (new_low, new_high) = plain[name].domain, moved[name].domain
        assert new_high * inner[1] == pytest.approx(high * inner[0])
        assert (new_high - new_low) * inner[1] == pytest.approx((high - low) * inner[0])
    changes = patches(model.manifest.calibration, ends, ladder, "average", translator("en"))["layouts"]
    assert changes["0.narrow"]["yaxis2.domain"] == list(moved["strip0"].domain)
    assert not any("domain" in path for path in changes["0.wide"])


def test_payloads_are_small_and_complete(model: Model) -> None:
    """One sample is below 250 kB and carries what every binding of every view asks for."""
    query = parse({"model": "talk", "i": "17,3", "lang": "ko"})
    sent: dict[str, Any] = layers_payloads(query)
    assert list(sent) == ["17", "3"]
    assert len(str(sent["17"])) < 250_000
    said = explain(model, query.signals().x)
    ladder = rungs(model.network.geometry, said.layers)
    for name in map_names(2):
        for binding in bindings(ladder):
            assert binding["array"].format(map=name) in sent["3"]["arrays"]
    np.testing.assert_array_equal(decoded(sent["3"]["arrays"]["fourth_conv"]), said.layers["fourth_conv"][1])
    assert sent["3"]["alias"] == {"predicted": str(said.predicted_class[1])}
    paths = lit_paths(model.network, said, terms(said))
    for name in map_names(2):
        np.testing.assert_array_equal(decoded(sent["3"]["arrays"][f"path.{name}"]), paths[name][1])
    assert sent["3"]["scalars"]["logit.0"] == said.logits[1, 0]
    assert sent["3"]["scalars"]["bias.margin"] == said.head_bias[1] - said.head_bias[0]


def test_the_truth_of_a_sample_comes_with_it() -> None:
    """First and last sample of the burst, and nothing where there is none; the interval of each map."""
    query = parse({"model": "talk", "i": "2,17"})
    sent, signals = layers_payloads(query), query.signals()
    assert signals.y.tolist() == [1, 0]
    start, end = signals.event_interval[0]
    assert (sent["2"]["scalars"]["truth_first"], sent["2"]["scalars"]["truth_last"]) == (start, end - 1)
    assert "truth_first" not in sent["17"]["scalars"]
    said = explain(load(REPOSITORY / "models" / "talk"), signals.x)
    for label in (0, 1):
        found = decoded(sent["2"]["arrays"][f"found.{label}"])
        np.testing.assert_array_equal(found, said.localized_interval[0, label])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"i": "9600"}, "`i` must be sample numbers from 0 to 9599, got '9600'"),
        ({"i": "NaN"}, "`i` must be sample numbers"),
        ({"i": "1", "model": "nobody"}, "`model` must be one of"),
        ({"i": "1", "signals.noise_std": "NaN"}, "`signals.noise_std` must be a number"),
        ({"i": ",".join(map(str, range(MAX_SAMPLES + 1)))}, f"at most {MAX_SAMPLES} samples, got 17"),
    ],
)
def test_a_bad_question_gives_a_sentence(query: dict[str, str], sentence: str) -> None:
    """The route answers these with status 400 and the sentence."""
    with pytest.raises(ValueError, match=re.escape(sentence)):
        layers_payloads(parse({"model": "talk", **query}))
