"""Asks a service by Triton's client for HTTP, and checks the answers.

`python triton_client.py HOST:PORT PNG`: the PNG is a digit 3, for the models of this repository.
"""

import asyncio
import sys
from pathlib import Path

import numpy as np
import tritonclient.http as triton
import tritonclient.http.aio as triton_async
from tritonclient.utils import InferenceServerException

MODEL = "digit_classifier"


def main(address: str, png: bytes) -> None:
    """Ask in all ways that the client has."""
    client = triton.InferenceServerClient(address)
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready(MODEL)
    assert client.get_server_metadata()["name"] == "etiqueta"
    assert client.get_model_metadata(MODEL)["outputs"][0]["shape"] == [-1, 10]
    assert client.get_model_config(MODEL)["max_batch_size"] > 0
    assert client.get_inference_statistics(MODEL)["model_stats"][0]["name"] == MODEL
    assert all(entry["state"] == "READY" for entry in client.get_model_repository_index())

    pictures = triton.InferInput("input", [2], "BYTES")
    pictures.set_data_from_numpy(np.array([png, png], dtype=object))
    logits = client.infer(MODEL, [pictures]).as_numpy("output")
    assert logits.shape == (2, 10)
    assert logits.argmax(axis=1).tolist() == [3, 3]
    best = triton.InferRequestedOutput("output", class_count=1)
    classes = client.infer(MODEL, [pictures], outputs=[best]).as_numpy("output")
    assert classes[0][0].endswith(b":3:3"), classes

    tensor = triton.InferInput("input", [3, 28, 28], "UINT8")
    zeros = np.zeros((3, 28, 28), np.uint8)
    tensor.set_data_from_numpy(zeros)
    expected = client.infer(MODEL, [tensor]).as_numpy("output")
    later = client.async_infer(MODEL, [tensor]).get_result()
    assert np.array_equal(later.as_numpy("output"), expected)
    for algorithm in ("gzip", "deflate"):
        answer = client.infer(
            MODEL,
            [tensor],
            request_compression_algorithm=algorithm,
            response_compression_algorithm=algorithm,
        )
        assert np.array_equal(answer.as_numpy("output"), expected)
    tensor.set_data_from_numpy(zeros, binary_data=False)
    text = triton.InferRequestedOutput("output", binary_data=False)
    assert np.allclose(client.infer(MODEL, [tensor], outputs=[text]).as_numpy("output"), expected)

    refusal = ""
    try:
        client.infer("nobody", [tensor])
    except InferenceServerException as error:
        refusal = str(error)
    assert "nobody" in refusal
    client.close()
    asyncio.run(ask(address, tensor))


async def ask(address: str, tensor: triton.InferInput) -> None:
    """Ask by the client for asyncio, which reads no compressed metadata."""
    client = triton_async.InferenceServerClient(address)
    assert (await client.get_model_metadata(MODEL))["name"] == MODEL
    assert (await client.infer(MODEL, [tensor])).as_numpy("output").shape == (3, 10)
    await client.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).read_bytes())
