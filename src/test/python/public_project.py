"""The repository `public2x` of repositories.py.

It is not pushed by DVC: it repeats the public files of iterative/dataset-registry, which
DVC 2 wrote: `.dvc/config` at 0ec38539be63a60f89ebff8a899474b6fca2a309, `get-started-mnist/raw.dvc`
at b0ae8eee27dcab34423e69169ac333df44e4c65d, `fashion-mnist/raw.dvc` at
029c3775581e0937d33a793fe4a5351e8029e78f, and the four files `fashion-mnist/*.gz.dvc` at
f12d7e8802b39ea7243acfd6a1d0810ebedabef3. Its two `.dir` objects are made anew from the digests of
the members, which are public, and come out with the public digests. Of the members only MNIST's
`t10k-labels-idx1-ubyte.gz` is there: packed as in 1998, it comes out with its public digest too.
"""

import gzip
import hashlib
import json
import struct
import zlib
from pathlib import Path

from dvc_project import Project
from tiny_models import Files

LABELS = Path(__file__).parent.parent / "resources" / "mnist" / "t10k-labels-idx1-ubyte.gz"
MNIST = {
    "t10k-images-idx3-ubyte.gz": ("9fb629c4189551a2d022fa330f9573f3", 1648877),
    "t10k-labels-idx1-ubyte.gz": ("ec29112dd5afa0611ce80d1b7f02629c", 4542),
    "train-images-idx3-ubyte.gz": ("f68b3c2dcbeaaa9fbdd348bbdeb94873", 9912422),
    "train-labels-idx1-ubyte.gz": ("d53e105ee54ea40749a09fcbcd1e9432", 28881),
}
FASHION_MNIST = {
    "t10k-images-idx3-ubyte.gz": ("bef4ecab320f06d8554ea6380940ec79", 4422102),
    "t10k-labels-idx1-ubyte.gz": ("bb300cfdad3c16e7a12a480ee83cd310", 5148),
    "train-images-idx3-ubyte.gz": ("8d4fb7e6c68d591d4c3dfef9ec88bf0d", 26421880),
    "train-labels-idx1-ubyte.gz": ("25c81989df183df01b3e8a0aad5dffbe", 29515),
}
REGISTRY = """\
['remote "storage"']
url = https://remote.dvc.org/dataset-registry
[core]
remote = storage
"""


def listing(members: dict[str, tuple[str, int]]) -> bytes:
    """Make the object of a directory as DVC does."""
    entries = [{"md5": md5, "relpath": name} for name, (md5, _) in sorted(members.items())]
    return json.dumps(entries, sort_keys=True).encode()


def labels_of_1998() -> bytes:
    """Pack the labels of MNIST's test images as they were published."""
    labels = gzip.decompress(LABELS.read_bytes())
    header = struct.pack("<4BI2B", 0x1F, 0x8B, 8, 8, 885827268, 0, 3) + b"t10k-labels.idx1-ubyte\0"
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(labels) + packer.flush()
    return header + packed + struct.pack("<2I", zlib.crc32(labels), len(labels))


def published(content: bytes, digest: str, suffix: str = "") -> Files:
    """Put an object where DVC 2 does; it must have the digest that was published."""
    found = hashlib.md5(content).hexdigest()
    if found != digest:
        raise SystemExit(f"expected an object with MD5 {digest}, made one with {found}")
    return {f"../store/{digest[:2]}/{digest[2:]}{suffix}": content}


def public2x(project: Project) -> list[str]:
    """A public project of DVC 2, as far as its public files go."""
    project.write({".dvc/config": REGISTRY})
    for folder, members, digest in (
        ("get-started-mnist", MNIST, "b6c29e96813679dd8c451c9b5ca86e2c"),
        ("fashion-mnist", FASHION_MNIST, "8a31b1338b609cf1133d1df639de606c"),
    ):
        size = sum(size for _, size in members.values())
        directory = f"outs:\n- md5: {digest}.dir\n  size: {size}\n  nfiles: 4\n  path: raw\n"
        project.write({f"{folder}/raw.dvc": directory})
        project.write(published(listing(members), digest, ".dir"))
    project.write(published(labels_of_1998(), MNIST["t10k-labels-idx1-ubyte.gz"][0]))
    for name, (md5, size) in FASHION_MNIST.items():
        file = f"outs:\n- md5: {md5}\n  size: {size}\n  path: {name}\n"
        project.write({f"fashion-mnist/{name}.dvc": file})
    project.commit("Repeat what iterative/dataset-registry has published")
    project.tag("public")
    return ["store"]
