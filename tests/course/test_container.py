"""Both images built by a real Docker engine and run as the page on Docker says; and Gradescope's container, with its limits.

Packages come from wheels that this machine's pip has fetched, served on loopback: no engine is asked to reach a registry.
"""

import functools
import http.server
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import zipfile

import pytest
import yaml
from parts import ROOT, notebook, right

from autograder.author import scaffold
from autograder.platforms.gradescope import package

BASE = os.environ.get("AUTOGRADER_BASE_IMAGE", "debian:bookworm")
DEFAULT_LIMITS = ["--memory", "768m", "--memory-swap", "768m", "--cpus", "0.5"]  # Gradescope's
WRONG_NEWTON = "def newton(gradf, hessf, x0, eta=1.0, num_steps=10):\n    return [x0] * (num_steps + 1)"
NEEDED = "SETUID SETGID KILL CHOWN DAC_OVERRIDE".split()
PAGE = (ROOT / "docs" / "how-to" / "docker.md").read_text()


class Docker:
    """A client that can build, wherever on the PATH it is."""

    def __init__(self, client):
        self.client = client

    def __call__(self, *words, check=True, **options):
        environment = os.environ | {"DOCKER_BUILDKIT": "1"}
        done = subprocess.run([self.client, *map(str, words)], capture_output=True, text=True, env=environment, check=False, **options)  # fmt: skip
        assert not check or done.returncode == 0, (done.stdout + done.stderr)[-3000:]
        return done

    def build(self, wheels, *words, base=BASE):
        """Build from a folder's wheels, on the base that is at hand."""
        arguments = f"BASE_IMAGE={base} PIP_NO_INDEX=1 PIP_FIND_LINKS={wheels} TORCH_INDEX=".split()
        given = [word for argument in arguments for word in ("--build-arg", argument)]
        return self("build", "--progress", "plain", "--network", "host", *words, *given, cwd=ROOT)


@pytest.fixture(scope="module")
def docker():
    clients = [c for c in (shutil.which("docker", path=folder) for folder in os.get_exec_path()) if c]
    if not clients:
        pytest.skip("Docker is not installed here")
    if subprocess.run([clients[0], "info"], capture_output=True, check=False).returncode:
        pytest.skip("no Docker engine is running here")
    for client in map(Docker, clients):
        if client("build", "--network", "host", "-", check=False, input=f"FROM {BASE}\n").returncode == 0:
            return client
    pytest.skip(f"this Docker has no BuildKit, or no {BASE}")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing of what it serves."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheels")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "-w", folder, ROOT, "hatchling"]
    subprocess.run(command, check=True, env=os.environ | {"PIP_CONSTRAINT": str(ROOT / "constraints.txt")})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def command_lines():
    """The commands of the page on Docker."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines() if line]


@pytest.fixture(scope="module")
def grader(docker, wheels):
    """The image, as the page's first line builds it."""
    words = shlex.split(command_lines()[0])
    assert words[:2] == ["docker", "build"]
    assert words[-1] == "."
    kept = [w for i, w in enumerate(words[2:], 2) if "TORCH_INDEX" not in w and w != "--build-arg"]
    docker.build(wheels, *kept)
    return kept[kept.index("-t") + 1]


def test_the_pages_lines_grade_the_examples(docker, grader, tmp_path):
    """And give the grades of this machine; nobody else may read what the image holds of the course."""
    command = command_lines()[1].replace("$PWD/out", str(tmp_path / "out")).replace("$PWD", str(ROOT))
    words = shlex.split(command)
    assert words[:2] == ["docker", "run"]
    assert f"{ROOT}/examples/linear_regression:/submissions:ro" in words
    docker(*words[1:], "--seed", 3)
    here = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        "examples/linear_regression",
        "--assignment",
        "linear_regression",
    ]
    subprocess.run([*here, "--out", tmp_path / "here", "--seed", "3", "-q"], cwd=ROOT, check=True)
    grades = [
        [row.split(",")[:3] for row in (tmp_path / p / "grades.csv").read_text().splitlines()] for p in ("out", "here")
    ]
    assert grades[0] == grades[1]
    assert len(grades[0]) == 18
    seen = docker("run", "--rm", "--user", "54321", "--entrypoint", "/bin/sh", grader, "-c", "ls /course", check=False)
    assert seen.returncode != 0
    assert "Permission denied" in seen.stderr


def test_few_privileges_are_enough(docker, grader, tmp_path):
    """Those that the page and compose.yaml name; without one of them, it refuses to grade."""
    service = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["grader"]
    assert service["cap_add"] == NEEDED
    assert service["cap_drop"] == ["ALL"]
    assert service["network_mode"] == "none"
    assert f"--cap-drop ALL {' '.join(f'--cap-add {name}' for name in NEEDED)}" in PAGE
    least = ["run", "--rm", "--network", "none", "--cap-drop", "ALL"]
    for names, status in ((NEEDED, 0), ([n for n in NEEDED if n != "SETUID"], 1)):
        done = docker(*least, *(word for name in names for word in ("--cap-add", name)), grader, "doctor", check=False)
        assert done.returncode == status, done.stdout + done.stderr
    folder = f"{ROOT}/examples/linear_regression:/submissions:ro"
    done = docker(*least, *(word for name in NEEDED for word in ("--cap-add", name)), "-v", folder, grader, "grade", "/submissions/perfect.ipynb", "--assignment", "linear_regression")  # fmt: skip
    assert "12 of 12" in done.stdout


def test_the_health_check_is_the_doctor(docker, grader):
    """It says what isolation, devices and versions there are."""
    facts = json.loads(docker("inspect", grader).stdout)[0]["Config"]
    assert facts["Healthcheck"]["Test"][1:] == ["/opt/autograder/bin/autograder", "doctor", "--quiet"]
    assert "NVIDIA_VISIBLE_DEVICES=all" in facts["Env"]
    assert not facts.get("User")
    said = docker("run", "--rm", "--network", "none", grader, "doctor").stdout
    assert "uid" in said
    assert "landlock" in said
    assert "no GPU" in said
    assert "torch 2.13.0" in said
    assert "ready" in said


def test_another_grader_is_a_matter_of_seconds(docker, grader, wheels, tmp_path):
    """Nothing is installed again: all layers before the course's are kept."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "out", "*cache*", ".hypothesis"))
    with (copy / "tests/graders/test_newton.py").open("a") as file:
        file.write("\n# changed\n")
    said = docker.build(wheels, "-t", "autograder-changed", copy)
    steps = [block for block in (said.stdout + said.stderr).split("\n\n") if "RUN bash setup.sh" in block]
    assert len(steps) == 2, said.stdout + said.stderr
    assert all("CACHED" in step for step in steps), said.stdout + said.stderr


def test_there_are_no_build_tools_and_no_caches(docker, grader):
    """Neither a compiler nor what apt and pip have fetched."""
    script = "! command -v gcc; ! ls /var/lib/apt/lists/*_Packages /root/.cache/pip 2>/dev/null; ! ls /course/tests/engine 2>/dev/null"
    docker("run", "--rm", "--entrypoint", "/bin/bash", grader, "-ec", script)


@pytest.fixture(scope="module")
def of_a_course(docker, wheels, tmp_path_factory):
    """The image that a course of `autograder init` makes of itself, with no checkout; and the course."""
    folder = tmp_path_factory.mktemp("courses") / "course"
    scaffold.init(folder, "A course")
    recipe = f"FROM {BASE}\nRUN apt-get update -q && apt-get install -qy --no-install-recommends python3 python3-venv\n"
    docker("build", "--network", "host", "-t", "autograder-python", "-", input=recipe)
    docker.build(wheels, "-t", "autograder-course", folder, base="autograder-python")
    return "autograder-course", folder


def test_the_image_of_a_course_grades(docker, of_a_course, tmp_path):
    image, folder = of_a_course
    work = (folder / "tests/submissions/first_steps/standardize/unbiased_variance.py").read_text()
    (tmp_path / "ann.ipynb").write_text(json.dumps(notebook(["import torch", work])))
    words = ["grade", "/submissions/ann.ipynb", "--assignment", "first_steps"]
    done = docker("run", "--rm", "--network", "none", "-v", f"{tmp_path}:/submissions:ro", image, *words)
    assert "first_steps: 0 of 3" in done.stdout


def test_the_image_of_a_course_holds_no_kept_answers(docker, of_a_course):
    """And nobody else may read what it holds."""
    image, _ = of_a_course
    docker("run", "--rm", "--entrypoint", "/bin/sh", image, "-ec", "! ls /course/tests/submissions 2>/dev/null")
    seen = docker("run", "--rm", "--user", "54321", "--entrypoint", "/bin/sh", image, "-c", "ls /course", check=False)
    assert "Permission denied" in seen.stderr


@pytest.fixture(scope="module")
def gradescope(docker, wheels, course, tmp_path_factory):
    """An image as Gradescope makes it of the archive: unpacked into /autograder/source, then setup.sh."""
    folder = tmp_path_factory.mktemp("gradescope")
    package.write(course, "newton", folder / "autograder.zip", "")
    with zipfile.ZipFile(folder / "autograder.zip") as packed:
        packed.extractall(folder / "source")
    (folder / "Dockerfile").write_text(
        f"FROM {BASE}\nARG PIP_NO_INDEX PIP_FIND_LINKS\nWORKDIR /autograder\nCOPY source source\n"
        "RUN bash source/setup.sh && cp source/run_autograder . && chmod +x run_autograder && mkdir submission results\n"
    )
    docker.build(wheels, "-t", "autograder-zip", folder)
    return "autograder-zip"


@pytest.fixture(scope="module")
def custom(docker, wheels, course, tmp_path_factory):
    """The image that the Dockerfile in the archive gives."""
    folder = tmp_path_factory.mktemp("custom")
    package.write(course, "newton", folder / "autograder.zip", "")
    with zipfile.ZipFile(folder / "autograder.zip") as packed:
        packed.extractall(folder / "image")
    docker.build(wheels, "-t", "autograder-gradescope", folder / "image")
    return "autograder-gradescope"


def run_there(docker, image, folder, cells):
    (folder / "submission").mkdir()
    (folder / "results").mkdir()
    (folder / "submission" / "work.ipynb").write_text(json.dumps(notebook(cells)))
    mounts = [f"{folder}/submission:/autograder/submission", f"{folder}/results:/autograder/results"]
    limits = [*DEFAULT_LIMITS, *(word for mount in mounts for word in ("-v", mount))]
    done = docker("run", "--rm", "--network", "none", *limits, image, "/autograder/run_autograder", timeout=600)
    results = json.loads((folder / "results" / "results.json").read_text())
    assert {"uid", "seccomp", "landlock"} <= set(results["extra_data"].get("isolation", [])), (results, done.stdout)
    return results


ATTACK = f"""{WRONG_NEWTON}
import os, pathlib, subprocess
for path in ("/autograder/results/results.json", "/autograder/source/secret", "/autograder/source/solutions/newton.py"):
    for act in (lambda p: p.read_text(), lambda p: p.write_text('{{"score": 100}}')):
        try:
            act(pathlib.Path(path)); print("LEAK", path)
        except OSError as error:
            print(type(error).__name__)
os.kill(os.getppid(), 9)
"""
SUBMISSIONS = {
    "perfect": (None, 6.0),
    "wrong": (["import torch", WRONG_NEWTON], 0.0),
    "hostile": (["import torch", ATTACK], 0.0),
    "endless": (["import torch", "while True: pass", "def newton(*a, **k):\n    while True: pass"], 0.0),
    "hungry": (["import torch", f"{WRONG_NEWTON}\nkept = [torch.ones(1 << 27) for _ in range(40)]"], 0.0),
}


@pytest.mark.parametrize("kind", SUBMISSIONS)
def test_in_gradescopes_default_container(docker, gradescope, course, tmp_path, kind):
    """768 MB and half a processor are enough for whatever is handed in; nothing gets out, and nothing is left undone."""
    cells, score = SUBMISSIONS[kind]
    results = run_there(docker, gradescope, tmp_path, cells or right(course, "newton"))
    assert results["score"] == score, results
    assert results["extra_data"]["status"] == "graded", results
    assert "LEAK" not in json.dumps(results)
    assert len(results["tests"]) > 10


def test_the_custom_image_grades_the_same(docker, custom, course, tmp_path):
    """For courses that prefer an image to a zip."""
    results = run_there(docker, custom, tmp_path, right(course, "newton"))
    assert results["score"] == 6
    assert all(test["status"] == "passed" for test in results["tests"])
