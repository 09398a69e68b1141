"""The distribution, built once, and an environment that has it installed beside no checkout."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest
from parts import ROOT

_LAUNCHER = """\
#!{python}
import sys
from {module} import {function}
sys.exit({function}())
"""
# programs that the commands of an instructor start, by the distribution that has them
_PROGRAMS = {"nbgrader": "nbgrader", "alembic": "alembic", "otter": "otter-grader", "jupytext": "jupytext"}


@dataclass(frozen=True)
class Environment:
    """A virtual environment in a folder."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / "bin"

    @property
    def python(self) -> Path:
        return self.bin / "python"

    def install(self, wheel: Path) -> None:
        """By the pip of the tests, from no index."""
        command = [sys.executable, "-m", "pip", "--python", self.python, "install", "-q", "--no-deps", "--no-index"]
        subprocess.run([*command, wheel], check=True)

    def variables(self, home: Path) -> dict[str, str]:
        """What an instructor's shell has in its environment: nothing of the tests' own Python."""
        foreign = ("PYTHON", "VIRTUAL_ENV", "AUTOGRADER")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        return kept | {"PATH": f"{self.bin}:/usr/bin:/bin", "HOME": str(home), "AUTOGRADER_SECRET": "s"}


def _environment(folder: Path) -> Environment:
    """An environment that sees the packages of the tests' own, and no checkout.

    Installing torch anew would take a gigabyte and minutes. The paths stand in a .pth file, whose folders' own .pth
    files are not read: what is installed as editable for the tests, this checkout above all, is not there.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    made = Environment(folder)
    packages = [path for path in sys.path if path.endswith("site-packages")]
    own_packages = next((folder / "lib").glob("python*/site-packages"))
    (own_packages / "of_the_tests.pth").write_text("\n".join(packages) + "\n")
    for program, distribution in _PROGRAMS.items():
        (entry,) = metadata.distribution(distribution).entry_points.select(group="console_scripts", name=program)
        script = made.bin / program
        script.write_text(_LAUNCHER.format(python=made.python, module=entry.module, function=entry.attr))
        script.chmod(0o755)
    return made


@pytest.fixture(scope="session")
def archives(tmp_path_factory):
    """The folder with the source archive and the wheel that is made of it, as `make dist` makes them."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def wheel(archives):
    (path,) = archives.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def environment(wheel, tmp_path_factory):
    """Where an instructor has installed the wheel."""
    made = _environment(tmp_path_factory.mktemp("environment") / ".venv")
    made.install(wheel)
    return made


@pytest.fixture
def another_environment(tmp_path):
    """One in which nothing of ours is installed yet, such as Gradescope's."""
    return _environment(tmp_path / "another")


@pytest.fixture
def on_gradescope(another_environment: Environment, tmp_path: Path) -> Callable[[Path], Path]:
    """Lay an archive out as /autograder, with another environment in the place of /opt/autograder."""

    def laid_out(archive: Path) -> Path:
        root = tmp_path / "autograder"
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(root / "source")
        (wheel,) = (root / "source").glob("*.whl")
        another_environment.install(wheel)
        script = (root / "source" / "run_autograder").read_text()
        script = script.replace("/opt/autograder/bin/python", str(another_environment.python))
        (root / "run_autograder").write_text(script.replace(" /autograder ", f" {root} "))
        (root / "run_autograder").chmod(stat.S_IRWXU)
        return root

    return laid_out
