"""A table that screen readers can walk through and that scrolls inside its own box where it is too wide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from ui.language import Translate


@dataclass(frozen=True)
class Stack:
    """Lines under one tall bracket, and what stands beside it."""

    lines: tuple[str, ...]
    beside: str

    def html(self) -> str:
        lines = "".join(f"<span>{escape(line)}</span>" for line in self.lines)
        return f'<div><span class="stack">{lines}</span> {escape(self.beside)}</div>'


@dataclass(frozen=True)
class Cell:
    """Texts and stacks, one below the other; a `badge` stands before them, on a ground of its own."""

    parts: tuple[str | Stack, ...]
    badge: str = ""

    def html(self) -> str:
        parts = (
            part.html() if isinstance(part, Stack) else f"<div>{escape(part)}</div>" for part in self.parts
        )
        badge = f'<span class="badge">{escape(self.badge)}</span>' if self.badge else ""
        return badge + "".join(parts)


@dataclass(frozen=True)
class Row:
    """One row: a heading and its cells; `kind` names how the style sheet shows it."""

    heading: Cell
    cells: tuple[Cell, ...]
    kind: str = ""

    def html(self) -> str:
        cells = "".join(f"<td>{cell.html()}</td>" for cell in self.cells)
        mark = f' class="{self.kind}"' if self.kind else ""
        return f'<tr{mark}><th scope="row">{self.heading.html()}</th>{cells}</tr>'


def text(value: str) -> Cell:
    """Return a cell of one line."""
    return Cell((value,))


def row(heading: str, cells: Iterable[str], kind: str = "") -> Row:
    """Return a row of plain texts."""
    return Row(text(heading), tuple(map(text, cells)), kind)


def draw_table(t: Translate, caption: str, columns: Sequence[str], rows: Iterable[Row], key: str) -> None:
    """Draw a table whose first column is the rows' headings; `caption` names it.

    The box can be reached and scrolled by keyboard, and says so in words where the table is wider than it.
    """
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(one.html() for one in rows)
    with st.container(key=key):
        st.html(
            f'<div class="table-box" role="region" tabindex="0" aria-label="{escape(caption)}">'
            f"<table><caption><span>{escape(caption)}</span>"
            f'<span class="table-more" aria-hidden="true">{escape(t("table-more"))}</span></caption>'
            f"<thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table></div>"
        )
