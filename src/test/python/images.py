"""Writes the images that the tests decode, and the pixels that Pillow makes of them.

Run by hand when an image is added: `python src/test/python/images.py`. For `NAME.png` or
`NAME.jpg`, `NAME.grey` holds height x width bytes: what `convert("L")` gives, with alpha composed
over black first.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

OUTPUT = Path(__file__).parent.parent / "resources" / "images"
SIDE = 28


def noise(channels: int, seed: int) -> NDArray[np.uint8]:
    """Make a noisy gradient, for which encoders use all row filters: SIDE x SIDE x channels."""
    random = np.random.default_rng(seed)
    ramp = np.add.outer(np.arange(SIDE), np.arange(SIDE))[:, :, None] * 4
    spots = random.integers(0, 60, (SIDE, SIDE, channels))
    return ((ramp * np.arange(1, channels + 1) + spots) % 256).astype(np.uint8)


def over_black(image: Image.Image) -> Image.Image:
    """Compose alpha over black with rounding, and take the luma."""
    rgba = np.asarray(image.convert("RGBA")).astype(np.uint32)
    rgb = (rgba[:, :, :3] * rgba[:, :, 3:] + 127) // 255
    return Image.fromarray(rgb.astype(np.uint8), "RGB").convert("L")


def write(name: str, image: Image.Image, **options: Any) -> None:  # noqa: ANN401
    """Write an image, and beside it what Pillow reads from that very file, in grey."""
    path = OUTPUT / name
    image.save(path, **options)
    with Image.open(path) as written:
        alpha = written.mode in {"LA", "RGBA"} or "transparency" in written.info
        grey = over_black(written) if alpha else written.convert("L")
        path.with_suffix(".grey").write_bytes(grey.tobytes())


def main() -> None:
    """Write all of them."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    grey = Image.fromarray(noise(1, 1)[:, :, 0], "L")
    rgb = Image.fromarray(noise(3, 2), "RGB")
    rgba = Image.fromarray(noise(4, 3), "RGBA")
    write("grey8.png", grey)
    write("grey1.png", grey.convert("1"))
    write("grey8-transparent.png", grey, transparency=100)
    write("grey1-transparent.png", grey.convert("1"), transparency=255)
    write("grey8-alpha.png", Image.fromarray(noise(2, 4), "LA"))
    write("rgb8.png", rgb)
    write("rgb8-transparent.png", rgb, transparency=rgb.getpixel((5, 5)))
    write("rgba8.png", rgba)
    for bits in (1, 2, 4, 8):
        write(f"palette{bits}.png", rgb.quantize(2**bits), bits=bits)
    palette = rgb.quantize(200)
    write("palette8-transparent.png", palette, transparency=bytes(range(0, 200)))
    ramp = np.add.outer(np.arange(SIDE), np.arange(SIDE)).astype(np.uint8) * 4
    smooth = Image.fromarray(ramp, "L")
    turned = Image.merge("RGB", (smooth, smooth.rotate(90), smooth.rotate(180)))
    write("grey.jpg", smooth, quality=95)
    write("rgb.jpg", turned, quality=95)
    write("progressive.jpg", smooth, quality=95, progressive=True)
    smooth.convert("CMYK").save(OUTPUT / "cmyk.jpg")
    for width, height in ((61, 47), (11, 9), (28, 75), (30, 50)):
        large = rgb.resize((width, height), Image.Resampling.NEAREST)
        large.save(OUTPUT / f"resize-{width}x{height}.png")
        resized = {
            "grey": large.convert("L").resize((SIDE, SIDE), Image.Resampling.BILINEAR),
            "rgb": large.resize((SIDE, SIDE), Image.Resampling.BILINEAR),
        }
        for mode, image in resized.items():
            (OUTPUT / f"resize-{width}x{height}.{mode}").write_bytes(image.tobytes())


if __name__ == "__main__":
    main()
