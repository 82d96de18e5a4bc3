"""What the probe tells the browser: what units see and read, kernels, steps, links that do not fit."""

import base64
import re
from dataclasses import replace

import numpy as np
import pytest
import torch

from cam_core.config import NetworkConfig
from cam_core.network import Network, build_network
from cam_core.storage.checkpoint import load
from tests.serving import REPOSITORY
from ui import store
from ui.errors import sentence
from ui.language import LANGUAGES, translator
from ui.layers import kernels_route
from ui.layers.kernels_route import kernels_payload
from ui.layers.probe import probe_tool, step_problem, unit_problem
from ui.layers.probe_levels import Level, probe_levels
from ui.layers.samples import model_rungs, model_scales
from ui.page import View
from ui.state import State

MODELS = ("talk", "fcn", "resnet18")


def view_of(model: str, language: str = "en") -> View:
    known = store.manifest(model)
    return View(State(model, {}, language), translator(language), known, known.experiment)


def levels_of(view: View) -> list[Level]:
    fingerprint = view.manifest.fingerprint
    rungs = model_rungs(view.state.model, fingerprint, view.config)
    return probe_levels(view, rungs, model_scales(view.state.model, fingerprint))


def open_network(config: NetworkConfig) -> Network:
    """Positive weights and signals keep every ReLU open, so no path hides from the gradient."""
    network = build_network(config, seed=1).eval()
    with torch.no_grad():
        for name, value in network.named_parameters():
            fill = 0.5 / value[0].numel() if value.ndim > 1 else float(name.endswith("weight"))
            value.fill_(fill)
    return network.double()


@pytest.mark.parametrize("model", MODELS)
def test_what_the_page_says_a_unit_sees_is_what_gradients_find(model: str) -> None:
    """Every unit of every layer: first and last sample with a gradient, and the rest is padding.

    Signals that rise steeply to the right or to the left let every max pooling pass the gradient to one
    end or the other of its window.
    """
    view = view_of(model)
    num_points = view.config.signals.num_points
    rising = 1.3 ** torch.arange(num_points, dtype=torch.double)
    x = torch.stack([rising, rising.flip(0)])[:, None].requires_grad_()
    outputs = open_network(view.config.network).forward_layers(x)
    told = {level.name: level for level in levels_of(view)}
    for name, layer in outputs.items():
        level = told[name]
        assert level.spans is not None
        assert len(level.spans) == layer.shape[-1]
        for unit, (first, last) in enumerate(level.spans):
            (gradient,) = torch.autograd.grad(layer[:, 0, unit].sum(), x, retain_graph=True)
            seen = np.flatnonzero((gradient[:, 0] != 0).any(dim=0).numpy())
            assert (first, last) == (seen.min(), seen.max()), (name, unit)
    assert told["cam"].spans == told[list(outputs)[-1]].spans


@pytest.mark.parametrize("model", [*MODELS, "talk-max", "events"])
def test_what_a_unit_reads_is_what_changes_it(model: str) -> None:
    """Changing any one position of the layer before changes exactly the units that read it (oracle)."""
    view = view_of(model)
    spec = view.config.network.spec
    network = open_network(view.config.network)
    x = torch.rand(1, 1, view.config.signals.num_points, dtype=torch.double) + 1
    with torch.inference_mode():
        layers = network.forward_layers(x)
        for level in levels_of(view):
            if level.reach is None or level.before == "signal":
                continue
            stage = network.backbone[spec.stage(level.name).name]
            before = layers[str(level.before)].unsqueeze(2)
            for position in {0, before.shape[-1] // 2, before.shape[-1] - 1}:
                changed = before.clone()
                changed[..., position] += 1e6
                moved = (stage(changed) != stage(before)).squeeze(2).any(dim=1)[0]
                starts = level.reach.start + level.reach.jump * np.arange(level.positions)
                reads = (starts <= position) & (position < starts + level.reach.size)
                np.testing.assert_array_equal(moved.numpy(), reads, err_msg=level.name)


def decoded(array: dict[str, str]) -> np.ndarray:
    values = np.frombuffer(base64.b64decode(array["bdata"]), "<f4")
    return values.reshape([int(size) for size in array.get("shape", str(len(values))).split(",")])


@pytest.mark.parametrize("model", MODELS)
def test_kernels_are_the_networks(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole layers, and the same in parts: each part begins where the one before ended."""
    monkeypatch.setattr(kernels_route, "MAX_WEIGHTS", 40_000)
    network = load(REPOSITORY / "models" / model).network
    fingerprint = store.manifest(model).fingerprint
    for level in levels_of(view_of(model)):
        if level.kernels is None:
            continue
        part, conv = level.kernels["part"], network.backbone[level.name][-3 if model != "talk" else 0]
        wanted = conv.weight.detach().numpy()[:, :, 0]
        assert level.kernels["numbers"] == wanted.size
        query = {"model": model, "fingerprint": fingerprint, "layer": level.name}
        sent = [kernels_payload({**query, "first": str(first)}) for first in range(0, len(wanted), part)]
        weight = np.concatenate([decoded(one["weight"]) for one in sent])
        np.testing.assert_array_equal(weight.reshape(wanted.shape), wanted)
        assert all(len(decoded(one["bias"])) == len(decoded(one["weight"])) for one in sent)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"model": "nobody"}, "`model` must be one of"),
        ({"fingerprint": "old"}, "`fingerprint` must be"),
        ({"layer": "fifth_conv"}, "`layer` must be one of first_conv"),
        ({"layer": "first_pooling"}, "`layer` must be a convolution, got 'first_pooling'"),
        ({"first": "32"}, "`first` must be a channel from 0 to 31, got '32'"),
        ({"first": "-1"}, "`first` must be a channel"),
        ({"first": "٣"}, "`first` must be a channel"),
        ({"first": "9" * 5000}, "`first` must be a channel"),
    ],
)
def test_a_bad_question_for_kernels_gives_a_sentence(query: dict[str, str], words: str) -> None:
    """The route answers these with status 400 and the sentence."""
    good = {"model": "talk", "fingerprint": store.manifest("talk").fingerprint, "layer": "first_conv"}
    assert kernels_payload(good)
    with pytest.raises(ValueError, match=re.escape(words)) as caught:
        kernels_payload({**good, **query})
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", [*MODELS, "talk-max", "events"])
def test_every_level_and_step_has_its_words(model: str, language: str) -> None:
    """Each level can be named and explained; each step lights rows that exist and says something of them."""
    view = view_of(model, language)
    fingerprint = view.manifest.fingerprint
    rungs = model_rungs(model, fingerprint, view.config)
    tool = probe_tool(view, rungs, model_scales(model, fingerprint), 1.0)
    names = [level["name"] for level in tool["probe"]["levels"]]
    assert names == [
        "signal",
        *view.config.network.spec.stage_names,
        "pooled",
        "weight",
        "contribution",
        "cam",
    ]
    for level in tool["probe"]["levels"]:
        assert all(f"{{{part}}}" in level["text"]["name"] for part in level["parts"])
        assert level["text"]["how"]
    steps = tool["probe"]["steps"]
    walked = ["signal", *view.config.network.spec.stage_names, "pooled", "contribution", "cam", "cam"]
    assert [step["level"] for step in steps] == walked
    for step in steps:
        assert step["level"] in step["lit"]
        assert set(step["lit"]) <= set(names)
    assert "GMP" in steps[-4]["sentences"]["all"] if model == "talk-max" else "GAP" in str(steps[-4])


def test_a_unit_of_a_link_fits_or_gives_a_sentence() -> None:
    """Names and numbers of units that are there pass; anything else names what was expected."""
    levels = levels_of(view_of("talk"))
    for good in ("", "signal.99", "third_conv.127.49", "pooled.255", "weight.0", "cam.49"):
        assert unit_problem(levels, good) is None
    for bad in (
        "signal.100",
        "third_conv.128.0",
        "third_conv.5",
        "pooled.1.1",
        "fifth.1.1",
        "cam.٣",
        "cam.-1",
    ):
        assert unit_problem(levels, bad) is not None
    problem = unit_problem(levels, "third_conv.9.50")
    assert problem is not None
    assert "third_conv.127.49, with numbers within the layer; got" in sentence(
        translator("en"), problem
    ).replace("\\", "")
    assert "third_conv.127.49" in sentence(translator("ko"), problem).replace("\\", "")


@pytest.mark.parametrize("bad", ["0", "11", "x", "1.5", "true", "[" * 5000, "9" * 400])
def test_a_step_of_a_link_fits_or_gives_a_sentence(bad: str) -> None:
    """Steps 1 to 10 are there in the talk's ladder."""
    assert step_problem(10, "") is None
    assert step_problem(10, "10") is None
    problem = step_problem(10, bad)
    assert problem is not None
    assert "The step must be a whole number from 1 to 10" in sentence(translator("en"), problem)


def test_a_level_of_a_changed_signal_has_its_length() -> None:
    """A longer signal has more positions, each with what it sees."""
    view = view_of("talk")
    signals = replace(view.config.signals, num_points=250, num_samples=20)
    longer = replace(view, config=replace(view.config, signals=signals))
    for level in levels_of(longer):
        if level.spans is not None:
            assert len(level.spans) == level.positions
            assert level.spans[-1][1] == 249
