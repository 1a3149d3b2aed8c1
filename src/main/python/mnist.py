"""MNIST as NumPy arrays, from the four original IDX files, plain or gzipped."""

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.uint8]
Indices = NDArray[np.int64]


def load(directory: Path, split: Literal["train", "t10k"]) -> tuple[Images, Indices]:
    """Read the 60,000 training (`train`) or the 10,000 test (`t10k`) images and their digits.

    The images are `[n, 28, 28]`, from 0 (black background) to 255 (white ink); the digits are
    `[n]`, from 0 to 9. Raises FileNotFoundError or ValueError, which name the file.
    """
    images = _read_idx(directory / f"{split}-images-idx3-ubyte", rank=3)
    digits = _read_idx(directory / f"{split}-labels-idx1-ubyte", rank=1)
    if len(images) != len(digits):
        raise ValueError(f"{directory}: {len(images)} {split} images, but {len(digits)} labels")
    return images, digits.astype(np.int64)


def label_indices(digits: Indices, labels: Sequence[str]) -> Indices:
    """Map each digit to the label of that name, or to the first label if there is none.

    With the labels `["no 3", "3"]`, 3 becomes 1 and every other digit 0.
    """
    index_of_digit = [labels.index(str(d)) if str(d) in labels else 0 for d in range(10)]
    return np.array(index_of_digit)[digits]


def _read_idx(path: Path, rank: int) -> NDArray[np.uint8]:
    zipped = path.with_name(path.name + ".gz")
    content = gzip.decompress(zipped.read_bytes()) if zipped.exists() else path.read_bytes()
    # Two zero bytes, the element type (8 is the unsigned byte), the rank, and then the shape.
    header = 4 + 4 * rank
    if len(content) < header or content[:4] != bytes([0, 0, 8, rank]):
        raise ValueError(f"{path}: expected an IDX file of unsigned bytes of rank {rank}")
    shape = np.frombuffer(content, dtype=">u4", count=rank, offset=4).tolist()
    values = np.frombuffer(content, dtype=np.uint8, offset=header)
    if values.size != np.prod(shape):
        raise ValueError(f"{path}: expected values of shape {shape}, found {values.size} values")
    return values.reshape(shape)
