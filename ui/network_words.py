"""A network's stages in words, as the published tables write them."""

from cam_core.architectures.backbones import Stage
from cam_core.architectures.blocks import (
    Block,
    Conv,
    DenseLayer,
    FinalNorm,
    Pool,
    Residual,
    Transition,
    repeated,
)
from ui.language import Translate

KINDS: dict[type, str] = {
    Conv: "conv",
    Residual: "residual",
    DenseLayer: "dense",
    Transition: "transition",
    FinalNorm: "norm",
}


def stage_in_words(t: Translate, stage: Stage, num_axes: int = 1) -> str:
    """Return the blocks of a stage: kernel sizes, channels and how often, e.g. `[3, 64 · 3, 64] × 2`."""
    parts = [block_in_words(t, block, num_axes, count) for block, count in repeated(stage.blocks)]
    return ", ".join(parts)


def block_in_words(t: Translate, block: Block, num_axes: int, count: int) -> str:
    """Return `count` equal blocks in a row."""
    if isinstance(block, Pool):
        return t(
            f"block-pool-{block.kind}",
            size=_size(block.window.kernel_size, num_axes),
            stride=block.window.stride,
        )
    kernels = " · ".join(kernel_in_words(kernel, num_axes) for kernel in block.signature)
    words = t(f"block-{KINDS[type(block)]}", kernels=kernels)
    stride = _stride(block)
    if stride > 1:
        words = f"{words} {t('block-stride', stride=stride)}"
    return f"{words} × {count}" if count > 1 or isinstance(block, Residual | DenseLayer) else words


def kernel_in_words(kernel: tuple[int, int], num_axes: int) -> str:
    """Return a kernel's size and its channels: `3×3, 64`."""
    return f"{_size(kernel[0], num_axes)}, {kernel[1]}"


def _stride(block: Block) -> int:
    if isinstance(block, Transition):
        return 1 if block.pool is None else block.pool.stride
    return block.stride if isinstance(block, Conv | Residual) else 1


def _size(kernel_size: int, num_axes: int) -> str:
    return "×".join([str(kernel_size)] * num_axes)
