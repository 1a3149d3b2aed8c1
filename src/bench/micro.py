"""Steps of a prediction by themselves, beside what they cannot do without, or could be done with."""

import json
import subprocess
from collections import defaultdict
from statistics import median

from application import ROOT, TARGET, Application

REFERENCE = "etiqueta"
# One fork of each benchmark: they take turns by rounds.
SETTINGS = ["-f", "1", "-wi", "4", "-w", "500ms", "-i", "4", "-r", "500ms"]
# JMH itself still uses sun.misc.Unsafe.
FORK_OPTIONS = "--sun-misc-unsafe-memory-access=allow"


def measure(application: Application, rounds: int) -> str:
    """Run all benchmarks once in each round."""
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(rounds):
        for (step, way), time in run(application).items():
            times[step, way].append(time)
    lines = ["| step | way | time | ratio |", "|---|---|--:|--:|"]
    for (step, way), measured in times.items():
        ratio = median(a / b for a, b in zip(measured, times[step, REFERENCE], strict=True))
        lines.append(f"| {step} | {way} | {median(measured):.2f} µs | {ratio:.2f} |")
    return "\n".join(lines)


def run(application: Application) -> dict[tuple[str, str], float]:
    """Run all benchmarks, and give the microseconds of each way to take a step."""
    results = TARGET / "jmh.json"
    command = application.java(
        "org.openjdk.jmh.Main", *SETTINGS, "-rf", "json", "-rff", str(results)
    )
    jmh = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    if jmh.returncode != 0:
        raise RuntimeError(f"JMH failed:\n{jmh.stdout}{jmh.stderr}")
    times = {}
    for result in json.loads(results.read_text()):
        *_, benchmark, way = result["benchmark"].split(".")
        step = " ".join([benchmark.removesuffix("Benchmark").lower(), *result.get("params", {}).values()])
        times[step, way] = result["primaryMetric"]["score"]
    return times
