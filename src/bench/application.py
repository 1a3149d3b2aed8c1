"""The application together with its benchmarks: how it is built, and how it is run."""

import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "target" / "bench"
JVM_OPTIONS = ["-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"]


@dataclass(frozen=True)
class Server:
    """The application while it serves on the loopback address."""

    application: "Application"
    port: int
    grpc_port: int
    process_id: int


@dataclass(frozen=True)
class Application:
    """What it takes to start it."""

    java_home: str
    java_version: str
    class_path: str

    @classmethod
    def build(cls) -> "Application":
        """Compile, and ask Maven for the class path and for the JDK that it has found."""
        libraries = TARGET / "class-path"
        command = ["./mvnw", "-Pbench", "--quiet", "process-classes"]
        command += ["dependency:build-classpath", "-DincludeScope=runtime"]
        command += [f"-Dmdep.outputFile={libraries}"]
        command += ["exec:exec", "-Dexec.executable=java"]
        command += ["-Dexec.args=-XshowSettings:properties -version"]
        build = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
        output = build.stdout + build.stderr
        java = dict(re.findall(r"^ *java\.(home|runtime\.version) = (.+)$", output, re.M))
        if build.returncode != 0 or len(java) != 2:
            raise RuntimeError(f"the build failed:\n{output}")
        class_path = f"{TARGET}/classes:{TARGET}/test-classes:{libraries.read_text()}"
        return cls(java["home"], java["runtime.version"], class_path)

    def __str__(self) -> str:
        """Say what the figures depend on."""
        cpus = re.findall(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.M)
        return f"{len(cpus)} x {cpus[0]}; JDK {self.java_version}; {' '.join(JVM_OPTIONS)}"

    def command(self, main_class: str, *arguments: str) -> list[str]:
        """Give the command line that starts a main class."""
        java = f"{self.java_home}/bin/java"
        return [java, *JVM_OPTIONS, "-cp", self.class_path, main_class, *arguments]

    @contextmanager
    def serve(self, properties: Sequence[str]) -> Iterator[Server]:
        """Serve on a free port, and stop in any case."""
        with (
            socket.create_server(("127.0.0.1", 0)) as free,
            socket.create_server(("127.0.0.1", 0)) as also_free,
        ):
            port, grpc_port = free.getsockname()[1], also_free.getsockname()[1]
        address = ["--server.address=127.0.0.1", f"--server.port={port}"]
        address += [
            "--spring.grpc.server.address=127.0.0.1",
            f"--spring.grpc.server.port={grpc_port}",
        ]
        command = self.command("dev.etiqueta.Etiqueta", *address, *properties)
        with (TARGET / "server.log").open("w") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            _await_readiness(port, process)
            yield Server(self, port, grpc_port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _await_readiness(port: int, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < give_up:
        try:
            url = f"http://127.0.0.1:{port}/actuator/health/readiness"
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the application does not get ready: see {TARGET / 'server.log'}")
