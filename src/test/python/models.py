"""Writes small ONNX models with names, types and shapes of their own, for the tests.

Run by hand when a model is added: `python src/test/python/models.py`.
"""

from collections.abc import Sequence
from pathlib import Path

from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, checker, helper, save

OUTPUT = Path(__file__).parent.parent / "resources" / "models"
Value = ValueInfoProto
WHOLE = ["UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64"]
TYPES = [*WHOLE, "FLOAT16", "FLOAT", "DOUBLE", "BOOL", "STRING"]


def tensor(name: str, element: int, shape: Sequence[int | str]) -> Value:
    """Describe an input or output; a dimension that varies has a name."""
    return helper.make_tensor_value_info(name, element, shape)


def write(
    name: str,
    nodes: list[NodeProto],
    inputs: list[Value],
    outputs: list[Value],
    initializers: Sequence[TensorProto] = (),
) -> None:
    """Write a checked model."""
    graph = helper.make_graph(nodes, name, inputs, outputs, list(initializers))
    opsets = [helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 1)]
    model: ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=7)
    checker.check_model(model)
    save(model, OUTPUT / f"{name}.onnx")


def write_slow() -> None:
    """Count to its input, one iteration of a loop after the other: as slow as one likes."""
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["condition"], ["again"]),
            helper.make_node("Add", ["count", "one"], ["next"]),
        ],
        "body",
        [
            tensor("iteration", TensorProto.INT64, []),
            tensor("condition", TensorProto.BOOL, []),
            tensor("count", TensorProto.INT64, ["batch"]),
        ],
        [tensor("again", TensorProto.BOOL, []), tensor("next", TensorProto.INT64, ["batch"])],
    )
    write(
        "slow",
        [
            helper.make_node("ReduceMax", ["steps"], ["trips"], keepdims=0),
            helper.make_node("Sub", ["steps", "steps"], ["zero"]),
            helper.make_node("Loop", ["trips", "true", "zero"], ["counted"], body=body),
        ],
        [tensor("steps", TensorProto.INT64, ["batch"])],
        [tensor("counted", TensorProto.INT64, ["batch"])],
        [
            helper.make_tensor("true", TensorProto.BOOL, [], [True]),
            helper.make_tensor("one", TensorProto.INT64, [], [1]),
        ],
    )


def write_external() -> None:
    """Write a model whose weights are in another file: one that every working directory has."""
    weights = TensorProto(name="weights", data_type=TensorProto.UINT8, dims=[16])
    weights.data_location = TensorProto.EXTERNAL
    for key, value in (("location", "pom.xml"), ("offset", "0"), ("length", "16")):
        weights.external_data.add(key=key, value=value)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["weights", "index"], ["value"])],
        "external",
        [tensor("index", TensorProto.INT64, ["batch"])],
        [tensor("value", TensorProto.UINT8, ["batch"])],
        [weights],
    )
    opsets = [helper.make_opsetid("", 13)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=7)
    (OUTPUT / "external.onnx").write_bytes(model.SerializeToString())


def write_recurrent() -> None:
    """Hear speech, as far as its shapes go: samples, a state, and the rate as a scalar."""
    size = 4
    gates = [((i * 7) % 11 - 5) / 10 for i in range(4 * size * size)]
    write(
        "recurrent",
        [
            helper.make_node("Cast", ["sr"], ["rate"], to=TensorProto.FLOAT),
            helper.make_node("Div", ["input", "rate"], ["scaled"]),
            helper.make_node("Unsqueeze", ["scaled", "first"], ["x"]),
            helper.make_node("Split", ["state"], ["h", "c"], axis=0),
            helper.make_node(
                "LSTM",
                ["x", "w", "r", "", "", "h", "c"],
                ["", "next_h", "next_c"],
                hidden_size=size,
            ),
            helper.make_node("Concat", ["next_h", "next_c"], ["stateN"], axis=0),
            helper.make_node("ReduceMean", ["next_h"], ["means"], axes=[0, 2], keepdims=0),
            helper.make_node("Sigmoid", ["means"], ["output"]),
        ],
        [
            tensor("input", TensorProto.FLOAT, ["batch", size]),
            tensor("state", TensorProto.FLOAT, [2, "batch", size]),
            tensor("sr", TensorProto.INT64, []),
        ],
        [
            tensor("output", TensorProto.FLOAT, ["batch"]),
            tensor("stateN", TensorProto.FLOAT, [2, "batch", size]),
        ],
        [
            helper.make_tensor("w", TensorProto.FLOAT, [1, 4 * size, size], gates),
            helper.make_tensor("r", TensorProto.FLOAT, [1, 4 * size, size], gates[::-1]),
            helper.make_tensor("first", TensorProto.INT64, [1], [0]),
        ],
    )


def write_pipeline() -> None:
    """Classify as a pipeline of scikit-learn, in the operators that its converter takes."""
    score = helper.make_tensor_type_proto(TensorProto.FLOAT, [])
    scores = helper.make_map_type_proto(TensorProto.INT64, score)
    domain = "ai.onnx.ml"
    write(
        "pipeline",
        [
            helper.make_node(
                "Scaler", ["X"], ["scaled"], domain=domain, offset=[1.0, -2.0], scale=[0.5, 2.0]
            ),
            helper.make_node(
                "LinearClassifier",
                ["scaled"],
                ["label", "raw"],
                domain=domain,
                classlabels_ints=[10, 20, 30],
                coefficients=[1.0, -1.0, 0.5, 0.25, -0.75, 1.5],
                intercepts=[0.1, 0.2, -0.3],
                multi_class=1,
                post_transform="SOFTMAX",
            ),
            helper.make_node("Normalizer", ["raw"], ["sums"], domain=domain, norm="L1"),
            helper.make_node(
                "ZipMap",
                ["sums"],
                ["probabilities"],
                domain=domain,
                classlabels_int64s=[10, 20, 30],
            ),
        ],
        [tensor("X", TensorProto.FLOAT, ["batch", 2])],
        [
            tensor("label", TensorProto.INT64, ["batch"]),
            helper.make_value_info("probabilities", helper.make_sequence_type_proto(scores)),
        ],
    )


def main() -> None:
    """Write all of them."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    write(
        "add",
        [
            helper.make_node("Add", ["left", "right"], ["sum"]),
            helper.make_node("Sub", ["left", "right"], ["rest"]),
        ],
        [tensor("left", TensorProto.FLOAT, ["n", 2]), tensor("right", TensorProto.FLOAT, ["n", 2])],
        [tensor("sum", TensorProto.FLOAT, ["n", 2]), tensor("rest", TensorProto.FLOAT, ["n", 2])],
    )
    for element in TYPES:
        kind = getattr(TensorProto, element)
        write(
            f"identity_{element.lower()}",
            [helper.make_node("Identity", ["in"], ["out"])],
            [tensor("in", kind, ["batch", "length"])],
            [tensor("out", kind, ["batch", "length"])],
        )
    write(
        "identity_float_one",
        [helper.make_node("Identity", ["in"], ["out"])],
        [tensor("in", TensorProto.FLOAT, ["batch", 1])],
        [tensor("out", TensorProto.FLOAT, ["batch", 1])],
    )
    write(
        "one_at_a_time",
        [helper.make_node("ReduceSum", ["x"], ["y"], keepdims=0)],
        [tensor("x", TensorProto.FLOAT, [1, 3])],
        [tensor("y", TensorProto.FLOAT, [])],
    )
    write(
        "unsigned",
        [helper.make_node("Cast", ["x"], ["y"], to=TensorProto.UINT32)],
        [tensor("x", TensorProto.INT64, ["batch"])],
        [tensor("y", TensorProto.UINT32, ["batch"])],
    )
    write(
        "gather",
        [helper.make_node("Gather", ["table", "index"], ["value"])],
        [tensor("index", TensorProto.INT64, ["batch"])],
        [tensor("value", TensorProto.FLOAT, ["batch"])],
        [helper.make_tensor("table", TensorProto.FLOAT, [3], [0.5, 1.5, 2.5])],
    )
    score = helper.make_tensor_type_proto(TensorProto.FLOAT, [])
    scores = helper.make_map_type_proto(TensorProto.STRING, score)
    write(
        "zipmap",
        [
            helper.make_node(
                "ZipMap",
                ["p"],
                ["scores"],
                domain="ai.onnx.ml",
                classlabels_strings=["cat", "dog"],
            )
        ],
        [tensor("p", TensorProto.FLOAT, ["batch", 2])],
        [helper.make_value_info("scores", helper.make_sequence_type_proto(scores))],
    )
    write(
        "channel_means",
        [helper.make_node("ReduceMean", ["image"], ["means"], axes=[2, 3], keepdims=0)],
        [tensor("image", TensorProto.FLOAT, ["batch", 3, 2, 2])],
        [tensor("means", TensorProto.FLOAT, ["batch", 3])],
    )
    write(
        "unbatched",
        [helper.make_node("ReduceSum", ["x"], ["total"], keepdims=0)],
        [tensor("x", TensorProto.FLOAT, [2, 3])],
        [tensor("total", TensorProto.FLOAT, [])],
    )
    write(
        "any_size",
        [helper.make_node("ReduceMean", ["image"], ["mean"], axes=[2, 3], keepdims=0)],
        [tensor("image", TensorProto.FLOAT, ["batch", 1, "height", "width"])],
        [tensor("mean", TensorProto.FLOAT, ["batch", 1])],
    )
    write(
        "half",
        [helper.make_node("MatMul", ["a", "b"], ["product"])],
        [tensor("a", TensorProto.FLOAT16, ["batch", 2]), tensor("b", TensorProto.FLOAT16, [2, 2])],
        [tensor("product", TensorProto.FLOAT16, ["batch", 2])],
    )
    write(
        "words",
        [
            helper.make_node(
                "LabelEncoder",
                ["word"],
                ["number"],
                domain="ai.onnx.ml",
                classes_strings=["uno", "dos", "tres"],
                default_int64=-1,
            ),
            helper.make_node("Identity", ["word"], ["same"]),
        ],
        [tensor("word", TensorProto.STRING, ["batch"])],
        [
            tensor("number", TensorProto.INT64, ["batch"]),
            tensor("same", TensorProto.STRING, ["batch"]),
        ],
    )
    write_slow()
    write_external()
    write_recurrent()
    write_pipeline()


if __name__ == "__main__":
    main()
