"""The models in the repositories of repositories.py: small, and plain to check by hand."""

import struct
from base64 import b64encode

from models import OUTPUT, tensor
from onnx import TensorProto, checker, helper

Files = dict[str, bytes | str]


def bright(threshold: int) -> bytes:
    """Make a model that asks if the mean of 2 x 2 pixels is above a threshold: exact in float32."""
    graph = helper.make_graph(
        [
            helper.make_node("Cast", ["input"], ["pixels"], to=TensorProto.FLOAT),
            helper.make_node("ReduceMean", ["pixels"], ["mean"], axes=[1, 2], keepdims=0),
            helper.make_node("Sub", ["mean", "threshold"], ["above"]),
            helper.make_node("Mul", ["above", "scale"], ["output"]),
        ],
        "bright",
        [tensor("input", TensorProto.UINT8, ["batch", 2, 2])],
        [tensor("output", TensorProto.FLOAT, ["batch"])],
        [
            helper.make_tensor("threshold", TensorProto.FLOAT, [], [threshold]),
            helper.make_tensor("scale", TensorProto.FLOAT, [], [0.125]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=6)
    checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content


def golden(label: str, content: bytes, output: list[float]) -> str:
    """Write a golden example of a card."""
    return f"- {{label: {label}, input: {b64encode(content).decode()}, output: {output}}}\n"


def bright_card(threshold: int) -> str:
    """Write the card of bright; its golden examples hold for the threshold."""
    examples = [
        golden(
            "bright" if grey > threshold else "dark", bytes([grey] * 4), [(grey - threshold) / 8]
        )
        for grey in (0, 150, 255)
    ]
    return (
        f"description: Is the image brighter than {threshold}?\nlabels: [dark, bright]\n"
        "activation: sigmoid\nimage: {width: 2, height: 2, mode: grayscale, size: refuse}\n"
        f"golden:\n{''.join(examples)}"
    )


def colors_card() -> str:
    """Write the card of channel_means.onnx, called colors here."""
    examples = [
        golden(
            label,
            struct.pack("<12f", *[255.0 if at // 4 == channel else 0.0 for at in range(12)]),
            [255.0 if at == channel else 0.0 for at in range(3)],
        )
        for channel, label in enumerate(("red", "green", "blue"))
    ]
    return (
        "description: Which color has the image?\nlabels: [red, green, blue]\n"
        f"activation: softmax\ngolden:\n{''.join(examples)}"
    )


def models(threshold: int, card: int | None = None, folder: str = "models") -> Files:
    """Make two models with their cards; that of bright is wrong if it is for another threshold."""
    return {
        f"{folder}/bright.onnx": bright(threshold),
        f"{folder}/bright.yaml": bright_card(threshold if card is None else card),
        f"{folder}/colors.onnx": sample("channel_means"),
        f"{folder}/colors.yaml": colors_card(),
    }


def sample(name: str) -> bytes:
    """Read a model that models.py wrote."""
    return (OUTPUT / f"{name}.onnx").read_bytes()
