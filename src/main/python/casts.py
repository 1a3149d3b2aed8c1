"""Writes the graphs by which the service makes tensors of unsigned integers.

The runtime's Java interface has no type for them, so a graph casts signed ones, bit by bit.
Run by hand: `python src/main/python/casts.py`.
"""

from pathlib import Path

from onnx import TensorProto, helper, save

OUTPUT = Path(__file__).parent.parent / "resources" / "dev" / "etiqueta" / "model"


def main() -> None:
    """Write one for each size."""
    for bits in (16, 32, 64):
        signed = getattr(TensorProto, f"INT{bits}")
        unsigned = getattr(TensorProto, f"UINT{bits}")
        # No shape: they take any. The checker wants one; the runtime does not.
        graph = helper.make_graph(
            [helper.make_node("Cast", ["x"], ["y"], to=unsigned)],
            "cast",
            [helper.make_tensor_value_info("x", signed, None)],
            [helper.make_tensor_value_info("y", unsigned, None)],
        )
        opset = helper.make_opsetid("", 13)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=7, producer_name="")
        save(model, OUTPUT / f"to_uint{bits}.onnx")


if __name__ == "__main__":
    main()
