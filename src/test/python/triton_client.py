"""Asks a service by Triton's clients for HTTP and gRPC, and checks the answers.

`python triton_client.py HTTP GRPC PNG`: two addresses, and a PNG with a digit 3, for the models
of this repository.
"""

import asyncio
import http.client
import json
import queue
import sys
from pathlib import Path
from typing import Any

import numpy as np
import tritonclient.grpc as triton_grpc
import tritonclient.grpc.aio as triton_grpc_async
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


def main_grpc(address: str, png: bytes) -> None:
    """Ask in all ways that the client for gRPC has."""
    client = triton_grpc.InferenceServerClient(address)
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready(MODEL)
    assert client.get_server_metadata().name == "etiqueta"
    assert list(client.get_model_metadata(MODEL).outputs[0].shape) == [-1, 10]
    assert client.get_model_config(MODEL).config.max_batch_size > 0
    statistics = client.get_inference_statistics(MODEL, as_json=True)["model_stats"][0]
    assert statistics["name"] == MODEL
    assert all(entry.state == "READY" for entry in client.get_model_repository_index().models)

    pictures = triton_grpc.InferInput("input", [2], "BYTES")
    pictures.set_data_from_numpy(np.array([png, png], dtype=object))
    logits = client.infer(MODEL, [pictures]).as_numpy("output")
    assert logits.argmax(axis=1).tolist() == [3, 3]
    best = triton_grpc.InferRequestedOutput("output", class_count=1)
    classes = client.infer(MODEL, [pictures], outputs=[best]).as_numpy("output")
    assert classes[0][0].endswith(b":3:3"), classes
    for algorithm in ("gzip", "deflate"):
        answer = client.infer(MODEL, [pictures], compression_algorithm=algorithm)
        assert np.array_equal(answer.as_numpy("output"), logits)

    answers: queue.Queue[tuple[Any, Any]] = queue.Queue()
    client.async_infer(MODEL, [pictures], lambda result, error: answers.put((result, error)))
    result, error = answers.get(timeout=30)
    assert error is None, error
    client.start_stream(lambda result, error: answers.put((result, error)))
    wrong = triton_grpc.InferInput("input", [1], "UINT8")
    wrong.set_data_from_numpy(np.zeros(1, np.uint8))
    for i in range(10):
        client.async_stream_infer(MODEL, [wrong if i == 5 else pictures], request_id=str(i))
    for i in range(10):
        result, error = answers.get(timeout=30)
        assert (error is not None) == (i == 5), (i, error)
        assert i == 5 or result.get_response().id == str(i)
    client.stop_stream()
    refusal = ""
    try:
        client.load_model(MODEL)
    except InferenceServerException as error:
        refusal = str(error)
    assert "deployed" in refusal, refusal
    client.close()
    asyncio.run(ask_grpc(address, pictures))


async def ask_grpc(address: str, pictures: triton_grpc.InferInput) -> None:
    """Ask by the client for asyncio."""
    client = triton_grpc_async.InferenceServerClient(address)
    assert (await client.get_model_metadata(MODEL)).name == MODEL
    assert (await client.infer(MODEL, [pictures])).as_numpy("output").shape == (2, 10)
    await client.close()


def replay_perf_analyzer(address: str) -> None:
    """Ask what perf_analyzer asks before its load, and look at what it looks at."""
    connection = http.client.HTTPConnection(address)

    def get(path: str) -> Any:  # noqa: ANN401
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, (path, response.status, body)
        assert response.getheader("Content-Type") == "application/json"
        return json.loads(body)

    metadata = get(f"/v2/models/{MODEL}")
    config = get(f"/v2/models/{MODEL}/config")
    assert "statistics" in get("/v2")["extensions"]
    for side, names in (("input", metadata["inputs"]), ("output", metadata["outputs"])):
        described = {tensor["name"]: tensor for tensor in names}
        for tensor in config[side]:
            # With a largest batch it drops the first dimension of the metadata.
            assert described[tensor["name"]]["shape"][1:] == tensor["dims"]
    assert config["max_batch_size"] > 0
    for path in (f"/v2/models/{MODEL}/stats", "/v2/models/stats"):
        for model in get(path)["model_stats"]:
            assert isinstance(model["version"], str)
            assert {"inference_count", "execution_count"} <= model.keys()
            parts = (
                "success",
                "queue",
                "compute_input",
                "compute_infer",
                "compute_output",
                "cache_hit",
                "cache_miss",
            )
            for part in parts:
                assert {"count", "ns"} <= model["inference_stats"][part].keys(), part


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[3]).read_bytes())
    main_grpc(sys.argv[2], Path(sys.argv[3]).read_bytes())
    replay_perf_analyzer(sys.argv[1])
