"""Asks a service by KServe's clients for HTTP and gRPC, and checks the answers.

`python kserve_client.py HTTP GRPC`: two addresses, for the models of this repository.
"""

import asyncio
import sys

import numpy as np
from kserve import (
    InferenceGRPCClient,
    InferenceRESTClient,
    InferInput,
    InferRequest,
    InferResponse,
    RESTConfig,
)

MODEL = "digit_classifier"


def request(name: str, binary: bool) -> InferRequest:
    """Make a request for two empty images."""
    image = InferInput("input", [2, 28, 28], "UINT8")
    image.set_data_from_numpy(np.zeros((2, 28, 28), np.uint8), binary_data=binary)
    return InferRequest(name, [image])


def check(answer: InferResponse, expected: np.ndarray | None) -> np.ndarray:
    """Look at the shape, and at the values where they are known."""
    found: np.ndarray = answer.outputs[0].as_numpy()
    assert found.shape == (2, 10)
    assert expected is None or np.allclose(found, expected)
    return found


async def main(http: str, grpc: str) -> None:
    """Ask in the ways that the clients have."""
    web = InferenceRESTClient(RESTConfig(protocol="v2"))
    url = f"http://{http}"
    assert await web.is_server_live(url)
    assert await web.is_server_ready(url)
    assert await web.is_model_ready(url, MODEL)
    expected = None
    for binary in (True, False):
        answer = await web.infer(url, request(MODEL, binary), model_name=MODEL)
        expected = check(answer, expected)
    refusal = ""
    try:
        await web.infer(url, request("nobody", binary=True), model_name="nobody")
    except Exception as error:  # whatever HTTP library it uses
        refusal = str(error)
    assert "there is no model 'nobody'" in refusal, refusal

    rpc = InferenceGRPCClient(grpc)
    assert await rpc.is_server_live()
    assert await rpc.is_server_ready()
    assert await rpc.is_model_ready(MODEL)
    for binary in (True, False):
        check(await rpc.infer(request(MODEL, binary)), expected)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
