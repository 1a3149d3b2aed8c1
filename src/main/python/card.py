"""The model card: what an ONNX graph cannot say about itself. README.md documents its form."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import yaml


@dataclass(frozen=True)
class Task:
    """What a model answers, and how its raw outputs become a label.

    With `sigmoid` there is one output per instance, the logit of the second of two labels, which
    is given if its probability exceeds the threshold. With `softmax` there is one output per
    label, the largest gives the label, and the threshold is None.
    """

    description: str
    labels: list[str]
    activation: Literal["sigmoid", "softmax"]
    threshold: float | None


@dataclass(frozen=True)
class Image:
    """The images that a model takes, in pixels; `size` says what to do with one of another size."""

    width: int
    height: int
    mode: Literal["grayscale", "rgb"]
    size: Literal["refuse", "resize"]


@dataclass(frozen=True)
class Evaluation:
    """How well a model does on `size` images that it has not been trained with.

    The log loss is in nats per image. The confusion matrix has a row for each true label and a
    column for each predicted label.
    """

    dataset: str
    size: int
    accuracy: float
    log_loss: float
    confusion_matrix: list[list[int]]

    def __str__(self) -> str:
        """Tell the measures in one line."""
        return (
            f"accuracy {self.accuracy}, log loss {self.log_loss:.9f}, "
            f"confusion matrix {self.confusion_matrix}"
        )


@dataclass(frozen=True)
class Reference:
    """How scores and images are distributed in the evaluation: counts per bucket.

    Of each image's samples, scaled to 0 to 1: the mean, the standard deviation, and the share of
    ink, which is of samples above 127 of 255.
    """

    score_histogram: list[int]
    mean_histogram: list[int]
    deviation_histogram: list[int]
    ink_histogram: list[int]


@dataclass(frozen=True)
class GoldenExample:
    """The bytes of one instance in base64, PyTorch's raw outputs, and the label that they give."""

    label: str
    input: str
    output: list[float]


@dataclass(frozen=True)
class Card(Task):
    """A whole card; the fields are in the order of the file."""

    image: Image
    evaluation: Evaluation
    reference: Reference
    golden: list[GoldenExample]


def read(path: Path) -> Card:
    """Read a card. Raises ValueError if a key is missing or unknown."""
    try:
        fields: dict[str, Any] = {"threshold": None} | yaml.safe_load(path.read_text("utf-8"))
        fields["image"] = Image(**fields["image"])
        fields["evaluation"] = Evaluation(**fields["evaluation"])
        fields["reference"] = Reference(**fields["reference"])
        fields["golden"] = [GoldenExample(**example) for example in fields["golden"]]
        return Card(**fields)
    except (KeyError, TypeError, yaml.YAMLError) as problem:
        raise ValueError(f"{path}: not a model card: {problem}") from problem


def write(card: Card, path: Path) -> None:
    """Write a card, without the threshold if that is None."""
    fields = {key: value for key, value in asdict(card).items() if value is not None}
    text = yaml.dump(fields, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    path.write_text(text, "utf-8")


class _Dumper(yaml.SafeDumper):
    """Writes block style, but keeps a list of scalars, such as a row of a matrix, on one line."""

    def represent_list(self, data: Iterable[Any]) -> yaml.SequenceNode:
        nested = any(isinstance(item, list | dict) for item in data)
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=not nested)


_Dumper.add_representer(list, _Dumper.represent_list)
