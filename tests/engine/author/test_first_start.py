"""A student's first steps: each system has its lines, and what these name is there."""

import json
import re

import msgspec
import pytest

from autograder.author.students_folder import hand_out
from autograder.course import Students

SYSTEMS = ["Windows (PowerShell):", "macOS:", "Linux, without", "With [uv]"]


@pytest.fixture
def folder(course, tmp_path):
    told = msgspec.structs.replace(course, students=Students(hand_in="Upload it to the moon."))
    hand_out(told, list(told.assignments), tmp_path / "to")
    return tmp_path / "to"


def lines_for(folder, system):
    """The lines to be typed on a system: those that stand indented below its name."""
    text = (folder / "README.md").read_text(encoding="utf-8").split(system)[1]
    return re.search(r"\n\n((?:    .*\n)+)", text)[1].split("\n")


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_a_line_installs_is_there(folder, system):
    (install,) = (line for line in lines_for(folder, system) if "requirements" in line)
    path = re.search(r"\S+/requirements.txt", install)[0]
    assert (folder / path).is_file()


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_ends_at_jupyter(folder, system):
    assert [line for line in lines_for(folder, system) if line.endswith("jupyter lab")]


def test_powershell_gets_nothing_that_it_does_not_know(folder):
    """Neither `&&`, which Windows' own lacks, nor a folder bin."""
    assert not [line for line in lines_for(folder, SYSTEMS[0]) if "&&" in line or "/bin/" in line]


def test_linux_is_spared_cuda(folder):
    assert any("--extra-index-url https://download.pytorch.org/whl/cpu" in line for line in lines_for(folder, SYSTEMS[2]))


def test_it_says_where_to_hand_in(folder):
    assert "Upload it to the moon." in (folder / "README.md").read_text(encoding="utf-8")


def test_the_container_installs_the_same(folder):
    container = json.loads((folder / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert "pip install -r outcomes/requirements.txt" in container["postCreateCommand"]
