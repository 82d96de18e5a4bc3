"""The command line: 0 or 2, one sentence for bad input, nothing half-written."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from cam_core import cli
from cam_core.cli import main
from cam_core.config import ExperimentConfig, SignalConfig
from cam_core.dataset import make_dataset
from cam_core.pipeline import explain
from cam_core.signals import generate_signals
from cam_core.storage.checkpoint import Model, load

Contents = Callable[[Path], dict[str, bytes]]
Capture = pytest.CaptureFixture[str]

REPOSITORY = Path(__file__).parents[2]
COMMANDS = ("train", "evaluate", "explain", "generate")
SMALL = ["--set", "signals.num_samples=60", "network.widths=[2,2,2,4]", "training.epochs=1"]


def _run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-m", "cam_core", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path, tiny_directory: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with good and bad files; `model` leads to the tiny model."""
    monkeypatch.chdir(tmp_path)
    Path("model").symlink_to(tiny_directory)
    signals = generate_signals(SignalConfig(num_samples=40, background_std=0.1))
    np.savez("good.npz", x=signals.x, y=signals.y, event_interval=signals.event_interval)
    np.savez("no_x.npz", signals=signals.x)
    np.savez("no_y.npz", x=signals.x)
    np.savez("words_y.npz", x=signals.x, y=signals.y.astype(str))
    np.savez("records_y.npz", x=signals.x, y=np.zeros(40, [("label", int)]))
    np.savez("times_y.npz", x=signals.x, y=signals.y.astype("timedelta64[s]"))
    np.savez("complex_y.npz", x=signals.x, y=signals.y.astype(complex))
    np.savez("short_y.npz", x=signals.x, y=signals.y[:-1])
    np.savez("bad_truth.npz", x=signals.x, y=signals.y, event_interval=signals.event_interval + 50)
    times = signals.event_interval.astype("timedelta64[s]")
    np.savez("times_truth.npz", x=signals.x, y=signals.y, event_interval=times)
    np.savez("times.npz", x=np.zeros((40, 1, 100), "timedelta64[s]"), y=signals.y)
    np.savez("number.npz", x=np.float64(3), y=np.int64(0))
    np.savez("nan.npz", x=np.full((2, 1, 100), np.nan))
    np.savez("complex.npz", x=np.full((2, 1, 100), 1j))
    np.savez("huge.npz", x=np.full((2, 1, 100), 1e300))
    np.savez("objects.npz", x=np.array([{}, []], dtype=object))
    np.save("short.npy", signals.x[..., :31])
    np.save("scalar.npy", np.float64(3))
    np.save("empty.npy", np.zeros((0, 1, 100)))
    np.save("flat.npy", signals.x[:, 0])
    with Path("vast.npy").open("wb") as file:
        vast = {"descr": "<f8", "fortran_order": False, "shape": (10**30,)}
        np.lib.format.write_array_header_1_0(file, vast)
    Path("cut.npz").write_bytes(Path("good.npz").read_bytes()[:2000])
    damaged = bytearray(Path("good.npz").read_bytes())
    damaged[3000:3100] = bytes(100)
    Path("damaged.npz").write_bytes(bytes(damaged))
    Path("text.npz").write_text("1,2,3\n")
    Path("nothing.npz").write_bytes(b"")
    Path("broken.json").write_text('{"signals": ')
    Path("list.json").write_text("[1, 2]")
    Path("deep.json").write_text("[" * 100_000)
    Path("binary.json").write_bytes(bytes(range(128, 256)))
    Path("unknown.json").write_text('{"signals": {"colour": 1}}')
    Path("bounds.json").write_text('{"signals": {"noise_std": -1}}')
    Path("digits.json").write_text('{"signals": {"noise_std": 1%s}}' % ("0" * 400))
    Path("long.json").write_text("1" * 5000)
    Path("small.json").write_text('{"signals": {"num_samples": 60, "noise_std": 0.2}}')
    Path("taken").mkdir()
    return tmp_path


BAD_INPUT = {
    "train --out taken": "taken",
    "train --out good.npz": "good.npz",
    "train --out good.npz/model": "good.npz",
    "train --config none.json --out new": "none.json",
    "train --config taken --out new": "taken",
    "train --config broken.json --out new": "broken.json",
    "train --config list.json --out new": "JSON object",
    "train --config deep.json --out new": "deep.json",
    "train --config binary.json --out new": "binary.json",
    "train --config unknown.json --out new": "signals.colour",
    "train --config bounds.json --out new": "signals.noise_std",
    "train --config digits.json --out new": "signals.noise_std",
    "train --config long.json --out new": "digits",
    "train --set signals.noise_std=-1 --out new": "signals.noise_std",
    "train --set signals.noise_std=NaN --out new": "signals.noise_std",
    "train --set signals.noise_std=1e999 --out new": "signals.noise_std",
    "train --set signals.noise_std=loud --out new": "signals.noise_std",
    "train --set signals.noise_start=81 --out new": "signals.noise_start",
    "train --set noise_std=1 --out new": "signals.noise_std=0.1",
    "train --set signals.noise_std --out new": "signals.noise_std=0.1",
    "train --set model.size=3 --out new": "model.size",
    "train --set training.epochs=ten --out new": "training.epochs",
    "train": "--out",
    "train --out": "--out",
    "generate --out taken": "taken",
    "generate --out good.npz/x.npz": "good.npz",
    "generate --config broken.json --out new.npz": "broken.json",
    "generate --set signals.num_samples=1 --out new.npz": "signals.num_samples",
    "generate": "--out",
    "evaluate nowhere": "nowhere",
    "evaluate taken": "config.json",
    "evaluate good.npz": "config.json",
    "evaluate model --set training.epochs=3": "training.epochs",
    "evaluate model --set signals.mood=1": "signals.mood",
    'evaluate model --set signals.kinds=["spike"]': "noisy_sine, got spike",
    'evaluate model --set signals.kinds=["noisy_sine","spike"]': "that the network knows",
    "evaluate model --data none.npz": "none.npz",
    "evaluate model --data no_y.npz": "`y`",
    "evaluate model --data words_y.npz": "`y`",
    "evaluate model --data records_y.npz": "`y`",
    "evaluate model --data times_y.npz": "`y`",
    "evaluate model --data complex_y.npz": "`y`",
    "evaluate model --data short_y.npz": "`y`",
    "evaluate model --data bad_truth.npz": "event_interval",
    "evaluate model --data times_truth.npz": "event_interval",
    "evaluate model --data times.npz": "`x` of real numbers, got timedelta64[s]",
    "evaluate model --data number.npz": "shape",
    "evaluate model --data vast.npy": "vast.npy",
    "evaluate model --data good.npz --set signals.noise_std=1": "--set",
    "evaluate": "MODEL",
    "explain model --data none.npz --out new.npz": "none.npz",
    "explain model --data taken --out new.npz": "taken",
    "explain model --data no_x.npz --out new.npz": "`x`",
    "explain model --data nan.npz --out new.npz": "NaN",
    "explain model --data complex.npz --out new.npz": "real",
    "explain model --data huge.npz --out new.npz": "numbers from",
    "explain model --data objects.npz --out new.npz": "objects.npz",
    "explain model --data short.npy --out new.npz": "shape",
    "explain model --data scalar.npy --out new.npz": "shape",
    "explain model --data times.npz --out new.npz": "`x` of real numbers, got timedelta64[s]",
    "explain model --data vast.npy --out new.npz": "vast.npy",
    "explain model --data empty.npy --out new.npz": "shape",
    "explain model --data cut.npz --out new.npz": "cut.npz",
    "explain model --data damaged.npz --out new.npz": "damaged.npz",
    "explain model --data text.npz --out new.npz": "text.npz",
    "explain model --data nothing.npz --out new.npz": "nothing.npz",
    "explain model --data good.npz --out taken": "taken",
    "explain model --data /dev/zero --out new.npz": "`/dev/zero` must be a file",
    "generate --config /dev/zero --out new.npz": "`/dev/zero` must be a file",
    "explain model --data good.npz --out /dev/null": "`/dev/null` must be a file",
    "generate --out /dev/null": "`/dev/null` must be a file",
    f"train --out new --title {'x' * 201}": "`title` must have 1 to 200",
    "explain nowhere --data good.npz --out new.npz": "nowhere",
    "explain model --data good.npz": "--out",
    "sing": "sing",
    "": "COMMAND",
    "--loud": "COMMAND",
}


@pytest.mark.parametrize("line", BAD_INPUT)
def test_bad_input_is_one_sentence_and_leaves_nothing(
    folder: Path, contents: Contents, capsys: Capture, line: str
) -> None:
    """Exit code 2; one line on standard error that names the culprit; files exactly as before."""
    before, names = contents(folder), sorted(path.name for path in folder.iterdir())
    try:
        code = main(line.split())
    except SystemExit as ended:
        code = ended.code
    printed = capsys.readouterr()
    assert code == 2
    assert printed.out == ""
    assert BAD_INPUT[line] in printed.err
    assert "Traceback" not in printed.err
    assert printed.err.endswith("\n")
    assert printed.err.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == names
    assert contents(folder) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: Capture) -> None:
    """`--help` exits 0 and shows the command's options."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr()
    assert f"cam_core {command}" in printed.out
    assert printed.err == ""


def test_general_help_lists_every_command(capsys: Capture) -> None:
    """`python -m cam_core --help` is the way in."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert all(command in out for command in COMMANDS)


def test_generate_writes_the_listed_arrays(folder: Path, capsys: Capture) -> None:
    """`x`, `y`, `event_interval`, `x_clean`, equal to the generator's, by config and settings."""
    line = ["generate", "--config", "small.json", "--set", "signals.seed=4", "--out", "new.npz"]
    assert main(line) == 0
    expected = generate_signals(SignalConfig(num_samples=60, noise_std=0.2, seed=4))
    with np.load("new.npz") as arrays:
        assert set(arrays) == {"x", "y", "event_interval", "x_clean"}
        for name in arrays:
            np.testing.assert_array_equal(arrays[name], getattr(expected, name))
    assert capsys.readouterr() == ("", "")


def test_explain_writes_the_listed_arrays(folder: Path, tiny_model: Model) -> None:
    """Shapes of section 8 and the numbers of `explain`; conservation holds in the file."""
    assert main(["explain", "model", "--data", "good.npz", "--out", "maps.npz"]) == 0
    with np.load("good.npz") as arrays:
        expected = explain(tiny_model, arrays["x"])
    with np.load("maps.npz") as arrays:
        found = dict(arrays)
    assert {name: value.shape for name, value in found.items()} == {
        "logits": (40, 2),
        "probabilities": (40, 2),
        "bias": (2,),
        "cam": (40, 2, 50),
        "interpolated_cam": (40, 2, 100),
        "class_names": (2,),
    }
    for name in ("logits", "probabilities", "cam", "interpolated_cam"):
        np.testing.assert_allclose(found[name], getattr(expected, name), rtol=0, atol=1e-6)
    sums = found["cam"].astype(float).mean(axis=-1) + found["bias"]
    np.testing.assert_allclose(sums, found["logits"], atol=2e-6)
    assert found["class_names"].tolist() == ["sine", "noisy_sine"]


def test_explain_takes_npy_and_signals_without_channel(folder: Path) -> None:
    """(N, time) in an .npy is (N, 1, time) in an .npz."""
    for data, out in (("good.npz", "a.npz"), ("flat.npy", "b.npz")):
        assert main(["explain", "model", "--data", data, "--out", out]) == 0
    with np.load("a.npz") as one, np.load("b.npz") as other:
        for name in one:
            np.testing.assert_array_equal(one[name], other[name])


def test_train_reports_and_ends_with_json(folder: Path, capsys: Capture) -> None:
    """Progress on standard error, one JSON object as last line of standard output, a model on disk."""
    assert main(["train", "--config", "small.json", *SMALL, "--out", "deep/new"]) == 0
    printed = capsys.readouterr()
    result = json.loads(printed.out.splitlines()[-1])
    assert set(result) == {"test_accuracy", "seconds", "epochs"}
    model = load(Path("deep/new"))
    assert result["epochs"] == model.manifest.epochs_trained == 1
    assert result["test_accuracy"] == model.manifest.evaluation["accuracy"]
    assert result["seconds"] == pytest.approx(model.manifest.seconds, abs=1e-3)
    expected = ExperimentConfig.from_dict(json.loads(Path("small.json").read_text()))
    assert model.manifest.experiment.signals == expected.signals
    assert model.manifest.experiment.network.widths == (2, 2, 2, 4)
    assert model.manifest.title == "new"
    assert "epoch 1" in printed.err


def test_evaluate_scores_the_models_own_test_set(folder: Path, tiny_model: Model, capsys: Capture) -> None:
    """Without options the numbers are those stored when the model was made."""
    assert main(["evaluate", "model", "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    for name, value in tiny_model.manifest.evaluation.items():
        assert scores[name] == pytest.approx(value, abs=1e-6)
    assert {"accuracy", "localization", "baseline", "chance_mean_iou"} <= set(scores)
    assert set(scores["localization"]) >= {"mean_iou", "iou_50_rate", "pointing_rate"}
    assert main(["evaluate", "model"]) == 0
    assert f"{tiny_model.manifest.evaluation['accuracy']}" in capsys.readouterr().out


def test_evaluate_set_makes_other_signals(folder: Path, capsys: Capture) -> None:
    """`--set` reaches the generator: a burst without strength has a ceiling of one half."""
    assert main(["evaluate", "model", "--set", "signals.noise_std=0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["best_possible_accuracy"] == 0.5


def test_evaluate_of_a_file_equals_evaluate_of_its_settings(
    folder: Path, tiny_model: Model, capsys: Capture
) -> None:
    """A file with the truth is scored like the generator's signals; only the ceiling is unknown."""
    signals = tiny_model.manifest.experiment.signals
    test = make_dataset(signals).test
    np.savez("test.npz", x=test.x, y=test.y, event_interval=test.event_interval)
    assert main(["evaluate", "model", "--json"]) == 0
    own = json.loads(capsys.readouterr().out)
    assert main(["evaluate", "model", "--data", "test.npz", "--json"]) == 0
    brought = json.loads(capsys.readouterr().out)
    assert brought.pop("best_possible_accuracy") is None
    for name, value in brought.items():
        assert value == pytest.approx(own[name], abs=1e-9), name


def test_evaluate_of_a_file_knows_every_class_of_the_model(folder: Path, capsys: Capture) -> None:
    """Eight classes are scored like the generator's signals, labels kept as 3.0 too; a ninth is named."""
    directory = str(REPOSITORY / "models" / "events")
    few = {"signals.num_samples": 400, "signals.seed": 5}
    test = make_dataset(load(Path(directory)).manifest.experiment.with_settings(few).signals).test
    assert len(set(test.y)) == 8
    settings = [f"{name}={value}" for name, value in few.items()]
    assert main(["evaluate", directory, "--json", "--set", *settings]) == 0
    own = json.loads(capsys.readouterr().out)
    np.savez("eight.npz", x=test.x, y=test.y.astype(float), event_interval=test.event_interval)
    assert main(["evaluate", directory, "--json", "--data", "eight.npz"]) == 0
    brought = json.loads(capsys.readouterr().out)
    assert brought["localization"] == own["localization"]
    assert brought["accuracy"] == own["accuracy"]
    np.savez("nine.npz", x=test.x, y=test.y + 1)
    assert main(["evaluate", directory, "--data", "nine.npz"]) == 2
    assert "from 0 to 7" in capsys.readouterr().err


def test_evaluate_of_a_file_without_truth_has_accuracy_alone(
    folder: Path, tiny_model: Model, capsys: Capture
) -> None:
    """Labels give an accuracy; nothing is made up about places."""
    with np.load("good.npz") as arrays:
        x, y = arrays["x"], arrays["y"]
    np.savez("labelled.npz", x=x, y=y)
    assert main(["evaluate", "model", "--data", "labelled.npz", "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    right = explain(tiny_model, x).predicted_class == y
    assert scores["accuracy"] == pytest.approx(right.mean())
    known = {name for name, value in scores.items() if value is not None}
    assert known == {"accuracy", "num_signals"}


@pytest.mark.parametrize("line", ["generate --out new.npz --set signals.num_samples=60"])
def test_a_full_disk_keeps_the_old_file(
    folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """Writing fails half-way: the sentence, exit code 2, yesterday's file untouched, no remains."""
    Path("new.npz").write_text("yesterday's")
    names = sorted(path.name for path in folder.iterdir())

    def full(file: object, **arrays: np.ndarray) -> None:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cli.np, "savez_compressed", full)
    assert main(line.split()) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert Path("new.npz").read_text() == "yesterday's"
    assert sorted(path.name for path in folder.iterdir()) == names


def test_as_a_program(folder: Path) -> None:
    """The real thing: exit codes and streams of `python -m cam_core` from another directory."""
    good = _run("generate", "--set", "signals.num_samples=60", "--out", "new.npz", folder=folder)
    assert (good.returncode, good.stdout, good.stderr) == (0, "", "")
    bad = _run("explain", "model", "--data", "cut.npz", "--out", "maps.npz", folder=folder)
    assert bad.returncode == 2
    assert bad.stdout == ""
    assert bad.stderr.count("\n") == 1
    assert "`cut.npz`" in bad.stderr
    trained = _run("train", *SMALL, "--out", "new", folder=folder)
    assert trained.returncode == 0
    assert json.loads(trained.stdout.splitlines()[-1])["epochs"] == 1


def _allocator_error() -> RuntimeError:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**50, dtype=torch.uint8)
    return caught.value


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (MemoryError(), 2, "more memory"),
        (_allocator_error(), 2, "more memory"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
    ids=["numpy", "torch", "interrupt"],
)
@pytest.mark.parametrize("line", ["generate --out new.npz", "explain model --data good.npz --out new.npz"])
def test_too_little_memory_and_an_interrupt_end_in_a_sentence(
    folder: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    error: BaseException,
    code: int,
    sentence: str,
) -> None:
    """Half-way through the writing: one line, the exit code, no remains."""
    names = sorted(path.name for path in folder.iterdir())

    def broken(file: object, **arrays: np.ndarray) -> None:
        file.write(b"half")
        raise error

    monkeypatch.setattr(cli.np, "savez_compressed", broken)
    assert main(line.split()) == code
    printed = capsys.readouterr().err
    assert sentence in printed
    assert printed.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == names


def test_a_fault_of_the_program_is_not_called_a_lack_of_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """torch speaks of both in one kind of error; only the allocator's becomes the sentence."""

    def broken(file: object, **arrays: np.ndarray) -> None:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    monkeypatch.setattr(cli.np, "savez_compressed", broken)
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        main(["generate", "--out", "new.npz"])


def test_what_is_not_a_file_stays_what_it_was(folder: Path) -> None:
    """A pipe that somebody reads from is not replaced by a file."""
    os.mkfifo("pipe")
    assert main(["generate", "--out", "pipe"]) == 2
    assert Path("pipe").is_fifo()


@pytest.mark.parametrize(
    "line",
    [
        "explain model --data sparse --out new.npz",
        "evaluate model --data sparse",
        "generate --config sparse --out new.npz",
        "train --config sparse --out new",
    ],
)
def test_a_file_larger_than_any_memory_is_not_read(folder: Path, capsys: Capture, line: str) -> None:
    """Five hundred gigabytes of nothing: asked for its size first."""
    with Path("sparse").open("wb") as file:
        file.truncate(500 * 2**30)
    assert main(line.split()) == 2
    assert "`sparse` must be at most" in capsys.readouterr().err
    assert not Path("new.npz").exists()
