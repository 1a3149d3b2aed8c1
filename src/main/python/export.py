"""Export a checkpoint to ONNX, with a model card, if ONNX Runtime answers as PyTorch does."""

import argparse
import base64
import gzip
import sys
import tempfile
from itertools import count, islice
from pathlib import Path

import numpy as np
import torch

import card
import mnist
from card import Card, GoldenExample, Image
from classifier import TASKS, Classifier
from evaluation import Outputs, evaluate, predicted_labels, reference, to_probabilities
from mnist import Images, Indices
from verification import OPSET, verify

_GOLDEN_EXAMPLES = 16


def main() -> None:
    """Write NAME.onnx and NAME.yaml, or nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=TASKS)
    parser.add_argument("--checkpoint", type=Path, required=True, help="written by train.py")
    parser.add_argument("--data", type=Path, required=True, help="folder with the IDX files")
    parser.add_argument("--output", type=Path, required=True, help="folder for model and card")
    parser.add_argument("--test-outputs", type=Path, help="gzip file for PyTorch's test outputs")
    args = parser.parse_args()

    model = Classifier.load_from_checkpoint(args.checkpoint, map_location="cpu").eval()
    if model.hparams["name"] != args.name:
        sys.exit(f"{args.checkpoint}: expected {args.name}, found {model.hparams['name']}")
    images, digits = mnist.load(args.data, "t10k")
    outputs = run(model, images)
    model_card = make_card(model, images, digits, outputs)
    print(f"PyTorch:      {model_card.evaluation}")

    args.output.mkdir(parents=True, exist_ok=True)
    # Within the output folder, so that replacing is a rename and not a copy.
    with tempfile.TemporaryDirectory(dir=args.output, prefix=".") as folder:
        onnx_file = Path(folder, f"{args.name}.onnx")
        card_file = Path(folder, f"{args.name}.yaml")
        write_onnx(model, images[:2], onnx_file)
        card.write(model_card, card_file)
        try:
            found = verify(onnx_file, card.read(card_file), images, digits, outputs)
        except ValueError as problem:
            sys.exit(f"nothing written: {problem}")
        print(f"ONNX Runtime: {found}")
        card_file.replace(args.output / card_file.name)
        onnx_file.replace(args.output / onnx_file.name)
    if args.test_outputs:
        args.test_outputs.write_bytes(gzip.compress(outputs.astype("<f4").tobytes(), mtime=0))


def run(model: Classifier, images: Images) -> Outputs:
    """Compute PyTorch's raw outputs, `[n]` or `[n, labels]`, for images `[n, 28, 28]`."""
    with torch.inference_mode():
        return np.asarray(model(torch.tensor(images)).numpy(), dtype=np.float32)


def write_onnx(model: Classifier, sample: Images, path: Path) -> None:
    """Trace the model with a sample batch and write it to one file, for batches of any size."""
    model.to_onnx(
        path,
        torch.tensor(sample),
        opset_version=OPSET,
        dynamo=False,  # The newer exporter writes no opset below 18.
        input_names=["input"],
        output_names=["output"],
        dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}},
    )


def make_card(model: Classifier, images: Images, digits: Indices, outputs: Outputs) -> Card:
    """Describe a model by PyTorch's raw outputs for the test images."""
    task = model.task
    height, width = images.shape[1:]
    return Card(
        description=task.description,
        labels=task.labels,
        activation=task.activation,
        threshold=task.threshold,
        image=Image(width, height, mode="grayscale", size="refuse"),
        evaluation=evaluate(task, outputs, mnist.label_indices(digits, task.labels)),
        reference=reference(task, images, outputs),
        golden=[golden_example(model, images[i]) for i in choose_golden(model, outputs)],
    )


def golden_example(model: Classifier, image: Images) -> GoldenExample:
    """Record what PyTorch answers to this one image, `[28, 28]`."""
    outputs = run(model, image[np.newaxis])
    return GoldenExample(
        label=model.task.labels[predicted_labels(model.task, outputs)[0]],
        input=base64.b64encode(image.tobytes()).decode("ascii"),
        output=[float(f"{output:.9g}") for output in outputs.ravel()],
    )


def choose_golden(model: Classifier, outputs: Outputs) -> list[int]:
    """Choose test images: for each predicted label the least certain, then the most certain one.

    Then the second of each kind, and so on. The least certain would show a small error, as it
    may turn the label; the most certain have the largest outputs.
    """
    certainty = to_probabilities(model.task, outputs).max(axis=1)
    predicted = predicted_labels(model.task, outputs)
    ranked = []
    for label in range(len(model.task.labels)):
        of_label = np.flatnonzero(predicted == label)
        ranked.append(of_label[certainty[of_label].argsort(kind="stable")].tolist())
    order = (row[end] for depth in count() for end in (depth, -1 - depth) for row in ranked)
    return list(islice(order, _GOLDEN_EXAMPLES))


if __name__ == "__main__":
    main()
