"""The scoreboard: how many signals of each true class have each outcome; a cell leads to its signals.

A component of its own beside the picture. It tells the picture in the browser which signals are meant, so a
click runs no script; the picture keeps them in the link, as filters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from cam_core.figures.words import marked_class_name
from cam_core.scores.outcomes import OUTCOMES, is_possible
from ui.assets import assets_address
from ui.language import Translate

LABEL, VERDICT = "label", "verdict"
"""Names of the filters: true class and outcome, by their numbers."""

_COMPONENT = st.components.v2.component(
    "cam_scope_board",
    js=(Path(__file__).parent / "board.js").read_text("utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Board:
    """Outcome of each of N signals, (N,), as a place in `OUTCOMES`, and true labels, (N,), by name."""

    outcome: np.ndarray
    y: np.ndarray
    class_names: Sequence[str]

    @property
    def categories(self) -> dict[str, str]:
        """One character for each signal: its label, and its outcome."""
        return {LABEL: _letters(self.y), VERDICT: _letters(self.outcome)}

    def rows(self, t: Translate) -> list[dict[str, Any]]:
        """Return a row for each class and one for all, with a cell for each outcome and one for all."""
        labels = [str(label) for label in range(len(self.class_names))]
        names = [marked_class_name(t, name, label) for label, name in enumerate(self.class_names)]
        return [
            {
                "name": name,
                "label": label,
                "cells": [self._cell(t, label, verdict) for verdict in (*map(str, range(len(OUTCOMES))), "")],
            }
            for name, label in zip((*names, t("score-all")), (*labels, ""), strict=True)
        ]

    def _cell(self, t: Translate, label: str, verdict: str) -> dict[str, Any]:
        chosen = np.ones(len(self.y), bool)
        if label:
            chosen &= self.y == int(label)
        # Of the class, or (for all of a class) of the test set.
        whole = int(chosen.sum()) if verdict else len(self.y)
        if verdict:
            chosen &= self.outcome == int(verdict)
        count = int(chosen.sum())
        possible = not label or not verdict or is_possible(int(label), int(verdict), len(self.class_names))
        return {
            "verdict": verdict,
            "possible": possible,
            "count": count,
            "words": t("score-count", count=count),
            "share": t("percent", percent=round(100 * count / whole, 1)) if whole else "",
            "first": int(chosen.argmax()) if count else None,
        }


def _letters(values: np.ndarray) -> str:
    return (values.astype(np.uint8) + ord("0")).tobytes().decode("ascii")


def draw_board(board: Board, t: Translate, url: str, key: str) -> None:
    """Draw the table; `url` is that of the picture it leads."""
    columns = [t(f"score-outcome-{name.replace('_', '-')}") for name in OUTCOMES]
    base_path = str(st.get_option("server.baseUrlPath") or "")
    assets = assets_address(base_path)
    _COMPONENT(
        key=key,
        data={
            "assets": assets,
            "url": assets.split("/assets/")[0] + url,
            "caption": t("score-board"),
            "corner": t("score-true-class"),
            "columns": [*columns, t("score-all")],
            "rows": board.rows(t),
            "failed": t("picture-failed"),
        },
        height="content",
    )
