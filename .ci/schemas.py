"""Writes JSON schemas of Kubernetes' own kinds as kubeconform reads them: each complete in itself.

kubernetes-validate brings those of many versions, but with shared definitions in a file of their
own.
"""

import json
import re
import sys
from pathlib import Path

import kubernetes_validate  # type: ignore[import-untyped,import-not-found,unused-ignore]

REFERENCE = re.compile(r'"[^"#]*#/\$defs/([^"]+)"')


def complete(text: str, shared: dict[str, object]) -> str:
    """The schema with all definitions that it needs, and references to them."""
    needed: dict[str, object] = {}
    left = [text]
    while left:
        for name in REFERENCE.findall(left.pop()):
            if name not in needed:
                needed[name] = shared[name]
                left.append(json.dumps(shared[name]))
    whole = json.dumps({**json.loads(text), "$defs": needed})
    return REFERENCE.sub(r'"#/$defs/\1"', whole)


def main() -> None:
    """Write those of the versions that are named into a folder for each."""
    folder, versions = Path(sys.argv[1]), sys.argv[2:]
    packed = Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"
    for version in versions:
        source = packed / f"v{version}-local-strict"
        target = folder / f"v{version}"
        target.mkdir(parents=True, exist_ok=True)
        shared = json.loads((source / "_definitions.json").read_text())["$defs"]
        for file in source.glob("*-v[0-9]*.json"):
            (target / file.name).write_text(complete(file.read_text(), shared))


if __name__ == "__main__":
    main()
