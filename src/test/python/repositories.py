"""Writes git repositories with models that the real DVC versioned, for the tests.

Run by hand when a repository is added:
`python src/test/python/repositories.py path/to/dvc3/bin/dvc path/to/dvc2/bin/dvc`.
Python needs onnx; the two DVCs are in environments of their own:

- `python3.11 -m venv dvc3 && dvc3/bin/pip install dvc==3.67.1`
- `python3.10 -m venv dvc2 && dvc2/bin/pip install dvc==2.58.2 \
  'pathspec<0.13' 'dulwich<0.22' 'pygit2<1.14'`

`NAME.zip` holds a bare `repository.git`, and beside it a folder for each DVC remote. The URLs in
`.dvc/config` are those of a user; a local override has the objects pushed to the folders. The same
versions of DVC, git and zlib write the same bytes again. README.md beside the zips lists them.

`public2x` is not pushed by DVC: it repeats the public files of iterative/dataset-registry, which
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
import sys
import tempfile
import zlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path

from dvc_project import Project
from models import tensor
from onnx import TensorProto, checker, helper

RESOURCES = Path(__file__).parent.parent / "resources"
OUTPUT = RESOURCES / "repositories"
MIB = 1024 * 1024
Files = dict[str, bytes | str]


def bright(threshold: int) -> bytes:
    """Make a model that asks if the mean of 2 x 2 pixels is above a threshold: exact in float32."""
    graph = helper.make_graph(
        [
            helper.make_node("Cast", ["input"], ["pixels"], to=TensorProto.FLOAT),
            helper.make_node("ReduceMean", ["pixels"], ["mean"], axes=[1, 2], keepdims=0),
            helper.make_node("Sub", ["mean", "threshold"], ["above"]),
            helper.make_node("Mul", ["above", "scale"], ["output"]),
        ],
        "bright",
        [tensor("input", TensorProto.UINT8, ["batch", 2, 2])],
        [tensor("output", TensorProto.FLOAT, ["batch"])],
        [
            helper.make_tensor("threshold", TensorProto.FLOAT, [], [threshold]),
            helper.make_tensor("scale", TensorProto.FLOAT, [], [0.125]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=6)
    checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content


def golden(label: str, content: bytes, output: list[float]) -> str:
    """Write a golden example of a card."""
    return f"- {{label: {label}, input: {b64encode(content).decode()}, output: {output}}}\n"


def bright_card(threshold: int) -> str:
    """Write the card of bright; its golden examples hold for the threshold."""
    examples = [
        golden(
            "bright" if grey > threshold else "dark", bytes([grey] * 4), [(grey - threshold) / 8]
        )
        for grey in (0, 150, 255)
    ]
    return (
        f"description: Is the image brighter than {threshold}?\nlabels: [dark, bright]\n"
        "activation: sigmoid\nimage: {width: 2, height: 2, mode: grayscale, size: refuse}\n"
        f"golden:\n{''.join(examples)}"
    )


def colors_card() -> str:
    """Write the card of channel_means.onnx, called colors here."""
    examples = [
        golden(
            label,
            struct.pack("<12f", *[255.0 if at // 4 == channel else 0.0 for at in range(12)]),
            [255.0 if at == channel else 0.0 for at in range(3)],
        )
        for channel, label in enumerate(("red", "green", "blue"))
    ]
    return (
        "description: Which color has the image?\nlabels: [red, green, blue]\n"
        f"activation: softmax\ngolden:\n{''.join(examples)}"
    )


def models(threshold: int, card: int | None = None, folder: str = "models") -> Files:
    """Make two models with their cards; that of bright is wrong if it is for another threshold."""
    return {
        f"{folder}/bright.onnx": bright(threshold),
        f"{folder}/bright.yaml": bright_card(threshold if card is None else card),
        f"{folder}/colors.onnx": sample("channel_means"),
        f"{folder}/colors.yaml": colors_card(),
    }


def sample(name: str) -> bytes:
    """Read a model that models.py wrote."""
    return (RESOURCES / "models" / f"{name}.onnx").read_bytes()


def track(
    project: Project, files: Mapping[str, bytes | str], *outputs: str, push: bool = True
) -> None:
    """Write files and have DVC track and push them."""
    project.write(files)
    project.dvc("add", *outputs)
    if push:
        project.dvc("push")


def dvc3(project: Project) -> list[str]:
    """A project of DVC 3, with all that one finds in its history."""
    project.dvc("init")
    project.remote("storage", "s3://example-bucket/models", "store")
    project.remote("backup", "/srv/backup", "other", default=False)
    project.commit("Begin with DVC")
    track(project, models(128), "models")
    project.commit("Train")
    project.tag("v1", "v1.9.0")
    project.write({"README.md": "# Is it bright?\n"})
    project.commit("Say what this is")
    project.tag("digits@v1.0.0", message="Registering artifact digits version v1.0.0")
    history_of_dvc3(project)
    aside(project, "unpushed", models(77), push=False)
    aside(project, "broken", models(128, card=60))
    aside(project, "no-model", {"models/notes.txt": "The models are on holiday.\n"})
    return ["store", "other"]


def history_of_dvc3(project: Project) -> None:
    """Add all kinds of outputs, then train again."""
    project.write({"single.onnx": sample("gather")})
    (project.root / "single.onnx").chmod(0o755)
    project.dvc("add", "single.onnx")
    names = ("caf\u00e9.txt", "cafe\u0301.txt", "\u6a21\u578b.txt", "\U0001f600.txt", "\uff5e.txt")
    track(project, {f"names/{name}": ascii(name) for name in names}, "names")
    project.write({"dvc.yaml": "stages:\n  count:\n    cmd: echo '{\"n\":3}' > count.json\n"})
    with (project.root / "dvc.yaml").open("a") as stages:
        stages.write("    outs:\n    - count.json:\n        cache: false\n")
    project.dvc("repro")
    project.commit("Track a file, a folder with names of all kinds, and a file that stays in git")
    track(project, {"backup-model.onnx": bright(100)}, "backup-model.onnx", push=False)
    with (project.root / "backup-model.onnx.dvc").open("a") as tracked:
        tracked.write("  remote: backup\n")
    project.dvc("push")
    project.commit("Keep a model in the other remote")
    for threshold, tag in ((140, "v1.10.0"), (180, "v2.0.0-rc.1")):
        track(project, models(threshold), "models")
        project.commit(f"Train with {threshold}")
        project.tag(tag)
    project.git("switch", "--quiet", "--create", "staging")
    track(project, models(190), "models")
    project.commit("Try 190")
    project.git("switch", "--quiet", "main")
    track(project, models(200), "models")
    project.commit("Train with 200")
    project.tag("v2", message="The second model")
    project.write({"README.md": "# Is it very bright?\n"})
    project.commit("Say what this is now")


def aside(project: Project, tag: str, files: Files, *, push: bool = True) -> None:
    """Tag a commit that is on no branch, whose models are these files only."""
    project.git("switch", "--quiet", "--detach", "main")
    for path in (project.root / "models").iterdir():
        path.unlink()
    track(project, files, "models", push=push)
    project.commit(f"Try {tag}")
    project.tag(tag)
    project.git("switch", "--quiet", "main")


def dvc2(project: Project, later: Path) -> list[str]:
    """A project of DVC 2 with text that DVC 2 hashes in its own way; DVC 3 adds to it later."""
    project.dvc("init")
    project.remote("storage", "gs://example-bucket/dvc2", "store")
    project.write({"data/labels.csv": b"name,label\r\na,1\r\nb,0\r\n", "data/unix.csv": b"a,1\n"})
    text = b"#" + b"0123456789abc,\r\n" * (MIB // 16)
    project.write(
        {
            "data/binary-later.txt": text[: MIB - 1] + b"|" + b"\x00\x01\r\n" * 1000,
            "data/split.txt": text + b"1,2\r\n",
            "data/bright.onnx": bright(128),
        }
    )
    track(project, {"single.onnx": bright(128)}, "data", "single.onnx", push=False)
    track(project, {"notes.txt": b"x\r\ny\r\n"}, "notes.txt")
    project.commit("Track data and a model")
    project.tag("v1")
    project.dvc_command = later
    track(project, models(200), "models")
    project.commit("Track models with DVC 3")
    project.tag("mixed")
    return ["store"]


def subdir(project: Project) -> list[str]:
    """Two projects in folders of one repository."""
    for at, url, store in (
        ("teams/vision", "s3://example-bucket/vision", "store"),
        ("teams/audio", "azure://example-container/audio", "other"),
    ):
        project.write({f"{at}/README.md": f"# {at}\n"})
        project.dvc("init", "--subdir", at=at)
        project.remote("storage", url, store, at=at)
    project.write(models(128, folder="teams/vision/models"))
    project.write({"teams/vision/shared/gather.onnx": sample("gather")})
    project.write({"teams/audio/models/add.onnx": sample("add")})
    tracked = "teams/vision/meta/tracking/shared.dvc"
    project.write({tracked: "wdir: ../..\nouts:\n- path: shared/gather.onnx\n"})
    project.dvc("commit", "--force", "meta/tracking/shared.dvc", at="teams/vision")
    for at in ("teams/vision", "teams/audio"):
        project.dvc("add", "models", at=at)
        project.dvc("push", at=at)
    project.commit("Share a repository")
    project.tag("v1")
    return ["store", "other"]


PIPELINE = """\
stages:
  export:
    cmd: mkdir -p models && cp source/* models/
    deps:
    - source
    outs:
    - models
  pack:
    wdir: build
    cmd: cp ../models/bright.onnx packed.onnx
    deps:
    - ../models/bright.onnx
    outs:
    - packed.onnx
  card:
    foreach: [bright, colors]
    do:
      cmd: cp models/${item}.yaml cards/${item}.yaml
      deps:
      - models/${item}.yaml
      outs:
      - cards/${item}.yaml
  archive:
    cmd: cp build/old.onnx archive.onnx
    deps:
    - build/old.onnx
    outs:
    - archive.onnx:
        remote: archive
  measure:
    cmd: wc -c < models/bright.onnx > size.txt
    deps:
    - models/bright.onnx
    metrics:
    - size.txt:
        cache: false
"""


def pipeline(project: Project) -> list[str]:
    """Outputs of stages instead of .dvc files."""
    project.dvc("init")
    project.remote("storage", "s3://example-bucket/pipeline", "store")
    project.remote("archive", "https://archive.example.com/dvc", "other", default=False)
    project.write({"dvc.yaml": PIPELINE, "build/old.onnx": bright(100), "cards/.gitkeep": ""})
    project.write(models(128, folder="source"))
    project.dvc("repro")
    project.dvc("push")
    project.commit("Run the pipeline")
    project.tag("v1")
    return ["store", "other"]


def imported(project: Project) -> list[str]:
    """A model that comes from another repository, and a file that comes from elsewhere."""
    registry = Project(project.folder / "registry", project.dvc_command)
    registry.dvc("init")
    registry.dvc("config", "core.remote", "registry")
    for user in (registry, project):
        user.dvc("remote", "add", "--global", "registry", str(registry.folder / "store"))
    track(registry, models(128), "models")
    registry.commit("Register models")
    registry.tag("v1")
    url = "https://git.example.com/registry.git"
    project.setting(f"url.{registry.root.as_uri()}.insteadOf", url)
    project.dvc("init")
    project.remote("storage", "s3://example-bucket/imported", "store")
    project.dvc("import", url, "models/bright.onnx", "--rev", "v1")
    project.write({"../incoming/colors.yaml": colors_card()})
    project.dvc("import-url", "../incoming/colors.yaml", "colors.yaml")
    track(project, {"own.onnx": bright(200)}, "own.onnx")
    project.commit("Import a model")
    project.tag("v1")
    return ["store"]


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
    labels = gzip.decompress((RESOURCES / "mnist" / "t10k-labels-idx1-ubyte.gz").read_bytes())
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


def main() -> None:
    """Write all of them."""
    if len(sys.argv) != 3:
        raise SystemExit("usage: repositories.py DVC3 DVC2")
    new, old = (Path(argument).absolute() for argument in sys.argv[1:])
    OUTPUT.mkdir(parents=True, exist_ok=True)
    write: dict[str, tuple[Path, Callable[[Project], list[str]]]] = {
        "dvc3": (new, dvc3),
        "dvc2": (old, lambda project: dvc2(project, new)),
        "subdir": (new, subdir),
        "pipeline": (new, pipeline),
        "imported": (new, imported),
        "public2x": (old, public2x),
    }
    for name, (dvc, fill) in write.items():
        with tempfile.TemporaryDirectory() as folder:
            project = Project(Path(folder).resolve(), dvc)
            stores = fill(project)
            project.zip(OUTPUT / f"{name}.zip", stores)


if __name__ == "__main__":
    main()
