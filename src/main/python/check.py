"""Check each ONNX model in a folder against its card and the MNIST test images, without PyTorch."""

import argparse
import gzip
import sys
from pathlib import Path

import numpy as np

import card
import mnist
from card import Evaluation
from evaluation import Outputs
from mnist import Images, Indices
from verification import verify


def main() -> None:
    """Print an evaluation or a problem for each model; exit with 1 if there is a problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, required=True, help="folder with models and cards")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with the IDX files and NAME.logits.f32.gz"
    )
    args = parser.parse_args()

    images, digits = mnist.load(args.data, "t10k")
    models = sorted(args.models.glob("*.onnx"))
    problems = [] if models else [f"{args.models}: expected models, found no .onnx file"]
    for model in models:
        try:
            print(f"{model.stem}: {check(model, args.data, images, digits)}")
        except (OSError, ValueError) as problem:
            problems.append(str(problem))
    if problems:
        sys.exit("\n".join(problems))


def check(model: Path, data: Path, images: Images, digits: Indices) -> Evaluation:
    """Verify a model against its card, and against PyTorch's recorded outputs if there are any."""
    model_card = card.read(model.with_suffix(".yaml"))
    recorded = read_outputs(data / f"{model.stem}.logits.f32.gz")
    return verify(model, model_card, images, digits, recorded)


def read_outputs(path: Path) -> Outputs | None:
    """Read what `export.py --test-outputs` wrote, flat; None if there is no such file."""
    return np.frombuffer(gzip.decompress(path.read_bytes()), "<f4") if path.exists() else None


if __name__ == "__main__":
    main()
