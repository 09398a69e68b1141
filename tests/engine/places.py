"""The places where people grade: as root, as a plain user below a closed home, as root in a container."""

from __future__ import annotations

import errno
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from left_running import adopt_orphans, descendants, described, left_running
from parts import ROOT
from refusing import NO_NAMESPACES

USER = 54321
CANARY = "canary-7f3a91"  # stands wherever a secret lies; it must be in nothing that a student gets
_PACKAGES = next(p for p in sys.path if p.endswith("site-packages") and (Path(p) / "torch").exists())


@dataclass
class Place:
    """A way to call `autograder` on files below `folder`, which is the same path on both sides.

    `python` is the command that starts Python there.
    """

    folder: Path
    python: list[str]
    settings: dict[str, object] = field(default_factory=dict)

    def run(self, *args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Call it in a folder, and fail when anything that it started is left running."""
        return self._run([*self.python, "-m", "autograder", *map(str, args)], cwd)

    def run_each(self, commands: Sequence[tuple[Path, Sequence[object]]]) -> list[subprocess.CompletedProcess[str]]:
        """Call it in these folders with these words, from one warm process: each start would take three seconds."""
        programs = self.folder / "programs"
        programs.mkdir(exist_ok=True)
        for name in ("forked_starts.py", "left_running.py", "several.py"):
            shutil.copy(Path(__file__).with_name(name), programs / name)
        self.give(programs)
        todo = json.dumps([[str(folder), [str(word) for word in words]] for folder, words in commands])
        done = self._run([*self.python, str(programs / "several.py"), todo], self.folder)
        assert done.returncode == 0, done.stderr[-3000:]
        results = []
        for (_, words), line in zip(commands, done.stdout.splitlines(), strict=True):
            status, output, errors, left = json.loads(line)
            assert not left, f"{words}: left running: {left}"
            results.append(subprocess.CompletedProcess(words, status, output, errors))
        results[-1].stderr += done.stderr  # what the processes that were forked have said themselves
        return results

    def _run(self, command: Sequence[str], cwd: Path) -> subprocess.CompletedProcess[str]:
        adopt_orphans()
        before = descendants()
        done = subprocess.run(
            [part.replace("{cwd}", str(cwd)) for part in command],
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
            **self.settings,
        )  # type: ignore[call-overload]
        # a browser that serves other tests starts processes at any time: they stay below it, and are not the command's
        left = left_running(elsewhere=before)
        assert not left, f"left running: {described(left)}\n{done.stderr[-3000:]}"
        return done

    def give(self, path: Path) -> None:
        """Let the one who grades own what was written."""
        if self.settings.get("user"):
            subprocess.run(["chown", "-R", f"{USER}:{USER}", path], check=True)


def here(folder: Path) -> Place:
    """Whoever runs the tests: root in CI."""
    return Place(folder, [sys.executable], {"env": os.environ | {"AUTOGRADER_CANARY": CANARY}})


_homes: list[Path] = []


@functools.cache
def _installed(_owner: str) -> Path:
    """A home below which the system's own Python and a copy of the program are installed, in a folder `venv`.

    One for each kind of owner, since it takes seconds to make.
    """
    python = shutil.which("python3", path="/usr/bin")
    version = "import sys; sys.exit(sys.version_info[:2] != (%d, %d))" % sys.version_info[:2]
    if python is None or subprocess.run([python, "-c", version], check=False).returncode:
        pytest.skip("the system's own Python, which a plain user can run, is missing or of another version")
    home = Path(tempfile.mkdtemp(prefix="home-", dir="/opt"))  # not below /tmp, which a sandbox has for itself
    _homes.append(home)
    subprocess.run([python, "-m", "venv", "--without-pip", home / "venv"], check=True)
    (next((home / "venv" / "lib").iterdir()) / "site-packages" / "here.pth").write_text(f"{home / 'site-packages'}\n")
    (home / "site-packages").mkdir()
    for package in Path(_PACKAGES).iterdir():  # links: a copy would be gigabytes
        if package.suffix != ".pth":
            subprocess.run(["cp", "-al", package, home / "site-packages"], check=True)
    shutil.copytree(ROOT / "autograder", home / "site-packages" / "autograder", dirs_exist_ok=True)
    return home


def remove_homes() -> None:
    """To be called at the end of all tests: a process of pytest-xdist's ends without Python's own end."""
    for home in _homes:
        shutil.rmtree(home, ignore_errors=True)


def plain_user(_folder: Path) -> Place:
    """A user without privileges, whose interpreter and course lie below a home that nobody else can enter."""
    if os.getuid() != 0:
        pytest.skip("needs root, to become a plain user")
    home = _installed("user")
    subprocess.run(["chown", "-R", f"{USER}:{USER}", home / "venv"], check=True)
    os.chown(home, USER, USER)
    environment = {"HOME": str(home), "PATH": "/usr/bin", "AUTOGRADER_CANARY": CANARY}
    settings: dict[str, object] = {"user": USER, "group": USER, "extra_groups": [], "env": environment, "umask": 0o077}
    return Place(home, [str(home / "venv" / "bin" / "python")], settings)


def without(folder: Path, calls: str = NO_NAMESPACES, error: int = errno.EPERM) -> Place:
    """Root on a platform that refuses these calls: by default those of namespaces and mounts, as a container does."""
    if os.getuid() != 0:
        pytest.skip("needs root, to refuse calls and to become another user")
    home = _installed("root")
    home.chmod(0o755)
    python = str(home / "venv" / "bin" / "python")
    launcher = [python, str(Path(__file__).with_name("refusing.py")), str(error), calls]
    environment = {"PATH": "/usr/bin", "AUTOGRADER_CANARY": CANARY, "AUTOGRADER_SECRET": "s"}
    return Place(folder, [*launcher, python], {"env": environment})


@functools.cache
def _why_no_docker() -> str | None:
    """Why no container can be started here, or None. Asked once: each question starts a process."""
    if shutil.which("docker") is None:
        return "Docker is not installed here"
    if subprocess.run(["docker", "info"], capture_output=True, check=False).returncode:
        return "no Docker engine is running here"
    return None


def container(folder: Path) -> Place:
    """Root in a container with Docker's default profile: no namespaces can be made there."""
    why_not = _why_no_docker()
    if why_not is not None:
        pytest.skip(why_not)
    base = os.environ.get("AUTOGRADER_BASE_IMAGE", "debian:bookworm")
    recipe = (
        f"FROM {base}\nRUN apt-get update -q && apt-get install -qy --no-install-recommends python3\n"
        "RUN python3 -c \"import site; open(site.getsitepackages()[0] + '/here.pth', 'w').write('/opt/site\\n/opt/site-packages\\n')\"\n"
    )
    made = subprocess.run(
        ["docker", "build", "--network", "host", "-q", "-"], input=recipe, capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no image can be built of {base}: {made.stderr[-200:]}")
    mounts = [f"{ROOT}/autograder:/opt/site/autograder:ro", f"{_PACKAGES}:/opt/site-packages:ro", f"{folder}:{folder}"]
    command = ["docker", "run", "--rm", "--init", "--network", "none", "-w", "{cwd}"]
    command += [part for mount in mounts for part in ("-v", mount)]
    for variable in (f"AUTOGRADER_CANARY={CANARY}", "AUTOGRADER_SECRET=s", "PYTHONDONTWRITEBYTECODE=1"):
        command += ["-e", variable]
    return Place(folder, [*command, made.stdout.strip(), "python3"])


PLACES = {"root": here, "plain_user": plain_user, "container": container}
