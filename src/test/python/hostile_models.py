"""Write models that would take the time, the memory or the life of the process that loads them.

They are small files: what they take, they compute. See ProofProcessTest.
"""

from pathlib import Path

from onnx import GraphProto, NodeProto, TensorProto, ValueInfoProto, helper

FOLDER = Path(__file__).parents[1] / "resources" / "hostile"

OPSET = 17


def value(name: str, kind: int, shape: list[int | str]) -> ValueInfoProto:
    """Describe an input or an output."""
    return helper.make_tensor_value_info(name, kind, shape)


def integers(name: str, values: list[int]) -> TensorProto:
    """Make a constant."""
    return helper.make_tensor(name, TensorProto.INT64, [len(values)], values)


def write(name: str, nodes: list[NodeProto], constants: list[TensorProto], result: str) -> None:
    """Write a model that adds a result to its input, so that no part of it can be left out."""
    maximum = [
        helper.make_node("ReduceMax", [result], ["maximum"], keepdims=0),
        helper.make_node("Add", ["x", "maximum"], ["y"]),
    ]
    one: list[int | str] = ["batch", 1]
    graph = helper.make_graph(
        nodes + maximum,
        name,
        [value("x", TensorProto.FLOAT, one)],
        [value("y", TensorProto.FLOAT, one)],
        constants,
    )
    save(graph)


def save(graph: GraphProto) -> None:
    """Write a graph as a model of its name."""
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="etiqueta"
    )
    model.ir_version = 8
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{graph.name}.onnx").write_bytes(model.SerializeToString())


def loop_body() -> GraphProto:
    """Count by one."""
    return helper.make_graph(
        [
            helper.make_node("Identity", ["going"], ["goes"]),
            helper.make_node("Add", ["count", "one"], ["next"]),
        ],
        "body",
        [
            value("iteration", TensorProto.INT64, []),
            value("going", TensorProto.BOOL, []),
            value("count", TensorProto.FLOAT, [1]),
        ],
        [value("goes", TensorProto.BOOL, []), value("next", TensorProto.FLOAT, [1])],
        [helper.make_tensor("one", TensorProto.FLOAT, [1], [1.0])],
    )


def write_division() -> None:
    """Write a model that ends the process when a client sends the least integer."""
    shape: list[int | str] = ["batch", 1]
    graph = helper.make_graph(
        [helper.make_node("Div", ["x", "minus_one"], ["y"])],
        "client_division",
        [value("x", TensorProto.INT64, shape)],
        [value("y", TensorProto.INT64, shape)],
        [integers("minus_one", [-1])],
    )
    save(graph)


def main() -> None:
    """Write them all."""
    # Of constants only: the runtime computes it while it loads the model, for some centuries.
    write(
        "endless_loop",
        [helper.make_node("Loop", ["trips", "true", "zero"], ["counted"], body=loop_body())],
        [
            helper.make_tensor("trips", TensorProto.INT64, [], [2**62]),
            helper.make_tensor("true", TensorProto.BOOL, [], [True]),
            helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0]),
        ],
        "counted",
    )
    write(
        "huge_matmul",
        [
            helper.make_node("ConstantOfShape", ["shape"], ["a"]),
            helper.make_node("MatMul", ["a", "a"], ["product"]),
        ],
        [integers("shape", [12_000, 12_000])],
        "product",
    )
    write(
        "huge_expand",
        [helper.make_node("Expand", ["x", "shape"], ["expanded"])],
        [integers("shape", [1, 64 << 20])],
        "expanded",
    )
    # A length that is prime and far from a power of two, on which the transform takes a work space
    # of many times its size.
    write(
        "inverse_dft",
        [
            helper.make_node("ConstantOfShape", ["shape"], ["zeros"]),
            helper.make_node("DFT", ["zeros"], ["signal"], axis=1, inverse=1),
        ],
        [integers("shape", [1, 16_000_057, 2])],
        "signal",
    )
    # What the runtime says of it names its own sources.
    write(
        "modulo_by_zero",
        [
            helper.make_node("Cast", ["x"], ["whole"], to=TensorProto.INT64),
            helper.make_node("Mod", ["whole", "zero"], ["rest"]),
            helper.make_node("Cast", ["rest"], ["number"], to=TensorProto.FLOAT),
        ],
        [integers("zero", [0])],
        "number",
    )
    # The quotient has no 64-bit integer: the processor raises a signal, which ends the process.
    write(
        "division_overflow",
        [
            helper.make_node("Div", ["least", "minus_one"], ["quotient"]),
            helper.make_node("Cast", ["quotient"], ["number"], to=TensorProto.FLOAT),
        ],
        [integers("least", [-(2**63)]), integers("minus_one", [-1])],
        "number",
    )
    write_division()
    # A diagonal so far off that the runtime looks for it outside of its memory.
    write(
        "distant_diagonal",
        [helper.make_node("Trilu", ["square", "diagonal"], ["triangle"])],
        [
            helper.make_tensor("square", TensorProto.FLOAT, [2, 2], [1.0, 2.0, 3.0, 4.0]),
            helper.make_tensor("diagonal", TensorProto.INT64, [], [-(2**63)]),
        ],
        "triangle",
    )


if __name__ == "__main__":
    main()
