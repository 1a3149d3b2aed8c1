"""The service under the load of 32 clients, each of which asks again as soon as it is answered."""

import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from statistics import median

import digits
from application import TARGET, Server
from digits import Request

CLIENTS = 32
# Two clients of whom one has few connections, the other ten times as many.
FEW, MANY = "few", "many"
CONNECTIONS = 2
# The case that the others are compared with: an answer that nothing is done for.
CONSTANT = "constant"
# The case that is not asked by HTTP.
GRPC = "gRPC, 64 digits"


@dataclass(frozen=True)
class Load:
    """What some seconds of one case came to; latencies are in ms, CPU is the server's in s."""

    requests_per_second: float
    p50: float
    p99: float
    cpu_per_second: float
    cpu_per_request: float


def require_wrk() -> None:
    """Raise RuntimeError if it is not installed."""
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk, which makes the load, is missing: install the package wrk")


def measure(server: Server, rounds: int, seconds: int, warm_up: int, token: str | None) -> str:
    """Check that answers are right, warm up, and measure: the result as a table."""
    cases = prepare(server, warm_up, token)
    loads = []
    for i in range(rounds):
        print(f"round {i + 1} of {rounds}", file=sys.stderr)
        loads.append({case: put_under_load(server, case, seconds) for case in cases})
    return table(loads)


def compare(
    server: Server, other: Server, rounds: int, seconds: int, warm_up: int, token: str | None
) -> str:
    """Give both servers the same load in turn: how they relate, as a table."""
    cases = prepare(server, warm_up, token)
    prepare(other, warm_up, token)
    lines = ["| request | requests/s | CPU per request |", "|---|--:|--:|"]
    for case in cases:
        print(case, file=sys.stderr)
        pairs = []
        for i in range(rounds):
            # Each has the first turn as often, as what slows the machine may have a rhythm.
            turns = [server, other] if i % 2 else [other, server]
            loads = {turn: put_under_load(turn, case, seconds) for turn in turns}
            pairs.append((loads[server], loads[other]))
        speed = median(one.requests_per_second / two.requests_per_second for one, two in pairs)
        cost = median(one.cpu_per_request / two.cpu_per_request for one, two in pairs)
        lines.append(f"| {case} | {speed:.3f} | {cost:.3f} |")
    return "\n".join(lines)


def share(
    server: Server, rounds: int, seconds: int, warm_up: int, tokens: Sequence[str], pause: int
) -> str:
    """Ask for a client alone, and then beside another one with ten times its connections."""
    for case, token in zip((FEW, MANY), tokens, strict=True):
        requests = digits.requests(token)["PNG"]
        check(server, case, requests)
        _write(case, requests)
    put_under_load(server, FEW, warm_up)
    alone, beside = [], []
    for i in range(rounds):
        print(f"round {i + 1} of {rounds}", file=sys.stderr)
        alone.append(put_under_load(server, FEW, seconds, CONNECTIONS, pause))
        command = _wrk(server, MANY, seconds + 2, 10 * CONNECTIONS, pause)
        other = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(1)  # Until it is under way; it ends a second later.
        beside.append(put_under_load(server, FEW, seconds, CONNECTIONS, pause))
        other.wait(30)
    lines = ["| connections | requests/s | p50 | p99 |", "|---|--:|--:|--:|"]
    for name, loads in (("alone", alone), (f"beside {10 * CONNECTIONS} others", beside)):
        lines.append(
            f"| {CONNECTIONS}, {name} "
            f"| {median(load.requests_per_second for load in loads):,.0f} "
            f"| {median(load.p50 for load in loads):.2f} ms "
            f"| {median(load.p99 for load in loads):.2f} ms |"
        )
    ratio = median(two.p99 / one.p99 for one, two in zip(alone, beside, strict=True))
    return "\n".join([*lines, "", f"p99 beside the others, to alone: {ratio:.2f}"])


def prepare(server: Server, warm_up: int, token: str | None) -> list[str]:
    """Check that answers are right, and warm up: the names of the cases."""
    cases = digits.requests(token)
    for case, requests in cases.items():
        check(server, case, requests)
        _write(case, requests)
    names = [*cases, *([] if token else [GRPC])]
    for case in names:
        put_under_load(server, case, max(1, warm_up // len(names)))
    return names


def check(server: Server, case: str, requests: Sequence[Request]) -> None:
    """Send each request once; raise RuntimeError if an answer has other labels than it must."""
    for request in requests:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            connection.sendall(request.wire)
            response = HTTPResponse(connection)
            response.begin()
            answer = response.read()
        if response.status != 200 or _labels(answer, response) != request.labels:
            found = f"{response.status} {answer!r}"
            raise RuntimeError(f"{case}: expected {request.labels}, found {found}")


def put_under_load(
    server: Server, case: str, seconds: int, clients: int = CLIENTS, pause: int = 0
) -> Load:
    """Send the requests of a case in turn; raise RuntimeError if one is not answered with 2xx."""
    cpu_before = _cpu_seconds(server)
    command = _command(server, case, seconds, clients, pause)
    wrk = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30)
    cpu = _cpu_seconds(server) - cpu_before
    if wrk.returncode != 0:
        raise RuntimeError(f"{case}: wrk failed:\n{wrk.stdout}{wrk.stderr}")
    summary = json.loads(wrk.stdout.splitlines()[-1])
    requests, duration = summary["requests"], summary["seconds"]
    if summary["errors"] or not requests:
        raise RuntimeError(f"{case}: not every request was answered with 2xx:\n{wrk.stdout}")
    return Load(requests / duration, summary["p50"], summary["p99"], cpu / duration, cpu / requests)


def _command(server: Server, case: str, seconds: int, clients: int, pause: int) -> list[str]:
    if case == GRPC:
        arguments = [str(server.grpc_port), str(seconds), str(clients)]
        return server.application.command("dev.etiqueta.bench.GrpcLoad", *arguments)
    return _wrk(server, case, seconds, clients, pause)


def _wrk(server: Server, case: str, seconds: int, clients: int, pause: int) -> list[str]:
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s"]
    command += ["-s", str(Path(__file__).with_name("requests.lua"))]
    return [*command, f"http://127.0.0.1:{server.port}", "--", str(_file(case)), str(pause)]


def table(rounds: Sequence[dict[str, Load]]) -> str:
    """Sum up the rounds in Markdown."""
    lines = [
        "| request | requests/s | to constant | p50 | p99 | CPU | CPU per request |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for case in rounds[0]:
        loads = [loads[case] for loads in rounds]
        ratio = median(
            loads[case].requests_per_second / loads[CONSTANT].requests_per_second
            for loads in rounds
        )
        lines.append(
            f"| {case} | {median(load.requests_per_second for load in loads):,.0f} | {ratio:.2f} "
            f"| {median(load.p50 for load in loads):.2f} ms "
            f"| {median(load.p99 for load in loads):.2f} ms "
            f"| {median(load.cpu_per_second for load in loads):.2f} s/s "
            f"| {median(load.cpu_per_request for load in loads) * 1e6:,.0f} µs |"
        )
    return "\n".join(lines)


def _labels(answer: bytes, response: HTTPResponse) -> list[str]:
    length = response.getheader("Inference-Header-Content-Length")
    if length is not None:
        logits = struct.iter_unpack("<f", answer[int(length) :])
        return [digits.label(logit) for (logit,) in logits]
    document = json.loads(answer)
    if "outputs" in document and isinstance(document["outputs"], list):
        return [digits.label(logit) for logit in document["outputs"][0]["data"]]
    return [prediction["label"] for prediction in document.get("predictions", [])]


def _write(case: str, requests: Sequence[Request]) -> None:
    _file(case).write_bytes(b"".join(b"%d\n%b" % (len(r.wire), r.wire) for r in requests))


def _file(case: str) -> Path:
    return TARGET / f"{case}.requests"


def _cpu_seconds(server: Server) -> float:
    """User and system time of the process: fields 14 and 15 of proc_pid_stat(5)."""
    fields = Path(f"/proc/{server.process_id}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
