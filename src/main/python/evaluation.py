"""From raw outputs to labels and an evaluation, for PyTorch's outputs and ONNX Runtime's alike."""

import numpy as np
from numpy.typing import NDArray

from card import Evaluation, Task
from mnist import Indices

Outputs = NDArray[np.float32]
Probabilities = NDArray[np.float64]

_BUCKETS = 20


def to_probabilities(task: Task, outputs: Outputs) -> Probabilities:
    """Turn logits, `[n]` for sigmoid or `[n, labels]`, into probabilities, `[n, labels]`.

    They are float64, so that no rounding of ours hides or makes a difference between runtimes.
    """
    logits = outputs.astype(np.float64)
    if task.activation == "sigmoid":
        positive = 1 / (1 + np.exp(-logits))
        return np.stack([1 - positive, positive], axis=1)
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    normalised: Probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return normalised


def predicted_labels(task: Task, outputs: Outputs) -> Indices:
    """Decide on the index of a label for each instance; among equals, softmax takes the first."""
    probabilities = to_probabilities(task, outputs)
    if task.threshold is not None:
        return (probabilities[:, 1] > task.threshold).astype(np.int64)
    likeliest: Indices = probabilities.argmax(axis=1)
    return likeliest


def evaluate(task: Task, outputs: Outputs, truth: Indices) -> Evaluation:
    """Compare the raw outputs for the MNIST test images with the indices of their true labels."""
    predicted = predicted_labels(task, outputs)
    probability_of_truth = to_probabilities(task, outputs)[np.arange(len(truth)), truth]
    confusion = np.zeros((len(task.labels), len(task.labels)), dtype=np.int64)
    np.add.at(confusion, (truth, predicted), 1)
    return Evaluation(
        dataset="MNIST test images",
        size=len(truth),
        accuracy=float((predicted == truth).mean()),
        log_loss=float(-np.log(probability_of_truth.clip(min=1e-15)).mean()),
        confusion_matrix=confusion.tolist(),
    )


def score_histogram(task: Task, outputs: Outputs) -> list[int]:
    """Count the scores in 20 equal buckets, (i/20, (i+1)/20]; the first bucket takes 0 too.

    The score is the probability of the second label for sigmoid, or else of the likeliest label.
    """
    probabilities = to_probabilities(task, outputs)
    scores = probabilities[:, 1] if task.activation == "sigmoid" else probabilities.max(axis=1)
    buckets = np.ceil(scores * _BUCKETS).astype(np.int64) - 1
    counts: list[int] = np.bincount(buckets.clip(min=0), minlength=_BUCKETS).tolist()
    return counts
