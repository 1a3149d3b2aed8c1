"""From raw outputs to labels and an evaluation, for PyTorch's outputs and ONNX Runtime's alike."""

import numpy as np
from numpy.typing import NDArray

from card import Evaluation, Reference, Task
from mnist import Images, Indices

Outputs = NDArray[np.float32]
Probabilities = NDArray[np.float64]

_BUCKETS = 20

# A sample above this, half of 255, is ink.
_INK = 127


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


def reference(task: Task, images: Images, outputs: Outputs) -> Reference:
    """Count the scores, and the statistics of each image's samples, in 20 equal buckets.

    The score is the probability of the second label for sigmoid, or else of the likeliest label.
    The service counts to the bucket as is done here: with exact sums, and float64 after them.
    """
    probabilities = to_probabilities(task, outputs)
    scores = probabilities[:, 1] if task.activation == "sigmoid" else probabilities.max(axis=1)
    samples = images.reshape(len(images), -1).astype(np.int64)
    size = samples.shape[1]
    means = samples.sum(axis=1) / size
    variances = (samples * samples).sum(axis=1) / size - means * means
    return Reference(
        score_histogram=_histogram(scores),
        mean_histogram=_histogram(means / 255),
        deviation_histogram=_histogram(np.sqrt(variances.clip(min=0)) / 255),
        ink_histogram=_histogram((samples > _INK).sum(axis=1) / size),
    )


def _histogram(values: NDArray[np.float64]) -> list[int]:
    """Count values of 0 to 1 in the buckets (i/20, (i+1)/20]; the first takes 0 too."""
    buckets = np.ceil(values * _BUCKETS).astype(np.int64) - 1
    counts: list[int] = np.bincount(buckets.clip(min=0), minlength=_BUCKETS).tolist()
    return counts
