"""The service under load: requests of several kinds from 32 clients that do nothing but wait."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from statistics import median

import digits
from application import TARGET, Server
from digits import Request

CONSTANT = "constant"
CLIENTS = 32


@dataclass(frozen=True)
class Run:
    """What came out of some seconds of load: rate in 1/s, latencies in ms, processor time in s."""

    rate: float
    p50: float
    p99: float
    cpu_per_second: float
    cpu_per_request: float


def measure(server: Server, rounds: int, seconds: int, warm_up: int) -> str:
    """Check the answers, warm up, and measure the cases by turns."""
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is missing: install it, it is a package of that name")
    cases = digits.requests()
    for case, requests in cases.items():
        check(server, case, requests)
        write(case, requests)
    for case in cases:
        load(server, case, max(1, warm_up // len(cases)))
    runs = [{case: load(server, case, seconds) for case in cases} for _ in range(rounds)]
    return table(runs)


def check(server: Server, case: str, requests: Sequence[Request]) -> None:
    """Send each request once; its answer must have the right labels."""
    for request in requests:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            connection.sendall(request.wire)
            response = HTTPResponse(connection)
            response.begin()
            answer = response.read().decode()
        predictions = json.loads(answer).get("predictions", [])
        if response.status != 200 or [p["label"] for p in predictions] != request.labels:
            raise RuntimeError(f"{case}: expected {request.labels}, got {response.status} {answer}")


def write(case: str, requests: Sequence[Request]) -> None:
    """Write the requests for wrk."""
    _file(case).write_bytes(b"".join(b"%d\n%b" % (len(r.wire), r.wire) for r in requests))


def load(server: Server, case: str, seconds: int) -> Run:
    """Put the server under load."""
    command = [
        "wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--timeout", "10s",
        "-s", Path(__file__).with_name("requests.lua"),
        f"http://127.0.0.1:{server.port}", "--", _file(case),
    ]  # fmt: skip
    before = _cpu_seconds(server.process)
    wrk = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=False)
    cpu = _cpu_seconds(server.process) - before
    if wrk.returncode != 0:
        raise RuntimeError(f"{case}: wrk failed: {wrk.stdout}{wrk.stderr}")
    summary = json.loads(wrk.stdout.splitlines()[-1])
    if summary["errors"] > 0 or summary["requests"] == 0:
        raise RuntimeError(f"{case}: some requests got no answer, or a bad one:\n{wrk.stdout}")
    requests, duration = summary["requests"], summary["seconds"]
    return Run(
        requests / duration, summary["p50"], summary["p99"], cpu / duration, cpu / requests
    )


def table(rounds: Sequence[dict[str, Run]]) -> str:
    """Put the medians into a table."""
    lines = [
        "| request | requests/s | ratio | p50 | p99 | CPU | CPU per request |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for case in rounds[0]:
        runs = [runs[case] for runs in rounds]
        ratio = median(runs[case].rate / runs[CONSTANT].rate for runs in rounds)
        lines.append(
            f"| {case} | {median(run.rate for run in runs):,.0f} | {ratio:.2f} "
            f"| {median(run.p50 for run in runs):.2f} ms | {median(run.p99 for run in runs):.2f} ms "
            f"| {median(run.cpu_per_second for run in runs):.2f} s/s "
            f"| {median(run.cpu_per_request for run in runs) * 1e6:.0f} µs |"
        )
    return "\n".join(lines)


def _file(case: str) -> Path:
    return TARGET / f"{case}.requests"


def _cpu_seconds(process: int) -> float:
    """User and system time of a process: fields 14 and 15 of proc_pid_stat(5)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
