"""What is installed, and what pins it: for students, for archives, and for whoever asks."""

import sys
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder import __version__, installed
from autograder.course import Course, UsageError


@pytest.fixture
def bare(tmp_path):
    """A course that pins nothing."""
    return Course(tmp_path, "A course", {}, limits=None)


def test_a_pin_is_what_is_installed(bare):
    assert installed.pinned(bare, "numpy") == f"numpy=={metadata.version('numpy')}"


def test_a_pin_has_no_mark_of_a_build(bare):
    """torch 2.13.0+cpu is known to one index, torch 2.13.0 to all."""
    assert "+" not in installed.pinned(bare, "torch")


def test_a_package_that_is_missing_is_not_pinned(bare):
    assert installed.pinned(bare, "no-such-package") == "no-such-package"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("torch==2.12.0", "torch==2.12.0"),
        ("Torch == 2.12.0  # the last for our cards", "Torch == 2.12.0"),
        ("torch>=2.11,<2.13", "torch>=2.11,<2.13"),
        ("torch==2.12.0 \\\n    --hash=sha256:0123", "torch==2.12.0"),
        ("torch==2.12.0 --hash=sha256:0123", "torch==2.12.0"),
        ("torch==2.12.0\ntorch==2.1; python_version < '3'", "torch==2.12.0"),
        ("torch @ https://host.example/torch.whl#sha256=0123", "torch @ https://host.example/torch.whl#sha256=0123"),
    ],
)
def test_the_courses_own_pin_comes_first(bare, line, expected):
    (bare.root / "constraints.txt").write_text(f"# torch==1.0 was in this comment\n\n--index-url x\n{line}\n")
    assert installed.pinned(bare, "torch") == expected


def test_a_pin_that_is_none_is_named(bare):
    (bare.root / "constraints.txt").write_text("numpy==2.0.0\ntorch = 2.12\n")
    with pytest.raises(UsageError, match=r"constraints\.txt: expected a pin .* got 'torch = 2\.12'"):
        installed.pinned(bare, "numpy")


def test_names_are_compared_as_pip_compares_them(bare):
    (bare.root / "constraints.txt").write_text("Scikit_Learn==1.9.0\n")
    assert installed.pinned(bare, "scikit-learn") == "Scikit_Learn==1.9.0"


def test_another_machine_gets_the_versions_of_this_one(bare):
    """Those that the course does not pin, too."""
    (bare.root / "constraints.txt").write_text("numpy==2.0.0\n")
    lines = installed.constraints(bare).splitlines()
    assert "numpy==2.0.0" in lines
    assert f"torch=={metadata.version('torch').partition('+')[0]}" in lines
    assert [line for line in lines if line.startswith("numpy=")] == ["numpy==2.0.0"]


def test_everything_that_is_taken_is_pinned():
    """Also what is taken by what we take."""
    pins = installed.pins()
    for package in pins:
        for text in metadata.requires(package) or ():
            requirement = Requirement(text)
            if requirement.marker is None and installed.version_of(requirement.name):
                assert canonicalize_name(requirement.name) in pins


def test_tools_of_contributors_are_not_pinned():
    assert set(installed.pins()).isdisjoint({"ruff", "mypy", "twine"})


def test_an_extra_is_installed_by_the_python_that_runs_here():
    assert installed.command_for("serve") == f"{sys.executable} -m pip install 'tensorgrade[serve]'"


def test_the_version_is_that_of_the_metadata():
    assert installed.distribution().version == __version__
    assert installed.about().startswith(f"tensorgrade {__version__} (torch ")
