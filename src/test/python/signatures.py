"""Writes the repository dvc3 with tags that are signed or not: repositories/signed.zip.

Needs git, ssh-keygen and gpg. The keys are new each time, and their secret halves are kept nowhere.

    python src/test/python/signatures.py
"""

import os
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[1] / "resources" / "repositories"
SIGNED_AT = "2026-11-01T12:00:00Z"
SSH_KEYS = {
    "alice": "ed25519",
    "bob": "ecdsa",
    "carol": "rsa",
    "mallory": "ed25519",
    "late": "ed25519",
}
LEFT_OUT = {"secret", "gnupg", "hooks"}
DATE = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    """Make the repository in a folder of its own, and pack it without what is secret."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(RESOURCES / "dvc3.zip") as dvc3:
            dvc3.extractall(folder)
        Maker(folder).make()
        target = RESOURCES / "signed.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as signed:
            for path in sorted(folder.rglob("*")):
                relative = path.relative_to(folder)
                if path.is_file() and LEFT_OUT.isdisjoint(relative.parts):
                    info = zipfile.ZipInfo(str(relative), DATE)
                    signed.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)


class Maker:
    """Signs in a repository, with keys that it makes."""

    def __init__(self, folder: Path) -> None:
        """Work in a folder that has the repository."""
        self.folder = folder
        self.secret = folder / "secret"
        self.secret.mkdir()
        self.gnupg = folder / "gnupg"
        self.gnupg.mkdir(mode=0o700)
        self.environment = {
            **os.environ,
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.com",
            "GIT_COMMITTER_DATE": SIGNED_AT,
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_AUTHOR_DATE": SIGNED_AT,
            "GNUPGHOME": str(self.gnupg),
        }

    def make(self) -> None:
        """Make the keys, who may sign, and all tags and branches."""
        for name, kind in SSH_KEYS.items():
            file = str(self.secret / name)
            self.run("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", name, "-f", file)
        self.write_allowed_signers()
        for name in ("Dora", "Mallory"):
            self.run(
                "gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key",
                f"{name} <{name.lower()}@example.com>", "ed25519", "sign", "never",
            )  # fmt: skip
        dora = self.run("gpg", "--armor", "--export", "Dora")
        (self.folder / "allowed_pgp_keys").write_bytes(dora)
        for name in ("alice", "bob", "carol", "mallory", "late"):
            self.sign(name, name)
        for name in ("Dora", "Mallory"):
            key = ("-c", f"user.signingKey={name}")
            self.git(*key, "tag", "-s", "-m", "x", f"pgp-{name.lower()}", "v1")
        self.git("tag", "-a", "-m", "x", "unsigned", "v2^{commit}")
        self.git("tag", "lightweight", "v2^{commit}")
        # The object of one tag under the name of another: an old version as a new one.
        self.git("update-ref", "refs/tags/replayed", self.id("refs/tags/alice"))
        self.sign("alice", "nested", "alice")
        self.tamper()
        self.wrong_namespace()
        self.branches()

    def write_allowed_signers(self) -> None:
        """Say whose ssh keys count, for what and for how long."""
        lines = ["# who may sign"]
        options = {
            "alice": 'namespaces="git"',
            "bob": "",
            "carol": "",
            "late": 'valid-before="20261001Z"',
        }
        for name, option in options.items():
            key = (self.secret / f"{name}.pub").read_text().strip()
            lines.append(f"{name}@example.com {option} {key}".replace("  ", " "))
        (self.folder / "allowed_signers").write_text("\n".join(lines) + "\n")

    def sign(self, key: str, tag: str, target: str = "v1") -> None:
        """Sign a tag with an ssh key."""
        self.git(*self.signing(key), "tag", "-s", "-m", f"signed by {key}", tag, target)

    def signing(self, key: str) -> Sequence[str]:
        """Give the options of git for an ssh key."""
        return ("-c", "gpg.format=ssh", "-c", f"user.signingKey={self.secret / key}")

    def tamper(self) -> None:
        """Change a tag after it was signed."""
        tag = self.git("cat-file", "tag", "alice").replace(b"tag alice", b"tag tampered")
        self.tag("tampered", tag)

    def wrong_namespace(self) -> None:
        """Sign a tag as if it were a file."""
        commit = self.id("v1^{commit}")
        tagger = "tagger A <a@example.com> 1793534400 +0000"
        tag = f"object {commit}\ntype commit\ntag namespace\n{tagger}\n\nx\n".encode()
        file = self.secret / "tag"
        file.write_bytes(tag)
        key = str(self.secret / "alice")
        self.run("ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", key, str(file))
        self.tag("namespace", tag + (self.secret / "tag.sig").read_bytes())

    def tag(self, name: str, content: bytes) -> None:
        """Make a tag of the text of its object."""
        made = self.git("hash-object", "-t", "tag", "-w", "--stdin", text=content)
        self.git("update-ref", f"refs/tags/{name}", made.decode().strip())

    def branches(self) -> None:
        """Make branches whose commits are signed."""
        tree = self.id("v2^{tree}")
        for name, key in (("signed", "alice"), ("foreign", "mallory")):
            commit = self.git(*self.signing(key), "commit-tree", "-S", "-m", name, tree)
            self.git("update-ref", f"refs/heads/{name}", commit.decode().strip())
        # A tag that nobody has signed, at a commit that somebody has.
        self.git("tag", "v99", "signed")

    def id(self, revision: str) -> str:
        """Find an object."""
        return self.git("rev-parse", revision).decode().strip()

    def git(self, *arguments: str, text: bytes | None = None) -> bytes:
        """Run git in the repository."""
        return self.run("git", "-C", str(self.folder / "repository.git"), *arguments, text=text)

    def run(self, *command: str, text: bytes | None = None) -> bytes:
        """Run a command, which must succeed, and give its output."""
        done = subprocess.run(
            command, env=self.environment, input=text, stdout=subprocess.PIPE, check=True
        )
        return done.stdout


if __name__ == "__main__":
    main()
