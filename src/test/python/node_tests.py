"""Asks a service what ONNX's own node tests ask a runtime.

`python node_tests.py models FOLDER` writes the models that ONNX Runtime runs as its test says, and
that the Open Inference Protocol can say. `python node_tests.py ask HTTP GRPC` asks a service of
these models for each of them, in each form of the protocol, and prints how many there are.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import ml_dtypes
import numpy as np
import onnx
import onnxruntime
import tritonclient.grpc as by_grpc
import tritonclient.http as by_http
from numpy.typing import NDArray
from onnx import TypeProto, numpy_helper
from onnx.backend.test.loader import load_model_tests

Array = NDArray[Any]


class Answer(Protocol):
    """What both clients give."""

    def as_numpy(self, name: str) -> Array:
        """Get an output."""


DATATYPES: dict[int, str] = {
    onnx.TensorProto.BOOL: "BOOL",
    onnx.TensorProto.UINT8: "UINT8",
    onnx.TensorProto.UINT16: "UINT16",
    onnx.TensorProto.UINT32: "UINT32",
    onnx.TensorProto.UINT64: "UINT64",
    onnx.TensorProto.INT8: "INT8",
    onnx.TensorProto.INT16: "INT16",
    onnx.TensorProto.INT32: "INT32",
    onnx.TensorProto.INT64: "INT64",
    onnx.TensorProto.FLOAT16: "FP16",
    onnx.TensorProto.BFLOAT16: "BF16",
    onnx.TensorProto.FLOAT: "FP32",
    onnx.TensorProto.DOUBLE: "FP64",
    onnx.TensorProto.STRING: "BYTES",
}
NOT_IN_JSON = {"FP16", "BF16"}


class NotAskedError(Exception):
    """A test that says nothing of the service, with the reason."""


@dataclass
class Case:
    """A node test."""

    name: str
    model: onnx.ModelProto
    data_sets: Sequence[tuple[Sequence[Any], Sequence[Any]]]
    rtol: float
    atol: float


def cases() -> list[Case]:
    """List all tests."""
    return [
        Case(test.name, test.model, test.data_sets, test.rtol, test.atol)
        for test in load_model_tests(kind="node")
        if test.model is not None and test.data_sets is not None
    ]


def inputs_of(model: onnx.ModelProto) -> list[onnx.ValueInfoProto]:
    """List the inputs that have no value in the graph."""
    known = {tensor.name for tensor in model.graph.initializer}
    return [value for value in model.graph.input if value.name not in known]


def tensor_type(value: onnx.ValueInfoProto) -> str:
    """Name the protocol's type of an input."""
    if not value.type.HasField("tensor_type"):
        raise NotAskedError("an input is no tensor")
    return datatype(value.type.tensor_type.elem_type)


def datatype(element: int) -> str:
    """Name the protocol's type of elements."""
    if element not in DATATYPES:
        raise NotAskedError(f"the protocol has no {onnx.TensorProto.DataType.Name(element)}")
    return DATATYPES[element]


def as_array(value: Any) -> Array:  # noqa: ANN401
    """Get what a test has as an array."""
    if isinstance(value, onnx.TensorProto):
        return numpy_helper.to_array(value)
    return np.asarray(value)


def output_array(value: Any, kind: TypeProto) -> Array:  # noqa: ANN401
    """Get an output: a sequence as the tensor that it makes."""
    if kind.HasField("tensor_type"):
        datatype(kind.tensor_type.elem_type)
        return as_array(value)
    if kind.HasField("sequence_type") and kind.sequence_type.elem_type.HasField("tensor_type"):
        element = kind.sequence_type.elem_type.tensor_type.elem_type
        datatype(element)
        values = [as_array(each) for each in value]
        if len({each.shape for each in values}) > 1:
            raise NotAskedError("an output is a sequence of tensors of different shapes")
        if not values:
            return np.zeros([0], onnx.helper.tensor_dtype_to_np_dtype(element))
        return np.stack(values)
    raise NotAskedError("an output is neither a tensor nor a sequence of some")


def examples(case: Case) -> list[tuple[dict[str, Array], list[Array]]]:
    """Get the examples: inputs by name, and outputs in the graph's order."""
    values = inputs_of(case.model)
    for value in values:
        tensor_type(value)
    found = []
    for inputs, outputs in case.data_sets:
        if len(inputs) != len(values):
            raise NotAskedError("an input is left out")
        named = {value.name: as_array(given) for value, given in zip(values, inputs, strict=True)}
        kinds = [value.type for value in case.model.graph.output]
        expected = [output_array(given, kind) for given, kind in zip(outputs, kinds, strict=True)]
        found.append((named, expected))
    return found


def similar(case: Case, found: Array, expected: Array) -> bool:
    """Compare as ONNX does."""
    if found.shape != expected.shape:
        return False
    if expected.dtype == object or expected.dtype.kind in "US":
        return [text(value) for value in found.ravel()] == [
            text(value) for value in expected.ravel()
        ]
    if expected.dtype == ml_dtypes.bfloat16:
        found, expected = found.astype(np.float32), expected.astype(np.float32)
    return bool(np.allclose(found, expected, case.rtol, case.atol, equal_nan=True))


def text(value: str | bytes) -> str:
    """Get a text that may be encoded."""
    return value.decode() if isinstance(value, bytes) else value


def require_runtime(case: Case) -> None:
    """Raise unless the runtime itself does what the test says."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(
            case.model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        for inputs, expected in examples(case):
            if any(array.dtype == ml_dtypes.bfloat16 for array in [*inputs.values(), *expected]):
                # NumPy has no such arrays: it is enough that it runs.
                session.run_with_ort_values(
                    None, {name: ort_value(value) for name, value in inputs.items()}
                )
                continue
            outputs = [
                np.stack(output) if isinstance(output, list) and output else np.asarray(output)
                for output in session.run(None, inputs)
            ]
            if not all(similar(case, *pair) for pair in zip(outputs, expected, strict=True)):
                raise NotAskedError("the runtime answers differently")
    except NotAskedError:
        raise
    except Exception as error:
        raise NotAskedError("the runtime does not run it") from error


def ort_value(value: Array) -> onnxruntime.OrtValue:
    """Make an input for the runtime, whose Python interface knows no bfloat16 otherwise."""
    if value.dtype == ml_dtypes.bfloat16:
        return onnxruntime.OrtValue.ortvalue_from_numpy_with_onnx_type(
            value.view(np.uint16), onnx.TensorProto.BFLOAT16
        )
    return onnxruntime.OrtValue.ortvalue_from_numpy(value)


def write_models(folder: Path) -> None:
    """Write the models that are asked."""
    folder.mkdir(parents=True, exist_ok=True)
    reasons: Counter[str] = Counter()
    for case in cases():
        try:
            examples(case)
            require_runtime(case)
        except NotAskedError as error:
            reasons[str(error)] += 1
            continue
        reasons["asked"] += 1
        (folder / f"{case.name}.onnx").write_bytes(case.model.SerializeToString())
    for reason, count in reasons.most_common():
        print(f"{count:5} {reason}")


def ask_http(
    client: by_http.InferenceServerClient,
    name: str,
    inputs: dict[str, Array],
    types: dict[str, str],
    binary: bool,
) -> Answer:
    """Ask over HTTP, by JSON or by bytes."""
    asked = []
    for key, value in inputs.items():
        tensor = by_http.InferInput(key, list(value.shape), types[key])
        tensor.set_data_from_numpy(sendable(value), binary_data=binary)
        asked.append(tensor)
    outputs = [
        by_http.InferRequestedOutput(output["name"], binary_data=binary)
        for output in client.get_model_metadata(name)["outputs"]
    ]
    answer: Answer = client.infer(name, asked, outputs=outputs)
    return answer


def ask_grpc(
    client: by_grpc.InferenceServerClient,
    name: str,
    inputs: dict[str, Array],
    types: dict[str, str],
) -> Answer:
    """Ask over gRPC."""
    asked = []
    for key, value in inputs.items():
        tensor = by_grpc.InferInput(key, list(value.shape), types[key])
        tensor.set_data_from_numpy(sendable(value))
        asked.append(tensor)
    answer: Answer = client.infer(name, asked)
    return answer


def sendable(value: Array) -> Array:
    """Give a value in a form that the client takes."""
    if value.dtype.kind in "US":
        return value.astype(object)
    return value


def ask(http: str, grpc: str) -> None:
    """Ask for all models that a service has, in each way, and compare."""
    web = by_http.InferenceServerClient(http, network_timeout=60.0, connection_timeout=60.0)
    rpc = by_grpc.InferenceServerClient(grpc)
    served = {entry["name"]: entry for entry in web.get_model_repository_index()}
    counts: Counter[str] = Counter()
    wrong = [
        f"{name} is not served: {entry['reason']}"
        for name, entry in served.items()
        if entry["state"] != "READY"
    ]
    for case in cases():
        if case.name not in served or served[case.name]["state"] != "READY":
            continue
        model = case.model
        types = {value.name: tensor_type(value) for value in inputs_of(model)}
        for way in ("JSON", "bytes", "gRPC"):
            outputs = {
                output["datatype"] for output in web.get_model_metadata(case.name)["outputs"]
            }
            if way == "JSON" and NOT_IN_JSON & (set(types.values()) | outputs):
                counts["JSON cannot say"] += 1
                continue
            try:
                for inputs, expected in examples(case):
                    answer = (
                        ask_grpc(rpc, case.name, inputs, types)
                        if way == "gRPC"
                        else ask_http(web, case.name, inputs, types, way == "bytes")
                    )
                    for value, array in zip(model.graph.output, expected, strict=True):
                        found = answer.as_numpy(value.name)
                        if not similar(case, found, array):
                            raise AssertionError(f"{value.name} is {found!r}, expected {array!r}")
                counts[way] += 1
            except Exception as error:
                wrong.append(f"{case.name} by {way}: {str(error)[:500]}")
    counts["models"] = len(served)
    for what, count in counts.most_common():
        print(f"{count:5} {what}")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    if sys.argv[1] == "models":
        write_models(Path(sys.argv[2]))
    else:
        ask(sys.argv[2], sys.argv[3])
