"""Pictures from files that anyone may have made, and the square of a picture that a network sees."""

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

from cam_core.fields import ExplainedError

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 8 * 2**20
MAX_MEGAPIXELS = 25
"""A small file can unpack to any size; this is more than most telephones photograph."""

BOMB_PIXELS = Image.MAX_IMAGE_PIXELS or 0
"""From here on Pillow itself refuses a file, and does not tell its size."""

MIN_SIDE = 16
ENOUGH = 1024
"""Pixels along a side; a JPEG with more is unpacked at a half, a quarter or an eighth of its size."""

INPUT_SIDE = 224
"""Pixels along each side of what the networks see: the size of their training and of their tables."""

CROP = INPUT_SIDE / 256
"""Share of the shorter side that the central square takes, as in the published accuracies."""

_DAMAGE = (
    OSError,  # Pillow's own "cannot identify" and "truncated" among them
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    SyntaxError,  # Pillow's word for a broken PNG
    MemoryError,
    struct.error,
    zlib.error,
)


class PictureError(ExplainedError):
    """A file that is no picture or too large a one; the message says which."""


def read_picture(data: bytes) -> np.ndarray:
    """Return the PNG, JPEG or WebP in `data` upright, uint8 (height, width, 3); transparent parts are white.

    Raises `PictureError` for anything else, for a damaged file and for more than `MAX_MEGAPIXELS`,
    before these are unpacked.
    """
    if len(data) > MAX_BYTES:
        got = f"{len(data) / 2**20:.1f}"
        sentence = f"`picture` may take at most {MAX_BYTES >> 20} MB, got {got} MB."
        raise PictureError(sentence, "error-picture-bytes", high=str(MAX_BYTES >> 20), got=got)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_size(*image.size)
            image.draft("RGB", (ENOUGH, ENOUGH))
            return np.asarray(_flat(ImageOps.exif_transpose(image)))
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many(f">{BOMB_PIXELS / 1e6:.0f}") from error
    except _DAMAGE as error:
        limits = {"pixels": str(MAX_MEGAPIXELS), "bytes": str(MAX_BYTES >> 20)}
        raise PictureError(
            "`picture` must be a whole PNG, JPEG or WebP file.", "error-picture", **limits
        ) from error


def _check_size(width: int, height: int) -> None:
    if width * height > 1e6 * MAX_MEGAPIXELS:
        raise _too_many(f"{width * height / 1e6:.4g}")
    if min(width, height) < MIN_SIDE:
        raise PictureError(
            f"`picture` must have at least {MIN_SIDE} pixels on each side, got {width} × {height}.",
            "error-picture-small",
            low=str(MIN_SIDE),
            got=f"{width} × {height}",
        )


def _too_many(got: str) -> PictureError:
    return PictureError(
        f"`picture` may have at most {MAX_MEGAPIXELS} megapixels, got {got}.",
        "error-picture-pixels",
        high=str(MAX_MEGAPIXELS),
        got=got,
    )


def _flat(image: Image.Image) -> Image.Image:
    """Return `image` in three colours of eight bits, laid on white where it is transparent."""
    if image.mode.startswith("I"):  # grey of sixteen bits, which Pillow would cut off at 255
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")


def central_square(picture: np.ndarray, side: int) -> np.ndarray:
    """Return the central square of `picture` (height, width, 3) on `side` × `side` pixels, uint8.

    It takes 7/8 of the shorter side: what remains when that side is brought to 256 pixels and the middle
    224 × 224 are cut out. Resampled linearly, each new pixel over all that it covers.
    """
    height, width = picture.shape[:2]
    half = CROP * min(height, width) / 2
    box = (width / 2 - half, height / 2 - half, width / 2 + half, height / 2 + half)
    image = Image.fromarray(picture)
    return np.asarray(image.resize((side, side), Image.Resampling.BILINEAR, box=box))


def pale_grey(picture: np.ndarray) -> np.ndarray:
    """Return `picture`, uint8 (height, width, 3), without colours and halfway to white, (height, width)."""
    return (np.asarray(Image.fromarray(picture).convert("L"), np.uint16) + 255 >> 1).astype(np.uint8)


def jpeg(picture: np.ndarray, quality: int = 85) -> bytes:
    """Return `picture`, uint8 (height, width, 3) or grey (height, width), as a JPEG file."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()
