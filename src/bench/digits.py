"""Requests that hold digits of the test data, and the labels that they must be given."""

import gzip
import json
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from application import ROOT

MODEL = "binary_classifier_3"
DATA = ROOT / "src" / "test" / "resources" / "mnist"
COUNT = 100
SIDE = 28


@dataclass(frozen=True)
class Request:
    """A request as it goes over the wire, and the labels that the training framework gives."""

    wire: bytes
    labels: list[str]


def requests(token: str | None = None) -> dict[str, list[Request]]:
    """Make the requests of each case, each with other digits, by a caller who shows a token."""
    one = [[i] for i in range(COUNT)]
    many = [[(start + i) % COUNT for i in range(64)] for start in range(0, COUNT, 10)]
    made = {
        "constant": [Request(_http("GET /constant"), [])],
        "PNG": _predict("image/png", _png, one),
        "multipart with a PNG": _predict("multipart/form-data; boundary=digit", _form, one),
        "JSON, 1 digit": _predict("application/json", _instances, one),
        "JSON, 64 digits": _predict("application/json", _instances, many),
        "v2 JSON, 64 digits": _infer(_tensor, many),
        "v2 bytes, 64 digits": _infer(_tensor_bytes, many),
        "a bare run of 64 digits": [Request(_http("GET /run"), [])],
    }
    if token is None:
        return made
    return {
        case: [Request(_with_token(request.wire, token), request.labels) for request in requests]
        for case, requests in made.items()
    }


def _with_token(wire: bytes, token: str) -> bytes:
    header = f"Authorization: Bearer {token}\r\n".encode()
    return wire.replace(b"Host: localhost\r\n", b"Host: localhost\r\n" + header, 1)


def _predict(
    content_type: str, encode: Callable[[Sequence[bytes]], bytes], batches: Sequence[Sequence[int]]
) -> list[Request]:
    return [
        Request(_http(f"POST /v1/models/{MODEL}:predict", content_type, encode(images)), labels)
        for images, labels in _labeled(batches)
    ]


def _infer(
    encode: Callable[[Sequence[bytes]], tuple[bytes, bytes]], batches: Sequence[Sequence[int]]
) -> list[Request]:
    made = []
    for images, labels in _labeled(batches):
        head, behind = encode(images)
        header = f"Inference-Header-Content-Length: {len(head)}\r\n" if behind else ""
        wire = _http(f"POST /v2/models/{MODEL}/infer", "application/json", head + behind, header)
        made.append(Request(wire, labels))
    return made


def _labeled(batches: Sequence[Sequence[int]]) -> list[tuple[list[bytes], list[str]]]:
    pixels = gzip.decompress((DATA / "t10k-images-idx3-ubyte.gz").read_bytes())[16:]
    recorded = gzip.decompress((DATA / f"{MODEL}.logits.f32.gz").read_bytes())
    images = [pixels[i * SIDE * SIDE : (i + 1) * SIDE * SIDE] for i in range(COUNT)]
    logits = struct.unpack_from(f"<{COUNT}f", recorded)
    return [([images[i] for i in batch], [label(logits[i]) for i in batch]) for batch in batches]


def label(logit: float) -> str:
    """Name what an output of the model means."""
    return "3" if logit > 0 else "no 3"


def _http(
    method_and_path: str, content_type: str = "", body: bytes = b"", header: str = ""
) -> bytes:
    entity = (
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n{header}" if body else ""
    )
    return f"{method_and_path} HTTP/1.1\r\nHost: localhost\r\n{entity}\r\n".encode() + body


def _png(images: Sequence[bytes]) -> bytes:
    [image] = images
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + row for row in _rows(image))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def _form(images: Sequence[bytes]) -> bytes:
    return (
        b'--digit\r\nContent-Disposition: form-data; name="file"; filename="digit.png"\r\n'
        b"Content-Type: image/png\r\n\r\n" + _png(images) + b"\r\n--digit--\r\n"
    )


def _instances(images: Sequence[bytes]) -> bytes:
    instances = [[list(row) for row in _rows(image)] for image in images]
    return json.dumps({"instances": instances}, separators=(",", ":")).encode()


def _tensor(images: Sequence[bytes]) -> tuple[bytes, bytes]:
    data = [value for image in images for value in image]
    return _document(len(images), {"data": data}, {}), b""


def _tensor_bytes(images: Sequence[bytes]) -> tuple[bytes, bytes]:
    data = b"".join(images)
    size = {"parameters": {"binary_data_size": len(data)}}
    return _document(len(images), size, {"parameters": {"binary_data_output": True}}), data


def _document(count: int, data: dict[str, object], more: dict[str, object]) -> bytes:
    tensor = {"name": "input", "shape": [count, SIDE, SIDE], "datatype": "UINT8", **data}
    return json.dumps({"inputs": [tensor], **more}, separators=(",", ":")).encode()


def _rows(image: bytes) -> list[bytes]:
    return [image[i : i + SIDE] for i in range(0, len(image), SIDE)]
