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
"""

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from dvc_project import Project
from public_project import public2x
from tiny_models import Files, bright, colors_card, models, sample

OUTPUT = Path(__file__).parent.parent / "resources" / "repositories"
MIB = 1024 * 1024


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
