"""Steps of a prediction by themselves, beside other ways to take them."""

import json
import subprocess
import sys
from collections import defaultdict
from statistics import median

from application import ROOT, TARGET, Application

# One fork of each benchmark, which is its turn in a round.
TURN = ["-f", "1", "-wi", "4", "-w", "500ms", "-i", "4", "-r", "500ms"]
# The way that the others are compared with.
OURS = "etiqueta"


def measure(application: Application, rounds: int) -> str:
    """Run all benchmarks in each round: the times in Markdown."""
    times: dict[tuple[str, str], list[float]] = defaultdict(list)
    for i in range(rounds):
        print(f"round {i + 1} of {rounds}", file=sys.stderr)
        for step_and_way, time in _run_all(application).items():
            times[step_and_way].append(time)
    lines = [f"| step | way | time | to {OURS} |", "|---|---|--:|--:|"]
    steps = [step for step, _ in times]
    for (step, way), measured in sorted(times.items(), key=lambda entry: steps.index(entry[0][0])):
        ratio = median(a / b for a, b in zip(measured, times[step, OURS], strict=True))
        lines.append(f"| {step} | {way} | {median(measured):.2f} µs | {ratio:.2f} |")
    return "\n".join(lines)


def _run_all(application: Application) -> dict[tuple[str, str], float]:
    file = TARGET / "jmh.json"
    command = application.command("org.openjdk.jmh.Main", *TURN, "-rf", "json", "-rff", str(file))
    jmh = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    if jmh.returncode != 0:
        raise RuntimeError(f"JMH failed:\n{jmh.stdout}{jmh.stderr}")
    times = {}
    for result in json.loads(file.read_text()):
        *_, benchmark, way = result["benchmark"].split(".")
        params = [f"{name} {value}" for name, value in result.get("params", {}).items()]
        step = ", ".join([benchmark.removesuffix("Benchmark").lower(), *params])
        times[step, way] = result["primaryMetric"]["score"]
    return times
