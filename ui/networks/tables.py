"""The talk's tables: the networks of a family side by side, row by row, up to GAP and what it all costs."""

from collections.abc import Iterator, Mapping, Sequence

from cam_core.architectures.backbones import Backbone, Stage
from cam_core.architectures.backbones import Row as StageRow
from cam_core.architectures.blocks import DenseLayer, Residual, repeated
from cam_core.architectures.published import MULTIPLY_ADDS
from cam_core.figures.words import stage_name
from ui.html_table import Cell, Row, Stack, draw_table, row, text
from ui.language import Translate
from ui.network_words import block_in_words, kernel_in_words
from ui.networks.choice import FAMILIES, Choice, chosen
from ui.page import View

MILLION, BILLION = 1e6, 1e9
NOTHING = "–"


def draw_family(view: View) -> None:
    """Draw the table of the chosen network's family at the chosen input."""
    t, choice = view.t, chosen()
    members = FAMILIES[choice.family]
    columns = [t("networks-layer"), size_heading(t, choice), *(t(f"backbone-{name}") for name in members)]
    draw_table(t, input_in_words(t, choice), columns, family_rows(view, choice), key="networks_family_table")


def input_in_words(t: Translate, choice: Choice) -> str:
    """Return what goes into the networks."""
    return t(f"networks-of-{choice.shown_input}", count=choice.num_points)


def size_heading(t: Translate, choice: Choice) -> str:
    return t(f"networks-size-{choice.shown_input}")


def family_rows(view: View, choice: Choice) -> list[Row]:
    """Return the rows of the family's table: stages, GAP, linear combination, counts."""
    t, axes, num_classes = view.t, choice.num_axes, choice.num_classes(view)
    specs = {name: choice.spec(name) for name in FAMILIES[choice.family]}
    listed = {name: spec.rows(choice.num_points, axes) for name, spec in specs.items()}
    return [
        *_stage_rows(t, listed, axes),
        _gap_row(t, list(specs.values()), axes),
        _linear_row(t, list(specs.values()), num_classes),
        row(
            t("networks-parameters"),
            [NOTHING, *(f"{spec.num_parameters(num_classes, axes):,}" for spec in specs.values())],
            "sum",
        ),
        *_work_rows(t, choice, specs, num_classes),
    ]


def _stage_rows(t: Translate, listed: Mapping[str, Sequence[StageRow]], num_axes: int) -> Iterator[Row]:
    """Yield a row for every stage that any of the networks has, in the order of the longest."""
    longest = max(listed.values(), key=len)
    for name in (one.stage.name for one in longest):
        found = [next((one for one in rows if one.stage.name == name), None) for rows in listed.values()]
        sizes = dict.fromkeys(size(one.num_positions, num_axes) for one in found if one)
        cells = (stage_cell(t, one.stage, num_axes) if one else text(NOTHING) for one in found)
        yield Row(text(stage_name(t, name)), (text(" / ".join(sizes)), *cells))


def size(num_positions: int, num_axes: int) -> str:
    """Return the positions along each axis: `13`, `7 × 7`."""
    return " × ".join([str(num_positions)] * num_axes)


def stage_cell(t: Translate, stage: Stage, num_axes: int) -> Cell:
    """Return the blocks of a stage, one kernel below the other as the published tables have them."""
    parts: list[str | Stack] = []
    for block, count in repeated(stage.blocks):
        if isinstance(block, Residual | DenseLayer):
            kernels = tuple(kernel_in_words(one, num_axes) for one in block.signature)
            parts.append(Stack(kernels, f"× {count}"))
        else:
            parts.append(block_in_words(t, block, num_axes, count))
    return Cell(tuple(parts))


def gap_heading(t: Translate) -> Cell:
    """Return the heading of the row that is lit up: global average pooling, from which maps come."""
    return Cell((t("networks-gap"),), badge=t("networks-gap-badge"))


def _gap_row(t: Translate, specs: Sequence[Backbone], num_axes: int) -> Row:
    cells = (text(t("networks-gap-cell", count=spec.num_features)) for spec in specs)
    return Row(gap_heading(t), (text(size(1, num_axes)), *cells), "gap")


def _linear_row(t: Translate, specs: Sequence[Backbone], num_classes: int) -> Row:
    cells = [t("networks-linear-cell", features=spec.num_features, classes=num_classes) for spec in specs]
    return row(t("networks-linear"), [t("networks-classes", count=num_classes), *cells])


def _work_rows(
    t: Translate, choice: Choice, specs: Mapping[str, Backbone], num_classes: int
) -> Iterator[Row]:
    counts = [spec.multiply_adds(choice.num_points, num_classes, choice.num_axes) for spec in specs.values()]
    if not choice.is_picture:
        yield row(
            t("networks-multiply-adds-million"), [NOTHING, *(in_millions(count) for count in counts)], "sum"
        )
        return
    yield row(
        t("networks-multiply-adds-billion"), [NOTHING, *(f"{count / BILLION:.2f}" for count in counts)], "sum"
    )
    printed = [f"{MULTIPLY_ADDS[name] / BILLION:g}" for name in specs]
    yield row(t(f"networks-published-{choice.family}"), [NOTHING, *printed], "sum")


def in_millions(count: float) -> str:
    """Return a count in units of 10⁶, with more digits where it is small."""
    shown = count / MILLION
    return f"{shown:,.1f}" if shown >= 1 or not count else f"{shown:.3f}"
