"""A git repository with DVC in a temporary folder, for repositories.py: the same at each run."""

import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

BEGIN = 1_735_689_600  # 2025-01-01T00:00:00Z
STEP = 3600
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def environment(home: Path) -> dict[str, str]:
    """Make an environment that no setting of the machine reaches."""
    home.mkdir(parents=True, exist_ok=True)
    config = home / "dvc"
    config.mkdir(exist_ok=True)
    (config / "config").write_text("[core]\n    analytics = false\n    check_update = false\n")
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "DVC_GLOBAL_CONFIG_DIR": str(config),
        "DVC_SYSTEM_CONFIG_DIR": str(home / "none"),
        "DVC_SITE_CACHE_DIR": str(home / "site"),
        "DVC_NO_ANALYTICS": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada Author",
        "GIT_AUTHOR_EMAIL": "ada@example.com",
        "GIT_COMMITTER_NAME": "Ada Author",
        "GIT_COMMITTER_EMAIL": "ada@example.com",
    }


class Project:
    """A git repository, the folders beside it that its remotes are read from, and a DVC."""

    def __init__(self, folder: Path, dvc: Path) -> None:
        """Make an empty repository in `folder/work`."""
        self.folder = folder
        self.root = folder / "work"
        self.dvc_command = dvc
        self.root.mkdir(parents=True)
        self._environment = environment(folder / "home")
        self._time = BEGIN
        self.git("init", "--quiet", "--initial-branch=main", "--template=")

    def _run(self, command: list[str], at: str) -> None:
        date = f"{self._time} +0000"
        variables = {**self._environment, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        done = subprocess.run(
            command, cwd=self.root / at, env=variables, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")

    def git(self, *arguments: str) -> None:
        """Run git in the root."""
        self._run(["git", *arguments], ".")

    def dvc(self, *arguments: str, at: str = ".") -> None:
        """Run DVC in a folder of the project."""
        self._run([str(self.dvc_command), *arguments], at)

    def setting(self, key: str, value: str) -> None:
        """Set what git, and DVC where it uses git, find in the home directory."""
        self._run(["git", "config", "--global", key, value], ".")

    def write(self, files: Mapping[str, bytes | str]) -> None:
        """Write files, by their path in the project."""
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def remote(
        self, name: str, url: str, store: str, *, default: bool = True, at: str = "."
    ) -> None:
        """Add a remote with the URL of a user; what is pushed goes to the folder `store`."""
        options = ["--default"] if default else []
        self.dvc("remote", "add", *options, name, url, at=at)
        self.dvc("remote", "add", "--local", "--force", name, str(self.folder / store), at=at)

    def commit(self, message: str) -> None:
        """Commit all there is, one hour after the last commit."""
        self._time += STEP
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def tag(self, *names: str, message: str = "") -> None:
        """Tag the last commit: with a message the tag is annotated, without it is light."""
        for name in names:
            self.git("tag", *(["--annotate", "--message", message] if message else []), name)

    def zip(self, output: Path, stores: list[str]) -> None:
        """Write a bare copy of the repository, and the folders."""
        bare = self.folder / "repository.git"
        self.git("init", "--quiet", "--bare", "--initial-branch=main", "--template=", str(bare))
        self.git(
            "push", "--quiet", str(bare), "refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*"
        )
        settings = ("-c", "pack.threads=1", "-c", "repack.writeBitmaps=false")
        self.git("-C", str(bare), *settings, "repack", "--quiet", "-a", "-d", "-F")
        self.git("-C", str(bare), "pack-refs", "--all")
        shutil.rmtree(bare / "info", ignore_errors=True)
        shutil.rmtree(bare / "objects" / "info", ignore_errors=True)
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name in ["repository.git", *stores]:
                add(archive, self.folder, self.folder / name)


def add(archive: zipfile.ZipFile, base: Path, folder: Path) -> None:
    """Add a folder and all in it, in the order of their names."""
    for path in [folder, *sorted(folder.rglob("*"))]:
        slash = "/" if path.is_dir() else ""
        entry = zipfile.ZipInfo(path.relative_to(base).as_posix() + slash, ZIP_TIME)
        entry.external_attr = (0o40755 if path.is_dir() else 0o100644) << 16
        entry.compress_type = zipfile.ZIP_STORED if path.is_dir() else zipfile.ZIP_DEFLATED
        archive.writestr(entry, b"" if path.is_dir() else path.read_bytes())
