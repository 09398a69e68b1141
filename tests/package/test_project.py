"""The files by which others take part: they can be read, and say of the project what holds."""

import re
import subprocess
import sys

import pytest
import yaml
from parts import ROOT

YAML = [*sorted((ROOT / ".github").rglob("*.yml")), ROOT / ".pre-commit-config.yaml", ROOT / "CITATION.cff"]
CI = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
PUBLISH = (ROOT / ".github" / "workflows" / "publish.yml").read_text()


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.name)
def test_it_can_be_read(path):
    assert isinstance(yaml.safe_load(path.read_text()), dict)


def test_ci_runs_what_a_contributor_runs():
    assert ".ci/run" in CI
    assert re.findall(r"^make \w+$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE) == ["make check", "make test"]


def test_each_target_that_is_named_is_there():
    """In the Makefile, by CONTRIBUTING, the README and the workflows."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set()
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / ".ci" / "run", *YAML):
        named |= set(re.findall(r"(?:^    |`|^)make ([a-z]\w*)", path.read_text(), re.MULTILINE))
    assert named - targets == set()


def test_only_the_job_that_publishes_may_say_who_it_is():
    jobs = yaml.safe_load(PUBLISH)["jobs"]
    assert [name for name, job in jobs.items() if "id-token" in job.get("permissions", {})] == ["publish"]


def test_the_tag_is_compared_with_the_version():
    """By the line of the workflow, run here."""
    steps = yaml.safe_load(PUBLISH)["jobs"]["build"]["steps"]
    (step,) = [step for step in steps if step.get("name") == "The tag names the version"]
    script = step["run"].replace("$(python ", f"$({sys.executable} ")
    from autograder import __version__

    for tag, status in ((f"v{__version__}", 0), ("v999", 1)):
        done = subprocess.run(["bash", "-c", script], cwd=ROOT, env={"GITHUB_REF_NAME": tag, "PATH": "/bin"}, check=False)
        assert done.returncode == status, tag


def test_what_the_dockerfiles_copy_is_there():
    """In the checkout, and not left out of the context."""
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    for line in re.findall(r"^COPY (.*) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE):
        for source in line.split():
            assert (ROOT / source).exists(), source
            assert [kept for kept in ignored if kept.startswith("!") and source.startswith(kept[1:])], source


@pytest.mark.parametrize("path", ["Dockerfile", "autograder/platforms/gradescope/container/Dockerfile", "autograder/author/templates/course/Dockerfile.txt"])
def test_the_dockerfiles_are_sound(path):
    from pathlib import Path

    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, "-"], input=(ROOT / path).read_bytes(), capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
