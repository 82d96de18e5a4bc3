"""The command line: `train`, `evaluate`, `explain`, `generate`.

Exit code 0, or 2 with one plain sentence on standard error for bad input, 130 when interrupted;
nothing half-written.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np

from cam_core.cli_files import (
    labelled_signals,
    read_file,
    real_signals,
    require_file_or_nothing,
    save_arrays,
)
from cam_core.config import ExperimentConfig
from cam_core.presets import PRESETS, preset
from cam_core.settings import parse_setting
from cam_core.storage.library import checked_title
from cam_core.storage.manifest import MAX_STORED_TITLE

Arguments = argparse.Namespace

MAX_CONFIG_BYTES = 2**20

NO_MEMORY = "this needs more memory than the machine has."
ALLOCATOR = "DefaultCPUAllocator"
"""What torch's error names when there is not enough memory."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (ValueError, OSError) as error:
        return _end(options.command, _sentence(error), 2)
    except MemoryError:
        return _end(options.command, NO_MEMORY, 2)
    except RuntimeError as error:
        # torch has no MemoryError for a processor's own memory.
        if ALLOCATOR not in str(error):
            raise
        return _end(options.command, NO_MEMORY, 2)
    except KeyboardInterrupt:
        return _end(options.command, "interrupted, nothing was written.", 130)
    return 0


def _end(command: str, sentence: str, code: int) -> int:
    print(f"cam_core {command}: {sentence}", file=sys.stderr)
    return code


def _sentence(error: ValueError | OSError) -> str:
    if isinstance(error, OSError) and error.strerror:
        # A full disk shows while writing, where the system does not know the file's name any more.
        name = f"`{error.filename}`" if error.filename else "the output"
        return f"{name} cannot be used: {error.strerror}."
    return " ".join(str(error).split())


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what is wrong with the arguments, without the usage above it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m cam_core", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_train(commands.add_parser("train", help="train an experiment and write a model"))
    _add_evaluate(commands.add_parser("evaluate", help="score a model on labelled signals"))
    _add_explain(commands.add_parser("explain", help="write logits and class activation maps"))
    _add_generate(commands.add_parser("generate", help="write the signals of an experiment"))
    return parser


def _add_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, metavar="FILE.json", help="experiment; default: the talk's")
    parser.add_argument(
        "--preset",
        choices=[one.name for one in PRESETS],
        default=PRESETS[0].name,
        help="named starting point, when there is no --config",
    )
    _add_settings(parser)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        action="extend",
        nargs="+",
        default=[],
        metavar="KEY=VALUE",
        dest="settings",
        help="change settings, e.g. signals.noise_std=0.1 training.epochs=3",
    )


def _add_train(parser: argparse.ArgumentParser) -> None:
    _add_config(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="new model directory")
    parser.add_argument("--title", default="", help="name that people see; default: the directory's")
    parser.set_defaults(run=_train)


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, metavar="MODEL", help="model directory")
    _add_settings(parser)
    parser.add_argument("--data", type=Path, metavar="FILE.npz", help="signals `x` and labels `y` instead")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_evaluate)


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, metavar="MODEL", help="model directory")
    parser.add_argument("--data", type=Path, required=True, metavar="FILE", help=".npz with `x`, or .npy")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.npz", help="where to write")
    parser.set_defaults(run=_explain)


def _add_generate(parser: argparse.ArgumentParser) -> None:
    _add_config(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.npz", help="where to write")
    parser.set_defaults(run=_generate)


def _train(options: Arguments) -> None:
    config = _experiment(options)
    title = checked_title(options.title or options.out.absolute().name, MAX_STORED_TITLE)
    _require_free(options.out)
    from cam_core.pipeline import train

    manifest = train(config, options.out, title, _print_progress, _print_frame)
    print(file=sys.stderr)
    result = {
        "test_accuracy": manifest.evaluation["accuracy"],
        "seconds": round(manifest.seconds, 3),
        "epochs": manifest.epochs_trained,
    }
    print(json.dumps(result))


def _print_progress(progress: object) -> bool:
    from cam_core.training import Progress

    assert isinstance(progress, Progress)
    print(
        f"\repoch {progress.epoch}/{progress.num_epochs} batch {progress.batch}/{progress.num_batches}"
        f" loss {progress.train_loss:.4f} {progress.seconds:.0f} s   ",
        end="",
        file=sys.stderr,
        flush=True,
    )
    return True


def _print_frame(frame: object) -> bool:
    from cam_core.pipeline import Frame

    assert isinstance(frame, Frame)
    if frame.record:
        record = frame.record
        print(
            f"\repoch {record.epoch} loss {record.train_loss:.4f} test loss {record.test_loss:.4f}"
            f" test accuracy {record.test_accuracy:.4f} {record.seconds:.0f} s   ",
            file=sys.stderr,
        )
    return True


def _evaluate(options: Arguments) -> None:
    from cam_core.pipeline import evaluate_model, summarize
    from cam_core.scores.evaluation import score
    from cam_core.storage.checkpoint import load

    model = load(options.model)
    settings = dict(parse_setting(text) for text in options.settings)
    if options.data:
        if settings:
            raise ValueError("`--set` makes signals, `--data` brings them: expected one, got both.")
        x, y, event_interval = labelled_signals(options.data, model.manifest.experiment.signals.num_classes)
        scores = score(summarize(model, x), x, y, event_interval)
    else:
        from cam_core.dataset import make_dataset

        config = model.manifest.on_signals(settings)
        scores = evaluate_model(model, make_dataset(config.signals).test, config)
    _print_scores(scores.to_dict(), as_json=options.json)


def _print_scores(scores: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(scores))
        return
    for name, value in scores.items():
        if isinstance(value, dict):
            for part, number in value.items():
                print(f"{name}.{part:<24} {number}")
        else:
            print(f"{name:<32} {value}")


def _explain(options: Arguments) -> None:
    from cam_core.pipeline import explain_all
    from cam_core.storage.checkpoint import load

    require_file_or_nothing(options.out)
    model = load(options.model)
    parts = list(explain_all(model, real_signals(options.data)))
    names = ("logits", "probabilities", "cam", "interpolated_cam")
    arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    arrays["bias"] = parts[0].head_bias
    save_arrays(
        options.out, {**arrays, "class_names": np.array(model.manifest.experiment.signals.class_names)}
    )


def _generate(options: Arguments) -> None:
    from cam_core.signals import generate_signals

    require_file_or_nothing(options.out)
    signals = generate_signals(_experiment(options).signals)
    names = ("x", "y", "event_interval", "x_clean")
    save_arrays(options.out, {name: getattr(signals, name) for name in names})


def _experiment(options: Arguments) -> ExperimentConfig:
    config = preset(options.preset).experiment
    if options.config:
        try:
            text = read_file(options.config, MAX_CONFIG_BYTES).decode("utf-8")
            config = ExperimentConfig.from_dict(json.loads(text))
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ValueError(f"`{options.config}` must be a JSON file: {error}.") from error
    return config.with_settings(dict(parse_setting(text) for text in options.settings))


def _require_free(directory: Path) -> None:
    # Asked before a training of minutes, not after it.
    if directory.exists():
        raise ValueError(f"`{directory}` must not exist yet, got a folder or file of that name.")
    nearest = next(parent for parent in directory.absolute().parents if parent.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise ValueError(f"`{nearest}` must be a folder that can be written to.")
