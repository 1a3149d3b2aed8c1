"""Runs the jar with the environment and configuration that the chart renders, and tests it.

The test is the command of `helm test`. Only what is the node's is replaced: ports by free ones,
mounted folders by folders here.
"""

import base64
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

PORTS = {8080: "http", 8081: "management"}

Secrets = dict[str, dict[str, str]]
Object = dict[str, Any]


def free_ports(count: int) -> list[int]:
    """Ports that nobody listened at a moment ago."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def status(url: str) -> int:
    """Of a GET; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as e:
        return e.code
    except OSError:
        return 0


@dataclass
class Release:
    """What Helm renders."""

    objects: list[Object]

    def find(self, kind: str, name: str) -> Object:
        """Get the one object of a kind and a name."""
        return next(o for o in self.objects if o["kind"] == kind and o["metadata"]["name"] == name)


class Node:
    """What a kubelet does with a container, as far as the service can tell."""

    def __init__(self, folder: Path, java: Path, release: Release, secrets: Secrets) -> None:
        """Prepare the volumes in a folder."""
        self.folder, self.release, self.secrets = folder, release, secrets
        self.command = [str(java), "-jar", str(Path("target/etiqueta.jar").absolute())]
        self.ports = dict(zip(PORTS, free_ports(2), strict=True))
        self.pod: Object = release.find("Deployment", "etiqueta")["spec"]["template"]["spec"]
        self.container: Object = self.pod["containers"][0]
        for volume in self.pod["volumes"]:
            target = folder / volume["name"]
            target.mkdir()
            if "configMap" in volume:
                config = release.find("ConfigMap", volume["configMap"]["name"])
                for name, text in config["data"].items():
                    (target / name).write_text(text)

    @cached_property
    def environment(self) -> dict[str, str]:
        """The container's, with the secrets."""
        variables = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
        for source in self.container.get("envFrom", []):
            for key, value in self.secrets[source["secretRef"]["name"]].items():
                variables[source["prefix"] + key] = value
        for entry in self.container["env"]:
            if "value" in entry:
                variables[entry["name"]] = self._here(entry["value"])
                continue
            reference = entry["valueFrom"]["secretKeyRef"]
            secret = self.secrets[reference["name"]]
            if reference["key"] in secret or not reference["optional"]:
                variables[entry["name"]] = secret[reference["key"]]
        return variables

    def _here(self, value: str) -> str:
        if value.isdigit() and int(value) in self.ports:
            return str(self.ports[int(value)])
        for mount in self.container["volumeMounts"]:
            if mount["name"] != "tmp":
                value = value.replace(mount["mountPath"], str(self.folder / mount["name"]))
        return value

    def url(self, port: str, path: str) -> str:
        """Of a path at a named port."""
        number = next(p for p, name in PORTS.items() if name == port)
        return f"http://127.0.0.1:{self.ports[number]}{path}"

    def probe(self, name: str) -> int:
        """Ask as the kubelet does."""
        get = self.container[name]["httpGet"]
        return status(self.url(get["port"], get["path"]))

    def start(self) -> subprocess.Popen[bytes]:
        """Start the service, which runs by then or has failed."""
        environment = {
            **self.environment,
            "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={self.folder}/tmp",
        }
        log = self.folder / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                self.command, env=environment, cwd=self.folder, stdout=out, stderr=out
            )
        probe = self.container["startupProbe"]
        deadline = time.monotonic() + probe["periodSeconds"] * probe["failureThreshold"]
        while self.probe("startupProbe") != 200:
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise AssertionError("it did not start:\n" + log.read_text())
            time.sleep(0.2)
        return process

    def test(self) -> None:
        """Do what the pod of helm test does."""
        pod = self.release.find("Pod", "etiqueta-test")["spec"]
        config = self.release.find("ConfigMap", "etiqueta-test")
        image = self.folder / "image"
        image.write_bytes(base64.b64decode(config["binaryData"]["image"]))
        port = self.release.find("Service", "etiqueta")["spec"]["ports"][0]["port"]
        here = {f"http://etiqueta:{port}": self.url("http", ""), "/test/image": str(image)}
        arguments = [here.get(a, a) for a in pod["containers"][0]["args"]]
        subprocess.run([*self.command, *arguments], check=True, timeout=120)

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """Let it end within its grace period."""
        process.send_signal(signal.SIGTERM)
        ended = process.wait(timeout=self.pod["terminationGracePeriodSeconds"])
        assert ended == 128 + signal.SIGTERM, ended


def check(java: Path, release: Release, secrets: Secrets, expected: str) -> None:
    """Start, probe, test and stop a release, which says something of what it serves."""
    with tempfile.TemporaryDirectory() as folder:
        node = Node(Path(folder), java, release, secrets)
        process = node.start()
        try:
            assert node.probe("readinessProbe") == 200, "it is not ready"
            assert status(node.url("http", "/actuator/health")) == 404, "management is public"
            assert status(node.url("management", "/actuator/prometheus")) == 200, "no metrics"
            with urllib.request.urlopen(node.url("management", "/actuator/info")) as info:
                text = info.read().decode()
            assert expected in text, text
            node.test()
            node.stop(process)
        finally:
            process.kill()
            process.wait()


def repository(folder: Path) -> str:
    """Make a git repository of this project's models, with a tag."""
    for name in ["models.dvc", ".dvc", "src/main/dvc"]:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if Path(name).is_dir():
            shutil.copytree(name, target)
        else:
            shutil.copy(name, target)
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    for command in [["init"], ["add", "--force", "."], ["commit", "-m", "models"], ["tag", "v3"]]:
        git = ["git", "-C", str(folder), *who, *command]
        subprocess.run(git, check=True, capture_output=True)
    return folder.as_uri()


def main() -> None:
    """Check the defaults, a ConfigMap, and a revision with secrets."""
    helm, java = sys.argv[1], Path(sys.argv[2])

    def render(*arguments: str) -> Release:
        command = [helm, "template", "etiqueta", "helm", *arguments]
        rendered = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return Release([o for o in yaml.safe_load_all(rendered) if o])

    print("The models in the jar", flush=True)
    check(java, render(), {}, '"digit_classifier"')
    print("With a ConfigMap", flush=True)
    check(java, render("--values", "helm/ci/ingress.yaml"), {}, '"digit_classifier"')
    print("A revision, with options and secrets", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        models = f"model.repository={repository(Path(folder))}"
        remote = f"remote.url={folder}/src/main/dvc"
        release = render("--values", "helm/ci/git-s3.yaml", "--set", f"{models},{remote}")
        secrets = {
            "models-git": {"token": "t"},
            "models-s3": {"access_key_id": "a", "SECRET_ACCESS_KEY": "b"},
        }
        check(java, release, secrets, '"v3"')


if __name__ == "__main__":
    main()
