"""The proof that an ONNX file answers as its card says: export.py and check.py both demand it."""

import base64
import math
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

import mnist
from card import Card, Evaluation
from evaluation import Outputs, evaluate, predicted_labels, reference
from mnist import Images, Indices

OPSET = 11

# For an output it is absolute, and relative above magnitude 1: runtimes add up the products of a
# layer in different orders. For the log loss it is relative: a logit that moves by e moves the
# loss of its image, -log p, by about e * (1 - p), which is less than e * -log p.
TOLERANCE = 1e-5


def verify(
    path: Path, card: Card, images: Images, digits: Indices, recorded: Outputs | None
) -> Evaluation:
    """Run a model over the MNIST test images and compare all that comes out with its card.

    `recorded` is PyTorch's raw outputs for the same images, in order, of any shape; None if there
    are none. Returns how the outputs of ONNX Runtime evaluate. Raises ValueError, which names the
    model, what was expected and what was found.
    """
    name = path.stem
    session = _open(path, card)
    outputs = _run(session, images)
    found = evaluate(card, outputs, mnist.label_indices(digits, card.labels))
    for key in ("dataset", "size", "accuracy", "confusion_matrix"):
        _expect(f"{name}: {key}", getattr(found, key), getattr(card.evaluation, key))
    if not math.isclose(found.log_loss, card.evaluation.log_loss, rel_tol=TOLERANCE):
        _expect(f"{name}: log_loss", found.log_loss, card.evaluation.log_loss)
    histograms = asdict(reference(card, images, outputs))
    for key, expected in asdict(card.reference).items():
        _expect(f"{name}: {key}", histograms[key], expected)
    if recorded is not None:
        _expect_close(f"{name}: output for the test images", outputs, recorded)
    for number, example in enumerate(card.golden):
        # One by one, as a service would, which also proves that the batch may have another size.
        pixels = np.frombuffer(base64.b64decode(example.input), dtype=np.uint8)
        outputs = _run(session, pixels.reshape(1, card.image.height, card.image.width))
        label = card.labels[predicted_labels(card, outputs)[0]]
        _expect(f"{name}: label of golden example {number}", label, example.label)
        _expect_close(f"{name}: output for golden example {number}", outputs, example.output)
    return found


def _open(path: Path, card: Card) -> onnxruntime.InferenceSession:
    # From the bytes alone, so that a model with external data fails here.
    content = path.read_bytes()
    try:
        onnx.checker.check_model(content, full_check=True)
        session = onnxruntime.InferenceSession(content)
    except Exception as problem:  # Protobuf, onnx and onnxruntime share no narrower base.
        raise ValueError(f"{path.stem}: not a valid ONNX model: {problem}") from problem
    opsets = {opset.domain: opset.version for opset in onnx.load_from_string(content).opset_import}
    _expect(f"{path.stem}: opset", opsets, {"": OPSET})
    signature = [(node.name, node.type, node.shape) for node in session.get_inputs()]
    signature += [(node.name, node.type, node.shape) for node in session.get_outputs()]
    classes = [] if card.activation == "sigmoid" else [len(card.labels)]
    expected = [
        ("input", "tensor(uint8)", ["batch", card.image.height, card.image.width]),
        ("output", "tensor(float)", ["batch", *classes]),
    ]
    _expect(f"{path.stem}: signature", signature, expected)
    return session


def _run(session: onnxruntime.InferenceSession, images: Images) -> Outputs:
    (outputs,) = session.run(["output"], {"input": images})
    return np.asarray(outputs, dtype=np.float32)


def _expect(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise ValueError(f"{what}: expected {expected}, found {found}")


def _expect_close(what: str, found: Outputs, expected: NDArray[np.float32] | list[float]) -> None:
    a, b = found.ravel().astype(np.float64), np.ravel(expected).astype(np.float64)
    _expect(f"{what}: size", a.size, b.size)
    deviations = np.abs(a - b) / np.abs(b).clip(min=1)
    worst = deviations.argmax()
    if not deviations[worst] <= TOLERANCE:  # The other way round, NaN would pass.
        raise ValueError(f"{what}: expected {b[worst]} at index {worst}, found {a[worst]}")
