"""What the measurements share: turns, medians, tables, the machine in words."""

import os
import platform
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import torch

Times = dict[str, list[float]]


def in_turns(runs: Mapping[str, Callable[[], float]], repeats: int) -> dict[str, float]:
    """Let every run take its turn `repeats` times and return the median of each, in its own unit.

    Other work on the machine comes and goes; in turns it slows all of them, not one.
    """
    times: Times = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            times[name].append(run())
    return {name: median(values) for name, values in times.items()}


def seconds_of(run: Callable[[], object], threads: int) -> float:
    """Return how long `run` takes, in seconds.

    On one thread the processor's time, which other work on the machine hardly touches; with more the
    clock's, because threads that wait for each other use the processor too.
    """
    clock = process_time if threads == 1 else perf_counter
    start = clock()
    run()
    return clock() - start


def print_row(cells: Iterable[object]) -> None:
    """Print one row of a Markdown table as soon as it is known."""
    print("|", " | ".join(map(str, cells)), "|", flush=True)


def print_head(columns: Sequence[str]) -> None:
    """Print the head of a Markdown table."""
    print_row(columns)
    print("|" + "---|" * len(columns), flush=True)


def machine() -> str:
    """Return processor, cores and library versions as one sentence."""
    return (
        f"{os.cpu_count()} shared cores ({processor()}), Python {platform.python_version()}, "
        f"torch {torch.__version__.partition('+')[0]}."
    )


def processor() -> str:
    """Return what the processor calls itself."""
    source = Path("/proc/cpuinfo")
    text = source.read_text(encoding="utf-8") if source.exists() else ""
    found = re.search(r"^model name\s*: (.+)$", text, flags=re.MULTILINE)
    return found[1].strip() if found else platform.processor() or platform.machine()
