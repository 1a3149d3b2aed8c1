"""Asks a service of models of many kinds, and compares with the runtime.

`python model_kinds.py HTTP GRPC FOLDER`: two addresses, and the folder with the models. Each is
asked in each form of the Open Inference Protocol.
"""

import sys
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnxruntime
import tritonclient.grpc as by_grpc
import tritonclient.http as by_http
from numpy.typing import NDArray

Array = NDArray[Any]
Inputs = dict[str, tuple[str, Array]]


class Answer(Protocol):
    """What both clients give."""

    def as_numpy(self, name: str) -> Array:
        """Get an output."""


EXAMPLES: dict[str, Inputs] = {
    "recurrent": {
        "input": ("FP32", np.linspace(-8, 8, 12, dtype=np.float32).reshape(3, 4)),
        "state": ("FP32", np.linspace(-1, 1, 24, dtype=np.float32).reshape(2, 3, 4)),
        "sr": ("INT64", np.array(16, np.int64)),
    },
    "half": {
        "a": ("FP16", np.array([[1, 2], [0.5, -3]], np.float16)),
        "b": ("FP16", np.array([[1, 0], [0.25, 2]], np.float16)),
    },
    "words": {"word": ("BYTES", np.array(["dos", "ñ", "uno"], object))},
    "pipeline": {"X": ("FP32", np.array([[1, 2], [-3, 0.5]], np.float32))},
}


def reference(model: Path, inputs: Inputs) -> dict[str, Array]:
    """Ask the runtime itself: a sequence of maps as rows of their values."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    outputs = session.run(names, {name: value for name, (_, value) in inputs.items()})
    return {
        name: np.array([list(row.values()) for row in output], np.float32)
        if isinstance(output, list)
        else np.asarray(output)
        for name, output in zip(names, outputs, strict=True)
    }


def check(way: str, name: str, answer: Answer, expected: dict[str, Array]) -> None:
    """Compare each output."""
    for output, array in expected.items():
        found = answer.as_numpy(output)
        if array.dtype == object:
            found = np.array([v if isinstance(v, str) else v.decode() for v in found], object)
            same = np.array_equal(found, array)
        else:
            same = found.shape == array.shape and np.allclose(found, array, 1e-5, 1e-6)
        assert same, f"{name} by {way}: {output} is {found}, expected {array}"


def main(http: str, grpc: str, folder: Path) -> None:
    """Ask of each model in each way."""
    web = by_http.InferenceServerClient(http)
    rpc = by_grpc.InferenceServerClient(grpc)
    for name, inputs in EXAMPLES.items():
        expected = reference(folder / f"{name}.onnx", inputs)
        for way in ("JSON", "bytes", "gRPC"):
            library = by_grpc if way == "gRPC" else by_http
            asked = []
            for key, (datatype, value) in inputs.items():
                tensor = library.InferInput(key, list(value.shape), datatype)
                if way == "gRPC":
                    tensor.set_data_from_numpy(value)
                else:
                    tensor.set_data_from_numpy(value, binary_data=way == "bytes")
                asked.append(tensor)
            if way == "gRPC":
                check(way, name, rpc.infer(name, asked), expected)
            else:
                outputs = [
                    by_http.InferRequestedOutput(o, binary_data=way == "bytes") for o in expected
                ]
                check(way, name, web.infer(name, asked, outputs=outputs), expected)
        print(name, {output: array.tolist() for output, array in expected.items()})
    classes = by_grpc.InferRequestedOutput("probabilities", class_count=1)
    tensor = by_grpc.InferInput("X", [1, 2], "FP32")
    tensor.set_data_from_numpy(np.array([[1, 2]], np.float32))
    best = rpc.infer("pipeline", [tensor], outputs=[classes]).as_numpy("probabilities")
    # The key of the map, as there is no card with labels.
    assert best[0][0].endswith(b":2:30"), best


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
