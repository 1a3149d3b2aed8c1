"""The application with its benchmarks: how it is built, and how it is run."""

import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "target" / "bench"
JVM_OPTIONS = ["-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"]


@dataclass(frozen=True)
class Server:
    """A running application."""

    port: int
    process: int


@dataclass(frozen=True)
class Application:
    """What it takes to start it: a JDK and a class path."""

    java_home: str
    java_version: str
    class_path: str

    @classmethod
    def build(cls) -> "Application":
        """Compile it with its benchmarks. Maven also says which JDK it has found."""
        class_path = TARGET / "class-path"
        command = [
            "./mvnw", "--quiet", "-Pbench", "process-classes",
            "dependency:build-classpath", "-DincludeScope=runtime", f"-Dmdep.outputFile={class_path}",
            "exec:exec", "-Dexec.executable=java", "-Dexec.args=-XshowSettings:properties -version",
        ]  # fmt: skip
        build = subprocess.run(
            command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900
        )
        java = dict(re.findall(r"^ +(java\.home|java\.vm\.version) = (.+)$", build.stdout, re.M))
        if build.returncode != 0 or len(java) != 2:
            raise RuntimeError(f"the build failed:\n{build.stdout}")
        classes = [TARGET / "classes", TARGET / "test-classes", class_path.read_text()]
        return cls(java["java.home"], java["java.vm.version"], ":".join(map(str, classes)))

    def __str__(self) -> str:
        """Say what the figures depend on."""
        cpu = re.findall(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.M)
        return f"{len(cpu)} x {cpu[0]}, JDK {self.java_version}, {' '.join(JVM_OPTIONS)}"

    def java(self, main_class: str, *arguments: str) -> list[str]:
        """Command line of one of its main classes."""
        java = f"{self.java_home}/bin/java"
        return [java, *JVM_OPTIONS, "-cp", self.class_path, main_class, *arguments]

    @contextmanager
    def serve(self, properties: Sequence[str]) -> Iterator[Server]:
        """Serve on a free port, and stop whatever happens."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        address = ["--server.address=127.0.0.1", f"--server.port={port}"]
        command = self.java("dev.etiqueta.Etiqueta", *address, *properties)
        log = TARGET / "server.log"
        with log.open("w") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
        try:
            self._await_readiness(port, process)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()

    @staticmethod
    def _await_readiness(port: int, process: subprocess.Popen[bytes]) -> None:
        for _ in range(600):
            if process.poll() is not None:
                break
            try:
                urllib.request.urlopen(
                    f"http://127.0.0.1:{port}/actuator/health/readiness", timeout=1
                ).close()
            except (URLError, TimeoutError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"the application does not start: see {TARGET / 'server.log'}")
