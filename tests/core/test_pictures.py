"""Pictures from files that anyone may have made."""

import io
import pickle
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from cam_core.photos.pictures import (
    MAX_MEGAPIXELS,
    MIN_SIDE,
    PictureError,
    central_square,
    jpeg,
    pale_grey,
    read_picture,
)


def colours(height: int = 40, width: int = 60) -> np.ndarray:
    """A picture whose corners all differ, smooth enough for a JPEG."""
    rows, columns = np.linspace(0, 1, height)[:, None], np.linspace(0, 1, width)
    planes = (255 * (rows + 0 * columns), 255 * (columns + 0 * rows), 120 * rows * columns)
    return np.stack(planes, axis=-1).astype(np.uint8)


def saved(image: Image.Image, kind: str = "PNG", **settings: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **settings)
    return buffer.getvalue()


def test_a_png_is_read_as_it_is_and_a_jpeg_nearly() -> None:
    """Every pixel, in the order of rows, columns and colours; a WebP without losses too."""
    picture = colours()
    np.testing.assert_array_equal(read_picture(saved(Image.fromarray(picture))), picture)
    webp = saved(Image.fromarray(picture), "WEBP", lossless=True)
    np.testing.assert_array_equal(read_picture(webp), picture)
    found = read_picture(saved(Image.fromarray(picture), "JPEG", quality=95)).astype(int)
    assert np.abs(found - picture).mean() < 3


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_turned_upright(orientation: int, kind: str) -> None:
    """Oracle: the eight orientations of EXIF as turns and mirrors of the array."""
    upright = colours()
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright, 1),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    found = read_picture(saved(Image.fromarray(np.ascontiguousarray(stored)), kind, exif=exif))
    assert found.shape == upright.shape
    assert np.abs(found.astype(int) - upright).mean() < 4


def test_what_is_transparent_is_white() -> None:
    """Half transparent is halfway, in true colours and in a palette alike."""
    picture = np.zeros((20, 30, 4), np.uint8)
    picture[..., 3] = np.repeat([0, 128, 255], 10)
    found = read_picture(saved(Image.fromarray(picture)))
    assert [found[5, column, 0] for column in (5, 15, 25)] == [255, 127, 0]
    indexed = Image.fromarray(np.repeat(np.uint8([[0, 1]]), 10, axis=1).repeat(20, axis=0), "L").convert("P")
    found = read_picture(saved(indexed, transparency=0))
    assert (found[5, 5] == 255).all()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_gives_three_colours(mode: str) -> None:
    """Grey of one, eight and sixteen bits among them; a mid grey stays one."""
    value = 128
    if mode == "I;16":
        image = Image.fromarray(np.full((20, 30), value << 8, np.uint16))
    else:
        image = Image.new("RGBA", (30, 20), (value, value, value, 255)).convert(mode)
    found = read_picture(saved(image))
    assert found.shape == (20, 30, 3)
    assert found.dtype == np.uint8
    if mode not in ("1", "P"):
        assert np.abs(found.astype(int) - 128).max() <= 1


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_every_kind_of_jpeg_gives_three_colours(mode: str) -> None:
    """Printers' four colours too."""
    found = read_picture(saved(Image.fromarray(colours()).convert(mode), "JPEG"))
    assert found.shape == (40, 60, 3)


def test_a_large_jpeg_is_unpacked_small() -> None:
    """Of a photograph of 24 million pixels no more than a quarter is unpacked."""
    found = read_picture(saved(Image.new("RGB", (6000, 4000), "green"), "JPEG"))
    assert 1000 <= found.shape[0] <= 2000
    assert found.shape[1] == 1.5 * found.shape[0]


def webp_announcing(width: int, height: int) -> bytes:
    """A lossless WebP of the size, at most 16384 along a side, with nothing behind it."""
    header = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14)
    chunk = b"VP8L" + struct.pack("<I", len(header)) + header + b"\x00"
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def png_announcing(width: int, height: int) -> bytes:
    """A PNG that says it is of a size, with next to nothing behind it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [5001, 12_000, 40_000, 2**31 - 1])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    """A file of a kilobyte may announce any size; the sentence says what is allowed."""
    files = [png_announcing(side, side), *([webp_announcing(side, side)] if side <= 2**14 else [])]
    for data in files:
        with pytest.raises(PictureError, match=f"at most {MAX_MEGAPIXELS} megapixels, got >?[0-9]"):
            read_picture(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"\x89PNG\r\n\x1a\n",
        png_announcing(40, 40)[:-40],
        png_announcing(100, 100),
        saved(Image.fromarray(colours()), "JPEG")[:300],
        saved(Image.fromarray(colours()), "GIF"),
        saved(Image.fromarray(colours()), "TIFF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        pickle.dumps({"x": 1}),
    ],
    ids=["empty", "text", "start", "cut", "lacking", "half", "gif", "tiff", "svg", "eps", "pickle"],
)
def test_anything_else_gives_one_sentence(data: bytes) -> None:
    """No other reader of Pillow's is ever asked: some of them start programs."""
    with pytest.raises(PictureError, match="`picture` must be a whole PNG, JPEG or WebP file"):
        read_picture(data)


def test_damage_anywhere_gives_a_picture_or_the_sentence() -> None:
    """Bytes are changed at random; whatever Pillow thinks of it, nothing but the sentence comes out."""
    rng, whole = np.random.default_rng(5), saved(Image.fromarray(colours()))
    for original in (whole, *(saved(Image.fromarray(colours()), kind) for kind in ("JPEG", "WEBP"))):
        for _ in range(300):
            data = bytearray(original)
            for place in rng.integers(0, len(data), rng.integers(1, 6)):
                data[place] = rng.integers(0, 256)
            try:
                found = read_picture(bytes(data))
            except PictureError:
                continue
            assert found.ndim == 3


def test_too_many_bytes_and_too_few_pixels_are_refused() -> None:
    """Each with what is allowed and what came."""
    with pytest.raises(PictureError, match=r"at most 8 MB, got 9\.0 MB"):
        read_picture(bytes(9 * 2**20))
    with pytest.raises(PictureError, match=f"at least {MIN_SIDE} pixels on each side, got 400 × 15"):
        read_picture(saved(Image.new("RGB", (400, 15))))


def test_the_square_is_what_the_published_accuracies_saw() -> None:
    """Oracle: shorter side to 256, middle 224 x 224 cut out; the same but for rounding of places."""
    rng = np.random.default_rng(1)
    for height, width in ((300, 451), (600, 512), (256, 256), (1024, 700)):
        blurred = Image.fromarray(rng.integers(0, 256, (9, 9, 3), dtype=np.uint8)).resize((width, height))
        scale = 256 / min(height, width)
        size = (round(width * scale), round(height * scale))
        small = blurred.resize(size, Image.Resampling.BILINEAR)
        left, top = (size[0] - 224) / 2, (size[1] - 224) / 2
        expected = np.asarray(small.crop((round(left), round(top), round(left) + 224, round(top) + 224)))
        found = central_square(np.asarray(blurred), 224)
        assert np.abs(found.astype(int) - expected).mean() < 1
        larger = central_square(np.asarray(blurred), 448).reshape(224, 2, 224, 2, 3).mean(axis=(1, 3))
        assert np.abs(larger - found).mean() < 1.5


def test_a_very_long_picture_has_a_square_too() -> None:
    """It is never stretched to its full length."""
    assert central_square(np.zeros((16, 100_000, 3), np.uint8), 224).shape == (224, 224, 3)


def test_the_grey_is_halfway_between_the_brightness_and_white() -> None:
    """Oracle: the weights of red, green and blue in brightness (ITU-R 601)."""
    picture = colours()
    expected = (picture @ [0.299, 0.587, 0.114] + 255) / 2
    assert np.abs(pale_grey(picture) - expected).max() <= 1
    assert read_picture(jpeg(picture)).shape == picture.shape
    assert read_picture(jpeg(pale_grey(picture))).shape == picture.shape
