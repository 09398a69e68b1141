"""Real parts for the tests, of the engine and of the course: sandboxes, pools, pages in a browser.

Each `conftest.py` takes from here what its tests need, and says which course they are about.
"""

from __future__ import annotations

import gc
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from forked_starts import forked_starts
from hypothesis import settings
from parts import EVIL, SCRIPT, Lab, notebook, right
from places import PLACES, remove_homes
from xdist.scheduler import LoadFileScheduling

from autograder.batch.class_run import ClassRun
from autograder.course import Course
from autograder.limits import Limits
from autograder.report import Report
from autograder.workers.orders import Order, Terms
from autograder.workers.pool import Pool
from autograder.workers.warm_process import warm_environment

settings.register_profile("patient", deadline=None)  # two cores, and sandboxes beside
settings.load_profile("patient")
# five thousand tests are a million objects, which stay: each collection of garbage would go through them
gc.disable()
# what a shell starts in the background ignores Ctrl-C, and so would every process below
signal.signal(signal.SIGINT, signal.default_int_handler)
LIMITS = Limits(cell_seconds=2, notebook_seconds=15, call_seconds=3, test_seconds=10, memory_mb=2048)

_FILL_THE_MEMORY = ("sandbox/test_parent.py", "sandbox/test_watch.py")
# far from one another, so that they seldom run at once: the places of attack, and what fills the memory that they need
_FIRST = (
    "[root",
    "test_notebooks",
    "nbgrader/test_config",
    *_FILL_THE_MEMORY,
    "test_class_run",
    "test_parity",
    "[plain_user",
    "test_course_faults",
    "test_archive",
    "test_cluster",
    "test_readme",
    "test_gradebook",
)

PARENT_PROGRAM = """
import socket, sys
from autograder.workers.warm import import_everything
import_everything()
from autograder.sandbox import parent
parent.serve(socket.socket(fileno=int(sys.argv[1])), enclose=sys.argv[2] == "enclosed")
"""


def start_parent(mode: str) -> tuple[subprocess.Popen[bytes], socket.socket, socket.socket]:
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-P", "-s", "-c", PARENT_PROGRAM, str(theirs.fileno()), mode]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=warm_environment(), start_new_session=True)
    theirs.close()
    worker, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    socket.send_fds(control, [b"worker"], [theirs.fileno()])
    theirs.close()
    return process, control, worker


class _ByFile(LoadFileScheduling):
    """What shares an expensive fixture shares a process: a file's tests, or those of one place.

    So do files that fill the memory of the machine: a sandbox of small limits is ended for what one beside it takes.
    """

    def _split_scope(self, nodeid: str) -> str:
        if any(name in nodeid for name in _FILL_THE_MEMORY):
            return "memory"
        place = nodeid.rpartition("[")[2].rstrip("]").partition("-")[0]
        return super()._split_scope(nodeid) + (place if place in PLACES else "")


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> _ByFile:
    config.option.loadscopereorder = False  # by the number of tests would be the longest of all last
    return _ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: in the end, no processor waits while the other one works through one of them."""
    items.sort(key=lambda item: next((i for i, part in enumerate(_FIRST) if part in item.nodeid), len(_FIRST)))
    gc.enable()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session", autouse=True)
def _quick_questions(request: pytest.FixtureRequest) -> None:
    """Before each test, pytest-rerunfailures asks the first process something, in two messages.

    TCP would hold the second one back for 40 ms, until the first is acknowledged: four minutes for all tests together.
    """
    connection = getattr(getattr(request.config, "failures_db", None), "sock", None)
    if connection is not None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


@pytest.fixture(scope="session", autouse=True)
def _forked_starts() -> Iterator[None]:
    with forked_starts():
        yield


@pytest.fixture(scope="session", autouse=True)
def _homes() -> Iterator[None]:
    yield
    remove_homes()


@pytest.fixture
def seed() -> int:
    """Of a test that draws for itself: another one each time, printed, and given back by SEED=… in the environment."""
    drawn = int(os.environ.get("SEED") or secrets.randbits(32))
    print(f"to see it again: SEED={drawn}")
    return drawn


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
def pool(course: Course) -> Iterator[Pool]:
    with Pool(Terms(course=str(course.root)), 1) as made:
        yield made


Grade = Callable[..., Report]


@pytest.fixture
def grade(pool: Pool, tmp_path: Path) -> Grade:
    """Grade a notebook given as code cells, a dict, or the bytes of a file."""

    def run(
        content: list[str] | dict[str, object] | bytes, assignment: str = "kinds", seed: int = 5
    ) -> Report:
        path = tmp_path / "handed_in.ipynb"
        if isinstance(content, list):
            content = notebook(content)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        ((_, report),) = pool.grade([Order(assignment, str(path), "student", seed)])
        assert report is not None
        return report

    return run


# a mistake for each kind of picture: values that differ, another shape, numbers on a curve
MISTAKES = {
    "column": "def column(y_hat, y):\n    return 2 * (y_hat - y.reshape(y_hat.shape))",
    "asks_back": "def asks_back(f, x, steps=10):\n    return [x - 2 * k for k in range(steps + 1)]",
}
PARTLY = "def iterator(size, rows):\n    yield rows[:size]"
ATTACK = [
    f"print({SCRIPT!r}, '\\x1b[31mred\\u202e')",
    f"def tensor(X, w, b):\n    raise ValueError({EVIL!r})  # {SCRIPT}",
    f"def column(y_hat, y):\n    '''{SCRIPT}'''\n    return y_hat.flatten()",
]


@pytest.fixture(scope="session")
def graded(course, tmp_path_factory):
    """OUT with the pages of a small class, of whom one attacks whoever looks at them."""
    folder, out = tmp_path_factory.mktemp("hand_in"), tmp_path_factory.mktemp("pages") / "out"
    everybody = {
        "another_way": right(course, "kinds", tensor="tensor = lambda X, w, b: X.mm(w).add(b)"),
        "partly_right": right(course, "kinds", iterator=PARTLY),
        "perfect": right(course, "kinds"),
        "well_known_mistakes": right(course, "kinds", **MISTAKES),
        EVIL: ["import torch", *ATTACK],
    }
    for name, cells in everybody.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook(cells)))
    (folder / "not_a_notebook.ipynb").write_text("Dear grader, my notebook is in the other mail.")
    shutil.copy(course.notebook("kinds"), folder / "untouched.ipynb")
    assert ClassRun(course, "kinds", 5, 2, quiet=True).many(folder, out) == 0
    second = tmp_path_factory.mktemp("second")
    (second / "perfect.ipynb").write_text(json.dumps(notebook(right(course, "outcomes"))))
    assert ClassRun(course, "outcomes", 5, 1, quiet=True).many(second, out) == 0
    return out


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright opens the pages: pip install playwright")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium opens the pages: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def look(browser):
    """Open a page; in the end, nothing but the page itself was asked for, and no script of a student's has run."""
    opened = []

    def open_page(address, width=1280, scheme="light"):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        seen = Counter()
        page.on("request", lambda request: seen.update([request.url.split("#")[0]]))
        page.on("pageerror", lambda error: seen.update([f"error: {error}"]))
        page.on("dialog", lambda dialog: (seen.update(["dialog"]), dialog.dismiss()))
        page.goto(address if "://" in str(address) else f"file://{address}")
        opened.append((page, seen))
        return page

    yield open_page
    for page, seen in opened:
        assert all(url.startswith(("file:///", "http://127.0.0.1:")) for url in seen), seen
        assert page.title() != "owned"
        page.close()
