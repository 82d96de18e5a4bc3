"""The names of ImageNet's 1,000 classes, in English and in the order of the public networks' logits."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "imagenet_classes.txt"


@cache
def imagenet_classes() -> tuple[str, ...]:
    """Return the names, as torchvision prints them with its weights."""
    return tuple(FILE.read_text("utf-8").splitlines())
