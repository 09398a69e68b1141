"""Real parts for the tests: a parent of sandboxes in a process of its own, and a way from a notebook to its report."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from hypothesis import settings
from parts import ROOT, Lab, notebook

from autograder.batch.orders import Order
from autograder.batch.pool import Pool, warm_environment
from autograder.course import Course
from autograder.report import Report
from autograder.sandbox.limits import Limits

settings.register_profile("patient", deadline=None)  # two cores, and sandboxes beside
settings.load_profile("patient")
LIMITS = Limits(cell_seconds=2, notebook_seconds=15, call_seconds=3, test_seconds=10, memory_mb=2048)

_PARENT = """
import socket, sys
from autograder.batch.warm import import_everything
import_everything()
from autograder.sandbox import parent
parent._serve(socket.socket(fileno=int(sys.argv[1])), enclose=sys.argv[2] == "enclosed")
"""


def start_parent(mode: str) -> tuple[subprocess.Popen[bytes], socket.socket, socket.socket]:
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-P", "-s", "-c", _PARENT, str(theirs.fileno()), mode]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=warm_environment(), start_new_session=True)
    theirs.close()
    worker, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    socket.send_fds(control, [b"worker"], [theirs.fileno()])
    theirs.close()
    return process, control, worker


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session", params=["enclosed"])
def parent(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    process, control, worker = start_parent(request.param)
    yield worker
    worker.close()
    control.close()
    process.wait(10)


@pytest.fixture
def lab(parent: socket.socket) -> Iterator[Lab]:
    made = Lab(parent, LIMITS)
    yield made
    made.close()


@pytest.fixture(scope="session")
def course() -> Course:
    return Course.load(ROOT)


@pytest.fixture(scope="session")
def pool(course: Course) -> Iterator[Pool]:
    with Pool(course.root, 1) as made:
        yield made


Grade = Callable[..., Report]


@pytest.fixture
def grade(pool: Pool, tmp_path: Path) -> Grade:
    """Grade a notebook given as code cells, a dict, or the bytes of a file."""

    def run(
        content: list[str] | dict[str, object] | bytes, assignment: str = "linear_regression", seed: int = 5
    ) -> Report:
        path = tmp_path / "handed_in.ipynb"
        if isinstance(content, list):
            content = notebook(content)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        ((_, report),) = pool.grade([Order(assignment, str(path), "student", seed)])
        assert report is not None
        return report

    return run
